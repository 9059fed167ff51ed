"""What waits for somebody's word, for its hour, or to be written on: the cards before it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from civic.broadcasts.model import Broadcast
from civic.kernel.ids import BroadcastId
from handlers.presses.broadcast_steering import (
    ApprovePress,
    AskRefusalPress,
    DropCorrectionPress,
    FollowPress,
    PreviewPress,
    StopPress,
    TakeBackPress,
)
from handlers.presses.broadcasts import CopyBroadcastPress
from handlers.presses.registry import Press
from handlers.screens.broadcasts.standing import paragraphs, told_button
from handlers.screens.broadcasts.wording import excerpt, timing_lines
from handlers.screens.navigation import cancel_button, ways
from handlers.screens.screen import Button, Rows, Screen, escape
from locales.catalog import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Who asks, to whom it goes, when, and where it is published: in words, safe in HTML."""

    by: str
    rule: str
    headcount: str
    channels: Sequence[str]
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be decided of which version, and by how many more."""

    version: int
    is_correction: bool
    needed: int
    approved_by: Sequence[str]
    refusal: str
    """Why this reader may not decide: a key of locales, or nothing."""
    may_take_back: bool
    goes_at: datetime | None = None
    """A correction that nobody is asked about goes by itself then."""


def decision_screen(
    broadcast: Broadcast, setting: Setting, decision: Decision, *, back: Press, say: Say
) -> Screen:
    """Below the very messages, or alone: [Approve] and [Refuse] for whoever may."""
    text = paragraphs(
        _heading(broadcast, setting, decision, say),
        "" if decision.is_correction else excerpt(broadcast.content, say),
        "" if decision.is_correction else setting.rule,
        # A correction is for those who have it, whoever would be reached today.
        say.n("told-asked-recipients", broadcast.recipients)
        if decision.is_correction
        else setting.headcount,
        _published(setting, say),
        "" if decision.is_correction else _times(broadcast, setting.zone, say),
        _approvals(decision, say),
        say(decision.refusal) if decision.refusal and decision.goes_at is None else "",
    )
    return Screen(text=text, rows=(*_decisions(broadcast.id, decision, say), *ways(say, back)))


def _heading(broadcast: Broadcast, setting: Setting, decision: Decision, say: Say) -> str:
    number, by = say.number(broadcast.number), escape(setting.by)
    if decision.goes_at is not None:
        at = say.clock(decision.goes_at, setting.zone)
        return say("told-correction-alone-heading", number=number, by=by, at=at)
    kind = "correction" if decision.is_correction else "request"
    return say(f"told-{kind}-heading", number=number, by=by)


def _times(broadcast: Broadcast, zone: str, say: Say) -> str:
    return "\n".join(timing_lines(broadcast, zone, say))


def _published(setting: Setting, say: Say) -> str:
    if not setting.channels:
        return ""
    return say("told-published", titles=", ".join(escape(one) for one in setting.channels))


def _approvals(decision: Decision, say: Say) -> str:
    if not decision.needed:
        return ""
    lines = [
        say(
            "told-approvals",
            done=say.number(len(decision.approved_by)),
            needed=say.number(decision.needed),
        )
    ]
    lines += [say("told-approved-by", name=escape(name)) for name in decision.approved_by]
    return "\n".join(lines)


def _decisions(broadcast: BroadcastId, decision: Decision, say: Say) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if not decision.refusal:
        rows.append(
            (
                told_button("told-approve", ApprovePress(broadcast, decision.version), say),
                told_button("told-refuse", AskRefusalPress(broadcast, decision.version), say),
            )
        )
    look = told_button("told-look", PreviewPress(broadcast, decision.version), say)
    rows.append((look,))
    if decision.may_take_back:
        back = told_button("told-take-back", TakeBackPress(broadcast), say)
        if decision.is_correction:
            drop = DropCorrectionPress(broadcast, decision.version)
            back = told_button("told-drop-correction", drop, say)
        rows.append((back,))
    return tuple(rows)


def ask_refusal_screen(broadcast: Broadcast, *, say: Say) -> Screen:
    text = say("told-ask-refusal", number=say.number(broadcast.number))
    row = (cancel_button(say),)
    return Screen(text=text, rows=(row, *ways(say, FollowPress(broadcast.id))))


def scheduled_screen(
    broadcast: Broadcast, setting: Setting, *, back: Press, now: datetime, say: Say
) -> Screen:
    """Nobody has it yet; one person's own says how long there is to stop it."""
    number = say.number(broadcast.number)
    starts = broadcast.timing.starts_at
    if broadcast.is_single_handed and starts is not None:
        head = say(
            "told-alone",
            number=number,
            at=say.clock(starts, setting.zone),
            left=say.n("told-minutes", _minutes(starts - now)),
        )
        times = ""
    else:
        head = say("told-scheduled", number=number)
        times = _times(broadcast, setting.zone, say)
    text = paragraphs(
        head,
        excerpt(broadcast.content, say),
        times,
        setting.rule,
        setting.headcount,
        _published(setting, say),
    )
    rows = (
        (told_button("told-stop", StopPress(broadcast.id, False), say),),
        (told_button("told-take-back", TakeBackPress(broadcast.id), say),),
        (told_button("told-refresh", FollowPress(broadcast.id), say),),
    )
    return Screen(text=text, rows=(*rows, *ways(say, back)))


def _minutes(left: timedelta) -> int:
    return max(0, -(-int(left.total_seconds()) // 60))


def draft_screen(broadcast: Broadcast, *, edit: Press, back: Press, say: Say) -> Screen:
    text = say("told-draft", number=say.number(broadcast.number))
    return Screen(text=text, rows=((told_button("told-edit", edit, say),), *ways(say, back)))


def never_begun_screen(broadcast: Broadcast, *, back: Press, say: Say) -> Screen:
    """Stopped before anybody had it."""
    text = say("told-never-begun", number=say.number(broadcast.number))
    copy = told_button("broadcast-copy", CopyBroadcastPress(broadcast.id), say)
    return Screen(text=text, rows=((copy,), *ways(say, back)))
