"""A draft's card, its texts, who sees, when: each a press, or a few typed words."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Community
from civic.communities.rules import Action, check_may, is_allowed
from civic.kernel.ids import IdMaker, SurveyId
from civic.kernel.refusal import Refusal
from civic.surveys import actions
from civic.surveys.actions import Officer
from civic.surveys.composing import edits, rules
from civic.surveys.model import NOTHING, Survey, SurveyState, WhoWillSee
from civic.surveys.moments import moment_on, moment_typed
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.surveys import (
    DiscardPress,
    DraftPress,
    NewSurveyPress,
    NoIntroductionPress,
    OfficeSurveysPress,
    SetResultsPress,
    SetTimePress,
    SetWhoSeesPress,
    SurveyTextPress,
    TimesPress,
    WhoSeesPress,
)
from handlers.screens.screen import Screen, escape
from handlers.screens.surveys.composing import (
    AT_ONCE,
    TYPED,
    asking_screen,
    discard_screen,
    draft_screen,
    introduction_asked_screen,
    office_surveys_screen,
    times_screen,
    who_sees_screen,
)
from handlers.screens.surveys.questions import kinds_screen
from handlers.screens.surveys.wording import LIST, label
from handlers.surveys.answer import NotACommand
from locales.catalog import Say

OPENS_AT, CLOSES_AT = 9, 20
"""The usual hours, local: what is opened in the morning closes in the evening."""
_NAMED = 3


class DraftForm(StatesGroup):
    title = State()
    introduction = State()
    text = State()
    time = State()


def build_drafts_router() -> Router:
    router = leaving_forms(Router(name="surveys-drafts"))
    router.callback_query.register(list_office_surveys, Pressed(OfficeSurveysPress))
    router.callback_query.register(ask_title, Pressed(NewSurveyPress))
    router.callback_query.register(show_draft, Pressed(DraftPress))
    router.callback_query.register(ask_text, Pressed(SurveyTextPress))
    router.callback_query.register(leave_introduction, Pressed(NoIntroductionPress))
    router.callback_query.register(show_who_sees, Pressed(WhoSeesPress))
    router.callback_query.register(set_who_sees, Pressed(SetWhoSeesPress))
    router.callback_query.register(set_results, Pressed(SetResultsPress))
    router.callback_query.register(show_times, Pressed(TimesPress))
    router.callback_query.register(set_time, Pressed(SetTimePress))
    router.callback_query.register(discard, Pressed(DiscardPress))
    router.message.register(keep_title, StateFilter(DraftForm.title), NotACommand())
    router.message.register(keep_text, StateFilter(DraftForm.text), NotACommand())
    router.message.register(keep_time, StateFilter(DraftForm.time), NotACommand())
    return router


def composer(person: Person, action: Action = Action.COMPOSE_SURVEY) -> tuple[Community, Officer]:
    """The official and the office they work in. Raise Refusal when they may not."""
    official = check_may(person.official, action)
    if person.office is None:
        raise Refusal("not-allowed")
    return person.office, Officer(
        community=official.community, account=official.account, agency=official.agency
    )


async def list_office_surveys(
    _query: CallbackQuery,
    press: OfficeSurveysPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    office, _ = composer(person, Action.SEE_PARTICIPATION)
    await state.clear()
    return await _list(office, person, work, say, page=max(press.page, 0))


async def _list(
    office: Community, person: Person, work: Work, say: Say, *, page: int = 0
) -> Screen:
    """Drafts are for those who compose: others see what people were asked."""
    may_compose = is_allowed(person.official, Action.COMPOSE_SURVEY)
    shown = [state for state in SurveyState if may_compose or state is not SurveyState.DRAFT]
    return office_surveys_screen(
        await work.surveys.in_states(office.id, shown, offset=page * LIST, limit=LIST),
        page=page,
        count=await work.surveys.count(office.id, shown),
        may_compose=may_compose,
        zone=office.timezone,
        say=say,
    )


async def ask_title(_query: CallbackQuery, person: Person, say: Say, state: FSMContext) -> Reply:
    composer(person)
    await state.set_state(DraftForm.title)
    return asking_screen(say("survey-ask-title"), back=OfficeSurveysPress(), say=say)


async def keep_title(
    message: Message,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    office, officer = composer(person)
    draft = await actions.draft_survey(
        SurveyId(new_id(now)),
        rules.checked_text(message.text or "", rules.TITLE_LIMIT),
        officer,
        language=office.languages[0],
        surveys=work.surveys,
        audit=work.audit,
        now=now,
    )
    await state.set_state(DraftForm.text)
    await state.set_data({"survey": draft.id, "part": "introduction"})
    return Show(screen=introduction_asked_screen(draft, say=say), replaces=True)


async def ask_text(
    _query: CallbackQuery,
    press: SurveyTextPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    office, _ = composer(person)
    draft = await actions.draft_of(office.id, press.survey, surveys=work.surveys)
    is_title = press.part == "title"
    await state.set_state(DraftForm.text)
    await state.set_data({"survey": draft.id, "part": "title" if is_title else "introduction"})
    if not is_title:
        return introduction_asked_screen(draft, say=say)
    back = DraftPress(survey=draft.id)
    return asking_screen(say("survey-ask-title"), back=back, say=say)


async def keep_text(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    office, _ = composer(person)
    kept = await state.get_data()
    part = rules.Part(kept["part"])
    text = rules.checked_text(message.text or "", rules.LIMITS[part])
    draft = await actions.change_draft(
        office.id, SurveyId(kept["survey"]), edits.with_own_text(part, text), surveys=work.surveys
    )
    await state.clear()
    screen = (
        await card(draft, office, work, say)
        if part is rules.Part.TITLE
        else await _next_after_text(draft, office, work, say)
    )
    return Show(screen=screen, replaces=True)


async def leave_introduction(
    _query: CallbackQuery,
    press: NoIntroductionPress,
    person: Person,
    work: Work,
    say: Say,
) -> Reply:
    office, _ = composer(person)
    draft = await actions.change_draft(
        office.id, press.survey, edits.with_introduction(NOTHING), surveys=work.surveys
    )
    return await _next_after_text(draft, office, work, say)


async def _next_after_text(draft: Survey, office: Community, work: Work, say: Say) -> Screen:
    """The first question, where there is none yet; else the card."""
    if not draft.questionnaire.questions:
        return kinds_screen(draft, say=say)
    return await card(draft, office, work, say)


async def show_draft(
    _query: CallbackQuery,
    press: DraftPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    office, _ = composer(person)
    await state.clear()
    draft = await actions.draft_of(office.id, press.survey, surveys=work.surveys)
    return await card(draft, office, work, say)


async def card(draft: Survey, office: Community, work: Work, say: Say) -> Screen:
    return draft_screen(
        draft,
        people=await work.audiences.count(office.id, draft.questionnaire.audience),
        places=await audience_in_words(draft, work, say),
        zone=office.timezone,
        say=say,
    )


async def audience_in_words(survey: Survey, work: Work, say: Say) -> str:
    """Safe in HTML."""
    audience = survey.questionnaire.audience
    if not audience:
        return say("survey-whole-town")
    names = [
        escape(label((await work.places.place(survey.community, place)).name, say))
        for place in audience[:_NAMED]
    ]
    shown = ", ".join(names)
    more = len(audience) - len(names)
    return say("survey-and-more", places=shown, count=say.number(more)) if more else shown


async def show_who_sees(
    _query: CallbackQuery, press: WhoSeesPress, person: Person, work: Work, say: Say
) -> Reply:
    office, _ = composer(person)
    draft = await actions.draft_of(office.id, press.survey, surveys=work.surveys)
    return who_sees_screen(draft, say=say)


async def set_who_sees(
    _query: CallbackQuery, press: SetWhoSeesPress, person: Person, work: Work, say: Say
) -> Reply:
    office, _ = composer(person)
    if press.choice not in {choice.value for choice in WhoWillSee}:
        raise Refusal("survey-button-old")
    draft = await actions.change_draft(
        office.id,
        press.survey,
        edits.with_who_will_see(WhoWillSee(press.choice)),
        surveys=work.surveys,
    )
    return who_sees_screen(draft, say=say)


async def set_results(
    _query: CallbackQuery, press: SetResultsPress, person: Person, work: Work, say: Say
) -> Reply:
    office, _ = composer(person)
    change = (
        edits.with_results_to_respondents(press.on)
        if press.flag == "respondents"
        else edits.with_tables_while_open(press.on)
    )
    draft = await actions.change_draft(office.id, press.survey, change, surveys=work.surveys)
    return who_sees_screen(draft, say=say)


async def show_times(
    _query: CallbackQuery,
    press: TimesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    office, _ = composer(person)
    await state.clear()
    draft = await actions.draft_of(office.id, press.survey, surveys=work.surveys)
    return times_screen(draft, zone=office.timezone, now=now, say=say)


async def set_time(
    _query: CallbackQuery,
    press: SetTimePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    office, _ = composer(person)
    draft = await actions.draft_of(office.id, press.survey, surveys=work.surveys)
    is_opening = press.which == "opens"
    if press.day == TYPED:
        await state.set_state(DraftForm.time)
        await state.set_data({"survey": draft.id, "which": "opens" if is_opening else "closes"})
        key = "survey-ask-opening" if is_opening else "survey-ask-closing"
        return asking_screen(say(key), back=TimesPress(survey=draft.id), say=say)
    moment = None
    if press.day != AT_ONCE:
        hour = OPENS_AT if is_opening else CLOSES_AT
        moment = moment_on(press.day, hour, office.timezone, now=now)
    return await _with_time(draft, office, work, say, now, moment, is_opening=is_opening)


async def keep_time(
    message: Message,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    office, _ = composer(person)
    kept = await state.get_data()
    is_opening = kept["which"] == "opens"
    moment = moment_typed(
        message.text or "",
        office.timezone,
        now=now,
        hour=OPENS_AT if is_opening else CLOSES_AT,
    )
    draft = await actions.draft_of(office.id, SurveyId(kept["survey"]), surveys=work.surveys)
    screen = await _with_time(draft, office, work, say, now, moment, is_opening=is_opening)
    await state.clear()
    return Show(screen=screen, replaces=True)


async def _with_time(
    draft: Survey,
    office: Community,
    work: Work,
    say: Say,
    now: datetime,
    moment: datetime | None,
    *,
    is_opening: bool,
) -> Screen:
    changed = await actions.set_times(
        office.id,
        draft.id,
        opens_at=moment if is_opening else draft.opens_at,
        closes_at=draft.closes_at if is_opening else moment,
        surveys=work.surveys,
    )
    return times_screen(changed, zone=office.timezone, now=now, say=say)


async def discard(
    _query: CallbackQuery,
    press: DiscardPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    office, officer = composer(person)
    if not press.is_sure:
        draft = await actions.draft_of(office.id, press.survey, surveys=work.surveys)
        return discard_screen(draft, say=say)
    await actions.discard_draft(
        press.survey, officer, surveys=work.surveys, audit=work.audit, now=now
    )
    return await _list(office, person, work, say)
