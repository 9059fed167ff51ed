"""People who write to the office, officials who read, and a broadcast to reply to."""

import base64
from typing import Any

from civic.communities.model import Agency
from civic.dialogues.model import DialogueState
from civic.kernel.ids import AccountId, AgencyId, BroadcastId, DialogueId
from civic.kernel.outbox import Notice, Recipient
from locales.catalog import Say
from storage.tables.broadcasts import broadcasts
from storage.tables.outbox import outbox
from tests.journeys.running_town import AGENCY, TOWN, RunningTown, translated
from tests.journeys.speaking import voice
from tests.sandbox_client import PersonChat

WATER = BroadcastId(7100)
WATERWORKS = {"uk": "Водоканал", "en": "Waterworks", "ru": "Водоканал"}
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
    name = translated(WATERWORKS)
    async with town.wiring.storage.writing() as work:
        await work.officials.put_agency(Agency(id=AgencyId(2), community=TOWN, name=name))


async def asks_the_office(resident: PersonChat, words: str) -> None:
    """Whom to call at once stands first; then the words begin a dialogue."""
    await resident.send("/talk")
    await resident.until_text("112")
    await resident.send(words)


async def closes(official: PersonChat, say: Say) -> None:
    await press(official, say("dialogue-open"))
    await press(official, say("dialogue-close"))
    await press(official, say("dialogue-close-plain"))


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


def base64_of(content: bytes) -> str:
    return base64.b64encode(content).decode()
