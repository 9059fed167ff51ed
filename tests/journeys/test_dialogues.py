"""A resident and the office speak to each other, from the first word to "not solved"."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from civic.communities.model import Agency, Official, Role
from civic.dialogues.model import DialogueState
from civic.kernel.ids import AccountId, AgencyId, BroadcastId, DialogueId, ResidentId
from civic.kernel.language import Translated
from civic.kernel.outbox import Notice, Recipient
from handlers.presses.dialogues import TakePress
from storage.tables.broadcasts import broadcasts
from storage.tables.outbox import outbox
from tests.journeys.running_town import AGENCY, IHOR, TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.journeys.test_survey_answer import neighbour, put_yard
from tests.sandbox.pictures import png
from tests.sandbox_client import PersonChat

WATER = BroadcastId(7100)
OFFICES = {"uk": "Благоустрій", "en": "Improvements", "ru": "Благоустройство"}
OGG = b"OggS" + b"\0" * 200


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def administrator(town: RunningTown, language: str = "uk") -> PersonChat:
    """Ігор has opened the bot before: it may write to him."""
    ihor = await town.administrator(language=language)
    await ihor.ask("/menu")
    return ihor


async def official(town: RunningTown, language: str = "uk") -> PersonChat:
    oksana = await town.official(language=language)
    await oksana.ask("/menu")
    return oksana


async def put_utilities(town: RunningTown) -> None:
    """A second agency, which nobody serves."""
    name = Translated({"uk": "Водоканал", "en": "Waterworks", "ru": "Водоканал"})
    async with town.wiring.storage.writing() as work:
        await work.officials.put_agency(Agency(id=AgencyId(2), community=TOWN, name=name))


async def told(town: RunningTown, chat: PersonChat) -> int:
    """A broadcast of the improvements agency has come; which message it is."""
    answer = await town.sandbox.call("sendMessage", chat_id=chat.id, text="Завтра без води")
    message = int(answer["result"]["message_id"])
    row: dict[str, Any] = {}
    filled: dict[str, Any] = {
        "BigInteger": 0, "SmallInteger": 0, "Integer": 0, "String": "", "Text": "", "JSON": {},
        "Boolean": False, "Moment": town.now,
    }  # fmt: skip
    for column in broadcasts.columns:
        if not column.nullable and column.server_default is None:
            row[column.name] = filled[type(column.type).__name__]
    row |= {"community_id": TOWN, "id": WATER, "number": 5, "agency_id": AGENCY}
    async with town.wiring.storage.writing() as work:
        await work.connection.execute(broadcasts.insert().values(row))
        notice = Notice(
            to=AccountId(chat.id), community=TOWN, key="broadcast", params={"broadcast": WATER}
        )
        bulk = await work.bulks.begin(notice, now=town.now)
        await work.bulks.add(TOWN, bulk, [Recipient(to=AccountId(chat.id))], now=town.now)
        await work.connection.execute(
            outbox.update()
            .where(outbox.c.content_id == bulk)
            .values(state=2, message_id=message, final_at=town.now)
        )
    return message


async def dialogues(town: RunningTown) -> list[tuple[DialogueState, int | None, list[str]]]:
    """How each stands, with whom, and what was said in it."""
    async with town.wiring.storage.reading() as work:
        found: list[tuple[DialogueState, int | None, list[str]]] = []
        for number in range(1, 9):
            asked = "SELECT id FROM dialogues WHERE number = " + str(number)
            row = (await work.connection.exec_driver_sql(asked)).first()
            if row is not None:
                one = await work.dialogues.dialogue(TOWN, DialogueId(row.id))
                said = await work.dialogues.lines(TOWN, one.id, offset=0, limit=99)
                words = [line.text or line.kind.value for line in reversed(said)]
                found.append((one.state, one.agency, words))
        return found


def office(language: str) -> str:
    return voice(language)("dialogue-town-office")


async def test_from_the_first_word_to_not_solved(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    ihor = await administrator(town, language)
    # Straight to writing where there is nothing to choose, with who reads it and what it is not.
    await olena.send("/talk")
    asked = await olena.until_text(
        say("dialogue-write", office=office(language)).replace("<b>", "").replace("</b>", ""),
        say("help-hours", text="пн–пт 9–18"),
        "112",
    )
    assert say("dialogue-readers-town") in asked.text

    # Several lines, one card, and the office hears once.
    await olena.send("Не світить ліхтар біля третього під'їзду")
    await olena.until_text(say.n("dialogue-received", 1, number=1, office=office(language)))
    await olena.send_photo(png(), "Ось він")
    await olena.send_voice(OGG)
    await olena.send_location(50.561, 30.081)
    card = await olena.until_text(say.n("dialogue-received", 4, number=1, office=office(language)))
    assert card.edited
    assert [m for m in olena.received if m.text.startswith("✓")] == [card]
    await ihor.until_text("Олена: Не світить ліхтар")
    assert len([m for m in ihor.received if "Олена" in m.text]) == 1

    # The office counts who waits, takes it, sees everything, answers.
    await ihor.send("/office")
    entry = say("office-entry-counted", entry=say("office-dialogues"), count="1")
    await press(ihor, entry)
    await press(ihor, f"● {say('dialogue-listed', number=1, office=office(language))}")
    await ihor.until_text("Не світить ліхтар", "Двір на Шевченка, 12", say("dialogue-kind-voice"))
    await press(ihor, say("dialogue-take"))
    await ihor.until_text(say("dialogue-held-by-you"))
    await press(ihor, say("dialogue-whole"))
    await ihor.until(lambda chat: {"photo", "voice"} <= {m.kind for m in chat.received})
    await press(ihor, say("dialogue-answer-button"))
    await ihor.until_text(say("dialogue-ask-answer", number=1, office=office(language)))
    await ihor.send("Завтра буде електрик & драбина")
    await ihor.until_any(say("dialogue-sent", number=1))
    heard = await olena.until_text("Завтра буде електрик & драбина")
    assert "Ігор" not in heard.text
    assert office(language) in heard.text

    # What is typed next is for nobody by mistake.
    await ihor.send("Дякую всім")
    await ihor.until_text(say("fallback-text"))

    # A reply to the answer goes on with it; closing is heard and can be denied.
    await olena.send("Дякую, чекаю", reply_to=heard.id)
    await ihor.until_text("Олена: Дякую, чекаю")
    await press(ihor, say("dialogue-open"))
    await press(ihor, say("dialogue-close"))
    await press(ihor, say("dialogue-close-plain"))
    await olena.until_text(say("dialogue-closed", number=1))
    await press(olena, say("dialogue-not-solved"))
    await olena.until_text(say("dialogue-reopened", number=1))
    await ihor.until_text(say("dialogue-not-solved").lower()[:6])
    await olena.send("Ліхтар знову згас")
    await olena.until_text(say.n("dialogue-received", 1, number=1, office=office(language)))
    ((state, agency, words),) = await dialogues(town)
    assert state is DialogueState.WAITING_FOR_OFFICE
    assert agency is None
    assert words == [
        "Не світить ліхтар біля третього під'їзду", "Ось він", "voice", "location",
        "Завтра буде електрик & драбина", "Дякую, чекаю", "Ліхтар знову згас",
    ]  # fmt: skip


async def test_a_reply_to_a_broadcast_goes_to_whoever_sent_it(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    oksana = await official(town, language)
    message = await told(town, olena)
    await olena.send("А скільки часу?", reply_to=message)
    await olena.until_text(say.n("dialogue-received", 1, number=1, office=OFFICES[language]))
    await olena.send("Дуже треба знати")
    await olena.until_text(say.n("dialogue-received", 2, number=1, office=OFFICES[language]))
    await olena.send("І чи буде підвезення?", reply_to=message)
    await olena.until_text(say.n("dialogue-received", 3, number=1, office=OFFICES[language]))
    notice = await oksana.until_text("Олена: А скільки часу?")
    await press(oksana, say("dialogue-open"))
    await oksana.until_text(say("dialogue-about-broadcast", number=5))
    # An official may simply reply to the news of it, too.
    await oksana.send("До вечора", reply_to=notice.id)
    await olena.until_text("До вечора", OFFICES[language])
    assert await dialogues(town) == [
        (
            DialogueState.WAITING_FOR_RESIDENT, AGENCY,
            ["А скільки часу?", "Дуже треба знати", "І чи буде підвезення?", "До вечора"],
        )
    ]  # fmt: skip


async def test_a_reply_amid_a_survey_is_passed_on_and_the_survey_waits(town: RunningTown) -> None:
    say = voice("uk")
    await put_yard(town)
    olena = await neighbour(town)
    message = await told(town, olena)
    await press(olena, say("menu-surveys"))
    await press(olena, "Двір на Шевченка, 12")
    await press(olena, say("survey-button-begin"))
    asked = await olena.until_button(say("survey-answer-hard"))
    await olena.send("Коли дадуть воду?", reply_to=message)
    await olena.until_text(say("dialogue-form-waits"))
    # An answer typed as a reply to the question itself is an answer to it.
    await olena.send("Абракадабра", reply_to=asked.id)
    await olena.until(lambda chat: len([m for m in chat.messages if m.own]) >= 3)
    await town.sandbox.idle()
    ((_, _, words),) = await dialogues(town)
    assert words == ["Коли дадуть воду?"]


async def test_an_album_is_one_thing_on_either_side(town: RunningTown) -> None:
    say = voice("uk")
    olena, ihor = await neighbour(town), await administrator(town)
    await olena.send("/talk")
    await olena.until_text("112")
    await olena.send_album([{"photo": _b64(png())}, {"photo": _b64(png())}])
    await olena.until_text(say.n("dialogue-received", 2, number=1, office=office("uk")))
    await press(ihor, say("dialogue-take"))
    await press(ihor, say("dialogue-whole"))
    await ihor.until(lambda chat: len([m for m in chat.received if m.kind == "photo"]) == 2)
    await press(ihor, say("dialogue-answer-button"))
    await ihor.until_text(say("dialogue-ask-answer", number=1, office=office("uk")))
    await ihor.send_album([{"photo": _b64(png())}, {"photo": _b64(png())}])
    await olena.until(lambda chat: len([m for m in chat.received if m.kind == "photo"]) == 2)
    await ihor.until_any(say("dialogue-sent", number=1))
    await ihor.ask("/menu")
    assert len([m for m in ihor.received if m.text == say("dialogue-sent", number=1)]) == 1


async def test_one_of_several_offices_is_chosen_and_it_may_pass_on(town: RunningTown) -> None:
    say = voice("uk")
    await put_utilities(town)
    olena, oksana = await neighbour(town), await official(town)
    ihor = await administrator(town)
    await press(olena, say("menu-talk"))
    await olena.until_text(say("dialogue-which-office"))
    await press(olena, "Благоустрій")
    readers = await olena.until_text(say("dialogue-readers-agency", office="Благоустрій"))
    assert say("home") in readers.buttons
    await olena.send("Тече труба")
    await oksana.until_text("Олена: Тече труба")
    # An administrator reads it too, but was not told: it is the agency's.
    assert not [m for m in ihor.received if "Тече" in m.text]
    await press(oksana, say("dialogue-take"))
    await ihor.send("/office")
    counted = say("office-entry-counted", entry=say("office-dialogues"), count="1")
    await press(ihor, counted)
    await press(ihor, "● № 1 · Благоустрій · Оксана")
    seen = await ihor.until_text(say("dialogue-held-by", name="Оксана"))
    assert say("dialogue-answer-button") not in seen.buttons
    await press(oksana, say("dialogue-pass"))
    await press(oksana, say("dialogue-to-office", office="Водоканал"))
    # Nobody serves the waterworks: what comes there is the town office's.
    await olena.until_text(say("dialogue-moved", number=1, office="Водоканал"))
    await ihor.until_text(say("dialogue-passed", number=1, office="Водоканал", by="Оксана")
                          .replace("<b>", "").replace("</b>", ""))  # fmt: skip


async def test_only_one_takes_it_and_the_other_sees_who(town: RunningTown) -> None:
    say = voice("uk")
    olena, ihor = await neighbour(town), await administrator(town)
    oksana = await official(town)
    await olena.send("/talk")
    await olena.until_text("112")
    await olena.send("Де мій двір на мапі?")
    await oksana.until_text("Де мій двір")
    mine = await ihor.until_text("Де мій двір")
    await press(oksana, say("dialogue-take"))
    await ihor.until(lambda chat: "У роботі: Оксана" in chat.message(mine.id).text)
    await ihor.send("/office")
    await press(ihor, say("office-entry-counted", entry=say("office-dialogues"), count="1"))
    await press(ihor, "● № 1 · Приймальня громади · Оксана")
    card = await ihor.until_text(say("dialogue-held-by", name="Оксана"))
    ((state, _, _),) = await dialogues(town)
    assert state is DialogueState.WAITING_FOR_OFFICE
    async with town.wiring.storage.reading() as work:
        (going,) = await work.dialogues.open_of(TOWN, ResidentId(601))
    await ihor.press_data(TakePress(going.id).pack(), message=card.id)
    assert ihor.toast == say("dialogue-taken-by", number=1, name="Оксана")


async def test_what_is_written_after_the_end_is_asked_about_and_not_lost(town: RunningTown) -> None:
    say = voice("uk")
    olena, ihor = await neighbour(town), await administrator(town)
    await olena.send("/talk")
    await olena.until_text("112")
    await olena.send("Питання перше")
    await olena.until_text(say.n("dialogue-received", 1, number=1, office=office("uk")))
    await press(ihor, say("dialogue-open"))
    await press(ihor, say("dialogue-close"))
    await ihor.until_text(say("dialogue-ask-close", number=1))
    await ihor.send("Зробили")
    closed = await olena.until_text("Зробили", say("dialogue-closed", number=1))
    for into, number in ((say("dialogue-into-new"), 2), (say("dialogue-into-old"), 1)):
        await olena.send("А ще одне", reply_to=closed.id)
        await olena.until_text(say("dialogue-over-words", number=1))
        await press(olena, into)
        await olena.until_any(say.n("dialogue-received", number and 1, number=number,
                                    office=office("uk")))  # fmt: skip
    assert [words for _, _, words in await dialogues(town)] == [
        ["Питання перше", "Зробили", "А ще одне"],
        ["А ще одне"],
    ]


async def test_what_cannot_be_passed_on_is_said_once(town: RunningTown) -> None:
    say = voice("uk")
    olena = await neighbour(town)
    await olena.send("/talk")
    await olena.until_text("112")
    await olena.send_sticker()
    await olena.until_text(say("dialogue-kind-refused"))
    await olena.send("а" * 3001)
    await olena.until_text(say("dialogue-text-long", limit=say.number(3000)))
    for number in range(20):
        await olena.send(f"Рядок {number}")
    await olena.until_text(say.n("dialogue-received", 20, number=1, office=office("uk")))
    await olena.send("Ще")
    await olena.until_text(say("dialogue-lines-full", limit=20))
    await olena.send_album([{"photo": _b64(png())}, {"photo": _b64(png())}])
    full = say("dialogue-lines-full", limit=20)
    await olena.until(lambda chat: len([m for m in chat.received if m.text == full]) == 2)
    # A command leads out, and what was passed on stays.
    await olena.send("/cancel")
    await olena.until_any(say("cancel-lines-kept"))
    assert len([m for m in olena.received if m.text == full]) == 2


async def test_five_open_ones_are_enough(town: RunningTown) -> None:
    say = voice("uk")
    olena = await neighbour(town)
    for number in range(1, 6):
        await olena.send("/talk")
        if number > 1:
            await press(olena, say("dialogue-new"))
        await olena.until_text("112")
        await olena.send(f"Справа {number}")
        await olena.until_text(say.n("dialogue-received", 1, number=number, office=office("uk")))
    await olena.send("/talk")
    await press(olena, say("dialogue-new"))
    assert olena.toast == say("dialogue-open-full", limit=5)


async def test_the_office_hears_that_an_answer_reached_nobody(town: RunningTown) -> None:
    say = voice("uk")
    olena, ihor = await neighbour(town), await administrator(town)
    await olena.send("/talk")
    await olena.until_text("112")
    await olena.send("Є хто?")
    await press(ihor, say("dialogue-take"))
    await olena.block()
    await town.sandbox.idle()
    await press(ihor, say("dialogue-answer-button"))
    await ihor.until_text(say("dialogue-ask-answer", number=1, office=office("uk")))
    await ihor.send("Є!")
    await ihor.until_any(say("dialogue-sent-unreachable", number=1))
    await ihor.until_text(say("dialogue-unreachable"))
    await ihor.send("/office")
    await press(ihor, say("office-dialogues"))
    await press(ihor, say("dialogues-tab-mine", count=1))
    await press(ihor, "№ 1 · Приймальня громади · Ігор")
    await ihor.until_text(say("dialogue-undelivered"))
    # Whoever comes back finds it.
    await olena.unblock()
    await olena.send("/talk")
    await press(olena, say("dialogue-of-mine", number=1, office=office("uk")))
    await olena.until_text("Є!", say("dialogue-state-resident"))


async def test_an_erased_resident_is_gone_from_the_office_too(town: RunningTown) -> None:
    say = voice("uk")
    olena, ihor = await neighbour(town), await administrator(town)
    await olena.send("/talk")
    await olena.until_text("112")
    await olena.send("Моя таємниця")
    await ihor.until_text("Моя таємниця")
    await olena.send("/privacy")
    await press(olena, say("privacy-tell-all"))
    sent = await olena.until_any(say("privacy-file"))
    (here,) = json.loads(await olena.download(sent))["towns"]
    (kept,) = here["dialogues"]
    assert [line["text"] for line in kept["lines"]] == ["Моя таємниця"]
    await olena.send("/privacy")
    await press(olena, say("privacy-erase"))
    await press(olena, say("erase-yes"))
    await olena.until_any(say("erase-done"))
    await press(ihor, say("dialogue-open"))
    assert ihor.toast == say("dialogue-gone")
    async with town.wiring.storage.reading() as work:
        for table in ("dialogues", "dialogue_lines", "outbox"):
            rows = await work.connection.exec_driver_sql(f"SELECT * FROM {table}")
            assert "таємниця" not in str(rows.all())


async def test_at_night_the_office_is_told_without_a_sound_and_a_name_only_if_so_wished(
    town: RunningTown,
) -> None:
    say = voice("uk")
    olena, ihor = await neighbour(town), await administrator(town)
    await town.forward(timedelta(hours=13))
    async with town.wiring.storage.writing() as work:
        here = await work.communities.community(TOWN)
        await work.communities.put(replace(here, names_officials=True))
    await olena.send("/talk")
    await olena.until_text("112")
    await olena.send("Не спиться")
    await press(ihor, say("dialogue-take"))
    await press(ihor, say("dialogue-answer-button"))
    await ihor.until_text(say("dialogue-ask-answer-named", number=1, office=office("uk")))
    await ihor.send("Нам теж")
    await olena.until_text("Нам теж", "Ігор")
    sent = await town.sandbox.calls("sendMessage")
    night = [call["params"] for call in sent if "Не спиться" in str(call["params"].get("text"))]
    assert night
    assert all(params.get("disable_notification") for params in night)


async def test_who_no_longer_serves_leaves_it_to_the_others(town: RunningTown) -> None:
    say = voice("uk")
    olena, ihor = await neighbour(town), await administrator(town)
    oksana = await official(town)
    message = await told(town, olena)
    await olena.send("Хто тут?", reply_to=message)
    await oksana.until_text("Хто тут?")
    await press(oksana, say("dialogue-take"))
    async with town.wiring.storage.writing() as work:
        await work.officials.remove(TOWN, AccountId(oksana.id))
        await work.officials.put(
            Official(
                community=TOWN, account=IHOR, role=Role.ADMINISTRATOR, agency=None, name="Ігор",
                since=town.now,
            )
        )  # fmt: skip
    await ihor.send("/office")
    await press(ihor, say("office-entry-counted", entry=say("office-dialogues"), count="1"))
    await press(ihor, "● № 1 · Благоустрій")
    await press(ihor, say("dialogue-take"))
    await ihor.until_text(say("dialogue-held-by-you"))


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()
