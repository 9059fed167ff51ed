"""What any program reads of a town's requests by GeoReport v2, and what it never does."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from georeport import GeoReport

from civic.service_requests.actions.handling import comment_as_office, finish_request
from civic.service_requests.actions.looking import set_hidden
from civic.service_requests.actions.merging import merge_requests
from civic.service_requests.model import Look
from storage.engines import Database
from tests.asked import MONDAY, OTHER_TOWN, TOWN
from tests.filed_town import CATEGORIES, GAS, LEAKS, PARKS, SPOT, filed_by, hole
from tests.open311_town import (
    HOLE_ANSWERS,
    Open311Town,
    fields_of,
    open311_town,
    photographed,
    shown,
)
from tests.shared_cases import case_file, needs_cases
from tests.survey_town import build_town

EXAMPLES = "requests/georeport-v2-examples"
FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
]  # fmt: skip


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> Open311Town:
    return await open311_town(database, tmp_path)


async def test_public_categories_are_services_and_no_others(town: Open311Town) -> None:
    services = await town.got("/services.json")
    assert [one["service_code"] for one in services] == ["holes", "leaks", "parks"]
    leaks = services[1]
    assert leaks == {
        "service_code": "leaks", "service_name": "Прорив", "metadata": False, "type": "realtime",
        "description": "Зазвичай роблять за 3 робочі дні.", "keywords": "прорвало, тече",
        "group": "Вода",
    }  # fmt: skip
    root = await town.got_xml("/services.xml")
    assert root.tag == "services"
    assert [child.tag for child in root] == ["service"] * 3
    assert fields_of(root[1])["metadata"] == "false"
    assert await town.refused("/services/gas.json") == (404, "service_code gas: такої теми немає.")


async def test_a_category_with_questions_tells_them_as_attributes(town: Open311Town) -> None:
    told = await town.got("/services/holes.json", locale="uk")
    kinds = [(one["code"], one["datatype"], one["required"]) for one in told["attributes"]]
    assert kinds == [
        ("Q1", "multivaluelist", True), ("Q2", "singlevaluelist", False),
        ("Q3", "singlevaluelist", False), ("Q4", "number", False),
    ]  # fmt: skip
    assert told["attributes"][0]["values"][1] == {"key": "2", "name": "Освітлення"}
    assert told["attributes"][2]["values"][0] == {"key": "1", "name": "1: темно"}
    root = await town.got_xml("/services/holes.xml")
    assert [child.tag for child in root] == ["service_code", "attributes"]
    assert [value.tag for value in root[1][0].find("values") or ()][:1] == ["value"]


@needs_cases
async def test_our_answers_have_the_shape_of_the_standards_examples(town: Open311Town) -> None:
    from xml.etree.ElementTree import Element, parse

    async with town.storage.writing() as work:
        await shown(work, town.cast)

    def tags(element: Element) -> Any:
        return element.tag, [tags(child) for child in element]

    for example, path in (
        ("service-list.xml", "/services.xml"),
        ("service-definition.xml", "/services/holes.xml"),
        ("service-request.xml", "/requests/1.xml"),
        ("service-requests.xml", "/requests.xml"),
    ):
        theirs = parse(case_file(f"{EXAMPLES}/{example}")).getroot()
        ours = await town.got_xml(path)
        first = ours if theirs.tag == "service_definition" else ours[0]
        wanted = theirs if theirs.tag == "service_definition" else theirs[0]
        assert ours.tag == theirs.tag
        assert {child.tag for child in first} == {child.tag for child in wanted}
    definition = parse(case_file(f"{EXAMPLES}/service-definition.xml")).getroot()
    ours = await town.got_xml("/services/holes.xml")
    assert tags(ours[1][0])[1][:7] == tags(definition[1][0])[1][:7]


async def test_a_request_says_where_it_stands_and_nothing_of_its_asker(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        request = await shown(
            work, town.cast, contact="Олена, 050 123 45 67", address="Шевченка, 12"
        )
        file = await photographed(work, request, Look.PUBLIC)
    (told,) = await town.got("/requests.json")
    assert list(told) == FIELDS
    assert told | {"updated_datetime": "-", "expected_datetime": "-"} == {
        "service_request_id": "1", "status": "open", "status_notes": "Прийнято",
        "service_name": "Ями", "service_code": "holes", "description": "Велика яма біля під'їзду",
        "agency_responsible": "Дороги", "service_notice": None,
        "requested_datetime": "2026-11-23T11:00:00+02:00", "updated_datetime": "-",
        "expected_datetime": "-", "address": "Шевченка, 12", "address_id": "91", "zipcode": None,
        "lat": SPOT.latitude, "long": SPOT.longitude,
        "media_url": f"https://viche.example/open311/v2/media/town-7/1/{file}.jpg",
    }  # fmt: skip
    assert "050" not in str(told)
    assert await town.got("/requests/1.json") == [told]
    (read,) = await town.got_xml("/requests/1.xml")
    assert fields_of(read)["zipcode"] is None
    assert fields_of(read)["lat"] == "50.56"


async def test_what_nobody_has_read_yet_tells_only_what_it_is_about(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        request = await filed_by(work, town.cast.olena, hole(answers=HOLE_ANSWERS, address="Тут"))
        await photographed(work, request, Look.PUBLIC)
    assert await town.got("/requests.json") == []
    (told,) = await town.got("/requests/1.json")
    assert (told["status"], told["service_code"]) == ("open", "holes")
    silent = ("description", "address", "address_id", "lat", "long", "media_url")
    assert {told[name] for name in silent} == {None}


async def test_hidden_and_secret_requests_are_not_there(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        hidden = await shown(work, town.cast)
        await set_hidden(TOWN, hidden.id, is_hidden=True, by=town.cast.mayor, desk=work, now=MONDAY)
        await filed_by(work, town.cast.nina, hole(2, category=GAS, text="Пахне газом"))
        await shown(work, town.cast, 3, text="Ще яма")
    assert [one["service_request_id"] for one in await town.got("/requests.json")] == ["3"]
    assert await town.got("/requests.json", service_request_id="1,2,nonsense, 3,99,3") != []
    for number in ("1", "2", "99", "nonsense"):
        assert await town.refused(f"/requests/{number}.json") == (
            404, "service_request_id was not found",
        )  # fmt: skip
    async with town.storage.writing() as work:
        await work.request_categories.put([replace(CATEGORIES[0], is_public=False)])
    assert await town.got("/requests.json") == []
    assert await town.got("/servicerequestupdates.json") == []


async def test_requests_are_found_by_service_status_and_time(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        for draft, days in enumerate((0, 40, 100, 160), start=1):
            when = MONDAY - timedelta(days=days)
            await shown(work, town.cast, draft, text=f"Яма {draft}", now=when)
        request = await work.service_requests.by_number(TOWN, 2)
        assert request is not None
        await finish_request(TOWN, request.id, by=town.cast.roadman, desk=work, now=MONDAY)

    async def numbers(**query: str) -> list[str]:
        return [one["service_request_id"] for one in await town.got("/requests.json", **query)]

    assert await numbers() == ["1", "2"]
    assert await numbers(status="closed") == ["2"]
    assert await numbers(status="open,closed", service_code="parks,holes") == ["1", "2"]
    assert await numbers(service_code="parks") == await numbers(service_code="unknown") == []
    assert await numbers(start_date="2026-06-01T00:00:00Z") == ["3", "4"]
    assert await numbers(start_date="2026-10-01", end_date="2026-10-14") == ["2"]
    assert await numbers(end_date="2026-10-13T12:00:00+03:00") == ["3"]
    assert await numbers(updated_after="2026-11-23T00:00:00Z") == ["1", "2"]
    assert await numbers(page="2", page_size="1") == ["2"]
    assert await numbers(service_request_id="3,1", status="closed", page="9") == ["3", "1"]
    (done,) = await town.got("/requests.json", status="closed")
    assert done["updated_datetime"] == "2026-11-23T11:00:00+02:00"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"start_date": "2026-01-01", "end_date": "2026-06-01"}, "may not span more than 90 days"),
        ({"start_date": "2026-05-01", "end_date": "2026-04-01"}, "later than end_date"),
        ({"start_date": "yesterday"}, "w3 format"),
        ({"updated_after": "0001-01-01T00:00:00+14:00"}, "w3 format"),
        ({"status": "opened"}, "open or closed"),
        ({"page": "0"}, "number from 1"),
        ({"page_size": "1001"}, "at most 1000"),
        ({"page": "99999999"}, "name a time"),
    ],
)
async def test_what_makes_no_sense_is_told_as_the_standard_words_errors(
    town: Open311Town, query: dict[str, str], said: str
) -> None:
    status, told = await town.refused("/requests.json", **query)
    assert status == 400
    assert said in told


async def test_the_update_history_tells_what_the_office_did_not_what_neighbours_wrote(
    town: Open311Town,
) -> None:
    from civic.service_requests.actions.following import comment_request

    async with town.storage.writing() as work:
        one = await shown(work, town.cast)
        await comment_request(
            TOWN, one.id, "Мій телефон 050", by=town.cast.olena, desk=work, now=MONDAY
        )
        for text, public in (("Приїдемо завтра", True), ("Дзвонити Олені", False)):
            await comment_as_office(
                TOWN, one.id, text, is_public=public, by=town.cast.roadman, desk=work, now=MONDAY
            )
    (told,) = await town.got("/requests/1.json", extensions="true")
    notes = [(note["type"], note["description"]) for note in told["notes"]]
    assert notes == [
        ("submitted", "Отримано"), ("changed", "Прийнято"), ("comment", "Приїдемо завтра"),
    ]  # fmt: skip
    updates = await town.got("/servicerequestupdates.json")
    assert [(one["update_id"], one["description"]) for one in updates] == [
        ("1-5", "Приїдемо завтра"), ("1-3", "Прийнято"),
    ]  # fmt: skip
    assert "050" not in str(updates)
    root = await town.got_xml("/servicerequestupdates.xml")
    assert (root.tag, root[0].tag) == ("service_request_updates", "request_update")


async def test_a_duplicate_names_what_it_became_part_of(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        first = await shown(work, town.cast)
        second = await shown(work, town.cast, 2, text="Та сама яма")
        await merge_requests(
            TOWN, [second.id], into=first.id, by=town.cast.roadman, desk=work, now=MONDAY
        )
    (told,) = await town.got("/requests/2.json")
    assert (told["status"], told["status_notes"]) == ("closed", "Об'єднано зі зверненням № 1")


async def test_only_our_own_pictures_are_shown_and_only_those_found_fit(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        one = await shown(work, town.cast)
        fit = await photographed(work, one, Look.PUBLIC, b"\xff\xd8\xff-fit")
        waiting = await photographed(work, one, Look.WAITING)
        unread = await filed_by(work, town.cast.nina, hole(2, category=PARKS, text="Гілка"))
        early = await photographed(work, unread, Look.PUBLIC)
    async with town.visitor() as client:
        picture = await client.get(f"/media/town-7/1/{fit}.jpg")
        assert (picture.status_code, picture.content) == (200, b"\xff\xd8\xff-fit")
        assert picture.headers["content-type"] == "image/jpeg"
        assert picture.headers["x-content-type-options"] == "nosniff"
        for path in (
            f"town-7/1/{waiting}", f"town-7/2/{early}", f"town-7/2/{fit}", f"town-8/1/{fit}",
            "town-7/1/1", f"town-7/9/{fit}",
        ):  # fmt: skip
            assert (await client.get(f"/media/{path}.jpg")).status_code == 404


async def test_a_town_is_named_only_where_there_are_several(town: Open311Town) -> None:
    assert len(await town.got("/services.json", jurisdiction_id="town-7")) == 3
    assert await town.refused("/services.json", jurisdiction_id="nowhere") == (
        404, "jurisdiction_id provided was not found",
    )  # fmt: skip
    async with town.storage.writing() as work:
        await build_town(work, OTHER_TOWN)
    assert await town.refused("/requests.json") == (400, "jurisdiction_id was not provided")
    assert len(await town.got("/services.json", jurisdiction_id="town-7")) == 3
    assert await town.got("/services.json", jurisdiction_id="town-8") == []


async def test_discovery_says_where_the_endpoint_is_and_in_which_formats(town: Open311Town) -> None:
    told = await town.got("/discovery.json")
    (endpoint,) = told["endpoints"]
    assert endpoint["url"] == "https://viche.example/open311/v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert endpoint["type"] == "production"
    root = await town.got_xml("/discovery.xml")
    assert [child.tag for child in root] == ["changeset", "contact", "key_service", "endpoints"]
    assert [one.text for one in root.iter("format")] == ["text/xml", "application/json"]


async def test_an_address_that_leads_nowhere_answers_in_the_formats_of_the_standard(
    town: Open311Town,
) -> None:
    async with town.visitor() as client:
        lost = await client.get("/nothing/here")
        assert (lost.status_code, lost.headers["content-type"]) == (404, "text/xml; charset=utf-8")
        assert "<errors><error><code>404</code>" in lost.text
        odd = await client.get("/services.yaml")
        assert odd.status_code == 400


async def test_a_failure_of_ours_gives_a_code_and_no_traceback(town: Open311Town) -> None:
    broken = replace(town.doors(), now=lambda: 1 / 0)  # type: ignore[arg-type, return-value]  # breaks on purpose
    town.doors = lambda: broken  # type: ignore[method-assign]  # stands in for it
    status, told = await town.refused("/requests.json")
    assert status == 400
    assert told.startswith("General service error. Please tell us this code: ")


@pytest.mark.parametrize("form", ["json", "xml"])
async def test_a_known_client_reads_us_unmodified(town: Open311Town, form: str) -> None:
    """`georeport` from PyPI, over a real connection."""
    async with town.storage.writing() as work:
        await shown(work, town.cast)
        await shown(work, town.cast, 2, text="Ще одна яма", category=LEAKS, answers={})
        await shown(work, town.cast, 3, text="Третя яма")
    async with town.served() as address:
        client = GeoReport(address, jurisdiction="town-7", output_format=form)
        services = await asyncio.to_thread(client.get_service_list)
        assert [one["service_code"] for one in services] == ["holes", "leaks", "parks"]
        definition = await asyncio.to_thread(client.get_service_definition, "holes")
        assert definition["service_code"] == "holes"
        requests = await asyncio.to_thread(client.get_service_requests, status="open")
        assert [one["service_request_id"] for one in requests] == ["3", "1"]
        one = await asyncio.to_thread(client.get_service_request, "1")
        assert one["description"] == "Велика яма біля під'їзду"
