"""Somebody else approves an announcement: the very words, or a reason why not."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from civic.broadcasts.model import BroadcastState
from civic.kernel.ids import PlaceId
from handlers.presses.broadcast_steering import (
    ApprovePress,
    AskRefusalPress,
    CorrectPress,
    FollowPress,
    PreviewPress,
    StopPress,
)
from tests.journeys.running_town import RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.told_people import (
    CONTENT,
    GREETINGS,
    WATER,
    WORDS,
    audited,
    colleague,
    drafted,
    needs_approval_from,
    reworded,
    sent,
    submitted,
    told,
)
from tests.journeys.writing_people import administrator, official, press


async def test_refused_with_a_reason_then_approved_and_told(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor, oksana = await administrator(town, language), await official(town, language)
    olena = await neighbour(town, language=language)
    await needs_approval_from(town, 1)
    await drafted(town)
    await submitted(town)

    # The approver is asked and sees the very message, filled in with themselves.
    asked = await ihor.until_text(say("told-request-asked", by="Оксана", number=1))
    assert say.n("told-asked-recipients", 1) in asked.text
    await press(ihor, say("told-look"))
    await ihor.until_any(f"{GREETINGS[language]}, Ігор! {WORDS[language]}.")
    card = await ihor.until_text(say("told-approvals", done=0, needed=1))
    assert say("told-approve") in card.buttons
    # A button of the preview counts nothing.
    await ihor.press(say("broadcast-button-read"))
    assert ihor.toast == say("told-only-a-test")

    await press(ihor, say("told-refuse"))
    await ihor.until_text(say("told-ask-refusal", number=1))
    await ihor.send("Напишіть <де> саме")
    await ihor.until_text(say("told-draft", number=1))
    heard = await oksana.until_text("«Напишіть <де> саме»" if language != "en" else "<де>")
    assert "Ігор" in heard.text
    assert say("told-edit") in heard.buttons
    assert (await told(town)).state is BroadcastState.DRAFT

    # Better words are asked for anew, and the old buttons show that.
    texts = {one: f"{text} На Садовій, 5." for one, text in CONTENT.texts.items()}
    better = replace(CONTENT, texts=texts)
    await reworded(town, better)
    await submitted(town)
    asking = say("told-request-asked", by="Оксана", number=1)
    await ihor.until(lambda chat: len([m for m in chat.received if asking in m.text]) == 2)
    await ihor.press_data(ApprovePress(WATER, 1).pack())
    assert ihor.toast == say("told-changed-meanwhile")
    await press(ihor, say("told-look"))
    await ihor.until_any(f"{WORDS[language]}. На Садовій, 5.")
    await press(ihor, say("told-approve"))
    assert ihor.toast == say("told-approved-toast")
    await oksana.until_any(say("told-approved", number=1, by="Ігор"))

    await town.tick()
    await olena.until_text(f"{GREETINGS[language]}, Олена!", "На Садовій, 5.")
    assert await audited(town) == [
        "written", "requested", "refused", "edited", "requested", "approved", "sent",
    ]  # fmt: skip


async def test_its_author_sees_who_got_it_and_who_read_it_and_asks_for_a_report(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    oksana = await official(town, language)
    residents = [
        await neighbour(town, number=601 + number, language=language, home=PlaceId(11 + number % 2))
        for number in range(6)
    ]
    olena = residents[0]
    await sent(town)
    for resident in residents:
        await resident.until_text(f"{GREETINGS[language]}, Олена!", WORDS[language])
    await town.settle()
    await town.forward(timedelta(seconds=5))
    done = await oksana.until_any(say("told-sent", count=6))
    assert seen(say("told-state-done", number=1)) in done.text
    await press(olena, say("broadcast-button-read"))
    assert olena.toast == say("told-read-thanks")
    await press(olena, say("broadcast-button-read"))
    assert olena.toast == say("told-read-already")
    await town.forward(timedelta(seconds=5))
    read = await oksana.until_any(say.n("told-read", 1))
    assert read.id == done.id

    # The report: in numbers, small groups together, nobody by name.
    await oksana.press(say("told-report"), message=read.id)
    assert oksana.toast == say("told-report-coming")
    await town.forward(timedelta(seconds=5))
    here = await oksana.until_text(say("told-report-here", number=1))
    book = load_workbook(BytesIO(await oksana.download(here)))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert say("told-sheet-districts") in book.sheetnames
    assert "Західний" in cells
    assert not [cell for cell in cells if "Олена" in cell]
    summary = book[say("told-sheet-summary")]
    rows = {row[0].value: row[1].value for row in summary if row[0].value}
    assert rows[say("told-outcome-sent")] == 6
    assert rows[say("told-file-read")] == 1
    assert await audited(town) == ["written", "sent", "report-asked"]


async def test_nobody_approves_their_own_nor_within_a_day_of_their_role(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    oksana = await official(town, language)
    petro = await colleague(town, 503, "Петро", language=language, served=timedelta(hours=23))
    await colleague(town, 504, "Дарина", language=language)
    for number in (601, 602):
        await neighbour(town, number=number, language=language)
    await needs_approval_from(town, 2)
    await drafted(town)
    await submitted(town)
    await town.settle(petro, oksana)
    asked = seen(say("told-request-asked", by="Оксана", number=1))
    assert not [m for m in petro.received if m.text.startswith(asked)]

    # By buttons that they were never given.
    for chat, why in ((oksana, "broadcast-approve-own"), (petro, "broadcast-approve-new")):
        for forged in (ApprovePress(WATER, 1), AskRefusalPress(WATER, 1)):
            await chat.press_data(forged.pack())
            assert chat.toast == say(why)
        await chat.press_data(FollowPress(WATER).pack())
        card = await chat.until_text(say("told-approvals", done=0, needed=1), say(why))
        assert say("told-approve") not in card.buttons
    assert (await told(town)).state is BroadcastState.REQUESTED

    # A day after the role was given it may.
    await town.forward(timedelta(hours=2))
    await petro.press_data(ApprovePress(WATER, 1).pack())
    assert petro.toast == say("told-approved-toast")
    await petro.press_data(ApprovePress(WATER, 1).pack())
    assert petro.toast == say("told-changed-meanwhile")
    assert (await audited(town)).count("approved") == 1


async def test_a_request_is_taken_back_and_its_approver_hears_so(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor, oksana = await administrator(town, language), await official(town, language)
    await neighbour(town, language=language)
    await needs_approval_from(town, 1)
    await drafted(town)
    await submitted(town)
    await ihor.until_button(say("told-look"))
    await oksana.press_data(FollowPress(WATER).pack())
    await press(oksana, say("told-take-back"))
    await oksana.until_text(say("told-draft", number=1))
    await ihor.until_text(say("told-taken-back", number=1))
    await ihor.press(say("told-look"))
    assert ihor.toast == say("told-changed-meanwhile")
    # Editing takes back too.
    await submitted(town)
    again = await ihor.until_button(say("told-look"))
    await reworded(town, replace(CONTENT, texts={"uk": "Води не буде до вечора."}))
    await ihor.until_text(say("told-taken-back", number=1))
    await ihor.press_data(PreviewPress(WATER, 2).pack(), message=again.id)
    assert ihor.toast == say("told-changed-meanwhile")
    await ihor.until_any(say("told-draft", number=1))


async def test_an_urgent_one_needs_two_and_goes_at_night(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor, oksana = await administrator(town, language), await official(town, language)
    daryna = await colleague(town, 504, "Дарина", language=language)
    olena = await neighbour(town, language=language)
    # Three in the morning.
    await town.move_to(town.now.replace(hour=1) + timedelta(days=1))
    await drafted(town, urgent="Прорвало трубу")
    await submitted(town)
    asked = await ihor.until_text(say("told-request-asked", by="Оксана", number=1))
    assert seen(say("told-asked-urgent")) in asked.text
    await press(ihor, say("told-look"))
    await ihor.until_text("Прорвало трубу", say("told-approvals", done=0, needed=2))
    await press(ihor, say("told-approve"))
    assert ihor.toast == say.n("told-approved-left", 1)
    await ihor.until_any(say("told-approvals", done=1, needed=2), say("broadcast-approved-already"))
    await oksana.until_text(say.n("told-approved-partly", 1, number=1, by="Ігор"))
    await town.tick()
    await town.settle(olena)
    assert not [m for m in olena.received if WORDS[language] in m.text]

    await press(daryna, say("told-look"))
    await daryna.until_text(say("told-approved-by", name="Ігор"))
    await press(daryna, say("told-approve"))
    await town.tick()
    await olena.until_text(WORDS[language], seen(say("broadcast-urgent-mark")))


async def test_one_person_alone_waits_a_quarter_of_an_hour_beside_a_stop_button(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    oksana = await official(town, language)
    olena = await neighbour(town, language=language)
    await needs_approval_from(town, 1, is_single_handed=True)
    await drafted(town)
    await submitted(town)
    left = say.n("told-minutes", 15)
    alone = await oksana.until_text(say("told-alone-notice", number=1, left=left))
    await oksana.press(say("told-open"), message=alone.id)
    await oksana.until_text("10:15", left)
    await town.forward(timedelta(minutes=14))
    await press(oksana, say("told-refresh"))
    await oksana.until_text(say.n("told-minutes", 1))
    await press(oksana, say("told-stop"))
    await oksana.until_text(say("told-stop-sure-early", number=1))
    await press(oksana, say("told-stop-yes"))
    await oksana.until_text(say("told-never-begun", number=1))
    # Not written in vain: a copy begins anew.
    assert say("broadcast-copy") in oksana.last.buttons
    await town.forward(timedelta(minutes=5))
    await town.settle(olena)
    assert not [m for m in olena.received if WORDS[language] in m.text]
    await oksana.press_data(StopPress(WATER, True).pack(), message=alone.id)
    assert oksana.toast == say("broadcast-is-stopped", number=1)
    assert await audited(town) == ["written", "sent-single-handed", "stopped"]


async def test_one_person_alone_takes_a_correction_back_and_what_was_sent_stays(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    oksana, olena = await official(town, language), await neighbour(town, language=language)
    await drafted(town)
    await submitted(town)
    await town.tick()
    await olena.until_text(WORDS[language])
    await needs_approval_from(town, 1, is_single_handed=True)
    await oksana.press_data(CorrectPress(WATER).pack())
    await press(oksana, say("told-write-uk"))
    await oksana.until_text(say("told-ask-text-uk", number=1))
    await oksana.send("Воду дадуть о 12:00")
    shown = await oksana.until_text(say("told-correct-alone", minutes=15))
    assert say("told-correct-ask") not in shown.buttons
    await press(oksana, say("broadcast-send"))
    left = say.n("told-minutes", 15)
    told = await oksana.until_text(say("told-alone-correction", number=1, left=left))
    assert say("told-stop") not in told.buttons
    # Looked at, it is said to go by itself, not to wait for somebody else.
    await press(oksana, say("told-look-correction"))
    shown = await oksana.until_text("10:15", say.n("told-asked-recipients", 1))
    assert say("told-drop-correction") in shown.buttons
    await oksana.press(say("told-drop-correction"), message=told.id)
    assert oksana.toast == say("told-correction-dropped")
    await town.forward(timedelta(minutes=20))
    await town.settle(olena)
    assert [m.text for m in olena.received if WORDS[language] in m.text]
