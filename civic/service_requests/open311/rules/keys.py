"""How keys look, how fast something may be brought with one, and what names it."""

import hashlib
import math
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from civic.kernel.refusal import Refusal

WITHIN = timedelta(hours=1)
HOURLY = (1, 100_000)
USUAL_HOURLY = 300
NAME_LIMIT = 100
_TOKEN = re.compile(r"[0-9A-Za-z._~-]{16,100}")
_POSITIVE = (1 << 63) - 1


class TooFast(Refusal):
    """Come back later; it says when."""

    def __init__(self, *, limit: int, seconds: int) -> None:
        super().__init__("open311-pace", limit=limit, minutes=math.ceil(seconds / 60))
        self.seconds = seconds


def check_pace(brought: Sequence[datetime], hourly: int, *, now: datetime) -> None:
    """`brought`: when something was, within the hour; the earliest first."""
    if len(brought) < hourly:
        return
    wait = brought[-hourly] + WITHIN - now
    raise TooFast(limit=hourly, seconds=max(1, math.ceil(wait.total_seconds())))


def check_token(token: str) -> str:
    """A name that a program gives what it brings: long enough that nobody guesses it."""
    if _TOKEN.fullmatch(token) is None:
        raise Refusal("open311-token-unfit")
    return token


def draft_of(token: str) -> int:
    """The draft that a request under this name is filed from."""
    digest = hashlib.sha256(f"open311:{token}".encode()).digest()
    return int.from_bytes(digest[:8]) & _POSITIVE


def token_of(*parts: str) -> str:
    """For what was given no name: the same from the same program on the same day is the same."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
