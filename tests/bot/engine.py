"""Starts, watches, stops and kills processes of the bot for tests, and compares their ledgers."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text

from civic.kernel.outbox import MessageState
from storage.engines import Database
from tests.sandbox_client import ROOT, Sandbox

PATIENCE = 60.0
HASTE = {
    "bot.inbox.LEASE_SECONDS": 1.0,
    "storage.delivery.LEASE_SECONDS": 1.0,
    "bot.sender.DOUBT_SECONDS": 0.5,
}
"""On PostgreSQL what a dead process held is free after this; in real life after a minute."""
S = MessageState


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nursery(folder: Path) -> Iterator[str]:
    """The program that bots are forked from; gives the address of its socket."""
    address = str(folder / "engine")
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.bot.engine_process", address],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "listening\n"
        yield address
    finally:
        program.kill()
        program.wait()


@dataclass
class Running:
    """One process of the bot: what it writes, and how it is ended."""

    pid: int
    reading: asyncio.StreamReader
    writer: asyncio.StreamWriter
    lines: list[str] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    is_over: bool = False
    watching: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, address: str, wish: dict[str, Any]) -> Self:
        reader, writer = await asyncio.open_unix_connection(address)
        writer.write(json.dumps(wish).encode() + b"\n")
        await writer.drain()
        first = (await reader.readline()).decode().split()
        assert first[:1] == ["pid"], first
        made = cls(int(first[1]), reader, writer)
        made.watching = asyncio.create_task(made._watch())
        return made

    async def _watch(self) -> None:
        while line := await self.reading.readline():
            await self._note(line.decode())
        self.is_over = True
        await self._note("")

    async def _note(self, line: str) -> None:
        async with self.changed:
            self.lines.append(line)
            self.changed.notify_all()

    @property
    def log(self) -> str:
        return "".join(self.lines)

    async def says(self, piece: str, *, times: int = 1) -> None:
        """Wait until that stands in its log so many times."""
        await self._until(
            lambda: self.log.count(piece) >= times, f"{piece!r} in {self.log[-3000:]}"
        )

    async def ended(self) -> bool:
        """Wait until it is gone; whether it ended by itself and well."""
        await self._until(lambda: self.is_over, "its end")
        self.writer.close()
        return "ended well" in self.log

    async def _until(self, wanted: Callable[[], bool], what: str) -> None:
        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(lambda: wanted() or self.is_over)
            assert wanted(), f"the process is gone; waited for {what}: {self.log[-3000:]}"

    async def stop(self) -> bool:
        os.kill(self.pid, signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        await self.ended()


@dataclass
class Engine:
    """A bot on one database at one sandbox, started as often as a test likes."""

    address: str
    sandbox: Sandbox
    database_url: str
    folder: Path
    counting: bool = True
    """With a router that counts what it is told; else with those of the product."""
    running: list[Running] = field(default_factory=list)

    async def start(
        self, *roles: str, constants: dict[str, Any] | None = None, **more: str
    ) -> Running:
        environment = {
            "VICHE_BOT_TOKEN": self.sandbox.token,
            "VICHE_TELEGRAM_API": self.sandbox.url,
            "VICHE_DATABASE_URL": self.database_url,
            "VICHE_DATA_DIR": str(self.folder),
            "VICHE_PACE_SCALE": "0",
            "VICHE_LOG_FORMAT": "json",
            **more,
        }
        wish = {
            "environment": environment,
            "roles": roles or ["bot"],
            "constants": constants or {},
            "counting": self.counting,
        }
        made = await Running.start(self.address, wish)
        self.running.append(made)
        await made.says('"ready"')
        return made

    async def close(self) -> None:
        for process in self.running:
            if not process.is_over:
                await process.kill()

    async def rows(self, query: str) -> list[Any]:
        database = Database(self.database_url)
        try:
            async with database.reading() as connection:
                return list(await connection.execute(text(query)))
        finally:
            await database.close()

    async def settled(self) -> None:
        """Wait until all updates are done and all messages have left."""
        await self.sandbox.idle(patience=PATIENCE)
        async with asyncio.timeout(PATIENCE):
            while True:
                (waiting,) = await self.rows(
                    "SELECT (SELECT count(*) FROM inbox WHERE state = 'ready') AS updates, "
                    "(SELECT count(*) FROM outbox WHERE state < 2) AS messages"
                )
                if not waiting.updates and not waiting.messages:
                    return
                # Something more is still to leave: until the next call, or a moment.
                last = (await self.sandbox.get("/control/calls", limit=1))["last"]
                await self.sandbox.get("/control/calls", after=last, timeout=0.5)

    async def conversations(self) -> dict[int, dict[str, Any]]:
        """What each person's updates added up to."""
        found = await self.rows("SELECT chat_id, data FROM conversations")
        return {
            row.chat_id: json.loads(row.data) if isinstance(row.data, str) else row.data
            for row in found
        }

    async def compare(self) -> Counter[MessageState]:
        """Each message that people got is in the ledger and the other way round.

        Only what the ledger lists as unknown may or may not have arrived. Returns how many
        messages ended in which state.
        """
        rows = await self.rows("SELECT chat_id, method, state, message_id FROM outbox ORDER BY id")
        sends = [row for row in rows if row.method.startswith(("send", "notice"))]
        calls = await self.sandbox.calls()
        arrived = Counter(
            (call["chat"], call["message_id"])
            for call in calls
            if call["ok"] and call["method"].startswith("send") and "message_id" in call
        )
        # A card is sent once and edited from then on, by rows of their own.
        written = Counter({(row.chat_id, row.message_id) for row in sends if row.state == S.SENT})
        assert max(arrived.values(), default=1) == 1
        assert written <= arrived, "written down as sent, but nobody got it"
        extra = Counter(chat for chat, _ in (arrived - written).elements())
        doubtful = Counter(row.chat_id for row in sends if row.state == S.UNKNOWN)
        assert extra <= doubtful, "somebody got what the ledger does not know of"
        return Counter(S(row.state) for row in rows)
