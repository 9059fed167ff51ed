"""What a map of a place shows, before anybody draws it."""

import pytest

from civic.kernel.ids import CommunityId, PlaceId
from civic.places.maps import Mark, MarkKind, PlaceMap, box_of_square, place_map, read_place_map
from civic.places.model import Place, Point
from tests.drawn_town import CENTRE, LINDENS, book
from tests.placed_town import building, courtyard, square

TOWN = CommunityId(7)


async def shown(chosen: PlaceId | None, *, pin: Point | None = None, marks: tuple[Mark, ...] = (),
                places: tuple[Place, ...] = ()) -> PlaceMap:  # fmt: skip
    found = await place_map(
        TOWN, chosen=chosen, pin=pin, marks=marks, language="uk", places=book(*places)
    )
    assert found is not None
    return found


def near(latitude: float = 0.0, longitude: float = 0.0) -> Point:
    return Point(latitude=CENTRE.latitude + latitude, longitude=CENTRE.longitude + longitude)


async def test_a_courtyard_is_shown_whole_with_what_is_around_it() -> None:
    seen = await shown(LINDENS)
    assert [(area.name, area.is_chosen) for area in seen.areas] == [
        ("Липовий двір <1>", True),
        ("Вокзальний двір", False),
    ]
    assert {house.number for house in seen.buildings} >= {"1", "3", "5"}
    assert seen.centre.latitude == pytest.approx(CENTRE.latitude)
    assert 222 < seen.metres < 400


async def test_a_building_is_shown_in_its_courtyard() -> None:
    assert [area.is_chosen for area in (await shown(PlaceId(103))).areas] == [True, False]


async def test_only_a_pin_shows_what_is_around_it() -> None:
    seen = await shown(None, pin=near())
    assert seen.centre == seen.pin == near()
    assert seen.metres == 300
    assert not any(area.is_chosen for area in seen.areas)


async def test_near_marks_widen_the_map_and_far_ones_do_not() -> None:
    close = Mark(point=near(0.0015), label="1")
    far = Mark(point=near(0.5), label="2", kind=MarkKind.REQUEST)
    alone, seen = await shown(LINDENS), await shown(LINDENS, marks=(close, far))
    assert seen.marks == (close,)
    assert alone.metres <= seen.metres < 2 * alone.metres


async def test_marks_alone_are_enough_for_a_map() -> None:
    marks = tuple(Mark(point=near(0.0001 * n), label=str(n)) for n in range(5))
    assert (await shown(None, marks=marks)).marks == marks


async def test_a_pin_far_from_the_courtyard_is_what_is_shown() -> None:
    pin = Point(latitude=CENTRE.latitude + 0.1, longitude=CENTRE.longitude)
    found = building(300, "вул. Далека", "1", None, pin)
    yard = courtyard(LINDENS, "Двір", None, square(29.98, 50.56))
    seen = await shown(LINDENS, pin=pin, places=(yard, found))
    assert seen.pin == seen.centre == pin


@pytest.mark.parametrize("chosen", [None, PlaceId(5)])
async def test_where_nothing_was_drawn_there_is_no_map(chosen: PlaceId | None) -> None:
    undrawn = courtyard(PlaceId(5), "Без меж", None)
    pin = None if chosen else near()
    found = await place_map(TOWN, chosen=chosen, pin=pin, language="uk", places=book(undrawn))
    assert found is None


async def test_a_map_is_read_as_it_was_written_and_the_same_is_written_alike() -> None:
    mark = Mark(point=near(), label="1", kind=MarkKind.REQUEST, is_chosen=True)
    seen = await shown(LINDENS, pin=near(0.0001), marks=(mark,))
    assert read_place_map(seen.written()).written() == seen.written()
    assert (await shown(LINDENS, pin=near(0.0001), marks=(mark,))).written() == seen.written()


def test_a_square_is_as_high_as_it_is_wide() -> None:
    box = box_of_square(Point(latitude=60, longitude=30), 1_000)
    assert (box.east - box.west) == pytest.approx((box.north - box.south) * 2, rel=0.001)
