"""The commands that Telegram shows beside the text field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    name: str
    about: str


class CommandMenus(Protocol):
    """Chats whose commands differ from everybody's: those of officials."""

    async def shown(self) -> Mapping[AccountId, str]:
        """Which menu each of these chats was last given."""

    async def show(
        self, account: AccountId, menu: str, commands: Sequence[Command], *, now: datetime
    ) -> None: ...

    async def take_away(self, account: AccountId, *, now: datetime) -> None:
        """Everybody's commands again."""
