"""Trouble on request: which call or update goes wrong, how, and how often."""

import itertools
import random
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusal import ControlRefused
from sandbox.world import Body, Bot

CALL_KINDS = frozenset({"delay", "drop_before", "drop_after", "http_5xx", "too_many"})
UPDATE_KINDS = frozenset({"duplicate_update", "reorder_updates", "undecodable_update"})


@dataclass(slots=True)
class Fault:
    id: int
    kind: str
    bot: int | None = None
    method: str | None = None
    chat: int | str | None = None
    times: int | None = None
    probability: float | None = None
    skip: int = 0
    seconds: float = 1.0
    retry_after: int = 1
    status: int = 502
    done: bool = False
    count: int = 2
    hits: int = 0

    def view(self) -> Body:
        names = ("id", "kind", "bot", "method", "chat", "times", "probability", "skip", "hits")
        own: dict[str, tuple[str, ...]] = {
            "delay": ("seconds",),
            "http_5xx": ("status", "done"),
            "too_many": ("retry_after",),
            "reorder_updates": ("count",),
        }
        shown = (*names, *own.get(self.kind, ()))
        return {name: getattr(self, name) for name in shown if getattr(self, name) is not None}

    def meant(self, bot: int, method: str, chat: Any) -> bool:
        if self.kind not in CALL_KINDS or self.times == 0:
            return False
        if self.bot is not None and self.bot != bot:
            return False
        if self.method is None:
            if method == "getUpdates":
                return False
        elif self.method.lower() != method.lower():
            return False
        return self.chat is None or str(self.chat) == str(chat)

    def strikes(self) -> bool:
        """Count this call; true when it is one of those that go wrong."""
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.probability is not None:
            chance = random.random()  # noqa: S311 -- nothing secret hangs on it
            if chance >= self.probability:
                return False
        if self.times is not None:
            self.times -= 1
        self.hits += 1
        return True


_TYPES: dict[str, type | tuple[type, ...]] = {
    "kind": str, "bot": int, "method": str, "chat": (int, str), "times": int,
    "probability": (int, float), "skip": int, "seconds": (int, float), "retry_after": int,
    "status": int, "done": bool, "count": int,
}  # fmt: skip


@dataclass
class Faults:
    active: list[Fault] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def add(self, wish: Body) -> Fault:
        for name, value in wish.items():
            if name not in _TYPES or not isinstance(value, _TYPES[name]):
                raise ControlRefused(400, f'a fault has no "{name}" like that')
        if wish.get("kind") not in CALL_KINDS | UPDATE_KINDS:
            kinds = ", ".join(sorted(CALL_KINDS | UPDATE_KINDS))
            raise ControlRefused(400, f"kind is one of {kinds}")
        if not 500 <= wish.get("status", 502) <= 599:
            raise ControlRefused(400, "status lies between 500 and 599")
        fault = Fault(id=next(self._numbers), **wish)
        if fault.times is None and fault.probability is None:
            fault.times = 1
        self.active.append(fault)
        return fault

    def arrange_updates(self, fault: Fault, bots: list[Bot]) -> None:
        """Trouble with updates is told to the queues, which know what comes next."""
        for bot in bots:
            if fault.bot is not None and fault.bot != bot.id:
                continue
            if fault.kind == "duplicate_update":
                bot.queue.repeat_next += fault.times or 1
            elif fault.kind == "undecodable_update":
                bot.queue.garble_next += fault.times or 1
            elif fault.kind == "reorder_updates":
                bot.queue.hold(fault.count)

    def shown(self, bots: list[Bot]) -> list[Body]:
        """Those that may still strike; what the queues have done with is over."""
        owed = {
            "duplicate_update": any(bot.queue.repeat_next for bot in bots),
            "undecodable_update": any(bot.queue.garble_next for bot in bots),
            "reorder_updates": any(bot.queue.holding for bot in bots),
        }
        self.active = [fault for fault in self.active if owed.get(fault.kind, True)]
        return [fault.view() for fault in self.active]

    def strike(self, bot: int, method: str, chat: Any) -> Fault | None:
        """The fault that this call meets, if any."""
        if not self.active:
            return None
        for fault in self.active:
            if fault.meant(bot, method, chat) and fault.strikes():
                if fault.times == 0:
                    self.active.remove(fault)
                return fault
        return None

    def remove(self, number: int | None, bots: list[Bot]) -> None:
        kept = [] if number is None else [f for f in self.active if f.id != number]
        if number is not None and len(kept) == len(self.active):
            raise ControlRefused(404, "no such fault")
        for fault in self.active:
            if fault in kept or fault.kind in CALL_KINDS:
                continue
            for bot in bots:
                bot.queue.repeat_next = bot.queue.garble_next = 0
                bot.queue.release()
        self.active = kept
