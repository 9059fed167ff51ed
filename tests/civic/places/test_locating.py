"""Where a location falls."""

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.kernel.ids import PlaceId
from civic.places.model import Area, Point
from civic.places.rules.locating import (
    box_around,
    box_of,
    holds,
    locate,
    metres_between,
    metres_to,
)
from tests.placed_town import LINDEN, ORCHARD, STATION, building, courtyard, square

INSIDE_LINDEN = Point(latitude=50.561, longitude=29.981)
BESIDE_LINDEN = Point(latitude=50.561, longitude=29.9835)
OCEAN = Point(latitude=0, longitude=-30)
YARDS = [
    courtyard(LINDEN, "Липовий двір", None, square(29.98, 50.56)),
    courtyard(STATION, "Двір 2", None, square(29.99, 50.56)),
]


def test_a_location_inside_an_outline_is_that_courtyard() -> None:
    located = locate(INSIDE_LINDEN, YARDS, {})
    assert located.inside is not None
    assert located.inside.id == LINDEN
    assert located.near == ()


def test_a_location_beside_it_is_near_and_to_be_confirmed() -> None:
    located = locate(BESIDE_LINDEN, YARDS, {})
    assert located.inside is None
    assert [(near.place.id, near.metres) for near in located.near] == [(LINDEN, 106)]


def test_a_location_in_the_ocean_is_nowhere() -> None:
    located = locate(OCEAN, YARDS, {})
    assert located.inside is None
    assert located.near == ()


def test_a_hole_is_outside_and_the_yard_in_it_is_inside() -> None:
    ring, hole = square(0, 0, 0.01)[0][0], square(0.004, 0.004)[0][0]
    outer = courtyard(LINDEN, "Навколо", None, ((ring, hole),))
    inner = courtyard(STATION, "Усередині", None, ((hole,),))
    middle = Point(latitude=0.005, longitude=0.005)
    assert not holds(outer.area, middle)
    assert locate(middle, [outer, inner], {}).inside == inner


def test_of_two_overlapping_outlines_the_smaller_is_meant() -> None:
    wide = courtyard(STATION, "Більший", None, square(29.97, 50.55, 0.05))
    located = locate(INSIDE_LINDEN, [wide, YARDS[0]], {})
    assert located.inside == YARDS[0]


def test_a_building_nearby_stands_for_its_undrawn_courtyard() -> None:
    orchard = courtyard(ORCHARD, "Сад", None)
    house = building(104, "Садова", "5", ORCHARD, Point(latitude=50.58, longitude=30.0))
    same = building(105, "Садова", "7", ORCHARD, Point(latitude=50.5801, longitude=30.0))
    located = locate(Point(latitude=50.5805, longitude=30.0), [house, same], {ORCHARD: orchard})
    assert [(near.place.id, near.metres) for near in located.near] == [(ORCHARD, 44)]


def test_metres_are_those_of_the_globe() -> None:
    kyiv, nemishaieve = (
        Point(latitude=50.4501, longitude=30.5234),
        Point(latitude=50.5636, longitude=30.0931),
    )
    assert metres_between(kyiv, nemishaieve) == pytest.approx(32_950, rel=0.01)
    assert metres_to(courtyard(ORCHARD, "Сад", None), kyiv) is None


@settings(deadline=None)
@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(0, 359), st.floats(0, 299))
def test_whatever_is_within_300_metres_is_in_the_box_around(
    latitude: float, longitude: float, bearing: float, metres: float
) -> None:
    start = Point(latitude=latitude, longitude=longitude)
    north = metres * math.cos(math.radians(bearing)) / 111_195
    east = metres * math.sin(math.radians(bearing)) / 111_195 / math.cos(math.radians(latitude))
    other = Point(latitude=latitude + north, longitude=longitude + east)
    assert box_around(start).holds(other)


# Timings say nothing on a busy machine.
@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=3, max_size=8, unique=True
    ),
    st.floats(-6, 6),
    st.floats(-6, 6),
)
def test_inside_is_what_geometry_calls_inside(
    corners: list[tuple[int, int]], x: float, y: float
) -> None:
    outline = shapely.Polygon(corners)
    point = shapely.Point(x, y)
    if not outline.is_valid or outline.boundary.distance(point) < 1e-9:
        return
    ring = tuple((float(a), float(b)) for a, b in (*corners, corners[0]))
    area: Area = ((ring,),)
    assert holds(area, Point(latitude=y, longitude=x)) is bool(outline.contains(point))


def test_the_box_of_a_place_holds_its_corners_and_an_undrawn_place_has_none() -> None:
    box = box_of(YARDS[0])
    assert box is not None
    assert (box.west, box.south) == (29.98, 50.56)
    assert box_of(courtyard(PlaceId(5), "Сад", None)) is None
