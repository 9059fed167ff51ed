"""The sandbox's own time: it flows as the wall clock does and can be moved forward."""

import time
from datetime import UTC, datetime, timedelta

from sandbox.refusal import ControlRefused


class Clock:
    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def seconds(self) -> float:
        return time.time() + self.offset

    def unix(self) -> int:
        return int(time.time() + self.offset)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    def forward(self, by: timedelta) -> None:
        if by < timedelta(0):
            raise ControlRefused(409, "the clock goes forward only")
        self.offset += by.total_seconds()

    def view(self) -> dict[str, object]:
        return {"now": self.now().isoformat(), "offset_seconds": round(self.offset, 3)}
