"""What the pages of Open311 need of the process behind them; bot/pages.py fills it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from civic.unit_of_work import Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Open311:
    read: Read
    now: Callable[[], datetime]
    public_url: str | None = None
    """Under which these pages are reached; else as whoever asks calls us."""
