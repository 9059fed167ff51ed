"""One update being worked off: its transaction, its conversation, what it says."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from handlers.person import Person
from locales.catalog import Say
from storage.conversation import Conversation
from storage.unit_of_work import SqlWork


@dataclass(slots=True)
class Unit:
    """What the dispatcher hands through aiogram to the middlewares and back."""

    work: SqlWork
    now: datetime
    conversations: dict[tuple[int, int], Conversation]
    touched: dict[tuple[int, int], Conversation] = field(default_factory=dict)
    person: Person | None = None
    say: Say | None = None

    def conversation(self, chat: int, user: int) -> Conversation:
        """A copy of its own: a unit that fails must leave no trace."""
        key = (chat, user)
        if key not in self.touched:
            kept = self.conversations.get(key)
            self.touched[key] = Conversation(
                chat=chat,
                user=user,
                state=kept.state if kept else None,
                data=deepcopy(kept.data) if kept else {},
            )
        return self.touched[key]

    def changed(self) -> Iterator[Conversation]:
        """Those that are to be written: most answers leave the form where it was."""
        for key, now in self.touched.items():
            before = self.conversations.get(key)
            was = (before.state, before.data) if before else (None, {})
            if now.changed and (now.state, now.data) != was:
                yield now


class UnitStorage(BaseStorage):
    """aiogram's state of a conversation, kept in the unit and written with it."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        kept = self._of(key)
        kept.state = state.state if isinstance(state, State) else state
        kept.changed = True

    async def get_state(self, key: StorageKey) -> str | None:
        return self._of(key).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        kept = self._of(key)
        kept.data = dict(data)
        kept.changed = True

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(self._of(key).data)

    async def close(self) -> None:
        """Nothing of its own to close."""

    def _of(self, key: StorageKey) -> Conversation:
        return self._unit.conversation(key.chat_id, key.user_id)
