"""While a resident writes: where lines go, and what waits to be placed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from civic.communities.model import Community
from civic.dialogues.model import Dialogue, LineKind, Words
from civic.kernel.ids import AgencyId, BroadcastId, DialogueId
from civic.unit_of_work import Work
from handlers.dialogues.desks import town_of
from handlers.screens.dialogues.residents import writing_screen
from handlers.screens.screen import Screen
from locales.catalog import Say

MOST_PENDING = 20


class TalkForm(StatesGroup):
    writing = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereto:
    """What a line is for: a dialogue there is, or one that begins with it."""

    dialogue: DialogueId | None = None
    agency: AgencyId | None = None
    about: BroadcastId | None = None
    sitting: int | None = None
    """The first line of those that are acknowledged on one card."""
    count: int = 0
    """How many they are already."""


async def ask_for_lines(
    where: Whereto,
    community: Community,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
    *,
    note: str = "",
) -> Screen:
    """Wait for lines, and say who will read them."""
    await sit(state, where)
    desk = (await town_of(community, work)).desk(where.agency, now)
    return writing_screen(desk, community, note=note, say=say)


async def sit(state: FSMContext, where: Whereto) -> None:
    await state.set_state(TalkForm.writing)
    await state.update_data(
        dialogue=where.dialogue,
        agency=where.agency,
        about=where.about,
        sitting=where.sitting,
        count=where.count,
    )


async def is_asked_already(dialogue: Dialogue, state: FSMContext) -> bool:
    """A button pressed twice asks once; after the first line it may ask anew."""
    if await state.get_state() != TalkForm.writing.state:
        return False
    data = await state.get_data()
    return data.get("dialogue") == dialogue.id and not data.get("count")


def into(dialogue: Dialogue) -> Whereto:
    return Whereto(dialogue=dialogue.id, agency=dialogue.agency, about=dialogue.about)


async def is_said_already(message: Message, state: FSMContext) -> bool:
    """An album comes as several messages: they are one thing and get one answer."""
    if message.media_group_id is None:
        return False
    if (await state.get_data()).get("album") == message.media_group_id:
        return True
    await state.update_data(album=message.media_group_id)
    return False


def noted(words: Words) -> dict[str, Any]:
    return {
        "kind": words.kind.value,
        "text": words.text,
        "file": words.telegram_file,
        "latitude": words.latitude,
        "longitude": words.longitude,
    }


def pending_words(kept: dict[str, Any]) -> Words:
    return Words(
        kind=LineKind(kept["kind"]),
        text=kept["text"],
        telegram_file=kept["file"],
        latitude=kept["latitude"],
        longitude=kept["longitude"],
    )
