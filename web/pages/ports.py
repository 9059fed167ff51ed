"""What the public pages need of the process behind them; bot/pages.py fills it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from civic.unit_of_work import Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    read: Read
    now: Callable[[], datetime]
    tile_url: str | None = None
    """`https://…/{z}/{x}/{y}.png`: pictures of the ground that browsers get from there."""
