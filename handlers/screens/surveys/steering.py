"""A launched survey as its author sees it: how far it is, and what can still be done."""

from collections.abc import Mapping
from typing import Any

from civic.kernel.language import Translated
from civic.surveys.model import Progress, Survey, SurveyState, WhoWillSee
from handlers.presses.registry import Press
from handlers.presses.surveys import (
    AnswersFilePress,
    CloseEarlyPress,
    CopySurveyPress,
    CorrectPress,
    ExtendPress,
    LinkPress,
    PausePress,
    SteerPress,
    WithdrawPress,
    WithdrawSurePress,
)
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.surveys.wording import (
    office_ways,
    paragraphs,
    words,
)
from locales.catalog import Say

EXTEND_BY = (1, 3, 7)


def steer_screen(
    survey: Survey,
    state: SurveyState,
    progress: Progress,
    *,
    places: str,
    may_steer: bool,
    zone: str,
    say: Say,
) -> Screen:
    text = paragraphs(
        say(f"survey-steer-{state.value}", title=words(survey.title, say)),
        _times(survey, state, zone, say),
        say("survey-steer-audience", places=places),
        _figures(progress, say),
        say("survey-steer-version", version=say.number(survey.version))
        if survey.version > 1
        else "",
        say("survey-steer-number", number=survey.number),
    )
    refresh = _button("survey-button-refresh", SteerPress(survey=survey.id), say)
    rows: list[tuple[Button, ...]] = [(refresh,)]
    if may_steer and progress.finished + progress.imported and _may_read(survey, state):
        key = (
            "survey-button-words"
            if survey.questionnaire.who_will_see is WhoWillSee.TOTALS
            else "survey-button-answers"
        )
        rows.append((_button(key, AnswersFilePress(survey=survey.id), say),))
    if may_steer and survey.is_over:
        rows.append((_button("survey-button-copy", CopySurveyPress(survey=survey.id), say),))
    elif may_steer:
        rows += _steering(survey, state, say)
    return Screen(text=text, rows=(*rows, *office_ways(say)))


def live_screen(params: Mapping[str, Any], say: Say) -> Screen:
    """The card that the tick keeps up to date while the survey runs."""
    title = Translated(params["title"])
    progress = Progress(**params["progress"])
    manage = SteerPress(survey=params["survey"])
    return Screen(
        text=paragraphs(
            say(f"survey-steer-{params['state']}", title=words(title, say)),
            _figures(progress, say),
        ),
        rows=((_button("survey-button-manage", manage, say),),),
    )


def close_early_screen(survey: Survey, *, say: Say) -> Screen:
    return _confirm(
        survey,
        say("survey-close-sure", title=words(survey.title, say)),
        (("survey-button-close-sure", CloseEarlyPress(survey=survey.id, is_sure=True)),),
        say,
    )


def withdraw_screen(survey: Survey, *, say: Say) -> Screen:
    return _confirm(
        survey,
        say("survey-withdraw-answers", title=words(survey.title, say)),
        (
            ("survey-button-withdraw-keep", WithdrawPress(survey=survey.id, answers="keep")),
            ("survey-button-withdraw-erase", WithdrawPress(survey=survey.id, answers="erase")),
        ),
        say,
    )


def withdraw_sure_screen(survey: Survey, reason: str, *, keeps_answers: bool, say: Say) -> Screen:
    """The reason as residents will read it; a word typed by mistake must not erase answers."""
    text = paragraphs(
        say("survey-withdraw-sure", title=words(survey.title, say)),
        say("survey-steer-reason", reason=escape(reason)),
        say("survey-withdraw-keeps" if keeps_answers else "survey-withdraw-erases"),
    )
    sure = (("survey-button-withdraw-sure", WithdrawSurePress(survey=survey.id)),)
    return _confirm(survey, text, sure, say)


