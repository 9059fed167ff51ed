"""Official appeals as the office sees them: the list by term, one with its steps, the address."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from civic.appeals.model import Appeal, AppealRules, ReplyBy, Term
from civic.appeals.rules import LAW
from handlers.presses.appeals import (
    AnswerAppealPress,
    AnsweredAppealsPress,
    AppealDeskPress,
    AppealEmailPress,
    AppealPaperPress,
    ExtendAppealPress,
    NoAppealEmailPress,
    OfficeAppealPress,
    SendAnswerPress,
    ShortenAppealPress,
)
from handlers.presses.ideas import IdeaDeskPress
from handlers.presses.registry import Press
from handlers.presses.service_request_office import OfficeRequestPress, RequestAsidePress
from handlers.screens.navigation import cancel_button, pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from handlers.screens.service_requests.resident_wording import cut, to
from locales.catalog import Say

PAGE = 5
_INSTANT = timedelta(microseconds=1)


def desk_screen(
    appeals: Sequence[Appeal],
    *,
    page: int,
    count: int,
    is_open: bool,
    sets_rules: bool,
    zone: str,
    now: datetime,
    say: Say,
) -> Screen:
    def turn(other: int) -> Press:
        return AppealDeskPress(other) if is_open else AnsweredAppealsPress(other)

    buttons = [
        Button(label=_listed(one, zone, now, say), press=OfficeAppealPress(one.id).pack())
        for one in appeals
    ]
    rows: Rows = (*column(buttons), *pages(page, count, PAGE, turn, say))
    if is_open:
        rows += ((to("appeal-desk-answered", AnsweredAppealsPress(), say),),)
        rows += ((to("office-ideas", IdeaDeskPress(), say),),)
        if sets_rules:
            rows += ((to("appeal-email", AppealEmailPress(), say),),)
    text = say("appeal-desk-none" if is_open else "appeal-desk-answered-none")
    if count:
        text = say.n("appeal-desk" if is_open else "appeal-desk-over", count)
    back = RequestAsidePress() if is_open else AppealDeskPress()
    return Screen(text=text, rows=(*rows, *ways(say, back)))


def _listed(appeal: Appeal, zone: str, now: datetime, say: Say) -> str:
    number = say.number(appeal.number)
    if not appeal.is_open:
        return say("appeal-listed-answered", number=number)
    key = "appeal-listed-late" if appeal.due_at <= now else "appeal-listed"
    return cut(say(key, number=number, day=say.day(appeal.due_at - _INSTANT, zone)))


def office_appeal_screen(appeal: Appeal, *, zone: str, now: datetime, say: Say) -> Screen:
    """With the name and the address: only those see it whose appeal it is."""
    reply = say(f"appeal-reply-{appeal.reply_by.value}")
    if appeal.reply_by is ReplyBy.EMAIL:
        reply = escape(appeal.email)
    lines = [
        say(
            "appeal-registered",
            number=say.number(appeal.number),
            day=say.day(appeal.registered_at, zone),
        ),
        say(
            "appeal-office-who",
            name=escape(appeal.full_name),
            residence=escape(appeal.residence),
            reply=reply,
        ),
        escape(appeal.text if len(appeal.text) < 1_500 else f"{appeal.text[:1_500]}…"),
    ]
    if appeal.is_open:
        key = "appeal-due-late" if appeal.due_at <= now else "appeal-due"
        lines.append(say(key, day=say.day(appeal.due_at - _INSTANT, zone)))
    if appeal.reason:
        lines.append(say("appeal-extended-why", reason=escape(appeal.reason)))
    if appeal.answered_at is not None:
        number = say.number(appeal.answer_number or 0)
        day = say.day(appeal.answered_at, zone)
        lines += [say("appeal-answered", number=number, day=day), escape(appeal.answer)]
        if appeal.reply_by is ReplyBy.POST:
            lines.append(say("appeal-by-post"))
    return Screen(
        text="\n\n".join(line for line in lines if line),
        rows=(*_steps(appeal, now, say), *ways(say, AppealDeskPress())),
    )


def _steps(appeal: Appeal, now: datetime, say: Say) -> Rows:
    rows: Rows = ()
    if appeal.is_open:
        rows += ((to("appeal-answer", AnswerAppealPress(appeal.id), say),),)
        if appeal.term is not Term.LONGEST and appeal.due_at > now:
            longest = say.number(LAW.days[Term.LONGEST])
            rows += ((to("appeal-extend", ExtendAppealPress(appeal.id), say, days=longest),),)
        if appeal.term is Term.USUAL:
            short = say.number(LAW.days[Term.SHORT])
            rows += ((to("appeal-shorten", ShortenAppealPress(appeal.id), say, days=short),),)
    beside = [to("appeal-open-request", OfficeRequestPress(appeal.request), say)]
    if appeal.paper is not None:
        beside.insert(0, to("appeal-paper", AppealPaperPress(appeal.id), say))
    return (*rows, tuple(beside))


def ask_answer_screen(appeal: Appeal, *, say: Say) -> Screen:
    return _ask("appeal-ask-answer", appeal, say)


def check_answer_screen(appeal: Appeal, words: str, *, say: Say) -> Screen:
    text = say("appeal-answer-check", number=say.number(appeal.number))
    rows: Rows = (
        (to("appeal-answer-send", SendAnswerPress(appeal.id), say),),
        (to("appeal-answer-anew", AnswerAppealPress(appeal.id), say),),
    )
    return Screen(
        text=f"{text}\n\n{escape(words)}", rows=(*rows, *ways(say, OfficeAppealPress(appeal.id)))
    )


def ask_reason_screen(appeal: Appeal, *, say: Say) -> Screen:
    return _ask("appeal-ask-reason", appeal, say)


def _ask(key: str, appeal: Appeal, say: Say) -> Screen:
    back = to("back", OfficeAppealPress(appeal.id), say)
    text = say(key, number=say.number(appeal.number))
    return Screen(text=text, rows=((back, cancel_button(say)),))


def email_screen(rules: AppealRules, *, say: Say) -> Screen:
    text = say("appeal-email-none")
    rows: Rows = ()
    if rules.email:
        text = say("appeal-email-now", email=escape(rules.email))
        rows = ((to("appeal-email-clear", NoAppealEmailPress(), say),),)
    asked = say("appeal-email-ask")
    return Screen(text=f"{text}\n\n{asked}", rows=(*rows, *ways(say, AppealDeskPress())))
