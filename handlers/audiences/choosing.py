"""Whom it is for: the audience as it stands, languages, a survey's people, the office."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.audiences import edits
from civic.audiences.model import AnsweredSurvey, AudienceRule
from civic.audiences.rules import check_rule, without_gone
from civic.communities.model import Role
from civic.kernel.language import Language
from civic.kernel.refusal import NotFound
from civic.surveys.model import Survey, SurveyState
from civic.unit_of_work import Work
from handlers.audiences.holding import Holders, holder_of, picking, town_of
from handlers.audiences.words import headcount_in_words, names_of, picked_count
from handlers.effects import Reply
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.audiences import (
    AudienceLanguagesPress,
    AudienceOfficePress,
    AudiencePress,
    AudienceSurveyPress,
    AudienceSurveysPress,
    DropGonePress,
    SetAnsweredPress,
    ToggleAgencyPress,
    ToggleLanguagePress,
    ToggleRolePress,
    WholeTownPress,
)
from handlers.screens.audiences.steps import (
    OFFICE_PAGE,
    PAGE,
    SurveyName,
    audience_screen,
    languages_screen,
    office_screen,
    survey_screen,
    surveys_screen,
)
from handlers.screens.audiences.words import rule_lines
from handlers.screens.screen import Screen
from locales.catalog import Say

_ASKED = (SurveyState.OPEN, SurveyState.PAUSED, SurveyState.CLOSED)


def build_choosing_router() -> Router:
    router = Router(name="audiences-choosing")
    router.callback_query.register(show_audience, Pressed(AudiencePress))
    router.callback_query.register(begin_anew, Pressed(WholeTownPress))
    router.callback_query.register(drop_gone, Pressed(DropGonePress))
    router.callback_query.register(show_languages, Pressed(AudienceLanguagesPress))
    router.callback_query.register(turn_language, Pressed(ToggleLanguagePress))
    router.callback_query.register(show_surveys, Pressed(AudienceSurveysPress))
    router.callback_query.register(show_survey, Pressed(AudienceSurveyPress))
    router.callback_query.register(set_answered, Pressed(SetAnsweredPress))
    router.callback_query.register(show_office, Pressed(AudienceOfficePress))
    router.callback_query.register(turn_role, Pressed(ToggleRolePress))
    router.callback_query.register(turn_agency, Pressed(ToggleAgencyPress))
    return router


async def show_audience(
    _query: CallbackQuery,
    press: AudiencePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    return await first_of(press, person, work, say, now, holders)


async def first_of(
    press: AudiencePress | WholeTownPress | DropGonePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Screen:
    """The first screen of the picker, after whatever was changed."""
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town = town_of(person)
    names = await names_of(picked.rule, town, work)
    counted = await headcount_in_words(
        picked.rule,
        town,
        work,
        say,
        topic=picked.topic,
        is_urgent=picked.is_urgent,
        now=now,
    )
    who = rule_lines(picked.rule, names, say)
    return audience_screen(picked, who=who, counted=[counted], gone=names.gone, say=say)


async def begin_anew(
    _query: CallbackQuery,
    press: WholeTownPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    await picking(press.of, press.subject, holders, person, work, say)
    holder = holder_of(press.of, holders)
    await holder.keep(press.subject, AudienceRule(), person, work, now)
    return await first_of(press, person, work, say, now, holders)


async def drop_gone(
    _query: CallbackQuery,
    press: DropGonePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    gone = await work.audiences.gone(town_of(person).id, picked.rule)
    kept = without_gone(picked.rule, gone)
    await holder_of(press.of, holders).keep(press.subject, kept, person, work, now)
    return await first_of(press, person, work, say, now, holders)


async def keep(
    press: "Toggle",
    rule: AudienceRule,
    person: Person,
    work: Work,
    now: datetime,
    holders: Holders,
) -> None:
    """Keep what was changed of an audience that the person may change."""
    town = town_of(person)
    check_rule(rule, gone=await work.audiences.gone(town.id, rule))
    await holder_of(press.of, holders).keep(press.subject, rule, person, work, now)


async def show_languages(
    _query: CallbackQuery,
    press: AudienceLanguagesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    return await _languages(press, person, work, say, now, holders)


async def turn_language(
    _query: CallbackQuery,
    press: ToggleLanguagePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    language = next((one for one in town_of(person).languages if one == press.language), None)
    if language is None:
        raise NotFound("not-found")
    picked = await picking(press.of, press.subject, holders, person, work, say)
    rule = edits.with_language(picked.rule, language, on=press.on)
    await keep(press, rule, person, work, now, holders)
    return await _languages(press, person, work, say, now, holders)


async def _languages(
    press: AudienceLanguagesPress | ToggleLanguagePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Screen:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town = town_of(person)
    languages: tuple[Language, ...] = town.languages
    counted = await picked_count(picked, town, work, say, now)
    return languages_screen(picked, languages, counted=counted, say=say)


async def show_surveys(
    _query: CallbackQuery,
    press: AudienceSurveysPress,
    person: Person,
    work: Work,
    say: Say,
    holders: Holders,
) -> Reply:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town, page = town_of(person), max(0, press.page)
    listed = await work.surveys.in_states(town.id, _ASKED, offset=page * PAGE, limit=PAGE)
    count = await work.surveys.count(town.id, _ASKED)
    names = [_name_of(survey) for survey in listed]
    return surveys_screen(picked, names, page=page, count=count, say=say)


async def show_survey(
    _query: CallbackQuery,
    press: AudienceSurveyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    return await _survey(press, person, work, say, now, holders)


async def set_answered(
    _query: CallbackQuery,
    press: SetAnsweredPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    did = {"did": True, "not": False, "any": None}.get(press.which)
    if did is None and press.which != "any":
        raise NotFound("not-found")
    picked = await picking(press.of, press.subject, holders, person, work, say)
    asked = None if did is None else AnsweredSurvey(survey=press.survey, did=did)
    rule = edits.with_survey(picked.rule, asked)
    await keep(press, rule, person, work, now, holders)
    return await _survey(press, person, work, say, now, holders)


async def _survey(
    press: AudienceSurveyPress | SetAnsweredPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Screen:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town = town_of(person)
    survey = await work.surveys.survey(town.id, press.survey)
    if survey.state not in _ASKED:
        raise NotFound("audience-survey-gone")
    counted = await picked_count(picked, town, work, say, now)
    return survey_screen(picked, _name_of(survey), counted=counted, say=say)


async def show_office(
    _query: CallbackQuery,
    press: AudienceOfficePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    return await _office(press, person, work, say, now, holders)


async def turn_role(
    _query: CallbackQuery,
    press: ToggleRolePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    role = next((one for one in Role if one.value == press.role), None)
    if role is None:
        raise NotFound("not-found")
    picked = await picking(press.of, press.subject, holders, person, work, say)
    rule = edits.with_role(picked.rule, role, on=press.on)
    await keep(press, rule, person, work, now, holders)
    return await _office(press, person, work, say, now, holders)


async def turn_agency(
    _query: CallbackQuery,
    press: ToggleAgencyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    agency = await work.officials.agency(town_of(person).id, press.agency)
    rule = edits.with_agency(picked.rule, agency.id, on=press.on)
    await keep(press, rule, person, work, now, holders)
    return await _office(press, person, work, say, now, holders)


async def _office(
    press: AudienceOfficePress | ToggleRolePress | ToggleAgencyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Screen:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town, page = town_of(person), max(0, press.page)
    agencies = await work.officials.agencies(town.id)
    shown = agencies[page * OFFICE_PAGE : (page + 1) * OFFICE_PAGE]
    counted = await picked_count(picked, town, work, say, now)
    return office_screen(picked, shown, page=page, count=len(agencies), counted=counted, say=say)


def _name_of(survey: Survey) -> SurveyName:
    return SurveyName(id=survey.id, title=survey.questionnaire.title)


Toggle = ToggleLanguagePress | SetAnsweredPress | ToggleRolePress | ToggleAgencyPress