def extend_screen(survey: Survey, *, zone: str, say: Say) -> Screen:
    closes = say.moment(survey.closes_at, zone) if survey.closes_at else ""
    days: Rows = (
        tuple(
            Button(
                label=say.n("survey-days-more", more),
                press=ExtendPress(survey=survey.id, days=more).pack(),
            )
            for more in EXTEND_BY
        ),
        (
            Button(
                label=say("survey-button-type-closing"),
                press=ExtendPress(survey=survey.id, days=-1).pack(),
            ),
        ),
    )
    return Screen(
        text=say("survey-extend", closes=closes),
        rows=(*days, *office_ways(say, SteerPress(survey=survey.id))),
    )


def link_screen(survey: Survey, link: str, *, say: Say) -> Screen:
    key = "survey-link" if survey.poster is not None else "survey-link-no-picture"
    return Screen(
        text=paragraphs(say(key, title=words(survey.title, say)), escape(link)),
        picture=survey.poster,
        rows=office_ways(say, SteerPress(survey=survey.id)),
    )


def _confirm(survey: Survey, text: str, choices: tuple[tuple[str, Press], ...], say: Say) -> Screen:
    rows = tuple((_button(key, press, say),) for key, press in choices)
    return Screen(text=text, rows=(*rows, *office_ways(say, SteerPress(survey=survey.id))))


def _times(survey: Survey, state: SurveyState, zone: str, say: Say) -> str:
    if state is SurveyState.WITHDRAWN:
        return say("survey-steer-reason", reason=escape(survey.reason))
    if state is SurveyState.SCHEDULED and survey.opens_at:
        return say("survey-steer-opens", opens=say.moment(survey.opens_at, zone))
    if state is SurveyState.CLOSED:
        moment = survey.closed_at or survey.closes_at
        return say("survey-steer-closed-at", closed=say.moment(moment, zone)) if moment else ""
    closes = say.moment(survey.closes_at, zone) if survey.closes_at else ""
    return say("survey-steer-closes", closes=closes)


def _figures(progress: Progress, say: Say) -> str:
    told = [
        say(
            "survey-steer-figures",
            invited=say.number(progress.invited),
            reached=say.number(progress.reached),
            opened=say.number(progress.opened),
            begun=say.number(progress.begun),
            finished=say.number(progress.finished),
        )
    ]
    if progress.waiting:
        told.append(say("survey-steer-waiting", waiting=say.number(progress.waiting)))
    if progress.imported:
        told.append(say("survey-steer-imported", imported=say.number(progress.imported)))
    if progress.erased:
        told.append(say("survey-steer-erased", erased=say.number(progress.erased)))
    return "\n".join(told)


def _may_read(survey: Survey, state: SurveyState) -> bool:
    """Words of a survey that promised totals only come after its close."""
    if state is SurveyState.CLOSED:
        return True
    is_totals = survey.questionnaire.who_will_see is WhoWillSee.TOTALS
    return not is_totals and state in {SurveyState.OPEN, SurveyState.PAUSED}


def _steering(survey: Survey, state: SurveyState, say: Say) -> list[tuple[Button, ...]]:
    link = _button("survey-button-link", LinkPress(survey=survey.id), say)
    correct = _button("survey-button-correct", CorrectPress(survey=survey.id), say)
    withdraw = _button("survey-button-withdraw", WithdrawPress(survey=survey.id, answers=""), say)
    extend = _button("survey-button-extend", ExtendPress(survey=survey.id, days=0), say)
    ways = [] if survey.is_extended else [extend]
    if state is SurveyState.SCHEDULED:
        return [(link, correct), (*ways, withdraw)]
    is_paused = state is SurveyState.PAUSED
    pause = PausePress(survey=survey.id, on=not is_paused)
    key = "survey-button-resume" if is_paused else "survey-button-pause"
    close = CloseEarlyPress(survey=survey.id, is_sure=False)
    return [
        (_button(key, pause, say), _button("survey-button-close", close, say)),
        (link, *ways),
        (correct, withdraw),
    ]


def _button(key: str, press: Press, say: Say) -> Button:
    return Button(label=say(key), press=press.pack())
