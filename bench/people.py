"""The people of a bench: each presses a button, waits for the screen, presses the next."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

FIRST_PERSON = 5_000_000
_MESSAGE = 77
Update = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is pressed: at each step one of several payloads.

    Without `rate` everybody presses at once, and again as soon as their screen has come. With it
    updates arrive as they like (Poisson), so many a second, until `count` have.
    """

    people: int
    steps: list[list[str]]
    rate: float | None = None
    count: int = 0
    seed: int = 1


@dataclass(slots=True, kw_only=True)
class Played:
    """Moments in seconds from the start, and how long each screen took to come."""

    screens: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Crowd:
    _update_id = 0  # goes on from one play to the next: a bot keeps its offset

    def __init__(
        self,
        script: Script,
        *,
        clock: Callable[[], float],
        send: Callable[[Update], None],
        over: Callable[[Played], None],
    ) -> None:
        self._script = script
        self._clock = clock
        self._send = send
        self._over = over
        self._dice = random.Random(script.seed)
        self._start = clock()
        self._step = dict.fromkeys(range(FIRST_PERSON, FIRST_PERSON + script.people), 0)
        self._pressed_at: dict[int, float] = {}
        self._played = Played()
        self._pressed = 0
        self._total = script.count if script.rate else script.people * len(script.steps)

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._script.rate:
            self._arrive_as_they_like(loop, self._clock())
        else:
            for person in list(self._step):
                self._press(person)

    def shown(self, chat: int) -> None:
        """The bot asks to show this person something."""
        pressed_at = self._pressed_at.pop(chat, None)
        if pressed_at is None:
            return
        moment = self._clock()
        self._played.screens.append(moment - self._start)
        self._played.waits.append(moment - pressed_at)
        if len(self._played.screens) == self._total:
            self._over(self._played)
        elif not self._script.rate and self._step[chat] < len(self._script.steps):
            self._press(chat)

    def _arrive_as_they_like(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        idle = [person for person in self._step if person not in self._pressed_at]
        self._press(self._dice.choice(idle))
        if self._pressed < self._total:
            # From the moment that was due, not from now: a late timer must not thin the stream.
            due += self._dice.expovariate(self._script.rate or 1.0)
            loop.call_at(due, self._arrive_as_they_like, loop, due)

    def _press(self, person: int) -> None:
        step = self._step[person]
        self._step[person] = (step + 1) % (len(self._script.steps) if self._script.rate else 10**9)
        Crowd._update_id += 1
        self._pressed += 1
        self._pressed_at[person] = self._clock()
        payload = self._dice.choice(self._script.steps[step])
        self._send(_press_update(Crowd._update_id, person, payload))


def _press_update(number: int, person: int, payload: str) -> Update:
    """As long as Telegram's: the pressed message comes with its text and buttons."""
    row = [[{"text": f"Варіант {n}", "callback_data": f"{payload[:40]}.{n}"}] for n in range(6)]
    return {
        "update_id": number,
        "callback_query": {
            "id": f"{number}0{person}",
            "from": {
                "id": person,
                "is_bot": False,
                "first_name": "Олена",
                "language_code": "uk",
            },
            "chat_instance": "-3141592653589793238",
            "data": payload,
            "message": {
                "message_id": _MESSAGE,
                "date": 1_700_000_000,
                "from": {
                    "id": 700,
                    "is_bot": True,
                    "first_name": "Bench",
                    "username": "viche_bench_bot",
                },
                "chat": {"id": person, "type": "private", "first_name": "Олена"},
                "text": "Чого найбільше бракує у вашому дворі?\n\nПитання 3 з 10. " * 3,
                "reply_markup": {"inline_keyboard": row},
            },
        },
    }
