"""Addresses looked up on a map of the world, where the town's own list does not know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from civic.kernel.ids import CommunityId, GeocodingId, ResidentId
from civic.kernel.language import Language
from civic.places.model import Box, Point
from civic.places.rules.folding import cleaned

KEPT = timedelta(days=90)
PATIENCE = timedelta(minutes=1)
"""Whoever waits for longer is told that the map does not answer."""
OFFERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What the map calls it, and where it is."""

    title: str
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoding:
    """What was found for some words in some language; None while it is still to be asked."""

    id: GeocodingId
    found: tuple[Spot, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSpots:
    community: CommunityId
    id: GeocodingId
    typed: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """Who waits for it, and for the request that they were writing then."""

    resident: ResidentId
    draft: int


class GeocoderSilent(Exception):  # noqa: N818 - a service that does not answer is nothing unusual
    """No answer, or none that can be read."""

    def __init__(self, why: str, *, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait
        """Seconds for which it asks to be left alone."""


class Geocoder(Protocol):
    async def search(self, typed: str, *, within: Box, language: Language) -> Sequence[Spot]:
        """The best first. Raise GeocoderSilent."""


class Geocodings(Protocol):
    """What was asked of the map before, what is to be asked, and whose turn it is to ask."""

    async def seek(
        self, community: CommunityId, typed: str, language: Language, geocoding: GeocodingId,
        *, now: datetime,
    ) -> Geocoding:  # fmt: skip
        """The one that is known for these words, else a new one under the id given."""

    async def geocoding(self, community: CommunityId, geocoding: GeocodingId) -> Geocoding | None:
        """None when it was forgotten."""

    async def wanted(self, *, limit: int) -> list[WantedSpots]:
        """In every town, for which somebody still waits; the longest waiting first."""

    async def overdue(self, moment: datetime, *, limit: int) -> list[WantedSpots]:
        """In every town, those that were wanted before this moment, whoever waits."""

    async def answer(
        self, community: CommunityId, geocoding: GeocodingId, found: Sequence[Spot]
    ) -> list[Seeker]:
        """Those who waited, and do no more; nobody when it was answered already."""

    async def drop(self, community: CommunityId, geocoding: GeocodingId) -> list[Seeker]:
        """Unanswered; those who waited, and do no more."""

    async def take_turn(self, *, seconds: float) -> bool:
        """For the whole installation: nobody else asks for so long. False while somebody does."""

    async def rest(self, *, seconds: float) -> None:
        """Whoever has the turn is done; the next may ask after so long."""

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        """In every town; return how many."""


def asked_words(typed: str) -> str:
    """By which an answer is found again: the same words in capitals are the same."""
    return cleaned(typed).casefold()
