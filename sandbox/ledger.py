"""Every Bot API call that arrived: who, what, when, and what came of it."""

import itertools
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.signals import Signal
from sandbox.telegram.parameters import Upload
from sandbox.world import Body

TEXT_SHOWN = 300
_SECRETS = frozenset({"secret_token", "certificate"})


@dataclass(slots=True)
class Entry:
    n: int
    at: float
    offset: float
    bot: int
    method: str
    chat: int | str | None
    params: dict[str, Any]
    ms: float
    message_id: int | None = None
    code: int | None = None
    error: str | None = None
    fault: str | None = None

    def view(self) -> Body:
        told: Body = {
            "n": self.n,
            "time": datetime.fromtimestamp(self.at, UTC).isoformat(),
            "virtual": datetime.fromtimestamp(self.at + self.offset, UTC).isoformat(),
            "bot": self.bot,
            "method": self.method,
            "chat": self.chat,
            "params": {name: _shown(name, value) for name, value in self.params.items()},
            "ok": self.code is None,
            "ms": round(self.ms, 2),
        }
        for name in ("message_id", "code", "error", "fault"):
            if getattr(self, name) is not None:
                told[name] = getattr(self, name)
        return told


def _shown(name: str, value: Any) -> Any:
    if name in _SECRETS:
        return "***"
    if isinstance(value, Upload):
        return f"file {value.name}, {len(value.content)} bytes"
    if isinstance(value, str) and len(value) > TEXT_SHOWN:
        return value[:TEXT_SHOWN] + "…"
    return value


class Ledger:
    def __init__(self, most: int = 200_000) -> None:
        self.entries: deque[Entry] = deque(maxlen=most)
        self.last = 0
        self.signal = Signal()

    def add(self, entry: Entry) -> None:
        self.last = entry.n
        self.entries.append(entry)
        self.signal.notify()

    def select(
        self,
        *,
        after: int | None,
        limit: int,
        method: str | None,
        chat: str | None,
        bot: int | None,
        ok: bool | None,
    ) -> list[Entry]:
        """Oldest first after a number; without one the newest."""

        def wanted(entry: Entry) -> bool:
            return (
                (method is None or entry.method.lower() == method.lower())
                and (chat is None or str(entry.chat) == chat)
                and (bot is None or entry.bot == bot)
                and (ok is None or ok == (entry.code is None))
            )

        if after is None:
            newest = itertools.islice(filter(wanted, reversed(self.entries)), limit)
            return list(newest)[::-1]
        first = self.entries[0].n if self.entries else 0
        later = itertools.islice(self.entries, max(0, after + 1 - first), None)
        return list(itertools.islice(filter(wanted, later), limit))
