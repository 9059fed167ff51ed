"""While an announcement goes and after: paused, stopped, corrected, recalled, sent once more."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from civic.broadcasts.model import BroadcastState
from civic.kernel.ids import ResidentId
from civic.residents.model import QuietHours
from handlers.presses.broadcast_steering import (
    CorrectPress,
    DeliveryReportPress,
    FollowPress,
    PausePress,
    RecallPress,
    SendAgainPress,
    StopPress,
)
from handlers.presses.broadcasts import MuteTopicPress, ReadPress
from handlers.presses.registry import Press
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.told_people import (
    GREETINGS,
    WATER,
    WORDS,
    audited,
    needs_approval_from,
    sent,
    told,
)
from tests.journeys.writing_people import administrator, official, press
from tests.sandbox_client import PersonChat

NIGHT = datetime(2027, 3, 1, 21, 0, tzinfo=UTC)
"""Eleven in the evening in Kyiv."""
MORNING = datetime(2027, 3, 2, 7, 0, tzinfo=UTC)
BETTER = {"uk": "Воду дадуть о 12:00", "en": "Water is back at 12:00", "ru": "Воду дадут в 12:00"}


async def sleepless(town: RunningTown, number: int, language: str) -> PersonChat:
    """Has no quiet hours."""
    chat = await neighbour(town, number=number, language=language)
    async with town.wiring.storage.writing() as work:
        me = await work.residents.resident(TOWN, ResidentId(number))
        await work.residents.put(replace(me, quiet=QuietHours(start=time(0), end=time(0))))
    return chat


async def at_night(town: RunningTown, language: str) -> tuple[PersonChat, PersonChat, PersonChat]:
    """Oksana has told it at night: Petro, who does not sleep, has it, and Olena waits."""
    oksana = await official(town, language)
    petro = await sleepless(town, 601, language)
    olena = await neighbour(town, number=602, language=language)
    await town.move_to(NIGHT)
    await sent(town)
    await petro.until_text(WORDS[language])
    await town.settle()
    await town.forward(timedelta(seconds=5))
    say = voice(language)
    await oksana.until_text(say("told-sent", count=1), say("told-waiting", count=1))
    return oksana, petro, olena


def heard(chat: PersonChat, words: str) -> int:
    return len([m for m in chat.received if words in m.text])


async def test_what_is_paused_waits_and_goes_on(town: RunningTown, language: str) -> None:
    say = voice(language)
    oksana, _, olena = await at_night(town, language)
    card = oksana.last
    await oksana.press(say("told-pause"), message=card.id)
    await oksana.until_text(seen(say("told-state-paused", number=1)))
    # Pressed twice, it is paused once.
    await oksana.press_data(PausePress(WATER, True).pack(), message=card.id)
    await town.move_to(MORNING)
    await town.settle(olena)
    assert not heard(olena, WORDS[language])
    await oksana.press(say("told-resume"), message=card.id)
    await town.tick()
    await olena.until_text(f"{GREETINGS[language]}, Олена! {WORDS[language]}")
    await town.settle()
    await town.forward(timedelta(seconds=5))
    over = await oksana.until_text(seen(say("told-state-done", number=1)))
    assert over.id == card.id
    assert await audited(town) == ["written", "sent", "paused", "resumed"]


async def test_what_is_stopped_reaches_nobody_more(town: RunningTown, language: str) -> None:
    say = voice(language)
    oksana, petro, olena = await at_night(town, language)
    await press(oksana, say("told-stop"))
    await oksana.until_text(say.n("told-stop-sure", 1, number=1))
    await press(oksana, say("told-stop-yes"))
    assert oksana.toast == say("told-stopped-toast")
    await town.forward(timedelta(seconds=5))
    await oksana.until_text(
        seen(say("told-state-stopped", number=1)), say("told-cancelled", count=1)
    )
    await town.move_to(MORNING)
    await town.settle(olena, petro)
    assert (heard(petro, WORDS[language]), heard(olena, WORDS[language])) == (1, 0)
    # Old buttons say how it stands and change nothing.
    for old in (StopPress(WATER, True), PausePress(WATER, False), PausePress(WATER, True)):
        await oksana.press_data(old.pack())
        assert oksana.toast == say("broadcast-is-stopped", number=1)
    assert await audited(town) == ["written", "sent", "stopped"]


async def test_what_is_recalled_disappears_from_every_chat(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    oksana, petro, olena = await at_night(town, language)
    await press(oksana, say("told-more"))
    await press(oksana, say("told-recall"))
    await oksana.until_text(say("told-recall-stops"), say.n("told-recall-can", 1))
    await press(oksana, say("told-recall-yes"))
    await town.tick()
    await petro.until(lambda chat: not heard(chat, WORDS[language]))
    await town.settle()
    for _ in range(3):
        await town.forward(timedelta(minutes=2))
    await oksana.until_any(say("told-recall-over", done=1))
    await town.move_to(MORNING)
    await town.settle(olena)
    assert not heard(olena, WORDS[language])
    # Whoever read it before may still say so.
    await petro.press_data(ReadPress(WATER).pack())
    assert petro.toast == say("told-read-thanks")
    for old in (RecallPress(WATER, True), CorrectPress(WATER)):
        await oksana.press_data(old.pack())
        assert oksana.toast == say("broadcast-recalled-already")
    assert await audited(town) == ["written", "sent", "recalled"]


async def test_after_two_days_nothing_can_be_recalled(town: RunningTown, language: str) -> None:
    say = voice(language)
    oksana, olena = await official(town, language), await neighbour(town, language=language)
    await sent(town)
    await olena.until_text(WORDS[language])
    await town.settle()
    await town.forward(timedelta(seconds=5))
    await oksana.until_text(seen(say("told-state-done", number=1)))
    await town.forward(timedelta(hours=49))
    await oksana.press_data(FollowPress(WATER).pack())
    shown = await oksana.until_button(say("told-correct"))
    assert say("told-recall") not in shown.buttons
    await oksana.press_data(RecallPress(WATER, False).pack())
    assert oksana.toast == say("broadcast-recall-late", hours=48)
    assert heard(olena, WORDS[language]) == 1


async def test_a_correction_edits_what_was_sent_and_is_all_that_others_get(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    oksana, petro, olena = await at_night(town, language)
    await press(oksana, say("told-more"))
    await press(oksana, say("told-correct"))
    shown = await oksana.until_text(seen(say("told-correct-heading", number=1)))
    assert say("told-correct-send") not in shown.buttons
    for written, words in BETTER.items():
        await press(oksana, say(f"told-write-{written}"))
        await oksana.until_text(say(f"told-ask-text-{written}", number=1))
        # A wrong one is refused, and the question stays open.
        await oksana.send("{хто}")
        await oksana.until_text(say("broadcast-field-unknown", name="хто"))
        await oksana.send(words)
        await oksana.until_text(words, say("told-text-changed").strip())
    await press(oksana, say("told-look-corrected"))
    await oksana.until_any(f"{BETTER[language]}\n\n{say('broadcast-corrected-mark')}")
    await press(oksana, say("told-correct-send"))
    assert oksana.toast == say("told-corrected-toast")
    await oksana.until_any(say("told-corrected", number=1))

    await town.tick()
    edited = await petro.until_any(BETTER[language], say("broadcast-corrected-mark"))
    assert edited.edited
    assert say("broadcast-button-read") in edited.buttons
    await town.move_to(MORNING)
    await olena.until_text(BETTER[language], say("broadcast-corrected-mark"))
    assert not heard(olena, WORDS[language])
    assert await audited(town) == ["written", "sent", "corrected"]


async def test_a_corrected_text_is_kept_while_its_author_looks_elsewhere(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    oksana, _petro, _olena = await at_night(town, language)
    ihor = await administrator(town, language)
    await needs_approval_from(town, 1)
    await oksana.press_data(FollowPress(WATER).pack())
    await _press_last(oksana, say("told-correct"))
    await _press_last(oksana, say("told-write-uk"))
    await oksana.until_text(say("told-ask-text-uk", number=1))
    await oksana.send(BETTER["uk"])
    await oksana.until_text(BETTER["uk"])
    await _press_last(oksana, say("back"))
    await oksana.until_button(say("told-correct"))
    await _press_last(oksana, say("told-correct"))
    await oksana.until_text(BETTER["uk"], say("told-text-changed").strip())
    await _press_last(oksana, say("told-correct-ask"))
    # Whoever approves reads how many have it, not whom it would reach today.
    await press(ihor, say("told-look"))
    card = await ihor.until_text(seen(say("told-correction-heading", number=1, by="Оксана")))
    assert say.n("told-asked-recipients", 2) in card.text
    assert say("audience-recipients", count="2").split(":")[0] not in card.text


async def test_a_correction_is_approved_like_the_first(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor = await administrator(town, language)
    oksana, petro, _ = await at_night(town, language)
    await needs_approval_from(town, 1)
    await _ask_for_correction(oksana, language)
    await ihor.until_text(say("told-correction-asked", by="Оксана", number=1))
    await press(ihor, say("told-look"))
    await ihor.until_any(BETTER[language], say("broadcast-corrected-mark"))
    await press(ihor, say("told-refuse"))
    await ihor.until_text(say("told-ask-refusal", number=1))
    await ihor.send("Не о 12:00")
    await oksana.until_any("Не о 12:00")
    assert heard(petro, WORDS[language]) == 1

    # Asked for again and taken back; and once more, approved.
    await _ask_for_correction(oksana, language)
    await _press_last(oksana, say("told-drop-correction"))
    assert oksana.toast == say("told-correction-dropped")
    await _ask_for_correction(oksana, language)
    asked = say("told-correction-asked", by="Оксана", number=1)
    await ihor.until(lambda chat: heard(chat, asked) == 3)
    await press(ihor, say("told-look"))
    await press(ihor, say("told-approve"))
    assert ihor.toast == say("told-correction-approved-toast")
    await town.tick()
    await petro.until_any(BETTER[language], say("broadcast-corrected-mark"))
    assert await audited(town) == [
        "written", "sent", "requested", "refused", "requested", "taken-back", "requested",
        "approved", "corrected",
    ]  # fmt: skip


async def _ask_for_correction(oksana: PersonChat, language: str) -> None:
    say = voice(language)
    await oksana.press_data(FollowPress(WATER).pack())
    await _press_last(oksana, say("told-correct"))
    await _press_last(oksana, say(f"told-write-{language}"))
    await oksana.until_text(say(f"told-ask-text-{language}", number=1))
    await oksana.send(BETTER[language])
    await _press_last(oksana, say("told-correct-ask"))
    assert oksana.toast == say("told-correction-asked-toast")
    await oksana.until_text(say("told-correction-waits"))


async def _press_last(chat: PersonChat, label: str) -> None:
    """On the newest message: older ones may bear a button of that name too."""
    await chat.until(lambda seen: label in seen.last.buttons)
    await chat.press(label, message=chat.last.id)


async def test_where_nobody_knows_it_is_sent_again_only_if_its_author_wants(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    oksana, olena = await official(town, language), await neighbour(town, language=language)
    await town.sandbox.fault("drop_after", method="sendMessage", chat=olena.id, times=1)
    await sent(town)
    await olena.until_text(WORDS[language])
    await town.settle()
    await town.forward(timedelta(seconds=5))
    await oksana.until_text(say("told-unknown", count=1))
    await town.forward(timedelta(hours=1))
    await town.settle(olena)
    assert heard(olena, WORDS[language]) == 1

    await press(oksana, say("told-more"))
    await press(oksana, say("told-again"))
    await oksana.until_text(say.n("told-again-sure", 1, number=1))
    await press(oksana, say("told-again-yes"))
    assert oksana.toast == say("told-again-toast")
    await town.tick()
    await olena.until(lambda chat: heard(chat, WORDS[language]) == 2)
    await town.settle()
    await town.forward(timedelta(seconds=5))
    await oksana.until_text(seen(say("told-state-done", number=1)), say("told-sent", count=1))
    await oksana.press_data(SendAgainPress(WATER, True).pack())
    assert oksana.toast == say("broadcast-again-already")
    assert await audited(town) == ["written", "sent", "sent-again"]


async def test_a_topic_turned_off_spares_its_reader_at_once_also_what_waits(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    oksana, petro, olena = await at_night(town, language)
    # Under the message: it stays as it is, and what was done can be undone below it.
    before = await petro.until_any(WORDS[language])
    await petro.press(say("broadcast-mute-outages"), message=before.id)
    topic = say("topic-outages").lower()
    off = await petro.until_text(say("told-topic-off", topic=topic))
    assert petro.message(before.id).text == before.text
    await petro.press(say("told-topic-again"), message=off.id)
    await petro.until_text(say("told-topic-on", topic=topic))
    # Olena is still to get it, and will not.
    await olena.press_data(MuteTopicPress(WATER, "outages", True).pack())
    await olena.until_any(say("told-topic-off", topic=topic))
    await town.move_to(MORNING)
    await town.settle(olena)
    assert not heard(olena, WORDS[language])
    await town.forward(timedelta(seconds=5))
    spared = say("told-refused-line", reason=say("told-reason-topic-off"), count=1)
    await oksana.until_text(seen(say("told-state-done", number=1)), spared)


@pytest.mark.parametrize(
    ("old", "why"),
    [
        (StopPress(WATER, False), "broadcast-is-done"),
        (PausePress(WATER, True), "broadcast-is-done"),
        (SendAgainPress(WATER, True), "broadcast-nothing-in-doubt"),
    ],
)
async def test_what_is_over_is_neither_stopped_nor_sent_again(
    town: RunningTown, old: Press, why: str, language: str
) -> None:
    oksana, olena = await official(town, language), await neighbour(town, language=language)
    await sent(town)
    await olena.until_text(WORDS[language])
    await town.settle()
    await town.forward(timedelta(seconds=5))
    await oksana.press_data(old.pack())
    assert oksana.toast == voice(language)(why, number=1)
    assert (await told(town)).state is BroadcastState.DONE


async def test_a_resident_steers_nothing(town: RunningTown, language: str) -> None:
    say = voice(language)
    await official(town, language)
    olena = await neighbour(town, language=language)
    await sent(town)
    await olena.until_text(WORDS[language])
    for forged in (
        FollowPress(WATER), StopPress(WATER, True), RecallPress(WATER, True),
        CorrectPress(WATER), DeliveryReportPress(WATER),
    ):  # fmt: skip
        await olena.press_data(forged.pack())
        assert olena.toast == say("not-allowed")
    assert await audited(town) == ["written", "sent"]
