"""What those behind an announcement read: whole sentences, short, with a way on, in each language."""

from datetime import UTC, datetime
from typing import Any

import pytest

from civic.broadcasts.model import Attachment, Content, Delivery, MediaKind, Repair
from civic.broadcasts.notices import live_params
from civic.kernel.language import LANGUAGES
from handlers.screens.broadcasts.steering import recall_screen
from handlers.screens.notices.everything import render_notice
from locales.catalog import say as speak
from tests.told import draft

ABOUT = {"broadcast": 9001, "number": 1_234}
BY = {**ABOUT, "by": "<Ігор>"}
WHY = {**BY, "reason": "Не <там>, а тут"}
REASONS = {"blocked": 3, "topic-off": 2, "weekly-limit": 1, "deactivated": 1, "not-accepted": 1,
           "no-right": 1, "fault": 1, "something-new": 1}  # fmt: skip


def live(**changes: Any) -> dict[str, Any]:
    told = Delivery(
        waiting=5_000, sent=4_000, unknown=2, refused=REASONS, cancelled=1, expired=1, read=900,
        channels_waiting=1, channels_sent=2, channels_refused=1,
    )  # fmt: skip
    repair = Repair(waiting=1, done=2, failed=3, too_old=4, written_all=True)
    params = live_params(
        draft(), told, recall=repair, correction=repair, failing=False, zone="Europe/Kyiv"
    )
    return {**params, **changes}


NOTICES: list[tuple[str, dict[str, Any]]] = [
    *(
        (
            "broadcast-asked",
            {**BY, "version": 1, "recipients": count, "urgent": flag, "correction": flag},
        )
        for count, flag in ((1, True), (22, False), (10_000, True))
    ),
    ("broadcast-taken-back", ABOUT),
    ("broadcast-approved", BY),
    ("broadcast-approved-partly", {**BY, "left": 1}),
    ("broadcast-refused", WHY),
    ("broadcast-correction-refused", WHY),
    ("broadcast-corrected", ABOUT),
    ("broadcast-alone", {**ABOUT, "at": datetime.now(UTC).isoformat(), "minutes": 15}),
    (
        "broadcast-alone",
        {**ABOUT, "at": datetime.now(UTC).isoformat(), "minutes": 15, "correction": 2},
    ),
    ("broadcast-too-late", ABOUT),
    *(
        ("broadcast-broken", {**ABOUT, "reason_key": key})
        for key in ("broadcast-audience-gone", "broadcast-no-right")
    ),
    *(
        ("broadcast-failing", {**ABOUT, "what": what})
        for what in ("sending", "correction", "recall")
    ),
    *(
        ("broadcast-live", live(state=state, failing=failing))
        for state in ("going", "paused", "done", "stopped")
        for failing in (True, False)
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "params"), NOTICES)
def test_a_notice_is_short_escaped_and_leads_on(
    key: str, params: dict[str, Any], language: str
) -> None:
    screen = render_notice(key, params, speak(language))
    assert 0 < len(screen.text) <= 900
    assert "{" not in screen.text
    assert "<Ігор>" not in screen.text
    assert "<там>" not in screen.text
    labels = [button.label for row in screen.rows for button in row]
    assert speak(language)("home") in labels
    assert all(len(label) <= 64 for label in labels)


def test_a_paused_card_says_that_telegram_refuses_it() -> None:
    say = speak("uk")
    text = render_notice("broadcast-live", live(state="paused", failing=True), say).text
    assert text.startswith(say("told-state-failing", number=1))


def test_who_is_reached_through_whom_is_told_with_reasons() -> None:
    say = speak("uk")
    text = render_notice("broadcast-live", live(state="going"), say).text
    assert say("told-refused", count="11") in text
    assert say("told-refused-line", reason=say("told-reason-blocked"), count="3") in text
    assert say.n("told-left", 3) in text


@pytest.mark.parametrize(
    ("language", "at_once"), [("uk", "одразу"), ("en", "at once"), ("ru", "сразу")]
)
def test_an_urgent_one_for_tomorrow_is_not_said_to_go_at_once(language: str, at_once: str) -> None:
    asked = {**BY, "version": 1, "recipients": 5, "urgent": True, "correction": False}
    assert at_once not in render_notice("broadcast-asked", asked, speak(language)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_recall_says_that_an_album_is_counted_picture_by_picture(language: str) -> None:
    say = speak(language)
    photo = Attachment(kind=MediaKind.PHOTO, telegram_file="f", size=1)
    for pictures, is_told in (((photo, photo), True), ((photo,), False)):
        broadcast = draft(Content(texts={"uk": "Води немає"}, attachments=pictures))
        shown = recall_screen(broadcast, can=520, too_old=0, say=say)
        assert (say("told-recall-album") in shown.text) is is_told
