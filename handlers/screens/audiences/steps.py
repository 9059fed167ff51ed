"""The picker's first screen, and all that is not about places."""

from collections.abc import Sequence
from dataclasses import dataclass

from civic.audiences.model import AudienceRule, Gone, SavedAudience
from civic.communities.model import Agency, Role
from civic.kernel.ids import SurveyId
from civic.kernel.language import Language, Translated, language_of
from handlers.presses.audiences import (
    AudienceExceptPress,
    AudienceLanguagesPress,
    AudienceOfficePress,
    AudiencePlacesPress,
    AudienceSurveyPress,
    AudienceSurveysPress,
    DeleteSavedPress,
    DropGonePress,
    NameAudiencePress,
    SavedAudiencePress,
    SavedAudiencesPress,
    SetAnsweredPress,
    ToggleAgencyPress,
    ToggleLanguagePress,
    ToggleRolePress,
    ToggleWithoutSavedPress,
    UseSavedPress,
    WholeTownPress,
    WithoutSavedPress,
)
from handlers.presses.registry import Press
from handlers.screens.audiences.picking import Picking, step_screen, ticked
from handlers.screens.navigation import pages
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say

PAGE = 8
OFFICE_PAGE = 5
_LABEL = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyName:
    id: SurveyId
    title: Translated


def audience_screen(
    picking: Picking, *, who: Sequence[str], counted: Sequence[str], gone: Gone, say: Say
) -> Screen:
    of, subject, rule = picking.of, picking.subject, picking.rule
    rows: Rows = (
        (
            _to("audience-button-places", AudiencePlacesPress(of, subject, out=False), say),
            _to("audience-button-languages", AudienceLanguagesPress(of, subject), say),
        ),
        (
            _to("audience-button-survey", AudienceSurveysPress(of, subject), say),
            _to("audience-button-office", AudienceOfficePress(of, subject), say),
        ),
        (
            _to("audience-button-except", AudienceExceptPress(of, subject), say),
            _to("audience-button-saved", SavedAudiencesPress(of, subject), say),
        ),
    )
    if gone:
        rows = ((_to("audience-button-drop-gone", DropGonePress(of, subject), say),), *rows)
    if rule != AudienceRule():
        rows += (
            (
                _to("audience-button-save", NameAudiencePress(of, subject), say),
                _to("audience-button-anew", WholeTownPress(of, subject), say),
            ),
        )
    parts = [say("audience-heading"), "\n".join(who), "\n".join(counted)]
    return step_screen(picking, parts, rows, back=picking.back, say=say)


def languages_screen(
    picking: Picking, languages: Sequence[Language], *, counted: str, say: Say
) -> Screen:
    buttons = [
        Button(
            label=ticked(say(f"language-{one}"), on=one in picking.rule.languages),
            press=ToggleLanguagePress(
                picking.of, picking.subject, one, on=one not in picking.rule.languages
            ).pack(),
        )
        for one in languages
    ]
    return step_screen(
        picking, [say("audience-ask-languages")], column(buttons), counted=counted, say=say
    )


def surveys_screen(
    picking: Picking, surveys: Sequence[SurveyName], *, page: int, count: int, say: Say
) -> Screen:
    of, subject = picking.of, picking.subject
    chosen = picking.rule.survey.survey if picking.rule.survey else None
    buttons = [
        Button(
            label=ticked(_short(_words(one.title, say)), on=one.id == chosen),
            press=AudienceSurveyPress(of, subject, one.id).pack(),
        )
        for one in surveys
    ]
    rows = column(buttons)
    rows += pages(page, count, PAGE, lambda other: AudienceSurveysPress(of, subject, other), say)
    if chosen is not None:
        no_matter = SetAnsweredPress(of, subject, chosen, "any")
        rows += ((_to("audience-answered-any", no_matter, say),),)
    key = "audience-ask-survey" if count else "audience-no-surveys"
    return step_screen(picking, [say(key)], rows, say=say)


def survey_screen(picking: Picking, survey: SurveyName, *, counted: str, say: Say) -> Screen:
    of, subject, rule = picking.of, picking.subject, picking.rule
    did = rule.survey.did if rule.survey and rule.survey.survey == survey.id else None
    choices = (("did", did is True), ("not", did is False), ("any", did is None))
    buttons = [
        Button(
            label=ticked(say(f"audience-answered-{which}"), on=on),
            press=SetAnsweredPress(of, subject, survey.id, which).pack(),
        )
        for which, on in choices
    ]
    parts = [f"<b>{escape(_words(survey.title, say))}</b>", say("audience-ask-answered")]
    back = AudienceSurveysPress(of, subject)
    return step_screen(picking, parts, column(buttons), counted=counted, back=back, say=say)


