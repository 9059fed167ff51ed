"""What the pages of Open311 need of the process behind them; bot/pages.py fills it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from civic.kernel.ids import IdMaker
from civic.kernel.photos import Darkroom
from civic.unit_of_work import Begin, Read

FetchPicture = Callable[[str], Awaitable[bytes | None]]
"""The picture under an address; None whatever stands in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open311:
    begin: Begin
    read: Read
    now: Callable[[], datetime]
    new_id: IdMaker
    darkroom: Darkroom
    fetch: FetchPicture
    public_url: str | None = None
    """Under which these pages are reached; else as whoever asks calls us."""
