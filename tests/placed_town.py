"""A small town for tests of places: two districts, three courtyards, some buildings."""

from civic.communities.model import Community
from civic.kernel.ids import CommunityId, PlaceId
from civic.kernel.language import Translated
from civic.places.model import Area, Place, PlaceKind, Point
from storage.unit_of_work import SqlWork
from tests.calendar import MONDAY

TOWN = CommunityId(7)
ELSEWHERE = CommunityId(8)
NORTH, SOUTH = PlaceId(1), PlaceId(2)
LINDEN, STATION, ORCHARD = PlaceId(11), PlaceId(12), PlaceId(21)


def square(longitude: float, latitude: float, size: float = 0.002) -> Area:
    west, south, east, north = longitude, latitude, longitude + size, latitude + size
    return ((((west, south), (east, south), (east, north), (west, north), (west, south)),),)


def district(place: PlaceId, name: str) -> Place:
    return Place(
        id=place, community=TOWN, external_id=f"d{place}", kind=PlaceKind.DISTRICT, parent=None,
        name=Translated({"uk": name}),
    )  # fmt: skip


def courtyard(place: PlaceId, name: str, parent: PlaceId | None, area: Area = ()) -> Place:
    return Place(
        id=place, community=TOWN, external_id=f"c{place}", kind=PlaceKind.COURTYARD, parent=parent,
        name=Translated({"uk": name, "en": f"{name} (en)"}), area=area,
    )  # fmt: skip


def building(
    place: int, street: str, number: str, parent: PlaceId | None, point: Point | None = None
) -> Place:
    return Place(
        id=PlaceId(place), community=TOWN, external_id=f"b{place}", kind=PlaceKind.BUILDING,
        parent=parent, name=Translated({}), street=street, number=number, point=point,
    )  # fmt: skip


PLACES = (
    district(NORTH, "Північний"),
    district(SOUTH, "Південний"),
    courtyard(LINDEN, "Липовий двір", NORTH, square(29.98, 50.56)),
    courtyard(STATION, "Двір 2", NORTH, square(29.99, 50.56)),
    courtyard(ORCHARD, "Двір 10", SOUTH),
    building(101, "вул. Садова", "5", LINDEN, Point(latitude=50.561, longitude=29.981)),
    building(102, "вул. Садова", "5А", LINDEN),
    building(103, "вул. Садова", "12", STATION),
    building(104, "пров. Садовий", "5", ORCHARD, Point(latitude=50.58, longitude=30.0)),
    building(105, "вул. Лесі Українки", "14 к1", ORCHARD),
    building(106, "вул. Лесі Українки", "14 к1", ORCHARD),
    building(107, "бульв. Героїв Крут", "106A", STATION),
)


def community(town: CommunityId, slug: str) -> Community:
    return Community(
        id=town, slug=slug, name=Translated({"uk": "Містечко"}), timezone="Europe/Kyiv",
        languages=("uk", "en", "ru"), created_at=MONDAY,
    )  # fmt: skip


async def build_empty_towns(work: SqlWork) -> None:
    await work.communities.put(community(TOWN, "town"))
    await work.communities.put(community(ELSEWHERE, "elsewhere"))


async def build_placed_town(work: SqlWork) -> None:
    await build_empty_towns(work)
    for kind in PlaceKind:
        await work.places.put(TOWN, [place for place in PLACES if place.kind is kind])
