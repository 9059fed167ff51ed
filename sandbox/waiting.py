"""Updates that wait for a bot: what is given out, confirmed, repeated, put out of order."""

import itertools
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.signals import Signal

Body = dict[str, Any]
LIFETIME = 24 * 3600
# Telegram gives these only to a bot that asks for them by name.
ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, eq=False)
class Waiting:
    """One update. A stubborn one outlives its confirmation until it was really given out."""

    body: Body
    number: int
    key: str = ""
    stubborn: bool = False
    given: bool = False
    arrived: float = field(default_factory=time.time)
    failures: int = 0
    retry_at: float = 0.0
    in_flight: bool = False


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40
    certificate: bytes | None = None
    last_error_at: int | None = None
    last_error: str | None = None


def _ignore() -> None:
    """Without a folder nothing is kept."""


class Queue:
    def __init__(self, next_id: int) -> None:
        self.next_id = next_id
        self.waiting: deque[Waiting] = deque()
        self.allowed: list[str] | None = None
        self.webhook: Webhook | None = None
        self.arrived = Signal()
        self.settled = Signal()
        self.touch: Callable[[], None] = _ignore
        self._held: list[Waiting] = []
        self._hold = 0
        self.repeat_next = 0
        self.garble_next = 0

    def wanted(self, kind: str) -> bool:
        if not self.allowed:
            return kind not in ASKED_FOR
        return kind in self.allowed

    def push(self, kind: str, content: Body, key: str = "") -> int | None:
        """Queue an update of a kind; None when the bot does not want that kind."""
        if not self.wanted(kind):
            return None
        if self.garble_next:
            self.garble_next -= 1
            self.inject({"message": {"message_id": "none", "date": [], "chat": "nowhere"}})
        number = self._number()
        entry = Waiting({"update_id": number, kind: content}, number, key)
        if self._hold:
            entry.stubborn = True
            self._held.append(entry)
            if len(self._held) >= self._hold:
                self.release()
        else:
            self._append(entry)
        if self.repeat_next:
            self.repeat_next -= 1
            self._append(Waiting(entry.body, number, key, stubborn=True))
        return number

    def inject(self, body: Body, repeat: int = 1, *, keep_id: bool = False) -> int | None:
        """Put a raw update into the queue as it is."""
        if "update_id" not in body and not keep_id:
            body = {"update_id": self._number(), **body}
        own = body.get("update_id")
        number = own if isinstance(own, int) and not isinstance(own, bool) else self.next_id
        late = isinstance(own, int) and number < self.next_id - 1
        if number >= self.next_id:
            self.next_id = number + (number == own)
        for turn in range(repeat):
            self._append(Waiting(body, number, stubborn=turn > 0 or late))
        return number if number == own else None

    def hold(self, count: int) -> None:
        """Give the next updates out in the opposite order."""
        self._hold = max(count, 2)

    @property
    def holding(self) -> bool:
        return self._hold > 0

    def release(self) -> None:
        held, self._held, self._hold = self._held, [], 0
        for entry in reversed(held):
            self._append(entry)

    def _number(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def _append(self, entry: Waiting) -> None:
        self.waiting.append(entry)
        self.arrived.notify()
        self.touch()

    def confirm(self, offset: int) -> None:
        """Forget what lies before the offset; a negative one counts from the end."""
        if not self.waiting or not offset:
            return
        while offset < 0 and len(self.waiting) > -offset:
            self.waiting.popleft()
        kept: list[Waiting] = []
        while self.waiting and (self.waiting[0].stubborn or self.waiting[0].number < offset):
            entry = self.waiting.popleft()
            if entry.number >= offset or (entry.stubborn and not entry.given):
                kept.append(entry)
        self.waiting.extendleft(reversed(kept))
        self._shrunk()

    def done(self, entry: Waiting) -> None:
        self.waiting.remove(entry)
        self._shrunk()

    def drop_all(self) -> None:
        self._held = []
        self.waiting.clear()
        self._shrunk()

    def _shrunk(self) -> None:
        self.touch()
        if not self.waiting:
            self.settled.notify()

    def page(self, limit: int) -> list[Body]:
        old = time.time() - LIFETIME
        while self.waiting and self.waiting[0].arrived < old:
            self.waiting.popleft()
        found = list(itertools.islice(self.waiting, limit))
        for entry in found:
            entry.given = True
        return [entry.body for entry in found]
