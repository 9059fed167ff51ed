"""An official appeal as its author sees it: what it is, the few questions, what became of it."""

from datetime import timedelta

from civic.appeals.model import Appeal, ReplyBy, Term
from civic.appeals.rules import LAW
from civic.kernel.ids import ServiceRequestId
from handlers.presses.appeals import (
    AppealReplyPress,
    AskAppealPress,
    FileAppealPress,
    WriteAppealPress,
)
from handlers.presses.service_requests import RequestPress
from handlers.screens.navigation import cancel_button, ways
from handlers.screens.screen import Rows, Screen, escape
from handlers.screens.service_requests.resident_wording import to
from locales.catalog import Say

_INSTANT = timedelta(microseconds=1)


def explain_screen(request: ServiceRequestId, number: int, *, say: Say) -> Screen:
    """What is different from a request, before anything is asked."""
    text = say(
        "appeal-what",
        number=say.number(number),
        usual=say.number(LAW.days[Term.USUAL]),
        short=say.number(LAW.days[Term.SHORT]),
        longest=say.number(LAW.days[Term.LONGEST]),
    )
    parts = [text, say(f"appeal-law-{LAW.code}"), say("appeal-who-sees")]
    rows: Rows = ((to("appeal-go-on", WriteAppealPress(request), say),),)
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, RequestPress(request))))


def name_screen(*, say: Say) -> Screen:
    return Screen(text=say("appeal-ask-name"), rows=((cancel_button(say),),))


def residence_screen(*, say: Say) -> Screen:
    back = to("back", AskAppealPress("name"), say)
    return Screen(text=say("appeal-ask-residence"), rows=((back, cancel_button(say)),))


def reply_screen(*, say: Say) -> Screen:
    rows: Rows = tuple(
        (to(f"appeal-reply-{how.value}", AppealReplyPress(how.value), say),) for how in ReplyBy
    )
    back = to("back", AskAppealPress("residence"), say)
    return Screen(text=say("appeal-ask-reply"), rows=(*rows, (back, cancel_button(say))))


def email_screen(*, say: Say) -> Screen:
    back = to("back", AskAppealPress("reply"), say)
    return Screen(text=say("appeal-ask-email"), rows=((back, cancel_button(say)),))


def summary_screen(
    request: ServiceRequestId,
    text: str,
    *,
    name: str,
    residence: str,
    reply: str,
    say: Say,
) -> Screen:
    """`reply`: in words already."""
    told = say(
        "appeal-summary",
        name=escape(name),
        residence=escape(residence),
        reply=escape(reply),
        text=escape(text if len(text) < 400 else f"{text[:400]}…"),
    )
    rows: Rows = (
        (to("appeal-file-it", FileAppealPress(request), say),),
        (
            to("appeal-change-name", AskAppealPress("name"), say),
            to("appeal-change-residence", AskAppealPress("residence"), say),
            to("appeal-change-reply", AskAppealPress("reply"), say),
        ),
    )
    return Screen(text=told, rows=(*rows, (cancel_button(say),)))


def appeal_screen(appeal: Appeal, *, zone: str, say: Say) -> Screen:
    """What its author has: number, day, term, answer."""
    lines = [
        say(
            "appeal-registered",
            number=say.number(appeal.number),
            day=say.day(appeal.registered_at, zone),
        )
    ]
    if appeal.is_open:
        lines.append(say("appeal-due", day=say.day(appeal.due_at - _INSTANT, zone)))
    if appeal.reason:
        lines.append(say("appeal-extended-why", reason=escape(appeal.reason)))
    if appeal.answered_at is not None:
        lines.append(
            say(
                "appeal-answered",
                number=say.number(appeal.answer_number or 0),
                day=say.day(appeal.answered_at, zone),
            )
        )
        lines.append(escape(appeal.answer))
    return Screen(
        text="\n\n".join(line for line in lines if line),
        rows=ways(say, RequestPress(appeal.request)),
        document=appeal.answer_file or appeal.paper,
    )
