"""Before a broadcast leaves: what will happen, in words."""

from dataclasses import dataclass

from civic.broadcasts.document import fingerprint_of
from civic.broadcasts.model import Broadcast
from civic.broadcasts.notices import PER_SECOND
from civic.broadcasts.rules.approvals import Requirement
from civic.broadcasts.rules.moves import ALONE_MINUTES
from handlers.presses.broadcasts import SubmitPress, TryPress
from handlers.screens.broadcasts.wording import (
    draft_ways,
    heading,
    quoted,
    shortened,
    timing_lines,
    to,
)
from handlers.screens.screen import Screen, escape
from locales.catalog import Say

NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What is known before it leaves; `audience`, `headcount` and `problem` are safe in HTML."""

    audience: str
    headcount: str
    channels: tuple[str, ...]
    zone: str
    takes: Requirement | None
    problem: str
    """Why it may not leave; empty where it may."""


def check_screen(draft: Broadcast, ahead: Ahead, *, say: Say) -> Screen:
    parts = [
        heading(draft, say),
        quoted(draft.content, say),
        "\n".join([say("broadcast-to"), ahead.audience, ahead.headcount]),
        "\n".join([*timing_lines(draft, ahead.zone, say), *_speed(ahead, say)]),
    ]
    if ahead.channels:
        titles = ", ".join(escape(shortened(one, 40)) for one in ahead.channels[:NAMED])
        count = say.number(len(ahead.channels))
        parts.append(say("broadcast-also-in", titles=titles, count=count))
    if ahead.takes is None:
        parts.append(say("broadcast-problem", problem=ahead.problem))
        return Screen(text="\n\n".join(parts), rows=draft_ways(draft, say))
    parts.append(_approval(ahead.takes, say))
    submit = SubmitPress(draft.id, fingerprint_of(draft))
    send = to("broadcast-request" if ahead.takes.needed else "broadcast-send", submit, say)
    attempt = to("broadcast-try", TryPress(draft.id), say)
    return Screen(text="\n\n".join(parts), rows=((attempt,), (send,), *draft_ways(draft, say)))


def _speed(ahead: Ahead, say: Say) -> list[str]:
    """At full speed; whoever sleeps gets it in the morning."""
    if ahead.takes is None:
        return []
    minutes = -(-ahead.takes.recipients // (PER_SECOND * 60))
    if minutes <= 1:
        return [say("broadcast-takes-moment")]
    return [say.n("broadcast-takes-minutes", minutes)]


def _approval(takes: Requirement, say: Say) -> str:
    if takes.is_alone:
        return say("broadcast-alone-waits", minutes=say.number(ALONE_MINUTES))
    if not takes.needed:
        return say("broadcast-needs-nobody")
    names = ", ".join(escape(shortened(one.name, 40)) for one in takes.approvers[:NAMED])
    more = len(takes.approvers) - NAMED
    if more > 0:
        names = say("broadcast-and-more", names=names, count=say.number(more))
    text = say.n("broadcast-needs-approval", takes.needed, names=names)
    if takes.alone_ignored:
        return f"{text}\n{say('broadcast-alone-ignored')}"
    return text