def office_screen(
    picking: Picking,
    agencies: Sequence[Agency],
    *,
    page: int,
    count: int,
    counted: str,
    say: Say,
) -> Screen:
    of, subject, rule = picking.of, picking.subject, picking.rule
    roles = tuple(
        Button(
            label=ticked(say(f"audience-role-{role.value}"), on=role in rule.roles),
            press=ToggleRolePress(of, subject, role.value, role not in rule.roles, page).pack(),
        )
        for role in Role
    )
    offices = [
        Button(
            label=ticked(_short(_words(one.name, say)), on=one.id in rule.agencies),
            press=ToggleAgencyPress(of, subject, one.id, one.id not in rule.agencies, page).pack(),
        )
        for one in agencies
    ]
    turning = pages(
        page, count, OFFICE_PAGE, lambda other: AudienceOfficePress(of, subject, other), say
    )
    rows = (*column(roles), *column(offices), *turning)
    shown = counted if rule.is_of_officials else ""
    return step_screen(picking, [say("audience-ask-office")], rows, counted=shown, say=say)


def except_screen(picking: Picking, *, who: Sequence[str], say: Say) -> Screen:
    of, subject = picking.of, picking.subject
    saved = _to("audience-button-without-saved", WithoutSavedPress(of, subject), say)
    places = _to("audience-button-without-places", AudiencePlacesPress(of, subject, out=True), say)
    # Officials are no residents of places here.
    buttons = [saved] if picking.rule.is_of_officials else [places, saved]
    parts = ["\n".join(who), say("audience-ask-except")]
    return step_screen(picking, parts, column(buttons), say=say)


def without_saved_screen(
    picking: Picking,
    listed: Sequence[SavedAudience],
    *,
    page: int,
    count: int,
    counted: str,
    say: Say,
) -> Screen:
    of, subject, left_out = picking.of, picking.subject, picking.rule.without_saved
    buttons = [
        Button(
            label=ticked(_short(one.name), on=one.id in left_out),
            press=ToggleWithoutSavedPress(of, subject, one.id, one.id not in left_out, page).pack(),
        )
        for one in listed
    ]
    turning = pages(page, count, PAGE, lambda other: WithoutSavedPress(of, subject, other), say)
    key = "audience-ask-without-saved" if count else "audience-none-saved"
    back = AudienceExceptPress(of, subject)
    rows = (*column(buttons), *turning)
    return step_screen(picking, [say(key)], rows, counted=counted, back=back, say=say)


def saved_screen(
    picking: Picking, listed: Sequence[SavedAudience], *, page: int, count: int, say: Say
) -> Screen:
    of, subject = picking.of, picking.subject
    buttons = [
        Button(
            label=ticked(_short(one.name), on=one.id == picking.rule.saved),
            press=SavedAudiencePress(of, subject, one.id).pack(),
        )
        for one in listed
    ]
    turning = pages(page, count, PAGE, lambda other: SavedAudiencesPress(of, subject, other), say)
    key = "audience-ask-saved" if count else "audience-none-saved"
    return step_screen(picking, [say(key)], (*column(buttons), *turning), say=say)


def one_saved_screen(
    picking: Picking,
    saved: SavedAudience,
    *,
    who: Sequence[str],
    counted: Sequence[str],
    is_sure: bool,
    say: Say,
) -> Screen:
    """`is_sure`: whether it shall be deleted is being asked."""
    of, subject = picking.of, picking.subject
    back: Press = SavedAudiencesPress(of, subject)
    parts = [f"<b>{escape(saved.name)}</b>", "\n".join(who), "\n".join(counted)]
    if is_sure:
        parts.append(say("audience-ask-delete"))
        sure = DeleteSavedPress(of, subject, saved.id, is_sure=True)
        rows: Rows = ((_to("audience-button-delete-sure", sure, say),),)
        return step_screen(
            picking, parts, rows, back=SavedAudiencePress(of, subject, saved.id), say=say
        )
    delete = DeleteSavedPress(of, subject, saved.id, is_sure=False)
    rows = (
        (_to("audience-button-use", UseSavedPress(of, subject, saved.id), say),),
        (_to("audience-button-delete", delete, say),),
    )
    return step_screen(picking, parts, rows, back=back, say=say)


def ask_name_screen(picking: Picking, *, who: Sequence[str], limit: int, say: Say) -> Screen:
    parts = ["\n".join(who), say("audience-ask-name", limit=say.number(limit))]
    return step_screen(picking, parts, (), say=say)


def _to(key: str, press: Press, say: Say) -> Button:
    return Button(label=say(key), press=press.pack())


def _words(text: Translated, say: Say) -> str:
    return text.in_(language_of(say.language))


def _short(label: str) -> str:
    line = " ".join(label.split())
    return line if len(line) <= _LABEL else f"{line[: _LABEL - 1].rstrip()}…"
