"""Lists of surveys, and what is said of one that takes no answers now."""

from collections.abc import Sequence

from civic.kernel.ids import SurveyId
from civic.kernel.language import Translated
from civic.surveys.answering.actions import ForResident
from civic.surveys.answering.model import Response
from civic.surveys.model import Survey, SurveyState
from handlers.presses.places import HomePress
from handlers.presses.surveys import MuteSurveysPress, OpenSurveyPress, SurveysPress
from handlers.screens.navigation import home_button
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.surveys.wording import (
    PAGE,
    label,
    lines,
    paragraphs,
    resident_ways,
    shortened,
    turns,
    words,
)
from locales.catalog import Say

LISTED = 5
"""Fewer than elsewhere: each is told in a line of its own."""


def surveys_screen(listed: ForResident, *, page: int, zone: str, say: Say) -> Screen:
    first = page * LISTED
    shown = listed.open[first : first + LISTED]
    told = [
        say(
            f"survey-list-{_mark(listed, survey)}",
            title=words(survey.title, say),
            until=say.moment(survey.closes_at, zone) if survey.closes_at else "",
        )
        for survey in shown
    ]
    over = [
        say(
            "survey-list-closed-one",
            title=words(survey.title, say),
            day=say.day(survey.closed_at, zone) if survey.closed_at else "",
        )
        for survey in listed.closed
    ]
    text = paragraphs(
        say("survey-list-heading" if listed.open else "survey-list-empty"),
        "\n".join(told),
        lines(say("survey-list-closed"), *over) if over else "",
    )
    buttons: Rows = tuple(
        (
            Button(
                label=shortened(label(survey.title, say), 40),
                press=OpenSurveyPress(survey=survey.id).pack(),
            ),
        )
        for survey in shown
    )
    paging = turns(page, len(listed.open), lambda to: SurveysPress(page=to), size=LISTED, say=say)
    return Screen(text=text, rows=(*buttons, *paging, (home_button(say),)))


def not_open_screen(
    survey: Survey, state: SurveyState, response: Response | None, *, zone: str, say: Say
) -> Screen:
    """Why it takes no answers, and what became of those that were given."""
    title = words(survey.title, say)
    match state:
        case SurveyState.SCHEDULED:
            opens = say.moment(survey.opens_at, zone) if survey.opens_at else ""
            said = [say("survey-waits", title=title, opens=opens)]
        case SurveyState.PAUSED:
            said = [say("survey-paused", title=title)]
            if response is not None:
                said.append(say("survey-yours-kept"))
        case SurveyState.WITHDRAWN:
            said = [say("survey-withdrawn", title=title, reason=escape(survey.reason))]
            if response is not None:
                said.append(
                    say("survey-yours-kept" if survey.keeps_answers else "survey-yours-erased")
                )
        case _:
            moment = survey.closed_at or survey.closes_at
            closed = say.moment(moment, zone) if moment else ""
            said = [say("survey-closed-at", title=title, closed=closed)]
            said.append(_what_became(response, survey, say))
    return Screen(text=paragraphs(*said), rows=resident_ways(say))


def home_needed_screen(survey: Survey, *, say: Say) -> Screen:
    return Screen(
        text=say("survey-home-needed", title=words(survey.title, say)),
        rows=(
            (Button(label=say("survey-button-name-home"), press=HomePress(then=survey.id).pack()),),
            *resident_ways(say),
        ),
    )


def for_others_screen(
    survey: Survey, places: Sequence[Translated], yours: Translated | None, *, say: Say
) -> Screen:
    """Whom it is for, and where we think the resident lives."""
    shown = ", ".join(words(place, say) for place in places[:PAGE])
    more = len(places) - PAGE
    if more > 0:
        shown = say("survey-and-more", places=shown, count=say.number(more))
    return Screen(
        text=paragraphs(
            say("survey-is-for", title=words(survey.title, say), places=shown),
            say("survey-your-home", place=words(yours, say)) if yours else "",
        ),
        rows=(
            (
                Button(
                    label=say("survey-button-change-home"), press=HomePress(then=survey.id).pack()
                ),
            ),
            *resident_ways(say),
        ),
    )


def muted_screen(survey: SurveyId, *, is_off: bool, say: Say) -> Screen:
    """No more invitations, or again; this one survey stays open either way."""
    answer = OpenSurveyPress(survey=survey)
    turn = MuteSurveysPress(survey=survey, off=not is_off)
    return Screen(
        text=say("survey-muted" if is_off else "survey-unmuted"),
        rows=(
            (Button(label=say("survey-button-open"), press=answer.pack()),),
            (
                Button(
                    label=say("survey-button-unmute" if is_off else "survey-button-mute"),
                    press=turn.pack(),
                ),
            ),
            *resident_ways(say),
        ),
    )


def _what_became(response: Response | None, survey: Survey, say: Say) -> str:
    if response is None:
        return ""
    if not response.is_finished:
        return say("survey-yours-unfinished")
    if survey.questionnaire.results_to_respondents:
        return say("survey-yours-counted-results")
    return say("survey-yours-counted")


def _mark(listed: ForResident, survey: Survey) -> str:
    if survey.id not in listed.begun:
        return "new"
    return "finished" if listed.begun[survey.id] else "begun"
