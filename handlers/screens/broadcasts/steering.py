"""What is asked before it cannot be taken back: stopping, recalling, sending once more."""

from datetime import datetime

from civic.broadcasts.model import Broadcast, BroadcastState
from civic.kernel.ids import BroadcastId
from handlers.presses.broadcast_steering import (
    DropCorrectionPress,
    FollowPress,
    PreviewPress,
    RecallPress,
    SendAgainPress,
    StopPress,
    TopicPress,
)
from handlers.presses.registry import Press
from handlers.screens.broadcasts.standing import (
    Params,
    begun_rows,
    paragraphs,
    progress_text,
    told_button,
)
from handlers.screens.navigation import home_button, ways
from handlers.screens.screen import Rows, Screen
from locales.catalog import Say

Sure = StopPress | RecallPress | SendAgainPress


def begun_screen(
    broadcast: Broadcast,
    params: Params,
    *,
    may_recall: bool,
    may_again: bool,
    correction: tuple[str, Rows] = ("", ()),
    back: Press,
    say: Say,
) -> Screen:
    """`correction` says of one that waits, with what can be done about it."""
    words, rows = correction
    moves = begun_rows(broadcast, params, may_recall=may_recall, may_again=may_again, say=say)
    text = paragraphs(progress_text(params, say), words)
    return Screen(text=text, rows=(*rows, *moves, *ways(say, back)))


def waiting_correction_words(
    broadcast: BroadcastId,
    version: int,
    *,
    goes_at: datetime | None,
    may_drop: bool,
    zone: str,
    say: Say,
) -> tuple[str, Rows]:
    """`goes_at`: nobody is asked, and there is until then to take it back."""
    words = say("told-correction-waits")
    if goes_at is not None:
        words = say("told-correction-alone", at=say.clock(goes_at, zone))
    rows: Rows = ((told_button("told-look-correction", PreviewPress(broadcast, version), say),),)
    if may_drop:
        drop = DropCorrectionPress(broadcast, version)
        rows += ((told_button("told-drop-correction", drop, say),),)
    return words, rows


def stop_screen(broadcast: Broadcast, *, waiting: int, say: Say) -> Screen:
    if broadcast.started_at is None:
        text = say("told-stop-sure-early", number=say.number(broadcast.number))
    else:
        text = say.n("told-stop-sure", waiting, number=say.number(broadcast.number))
    return _confirm(text, "told-stop-yes", StopPress(broadcast.id, True), say)


def recall_screen(broadcast: Broadcast, *, can: int, too_old: int, say: Say) -> Screen:
    lines = [say("told-recall-sure", number=say.number(broadcast.number))]
    if broadcast.state in {BroadcastState.GOING, BroadcastState.PAUSED}:
        lines.append(say("told-recall-stops"))
    lines.append(say.n("told-recall-can", can))
    if len(broadcast.content.attachments) > 1:
        lines.append(say("told-recall-album"))
    if too_old:
        lines.append(say.n("told-recall-too-old", too_old))
    return _confirm("\n".join(lines), "told-recall-yes", RecallPress(broadcast.id, True), say)


def again_screen(broadcast: Broadcast, *, unknown: int, say: Say) -> Screen:
    text = say.n("told-again-sure", unknown, number=say.number(broadcast.number))
    return _confirm(text, "told-again-yes", SendAgainPress(broadcast.id, True), say)


def _confirm(text: str, key: str, press: Sure, say: Say) -> Screen:
    yes = told_button(key, press, say)
    return Screen(text=text, rows=((yes,), *ways(say, FollowPress(press.broadcast))))


def topic_screen(broadcast: BroadcastId, topic: str, *, is_on: bool, say: Say) -> Screen:
    """One tap did it; the same message undoes it."""
    key = "told-topic-on" if is_on else "told-topic-off"
    text = say(key, topic=say(f"topic-{topic}").lower())
    undo = TopicPress(broadcast, topic, not is_on)
    label = "told-topic-mute" if is_on else "told-topic-again"
    return Screen(text=text, rows=((told_button(label, undo, say),), (home_button(say),)))
