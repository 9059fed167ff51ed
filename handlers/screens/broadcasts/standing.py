"""How a broadcast stands, in words: on its author's card and on the card of whoever looks."""

from collections.abc import Mapping
from typing import Any

from civic.broadcasts.model import Broadcast, BroadcastState
from civic.kernel.ids import BroadcastId
from handlers.presses.broadcast_steering import (
    CorrectPress,
    DeliveryReportPress,
    FollowPress,
    PausePress,
    RecallPress,
    SendAgainPress,
    StopPress,
)
from handlers.presses.broadcasts import CopyBroadcastPress
from handlers.presses.registry import Press
from handlers.screens.navigation import home_button
from handlers.screens.screen import Button, Rows, Screen
from locales.catalog import Say

Params = Mapping[str, Any]
REASONS = (
    "topic-off",
    "weekly-limit",
    "blocked",
    "deactivated",
    "not-accepted",
    "no-right",
    "fault",
)


def told_button(key: str, press: Press, say: Say) -> Button:
    return Button(label=say(key), press=press.pack())


def paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def live_screen(params: Params, say: Say) -> Screen:
    """The card that the tick keeps up to date."""
    broadcast = BroadcastId(params["broadcast"])
    more = told_button("told-more", FollowPress(broadcast), say)
    rows = (*_moves(broadcast, params, say), (more, home_button(say)))
    return Screen(text=progress_text(params, say), rows=rows)


def progress_text(params: Params, say: Say) -> str:
    told = params["delivery"]
    return paragraphs(
        _heading(params, say),
        "\n".join(_people(told, say)),
        "\n".join(_channels(told, say)),
        say.n("told-read", told["read"]) if told["read"] else "",
        _left(params, say),
        _mended(params, "recall", say),
        _mended(params, "correction", say),
    )


def _heading(params: Params, say: Say) -> str:
    state = params["state"]
    if state == BroadcastState.PAUSED and params["failing"]:
        state = "failing"
    return say(f"told-state-{state}", number=say.number(params["number"]))


def _people(told: Params, say: Say) -> list[str]:
    lines = [say("told-sent", count=say.number(told["sent"]))]
    lines += [
        say(f"told-{key}", count=say.number(told[key]))
        for key in ("waiting", "unknown", "expired", "cancelled")
        if told[key]
    ]
    refused = told["refused"]
    if refused:
        lines.append(say("told-refused", count=say.number(sum(refused.values()))))
        lines += [
            say("told-refused-line", reason=say(reason_key(reason)), count=say.number(count))
            for reason, count in sorted(refused.items(), key=lambda one: -one[1])
        ]
    if not told["written_all"]:
        lines.append(say("told-being-written"))
    return lines


def reason_key(reason: str) -> str:
    return f"told-reason-{reason}" if reason in REASONS else "told-reason-not-accepted"


def _channels(told: Params, say: Say) -> list[str]:
    given = {key: told[f"channels_{key}"] for key in ("sent", "waiting", "refused")}
    if not any(given.values()):
        return []
    lines = [say("told-channels", count=say.number(given["sent"]))]
    if given["waiting"]:
        lines.append(say("told-channels-waiting", count=say.number(given["waiting"])))
    if given["refused"]:
        lines.append(say("told-channels-refused", count=say.number(given["refused"])))
    return lines


def _left(params: Params, say: Say) -> str:
    seconds = params["seconds_left"]
    if params["state"] != BroadcastState.GOING or not params["delivery"]["waiting"]:
        return ""
    if seconds < 60:
        return say("told-left-soon")
    return say.n("told-left", -(-seconds // 60))


def _mended(params: Params, what: str, say: Say) -> str:
    repair = params[what]
    if repair is None:
        return ""
    is_over = repair["written_all"] and not repair["waiting"]
    key = f"told-{what}-over" if is_over else f"told-{what}-on"
    lines = [say(key, done=say.number(repair["done"]))]
    if repair["waiting"]:
        lines.append(say("told-repair-waiting", count=say.number(repair["waiting"])))
    if repair["too_old"]:
        lines.append(say("told-recall-old", count=say.number(repair["too_old"])))
    if repair["failed"]:
        lines.append(say(f"told-{what}-failed", count=say.number(repair["failed"])))
    return "\n".join(lines)


def _moves(broadcast: BroadcastId, params: Params, say: Say) -> Rows:
    """What its author most likely wants while it goes, and after."""
    stop = told_button("told-stop", StopPress(broadcast, False), say)
    report = told_button("told-report", DeliveryReportPress(broadcast), say)
    match params["state"]:
        case BroadcastState.GOING:
            return ((told_button("told-pause", PausePress(broadcast, True), say), stop),)
        case BroadcastState.PAUSED:
            return ((told_button("told-resume", PausePress(broadcast, False), say), stop),)
        case _:
            return ((report,),)


def begun_rows(
    broadcast: Broadcast, params: Params, *, may_recall: bool, may_again: bool, say: Say
) -> Rows:
    """All that can be done with what somebody has or may have got."""
    rows: list[tuple[Button, ...]] = []
    if broadcast.state in {BroadcastState.GOING, BroadcastState.PAUSED}:
        rows += _moves(broadcast.id, params, say)
    if broadcast.recalled_at is None:
        mend = [told_button("told-correct", CorrectPress(broadcast.id), say)]
        if may_recall:
            mend.append(told_button("told-recall", RecallPress(broadcast.id, False), say))
        rows.append(tuple(mend))
    if may_again:
        rows.append((told_button("told-again", SendAgainPress(broadcast.id, False), say),))
    if broadcast.state in {BroadcastState.DONE, BroadcastState.STOPPED}:
        rows.append((told_button("broadcast-copy", CopyBroadcastPress(broadcast.id), say),))
    report = told_button("told-report", DeliveryReportPress(broadcast.id), say)
    rows.append((report, told_button("told-refresh", FollowPress(broadcast.id), say)))
    return tuple(rows)
