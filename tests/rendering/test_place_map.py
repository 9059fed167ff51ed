"""The map of a place, as a resident sees it on a phone."""

import asyncio
import re
from html import unescape
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from civic.kernel.ids import CommunityId, PlaceId
from civic.kernel.language import LANGUAGES, Language
from civic.places.maps import DrawnArea, DrawnBuilding, Mark, PlaceMap, place_map
from civic.places.model import PlaceKind, Point
from locales.catalog import say
from rendering import mapping
from rendering.mapping import MapDrawer
from rendering.place_map import SIDE, map_png, map_svg
from tests.drawn_town import CENTRE, LINDENS, book
from tests.placed_town import square

TOWN = CommunityId(7)


async def shown(
    *, chosen: PlaceId | None = LINDENS, pin: Point | None = None, marks: tuple[Mark, ...] = (),
    language: Language = "uk",
) -> PlaceMap:  # fmt: skip
    found = await place_map(
        TOWN, chosen=chosen, pin=pin, marks=marks, language=language, places=book()
    )
    assert found is not None
    return found


def words(svg: str) -> set[str]:
    return {unescape(found) for found in re.findall(r"<text[^>]*>([^<]*)</text>", svg)}


async def test_the_courtyard_its_houses_and_its_street_are_named() -> None:
    svg = map_svg(await shown(), say("uk"))
    assert {"Липовий двір <1>", "1", "3", "5", "вул. Садова", "100 м"} <= words(svg)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_distances_are_told_in_the_readers_language(language: Language) -> None:
    unit = "m" if language == "en" else "м"
    assert f"100 {unit}" in words(map_svg(await shown(language=language), say(language)))


async def test_the_street_stands_outside_the_yard_on_the_side_of_its_houses() -> None:
    svg = map_svg(await shown(), say("uk"))
    written = re.search(r'translate\(([\d.]+) ([\d.]+)\) rotate\((-?[\d.]+)\)"><text[^>]*>вул', svg)
    assert written is not None
    across, down, turn = map(float, written.groups())
    assert SIDE * 0.2 < across < SIDE * 0.7
    assert down > SIDE * 0.8
    assert abs(turn) < 5


async def test_the_pin_points_at_the_very_spot() -> None:
    seen = await shown(chosen=None, pin=CENTRE)
    picture = Image.open(BytesIO(map_png(seen, say("uk")))).convert("RGB")
    assert picture.size == (1_080, 1_080)
    above, below = picture.getpixel((540, 525)), picture.getpixel((540, 552))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert above[0] > 180
    assert above[1] < 80
    assert min(below) > 180


async def test_every_mark_is_there_by_its_sign_and_names_make_room_for_them() -> None:
    marks = tuple(
        Mark(point=Point(latitude=50.561, longitude=29.981 + 0.00002 * n), label=sign)
        for n, sign in enumerate("ABCDE")
    )
    svg = map_svg(await shown(marks=marks), say("uk"))
    assert set("ABCDE") <= words(svg)
    name = re.search(r'y="([\d.]+)"[^>]*>Липовий', svg)
    assert name is not None
    assert abs(float(name.group(1)) - SIDE / 2) > 15


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.floats(29.97, 29.99), st.floats(50.55, 50.57)), min_size=0, max_size=9),
    st.text(max_size=120),
)
def test_whatever_outline_and_name_a_town_has_its_map_is_drawn(
    corners: list[tuple[float, float]], name: str
) -> None:
    ring = (*corners, corners[0]) if corners else ()
    odd = ((ring,),)
    seen = PlaceMap(
        language="uk",
        centre=CENTRE,
        metres=500,
        areas=[
            DrawnArea(id=1, name=name, kind=PlaceKind.COURTYARD, area=odd, is_chosen=True),
            DrawnArea(id=2, name=name, kind=PlaceKind.DISTRICT, area=square(29.98, 50.56)),
        ],
        buildings=[
            DrawnBuilding(street=name, number=name[:9], within=1, point=None, area=odd),
            DrawnBuilding(street=name, number="1", within=2, point=CENTRE),
            DrawnBuilding(street=name, number="2", within=2, point=CENTRE),
        ],
        marks=[Mark(point=CENTRE, label=name[:3])],
        pin=CENTRE,
    )
    assert map_png(seen, say("uk")).startswith(b"\x89PNG")


async def test_the_same_map_is_drawn_once_however_many_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawer, seen = MapDrawer(), await shown()
    runs: list[str] = []
    run = drawer._children.run

    async def counted(arguments: list[str], written: bytes) -> None:
        runs.append(arguments[0])
        await run(arguments, written)

    monkeypatch.setattr(drawer._children, "run", counted)
    first, second = await asyncio.gather(drawer.draw(seen), drawer.draw(seen))
    assert first == second == await drawer.draw(await shown())
    assert runs == ["map"]

    monkeypatch.setattr(mapping, "KEPT", 1)
    await drawer.draw(await shown(pin=CENTRE))
    await drawer.draw(seen)
    assert runs == ["map"] * 3
