"""How a broadcast of the demo's year is written down: who told whom what, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from civic.kernel.language import Language
from civic.residents.model import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom it was meant for; nothing named: the whole town."""

    districts: tuple[int, ...] = ()
    """From 0, in the order of the town's list."""
    courtyards: tuple[str, ...] = ()
    saved: str = ""
    """The name of a saved audience."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A colleague said no at first, and why; its author wrote it anew."""

    reason: str
    text: str
    """What was asked for at first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Its author stopped it when so many messages had left."""

    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """Its author put a new text in its place so many minutes later."""

    text: str
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """Its author had it deleted so many minutes later."""

    after: int


Turn = Refused | Stopped | Corrected | Recalled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PastBroadcast:
    """`days` count back from today, negative ones are still to come; hours are the town's."""

    author: str
    """Who of the cast wrote it."""
    topic: Topic
    uk: str
    others: Mapping[Language, str] = field(default_factory=dict)
    days: int
    at: tuple[int, int]
    to: Reach = Reach()
    outlets: tuple[str, ...] = ()
    """The keys of the channels and groups where it was published besides."""
    read: float = 0.0
    """Which part of those who got it pressed “I have read it”; 0: there was no such button."""
    link: tuple[str, str] | None = None
    """What stands on a button, and where it leads."""
    urgent: str = ""
    """Why it had to go at once."""
    doubtful: int = 0
    """Of so many nobody knows whether they got it."""
    turn: Turn | None = None

    @property
    def texts(self) -> Mapping[Language, str]:
        return {"uk": self.uk, **self.others}
