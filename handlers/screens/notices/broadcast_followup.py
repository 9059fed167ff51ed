"""What those who stand behind a broadcast hear of it."""

from civic.kernel.ids import BroadcastId, FileId
from handlers.presses.broadcast_steering import (
    DropCorrectionPress,
    FollowPress,
    PausePress,
    PreviewPress,
    StopPress,
)
from handlers.presses.broadcasts import DraftPress
from handlers.presses.registry import Press
from handlers.screens.broadcasts.standing import live_screen, told_button
from handlers.screens.navigation import home_button
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Button, Screen, escape
from locales.catalog import Say

# --- To whoever may approve.


@notice("broadcast-asked")
def asked(params: Params, say: Say) -> Screen:
    kind = "correction" if params["correction"] else "request"
    lines = [
        say(f"told-{kind}-asked", by=escape(str(params["by"])), **_numbered(params, say)),
        say.n("told-asked-recipients", params["recipients"]),
    ]
    if params["urgent"]:
        lines.insert(1, say("told-asked-urgent"))
    press = PreviewPress(_broadcast(params), int(params["version"]))
    return _leading("\n".join(lines), "told-look", press, say)


@notice("broadcast-taken-back")
def taken_back(params: Params, say: Say) -> Screen:
    return _following("told-taken-back", params, say)


# --- To whoever wrote it or asked for it.


@notice("broadcast-approved")
def approved(params: Params, say: Say) -> Screen:
    return _following("told-approved", params, say, by=escape(str(params["by"])))


@notice("broadcast-approved-partly")
def approved_partly(params: Params, say: Say) -> Screen:
    by = escape(str(params["by"]))
    text = say.n("told-approved-partly", params["left"], by=by, **_numbered(params, say))
    return _leading(text, "told-open", FollowPress(_broadcast(params)), say)


@notice("broadcast-refused")
def refused(params: Params, say: Say) -> Screen:
    text = say("told-refused-why", **_because(params, say))
    return _leading(text, "told-edit", DraftPress(_broadcast(params)), say)


@notice("broadcast-correction-refused")
def correction_refused(params: Params, say: Say) -> Screen:
    text = say("told-correction-refused-why", **_because(params, say))
    return _leading(text, "told-open", FollowPress(_broadcast(params)), say)


@notice("broadcast-corrected")
def corrected(params: Params, say: Say) -> Screen:
    return _following("told-corrected", params, say)


@notice("broadcast-alone")
def alone(params: Params, say: Say) -> Screen:
    """Nobody is asked, so there is a while in which it can be stopped."""
    left = say.n("told-minutes", params["minutes"])
    correction = params.get("correction")
    key = "told-alone-correction" if correction else "told-alone-notice"
    text = say(key, left=left, **_numbered(params, say))
    stop = told_button("told-stop", StopPress(_broadcast(params), False), say)
    if correction:
        # What was sent stays as it is; only its correction is taken back.
        drop = DropCorrectionPress(_broadcast(params), int(correction))
        stop = told_button("told-drop-correction", drop, say)
    look = told_button("told-open", FollowPress(_broadcast(params)), say)
    return Screen(text=text, rows=((stop, look), (home_button(say),)))


@notice("broadcast-too-late")
def too_late(params: Params, say: Say) -> Screen:
    return _following("told-too-late", params, say)


@notice("broadcast-broken")
def broken(params: Params, say: Say) -> Screen:
    """What it names is gone: why, in the words of the refusal."""
    why = say(str(params["reason_key"]), title="…")
    return _following("told-broken", params, say, why=why)


@notice("broadcast-failing")
def failing(params: Params, say: Say) -> Screen:
    what, broadcast = str(params["what"]), _broadcast(params)
    text = say(f"told-failing-{what}", **_numbered(params, say))
    again = told_button("told-try-again", PausePress(broadcast, False), say)
    row: tuple[Button, ...] = (again,)
    if what == "sending":
        row = (again, told_button("told-stop", StopPress(broadcast, False), say))
    look = told_button("told-open", FollowPress(broadcast), say)
    return Screen(text=text, rows=(row, (look, home_button(say))))


@notice("broadcast-live")
def live(params: Params, say: Say) -> Screen:
    return live_screen(params, say)


@notice("broadcast-report")
def report(params: Params, say: Say) -> Screen:
    text = say("told-report-here", **_numbered(params, say))
    return Screen(text=text, document=FileId(int(params["file"])))


def _broadcast(params: Params) -> BroadcastId:
    return BroadcastId(int(params["broadcast"]))


def _numbered(params: Params, say: Say) -> dict[str, str]:
    return {"number": say.number(params["number"])}


def _because(params: Params, say: Say) -> dict[str, str]:
    return {
        "by": escape(str(params["by"])),
        "reason": escape(str(params["reason"])),
        **_numbered(params, say),
    }


def _following(key: str, params: Params, say: Say, **more: str) -> Screen:
    text = say(key, **more, **_numbered(params, say))
    return _leading(text, "told-open", FollowPress(_broadcast(params)), say)


def _leading(text: str, key: str, press: Press, say: Say) -> Screen:
    return Screen(text=text, rows=((told_button(key, press, say), home_button(say)),))
