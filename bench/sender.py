"""The sender alone: the product's own, on a ledger that is written out; until nothing is owed."""

import asyncio
import sys
from pathlib import Path

from bench.databases import BOT
from bench.town import now
from bot.carrier import Carrier
from bot.sender import Sender
from bot.telegram import Telegram
from bot.wake import Bell
from civic.kernel.ids import IdMaker
from civic.kernel.outbox import MessageState
from storage.engines import Database
from storage.pace import Limits
from storage.plumbing import Installation
from storage.unit_of_work import Storage

TOKEN = f"{BOT}:a-token-for-the-bench-alone-0001"


async def main(api: str, url: str, folder: Path) -> None:
    database = Database(url)
    installation = Installation(
        bot=BOT, files=folder, boot="sender", limits=Limits(scale=0), new_id=IdMaker()
    )
    storage = Storage(database, installation)
    stopping, bell = asyncio.Event(), Bell()
    async with Telegram(TOKEN, api) as telegram:
        sender = Sender(
            storage, Carrier(telegram, files=folder), now=now, bell=bell, inbox_bell=Bell()
        )
        running = asyncio.create_task(sender.run(stopping))
        while not await _is_over(storage):
            await asyncio.sleep(0.3)
        stopping.set()
        bell.ring()
        await running
    await database.close()


async def _is_over(storage: Storage) -> bool:
    async with storage.reading() as work:
        backlog = await work.delivery.backlog()
    return not backlog.get(MessageState.QUEUED) and not backlog.get(MessageState.LEASED)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
