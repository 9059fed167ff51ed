"""A few drawn streets, as a book that maps are made from."""

from collections.abc import Collection, Sequence
from typing import cast

from civic.kernel.ids import CommunityId, PlaceId
from civic.places.model import Box, Place, Point
from civic.places.ports import PlaceBook
from civic.places.rules.locating import box_of
from tests.placed_town import building, courtyard, district, square

LINDENS, STATION, NORTH = PlaceId(11), PlaceId(12), PlaceId(1)
CENTRE = Point(latitude=50.561, longitude=29.981)


class DrawnTown:
    def __init__(self, places: Sequence[Place]) -> None:
        self._places = {place.id: place for place in places}

    async def path(self, community: CommunityId, place: PlaceId) -> tuple[Place, ...]:
        found = [self._places[place]]
        while (above := found[-1].parent) is not None:
            found.append(self._places[above])
        return tuple(found)

    async def touching(
        self, community: CommunityId, box: Box, kinds: Collection[str], *, limit: int
    ) -> list[Place]:
        return [
            place
            for place in self._places.values()
            if (own := box_of(place)) is not None
            and place.kind in kinds
            and own.west <= box.east
            and own.east >= box.west
            and own.south <= box.north
            and own.north >= box.south
        ][:limit]


def book(*places: Place) -> PlaceBook:
    return cast(PlaceBook, DrawnTown(places or TOWN))


TOWN = (
    district(NORTH, "Північний"),
    courtyard(LINDENS, "Липовий двір <1>", NORTH, square(29.98, 50.56)),
    courtyard(STATION, "Вокзальний двір", NORTH, square(29.983, 50.56)),
    *(
        building(100 + n, "вул. Садова", str(n), LINDENS, Point(latitude=50.5605, longitude=at))
        for n, at in ((1, 29.9803), (3, 29.981), (5, 29.9817))
    ),
    building(110, "вул. Вокзальна", "7", STATION, Point(latitude=50.561, longitude=29.984)),
)
