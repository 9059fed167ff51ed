"""What a process is made of: the database, the clock, the bells, the jobs. No aiogram here."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.clock import Clock
from bot.settings import Settings
from bot.wake import Bell
from civic.kernel.ids import BotId, IdMaker
from storage.engines import Database
from storage.pace import Limits
from storage.plumbing import Installation
from storage.unit_of_work import Storage


@dataclass(slots=True, kw_only=True)
class Wiring:
    settings: Settings
    storage: Storage
    clock: Clock
    new_id: IdMaker
    boot: str
    inbox_bell: Bell = field(default_factory=Bell)
    outbox_bell: Bell = field(default_factory=Bell)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def files(self) -> Path:
        return self.settings.files


@asynccontextmanager
async def wired(settings: Settings, *, bot_id: int) -> AsyncIterator[Wiring]:
    """Open the database (which must be migrated) and read the clock's offset."""
    new_id = IdMaker()
    boot = secrets.token_hex(16)
    database = Database(settings.database)
    installation = Installation(
        bot=BotId(bot_id),
        files=settings.files,
        boot=boot,
        limits=Limits(scale=settings.pace_scale),
        new_id=new_id,
    )
    storage = Storage(database, installation)
    wiring = Wiring(settings=settings, storage=storage, clock=Clock(), new_id=new_id, boot=boot)
    try:
        async with storage.reading() as work:
            wiring.clock.set_ahead(await work.clock.offset())
        yield wiring
    finally:
        await database.close()
