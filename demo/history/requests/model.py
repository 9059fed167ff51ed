"""How requests of the demo's year are written down: what people write, what the office says."""

from dataclasses import dataclass, field
from enum import StrEnum

NEIGHBOUR, OFFICE = "neighbour", "office"
"""One more of those who live there; whoever serves the agency that has it by then."""
ALL_YEAR = tuple(range(1, 13))


class Scene(StrEnum):
    """What a made picture shows, before it was mended and after."""

    LAMP = "lamp"
    BENCH = "bench"
    POTHOLE = "pothole"
    SWING = "swing"
    WASTE = "waste"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """What people ask for under one category, and how that mostly goes."""

    code: str
    share: float
    """How often, beside the others."""
    months: tuple[int, ...] = ALL_YEAR
    texts: tuple[str, ...]
    done: tuple[str, ...]
    """What the office said when it was done."""
    refused: tuple[str, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    """What the office asked back, and what it was told."""
    scene: Scene | None = None
    wrong: str = ""
    """To which office it goes by mistake now and then."""


class Course(StrEnum):
    """How a request of the year went."""

    CONFIRMED = "confirmed"
    """Done; its asker or two neighbours say so."""
    SILENT = "silent"
    """Done, and nobody says anything."""
    PLANNED = "planned"
    """Promised for a day, then done."""
    ASKED = "asked"
    """The office had to ask first."""
    LATE = "late"
    """Done after its day."""
    REOPENED = "reopened"
    """Said to be done too early."""
    PASSED_ON = "passed_on"
    WRONG_ADDRESS = "wrong_address"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    """Somebody had asked already."""


COURSES: dict[Course, float] = {
    Course.CONFIRMED: 0.34,
    Course.SILENT: 0.24,
    Course.PLANNED: 0.14,
    Course.ASKED: 0.06,
    Course.LATE: 0.05,
    Course.REOPENED: 0.03,
    Course.PASSED_ON: 0.03,
    Course.WRONG_ADDRESS: 0.03,
    Course.REFUSED: 0.04,
    Course.WITHDRAWN: 0.02,
    Course.MERGED: 0.02,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that somebody did about a request; `after`: hours since it was filed.

    `who`: of the cast by their key, a neighbour, the office; nobody: its asker.
    """

    after: float
    what: str
    """`accept`, `plan`, `start`, `finish`, `ask`, `answer`, `comment`, `say-yes`, `say-no`, `join`,
    `look`, `send-back`, `pass-on`, `refuse`, `merge`, `withdraw`, `appeal`, `answer-appeal`."""
    who: str = ""
    text: str = ""
    days: int = 0
    """Until the day it is planned for."""
    agency: str = ""
    residence: str = ""
    """Of whoever appeals; `text` is their full name."""

    @property
    def by_resident(self) -> bool:
        return self.who in {"", NEIGHBOUR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A request of which every step is told."""

    key: str
    hours: float
    """Ago."""
    who: str
    """Of the cast, or a courtyard, one more of whose neighbours asks each time."""
    code: str
    text: str
    building: str = ""
    """By its place's id; nothing: the asker's home."""
    asset: str = ""
    """What it is about, by its kind and external id."""
    address: str = ""
    """In mere words, where there is no place."""
    scene: Scene | None = None
    is_anonymous: bool = True
    kept_for: tuple[str, ...] = ()
    """Who of the cast hears of it when the demo starts."""
    deeds: tuple[Deed, ...] = field(default_factory=tuple)
