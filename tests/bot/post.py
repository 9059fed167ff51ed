"""A small bot over the real inbox, dispatcher and outbox, with a router made for tests."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.carrier import Carrier
from bot.chat import build_inbox_worker
from bot.dispatcher import InboxWorker
from bot.inbox import Intake
from bot.sender import Sender
from bot.wake import Bell
from civic.kernel.ids import BotId, IdMaker
from civic.kernel.refusal import Refusal
from handlers.effects import Reply, Send, Show
from handlers.person import Person
from handlers.screens.screen import Button, Screen
from storage.engines import Database
from storage.pace import Limits
from storage.plumbing import Installation
from storage.unit_of_work import SqlWork, Storage
from tests.bot.double import TelegramDouble
from tests.calendar import MONDAY
from tests.stores import RealTime

BOT = BotId(700)


def build_test_router() -> Router:
    router = Router()

    @router.message(Command("menu"))
    async def menu(_message: Message, state: FSMContext) -> Reply:
        count = (await state.get_data()).get("count", 0) + 1
        await state.set_data({"count": count})
        return Screen(text=f"menu {count}", rows=((Button(label="go", press="zz1.1"),),))

    @router.message(Command("form"))
    async def form(_message: Message) -> Reply:
        return Show(screen=Screen(text="form"), replaces=True)

    @router.message(Command("note", "refuse", "fail"))
    async def note(
        message: Message, state: FSMContext, work: SqlWork, person: Person, now: datetime
    ) -> Reply:
        """Writes something down, then goes on as the command says."""
        await state.set_data({"count": 100})
        await work.owner_codes.note_wrong(person.account.id, now=now)
        if message.text == "/refuse":
            raise Refusal("too-many-messages")
        if message.text == "/fail":
            raise ZeroDivisionError
        return None

    @router.callback_query()
    async def press(query: CallbackQuery) -> Reply:
        return Screen(text=f"pressed {query.data}")

    @router.message()
    async def anything(message: Message) -> Reply:
        return Send(screen=Screen(text=f"you said {len(message.text or '')}"))

    return router


@dataclass
class Post:
    storage: Storage
    worker: InboxWorker
    intake: Intake
    sender: Sender
    telegram: TelegramDouble
    clock: list[datetime]
    real: RealTime
    update_id: int = 0
    bells: dict[str, Bell] = field(default_factory=dict)

    async def arrives(self, *updates: dict[str, Any]) -> None:
        await self.intake.take(updates)

    async def settle(self) -> None:
        """Until nothing waits and nothing is due."""
        while await self.worker.work_off(limit=32):
            pass
        await self.sender.drain()

    def says(self, text: str, person: int = 1) -> dict[str, Any]:
        self.update_id += 1
        message = {
            "message_id": 1000 + self.update_id,
            "date": 1,
            "chat": {"id": person, "type": "private"},
            "from": {"id": person, "is_bot": False, "first_name": "Олена", "language_code": "uk"},
            "text": text,
        }
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return {"update_id": self.update_id, "message": message}

    def presses(self, data: str, message: int, person: int = 1) -> dict[str, Any]:
        self.update_id += 1
        return {
            "update_id": self.update_id,
            "callback_query": {
                "id": f"q{self.update_id}",
                "from": {"id": person, "is_bot": False, "first_name": "Олена"},
                "chat_instance": "1",
                "data": data,
                "message": {
                    "message_id": message,
                    "date": 1,
                    "text": "old",
                    "chat": {"id": person, "type": "private"},
                },
            },
        }

    def pass_time(self, amount: timedelta) -> None:
        """On the town's clock and in the world."""
        self.clock[0] += amount
        self.real.seconds += amount.total_seconds()


@asynccontextmanager
async def post_office(
    database: Database,
    folder: Path,
    *,
    limits: Limits | None = None,
    routers: Sequence[Router] | None = None,
    boot: str = "boot-1",
) -> AsyncIterator[Post]:
    new_id, real = IdMaker(), RealTime()
    storage = Storage(
        database,
        Installation(
            bot=BOT,
            files=folder,
            boot=boot,
            limits=limits or Limits(scale=0),
            new_id=new_id,
            real=real,
        ),
    )
    clock = [MONDAY]
    telegram = TelegramDouble()
    inbox_bell, outbox_bell = Bell(), Bell()

    def now() -> datetime:
        return clock[0]

    yield Post(
        storage=storage,
        worker=build_inbox_worker(
            storage,
            token=f"{BOT}:test-token-of-no-use",
            bot_username="viche_test_bot",
            now=now,
            inbox_bell=inbox_bell,
            outbox_bell=outbox_bell,
            new_id=new_id,
            routers=[build_test_router()] if routers is None else routers,
        ),
        intake=Intake(
            storage,
            telegram,  # type: ignore[arg-type]  # the double speaks like Telegram
            now=now,
            bell=inbox_bell,
            outbox_bell=outbox_bell,
        ),
        sender=Sender(
            storage,
            Carrier(telegram, files=folder),  # type: ignore[arg-type]  # as above
            now=now,
            bell=outbox_bell,
            inbox_bell=inbox_bell,
        ),
        telegram=telegram,
        clock=clock,
        real=real,
        bells={"inbox": inbox_bell, "outbox": outbox_bell},
    )
