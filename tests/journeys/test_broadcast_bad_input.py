"""What an official does wrong while writing an announcement is said in a sentence."""

from civic.broadcasts.model import BroadcastState
from civic.channels.model import Channel, ChatKind, KnownChat
from civic.kernel.ids import ChatId
from handlers.presses.broadcasts import DraftPress
from tests.journeys.running_town import IHOR, OKSANA, TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.journeys.writing_broadcasts import (
    SHEVCHENKA,
    begin,
    neighbour,
    only_one,
    press,
    written,
)


async def test_a_name_in_braces_that_does_not_exist_is_refused(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await begin(official, say)
    await official.send("Вітаємо, {прізвище}!")
    await official.until_text(say("broadcast-field-unknown", name="прізвище"))
    await official.send("Вітаємо, {ім'я}!")
    await official.until_button(say("broadcast-check"))


async def test_a_text_over_the_limit_in_one_language_is_refused_by_its_name(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await written(official, say)
    await press(official, say("broadcast-languages-of"))
    await press(official, say("broadcast-write-in", language=say("language-en")))
    await official.until_text(say("broadcast-ask-text-en"))
    await official.send("Hello, {name}! " + "a" * 4030)
    await official.until_text(say("broadcast-text-long-en", limit="", over="").split(":")[0])
    assert set((await only_one(town)).content.texts) == {"uk"}


async def test_a_file_over_fifty_megabytes_and_what_cannot_be_sent_are_refused(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await begin(official, say)
    await official.send_sticker()
    await official.until_text(say("broadcast-content-kind"))
    document = {
        "file_id": "big", "file_unique_id": "big", "file_name": "план.zip",
        "file_size": 60 * 1024 * 1024,
    }  # fmt: skip
    person = {"id": OKSANA, "is_bot": False, "first_name": "Оксана", "language_code": language}
    chat = {"id": OKSANA, "type": "private", "first_name": "Оксана"}
    message = {"message_id": 9000, "date": 1, "chat": chat, "from": person, "document": document}
    await town.sandbox.inject({"message": message})
    await official.until_text(say("broadcast-file-large", limit=50))
    async with town.wiring.storage.reading() as work:
        assert await work.broadcasts.in_states(TOWN, set(BroadcastState), limit=9) == []


async def test_an_audience_that_nobody_belongs_to_is_refused(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await written(official, say)
    await press(official, say("broadcast-check"))
    shown = await official.until_text(say("broadcast-nobody"))
    assert say("broadcast-send") not in shown.buttons


async def test_a_channel_where_the_bot_may_not_post_is_refused(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    async with town.wiring.storage.writing() as work:
        for chat, title, can_post in ((-1001, "Новини", True), (-1002, "Двір", False)):
            kind, now = ChatKind.CHANNEL, town.now
            await work.known_chats.put(
                KnownChat(
                    id=ChatId(chat), kind=kind, title=title, can_post=can_post, added_by=IHOR,
                    learnt_at=now,
                )
            )  # fmt: skip
            await work.channels.put(
                Channel(
                    community=TOWN, chat=ChatId(chat), kind=kind, title=title, can_post=can_post,
                    place=None, bound_by=IHOR, bound_at=now,
                )
            )  # fmt: skip
    await written(official, say)
    await press(official, say("broadcast-outlets-of"))
    await press(official, "⚠ Двір")
    assert official.toast == say("broadcast-no-right", title="Двір")
    await press(official, "Новини")
    await official.until_button("✓ Новини")
    assert (await only_one(town)).channels == (ChatId(-1001),)


async def test_a_resident_cannot_press_an_officials_button(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await written(official, say)
    olena = await neighbour(town, "Олена", 601, SHEVCHENKA, language=language)
    data = DraftPress((await only_one(town)).id).pack()
    await olena.press_data(data, message=olena.last.id)
    assert olena.toast == say("not-allowed")
