"""Telegram's limits of pace: so many calls a second, so many messages a chat and a group."""

import math
from collections import deque
from dataclasses import dataclass, field

from sandbox.refusal import too_many

_SENDS = frozenset(
    {
        "sendMessage", "sendPhoto", "sendDocument", "sendVoice", "sendMediaGroup", "sendLocation",
        "sendContact", "sendPoll", "forwardMessage", "copyMessage",
    }
)  # fmt: skip
_EDITS = frozenset(
    {
        "editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup",
        "deleteMessage", "deleteMessages", "stopPoll", "pinChatMessage", "unpinChatMessage",
        "unpinAllChatMessages",
    }
)  # fmt: skip


@dataclass(slots=True)
class Window:
    """At most so many within so many seconds, strictly."""

    most: float
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        if len(self.times) < max(self.most, 1):
            return 0.0
        return self.times[0] + self.seconds - now

    def take(self, now: float) -> None:
        self.times.append(now)


@dataclass(slots=True)
class Bucket:
    """One token comes back every so often; a small burst is forgiven."""

    pace: float
    burst: int
    full_at: float = 0.0

    def wait(self, now: float) -> float:
        return max(0.0, self.full_at - self.pace * (self.burst - 1) - now)

    def take(self, now: float) -> None:
        self.full_at = max(self.full_at, now) + self.pace


class Limits:
    def __init__(self, *, enabled: bool = False, scale: float = 1.0) -> None:
        self.enabled = enabled
        self.scale = scale
        self.burst = 3
        self._overall: dict[int, Window] = {}
        self._chats: dict[tuple[int, int], Bucket] = {}
        self._groups: dict[tuple[int, int], Window] = {}

    def view(self) -> dict[str, object]:
        return {"enabled": self.enabled, "scale": self.scale, "burst": self.burst}

    def change(
        self, *, enabled: bool | None = None, scale: float | None = None, burst: int | None = None
    ) -> None:
        self.enabled = self.enabled if enabled is None else enabled
        self.scale = self.scale if scale is None else scale
        self.burst = self.burst if burst is None else burst
        self._overall, self._chats, self._groups = {}, {}, {}

    def check(self, bot: int, method: str, chat: int | str | None, now: float) -> None:
        """Count the call, or refuse it with the seconds after which it may come again."""
        if not self.enabled or not (method in _SENDS or method in _EDITS):
            return
        number = chat if isinstance(chat, int) else hash(chat)
        key = (bot, number)
        buckets: list[Window | Bucket] = [self._chat(key)]
        if method in _SENDS:
            buckets.append(self._overall.setdefault(bot, Window(30 * self.scale, 1.0)))
            if number < 0:
                buckets.append(self._groups.setdefault(key, Window(20 * self.scale, 60.0)))
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.take(now)

    def _chat(self, key: tuple[int, int]) -> Bucket:
        bucket = self._chats.get(key)
        if bucket is None:
            if len(self._chats) > 200_000:
                self._chats.clear()
            burst = max(1, round(self.burst * self.scale))
            bucket = self._chats[key] = Bucket(1.0 / self.scale, burst)
        return bucket
