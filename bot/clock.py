"""The one clock: real time, in the demo ahead by an offset that all processes share."""

from datetime import UTC, datetime, timedelta


class Clock:
    """`now()` is real time plus the offset last read from the database (forward only)."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def set_ahead(self, seconds: float) -> None:
        self._ahead = timedelta(seconds=seconds)
