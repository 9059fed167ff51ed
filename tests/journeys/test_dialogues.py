"""A resident and the office speak to each other, from the first word to "not solved"."""

from civic.dialogues.model import DialogueState
from tests.journeys.running_town import AGENCY, OFFICES, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour, put_yard
from tests.journeys.writing_people import (
    OGG,
    administrator,
    asks_the_office,
    base64_of,
    closes,
    dialogues,
    office,
    official,
    press,
    told,
)
from tests.sandbox.pictures import png


async def test_from_the_first_word_to_not_solved(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    ihor = await administrator(town, language)
    # Straight to writing where there is nothing to choose, with who reads it and what it is not.
    await olena.send("/talk")
    asked = await olena.until_text(
        seen(say("dialogue-write", office=office(language))),
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
    await closes(ihor, say)
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


async def test_a_button_that_asks_for_words_asks_once_when_pressed_twice(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    await asks_the_office(olena, "Згас ліхтар")
    await closes(ihor, say)
    for _twice in range(2):
        await press(olena, say("dialogue-not-solved"))
    await olena.until(lambda chat: chat.toast == say("dialogue-asked-already"))
    asked = [m for m in olena.received if say("dialogue-reopened", number=1) in m.text]
    assert len(asked) == 1


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


async def test_a_reply_amid_a_survey_is_passed_on_and_the_survey_waits(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_yard(town)
    olena = await neighbour(town, language=language)
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


async def test_an_album_is_one_thing_on_either_side(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    await olena.send("/talk")
    await olena.until_text("112")
    await olena.send_album([{"photo": base64_of(png())}, {"photo": base64_of(png())}])
    await olena.until_text(say.n("dialogue-received", 2, number=1, office=office(language)))
    await press(ihor, say("dialogue-take"))
    await press(ihor, say("dialogue-whole"))
    await ihor.until(lambda chat: len([m for m in chat.received if m.kind == "photo"]) == 2)
    await press(ihor, say("dialogue-answer-button"))
    await ihor.until_text(say("dialogue-ask-answer", number=1, office=office(language)))
    await ihor.send_album([{"photo": base64_of(png())}, {"photo": base64_of(png())}])
    await olena.until(lambda chat: len([m for m in chat.received if m.kind == "photo"]) == 2)
    await ihor.until_any(say("dialogue-sent", number=1))
    await ihor.ask("/menu")
    assert len([m for m in ihor.received if m.text == say("dialogue-sent", number=1)]) == 1


async def test_what_is_written_after_the_end_is_asked_about_and_not_lost(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    await asks_the_office(olena, "Питання перше")
    await olena.until_text(say.n("dialogue-received", 1, number=1, office=office(language)))
    await press(ihor, say("dialogue-open"))
    await press(ihor, say("dialogue-close"))
    await ihor.until_text(say("dialogue-ask-close", number=1))
    await ihor.send("Зробили")
    closed = await olena.until_text("Зробили", say("dialogue-closed", number=1))
    for into, number in ((say("dialogue-into-new"), 2), (say("dialogue-into-old"), 1)):
        await olena.send("А ще одне", reply_to=closed.id)
        await olena.until_text(say("dialogue-over-words", number=1))
        await press(olena, into)
        await olena.until_any(say.n("dialogue-received", 1, number=number,
                                    office=office(language)))  # fmt: skip
    assert [words for _, _, words in await dialogues(town)] == [
        ["Питання перше", "Зробили", "А ще одне"],
        ["А ще одне"],
    ]


async def test_what_cannot_be_passed_on_is_said_once(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    await olena.send("/talk")
    await olena.until_text("112")
    await olena.send_sticker()
    await olena.until_text(say("dialogue-kind-refused"))
    await olena.send("а" * 3001)
    await olena.until_text(say("dialogue-text-long", limit=say.number(3000)))
    for number in range(20):
        await olena.send(f"Рядок {number}")
    await olena.until_text(say.n("dialogue-received", 20, number=1, office=office(language)))
    await olena.send("Ще")
    await olena.until_text(say("dialogue-lines-full", limit=20))
    await olena.send_album([{"photo": base64_of(png())}, {"photo": base64_of(png())}])
    full = say("dialogue-lines-full", limit=20)
    await olena.until(lambda chat: len([m for m in chat.received if m.text == full]) == 2)
    # A command leads out, and what was passed on stays.
    await olena.send("/cancel")
    await olena.until_any(say("cancel-lines-kept"))
    assert len([m for m in olena.received if m.text == full]) == 2


async def test_five_open_ones_are_enough(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    for number in range(1, 6):
        await olena.send("/talk")
        if number > 1:
            await press(olena, say("dialogue-new"))
        await olena.until_text("112")
        await olena.send(f"Справа {number}")
        await olena.until_text(
            say.n("dialogue-received", 1, number=number, office=office(language))
        )
    await olena.send("/talk")
    await press(olena, say("dialogue-new"))
    assert olena.toast == say("dialogue-open-full", limit=5)
