"""Command menus of officials' chats: what is shown, and the calls that change it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.command_menu import Command
from civic.kernel.ids import AccountId, BotId
from storage.outbox import ANSWERS, Call, SqlOutbox
from storage.tables.conversation import command_menus
from storage.upsert import insert_for


class SqlCommandMenus:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot
        self._outbox = SqlOutbox(connection, bot=bot)

    async def shown(self) -> Mapping[AccountId, str]:
        rows = await self._connection.execute(
            select(command_menus.c.account_id, command_menus.c.shown).where(
                command_menus.c.bot_id == self._bot
            )
        )
        return {AccountId(row.account_id): row.shown for row in rows}

    async def show(
        self, account: AccountId, menu: str, commands: Sequence[Command], *, now: datetime
    ) -> None:
        listed = [{"command": one.name, "description": one.about} for one in commands]
        insert = insert_for(self._connection, command_menus).values(
            bot_id=self._bot, account_id=account, shown=menu
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["bot_id", "account_id"], set_={"shown": menu}
            )
        )
        await self._call(account, "setMyCommands", {"commands": listed}, now=now)

    async def take_away(self, account: AccountId, *, now: datetime) -> None:
        await self._connection.execute(
            delete(command_menus).where(
                command_menus.c.bot_id == self._bot, command_menus.c.account_id == account
            )
        )
        await self._call(account, "deleteMyCommands", {}, now=now)

    async def _call(
        self, account: AccountId, method: str, params: Mapping[str, object], *, now: datetime
    ) -> None:
        payload = {**params, "scope": {"type": "chat", "chat_id": account}}
        call = Call(chat=account, method=method, payload=payload, lane=ANSWERS, paced=False)
        await self._outbox.put([call], now=now)
