"""Line by line: what GeoReport v2 says of arguments and errors, where nothing else tests it."""

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from storage.engines import Database
from tests.asked import COURTYARD, OTHER_TOWN, TOWN
from tests.filed_town import PARKS
from tests.open311_town import Open311Town, fields_of, open311_town, shown
from tests.survey_town import build_town

FORM = {"service_code": "parks", "description": "Зламана гілка"}


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> Open311Town:
    return await open311_town(database, tmp_path)


async def test_any_one_way_to_say_where_is_enough(town: Open311Town) -> None:
    key = await town.key()
    for number, where in enumerate(
        ({"address_string": "Шевченка, 12"}, {"address_id": str(COURTYARD)},
         {"lat": "50.56", "long": "29.98", "address_string": "", "address_id": ""}), start=1,
    ):  # fmt: skip
        told = await town.brought(**FORM, api_key=key, **where)
        assert told["service_request_id"] == str(number)
    async with town.storage.reading() as work:
        first, second = [await work.service_requests.by_number(TOWN, n) for n in (1, 2)]
    assert first is not None
    assert second is not None
    assert (first.address, second.place) == ("Шевченка, 12", COURTYARD)


async def test_a_list_is_declared_with_commas_or_many_times(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        await shown(work, town.cast)
        await shown(work, town.cast, 2, text="Ще яма")
    for query in (
        {"service_code": ["parks", "holes"]}, {"service_code": "parks,holes"},
        {"status": ["closed", "open"]}, {"service_request_id": ["2", "1"]},
    ):  # fmt: skip
        told = await town.got("/requests.json", **query)
        assert [one["service_request_id"] for one in told] == ["2", "1"]


async def test_an_empty_argument_is_the_same_as_none(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        await shown(work, town.cast)
    empty = dict.fromkeys(
        ("service_request_id", "service_code", "start_date", "end_date", "status", "page",
         "page_size", "updated_after", "updated_before", "jurisdiction_id", "extensions"), "",
    )  # fmt: skip
    assert await town.got("/requests.json", **empty) == await town.got("/requests.json")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/services/.json", "service_code"), ("/tokens/.json", "token"),
        ("/requests/.json", "service_request_id"),
    ],
)  # fmt: skip
async def test_what_is_not_provided_is_named(town: Open311Town, path: str, name: str) -> None:
    assert await town.refused(path) == (400, f"{name} was not provided")


@pytest.mark.parametrize("path", ["services", "services/holes", "requests/1", "tokens/none"])
async def test_of_several_towns_one_has_to_be_named_everywhere(
    town: Open311Town, path: str
) -> None:
    async with town.storage.writing() as work:
        await build_town(work, OTHER_TOWN)
    assert await town.refused(f"/{path}.json") == (400, "jurisdiction_id was not provided")
    assert await town.refused(f"/{path}.json", jurisdiction_id="nowhere") == (
        404, "jurisdiction_id provided was not found",
    )  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_another_method_is_refused_as_the_standard_words_errors(
    town: Open311Town, method: str
) -> None:
    async with town.visitor() as client:
        as_json = await client.request(method, "/services.json")
        as_xml = await client.request(method, "/services.xml")
    assert (as_json.status_code, as_json.json()[0]["code"]) == (400, 400)
    (error,) = fromstring(as_xml.content)
    assert fields_of(error)["code"] == "400"
    assert fields_of(error)["description"] == as_json.json()[0]["description"]


async def test_both_formats_tell_the_very_same(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        await shown(work, town.cast, text='<b>Яма & "дах"</b>\nдруга стрічка')
        await shown(work, town.cast, 2, category=PARKS, answers={})
    for path in ("/services", "/requests", "/servicerequestupdates", "/requests/1"):
        told = await town.got(f"{path}.json")
        rows = [fields_of(row) for row in await town.got_xml(f"{path}.xml")]
        assert rows == [{name: _in_xml(value) for name, value in row.items()} for row in told]


def _in_xml(value: object) -> str | None:
    if value in {None, ""}:
        return None
    return value if isinstance(value, str) else json.dumps(value)
