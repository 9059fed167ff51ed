"""A Telegram that is a list: records calls, answers as told, breaks where told."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.telegram import Answer, UnsureError, Upload


@dataclass
class TelegramDouble:
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    scripted: deque[Answer | Exception] = field(default_factory=deque)
    """What the next calls get; a BrokenAfter is recorded and then breaks."""
    files: dict[str, bytes] = field(default_factory=dict)
    downloads: int = 0

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        *,
        uploads: Mapping[str, Upload] | None = None,
        seconds: float = 0,
    ) -> Answer:
        outcome = self.scripted.popleft() if self.scripted else None
        if isinstance(outcome, Exception) and not isinstance(outcome, BrokenAfter):
            raise outcome
        if isinstance(outcome, Answer) and not outcome.ok:
            return outcome
        self.calls.append((method, dict(params or {}) | dict.fromkeys(uploads or (), "upload")))
        if isinstance(outcome, BrokenAfter):
            raise outcome.broken
        if outcome is not None:
            return outcome
        number = len(self.calls)
        result: Any = {"message_id": number} if method.startswith("send") else True
        if method.startswith("edit"):
            result = {"message_id": (params or {}).get("message_id")}
        if uploads:
            result["document"] = {"file_id": f"file-{number}"}
        return Answer(ok=True, result=result)

    async def download(self, file_id: str) -> bytes:
        if file_id not in self.files:
            raise UnsureError("wrong file_id")
        self.downloads += 1
        return self.files[file_id]

    def texts(self) -> list[str]:
        return [params.get("text", "") for _, params in self.calls if "text" in params]


class BrokenAfter(Exception):  # noqa: N818 - a script's line, not an error of ours
    """The call is done, then the wire breaks."""

    def __init__(self, broken: Exception) -> None:
        super().__init__("broken after")
        self.broken = broken
