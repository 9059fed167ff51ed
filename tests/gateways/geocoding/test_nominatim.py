"""A map server that answers properly, and all that one may say instead."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from civic.places.model import Box, Point
from civic.service_requests.spots import GeocoderSilent, Spot
from gateways.geocoding.nominatim import LIMITS, Nominatim
from gateways.http.allowance import read_allowance
from gateways.http.outbound import Outbound
from tests.gateways.http.answering import Server, allowed, another_server, answer

TOWN = Box(west=29.98, south=50.56, east=30.01, north=50.58)
HOUSE = {
    "lat": "50.5612", "lon": "29.9911", "place_rank": 30, "name": "", "type": "house",
    "display_name": "7, Лісова вулиця, Немішаєве, Бучанський район, Україна",
    "address": {"house_number": "7", "road": "Лісова вулиця", "village": "Немішаєве"},
}  # fmt: skip
FOUND = Spot(title="Лісова вулиця, 7, Немішаєве", point=Point(latitude=50.5612, longitude=29.9911))


def said(*rows: Any, **more: Any) -> bytes:
    return answer(json.dumps(rows).encode(), **more)


async def found(*answers: bytes | None) -> tuple[list[Spot], Server]:
    async with another_server(*answers) as server, allowed(server) as outbound:
        spots = await Nominatim(outbound, server.address + "/maps/").search(
            "Лісова 7", within=TOWN, language="uk"
        )
    return spots, server


async def test_an_address_is_asked_for_within_the_town_and_in_the_persons_language() -> None:
    spots, server = await found(said(HOUSE))
    assert spots == [FOUND]
    (asked,) = server.heard
    path = asked.split(b" ")[1].decode()
    assert urlsplit(path).path == "/maps/search"
    assert parse_qs(urlsplit(path).query) == {
        "q": ["Лісова 7"], "format": ["jsonv2"], "addressdetails": ["1"], "limit": ["5"],
        "viewbox": ["29.96000,50.54000,30.03000,50.60000"], "bounded": ["1"],
        "accept-language": ["uk"],
    }  # fmt: skip


async def test_nothing_found_is_an_answer() -> None:
    assert (await found(said()))[0] == []


@pytest.mark.parametrize(
    ("row", "title"),
    [
        (HOUSE | {"name": "Школа № 1"}, "Школа № 1, Лісова вулиця, 7, Немішаєве"),
        (HOUSE | {"address": {}, "name": "Ставок"}, "Ставок"),
        (HOUSE | {"address": None}, "7, Лісова вулиця, Немішаєве"),
        (HOUSE | {"address": {"road": ["?"]}}, "7, Лісова вулиця, Немішаєве"),
        (
            HOUSE | {"name": "Лісова вулиця", "address": {"road": "Лісова вулиця"}},
            "Лісова вулиця",
        ),
        (HOUSE | {"name": "Сквер\u202e\n<b>", "address": {}}, "Сквер <b>"),
    ],
)
async def test_a_place_is_called_as_people_would_write_it(row: Any, title: str) -> None:
    assert [spot.title for spot in (await found(said(row)))[0]] == [title]


@pytest.mark.parametrize(
    "row",
    [
        HOUSE | {"lat": "north"},
        HOUSE | {"lat": "NaN"},
        HOUSE | {"lat": "91"},
        HOUSE | {"lon": "-180.1"},
        HOUSE | {"lon": None},
        HOUSE | {"lon": True},
        HOUSE | {"lat": 10**400},
        HOUSE | {"place_rank": 16},
        HOUSE | {"address": None, "display_name": 7},
        "a word",
        None,
    ],
)
async def test_a_row_that_makes_no_sense_is_passed_over_and_the_next_one_taken(row: Any) -> None:
    assert (await found(said(row, HOUSE, HOUSE)))[0] == [FOUND]


@pytest.mark.parametrize(
    "told",
    [
        answer("<html>Немає</html>".encode(), media_type="text/html"),
        answer(b"", status=500),
        answer(b""),
        answer(b"[" * 100_000),
        answer(b'{"error": "Nothing"}'),
        answer(b"[]" + b" " * LIMITS.largest),
        answer(b"", status=302, more="Location: http://127.0.0.1/\r\n"),
        b"no http at all\r\n\r\n",
        b"",
    ],
)
async def test_whatever_is_no_answer_is_silence(told: bytes) -> None:
    with pytest.raises(GeocoderSilent) as silent:
        await found(told)
    assert silent.value.wait == 0


@pytest.mark.parametrize(
    ("status", "more", "wait"),
    [(429, "Retry-After: 120\r\n", 120), (503, "", 60), (429, "Retry-After: soon\r\n", 60)],
)
async def test_a_busy_server_says_for_how_long_it_is_left_alone(
    status: int, more: str, wait: float
) -> None:
    with pytest.raises(GeocoderSilent) as silent:
        await found(answer(b"too many", status=status, media_type="text/html", more=more))
    assert silent.value.wait == wait


async def test_a_server_in_a_private_network_is_asked_only_if_the_operator_named_it() -> None:
    async with another_server(said(HOUSE)) as server, Outbound(read_allowance("")) as outbound:
        with pytest.raises(GeocoderSilent):
            await Nominatim(outbound, server.address).search("-", within=TOWN, language="uk")
        assert server.heard == []
