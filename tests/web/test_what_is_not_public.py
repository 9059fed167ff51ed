"""What is not public is told nowhere: every way out of the town is walked, and the office sees it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from civic.assets.actions.finding import find_by_number, nearest_assets, visible_kinds
from civic.assets.rules.exporting import geojson_lines
from civic.kernel.ids import FileId
from civic.kernel.refusal import NotFound
from civic.reports.requests.model import Scope
from civic.service_requests.actions.confirming import may_say_whether_done
from civic.service_requests.actions.filing import nearby_requests
from civic.service_requests.actions.following import join_request
from civic.service_requests.actions.handling import accept_request, comment_as_office
from civic.service_requests.actions.merging import merge_requests
from civic.service_requests.model import Order, Wanted
from jobs.reports.requests import issue_request_reports
from storage.engines import Database
from tests.asked import MONDAY, TOWN
from tests.filed_town import GAS, HOLES, SPOT, hole
from tests.jobs.test_request_reports import NEXT_MONDAY, Easel
from tests.open311_town import Open311Town, open311_town, shown
from tests.secret_town import (
    LAMP,
    OPEN,
    POWER,
    SECRET,
    SECRET_CODES,
    SECRET_NAMES,
    SHELTER,
    TRANSFORMER,
    build_secrets,
    file_secrets,
)
from tests.web.visiting import DOORS, MemoryBackstage
from web.app import create_app
from web.pages.ports import Pages

SECRET_NUMBERS = (2, 3, 4, 5)
Pictures = Mapping[int, FileId]


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> Open311Town:
    found = await open311_town(database, tmp_path)
    async with found.storage.writing() as work:
        await build_secrets(work)
    return found


async def test_nothing_that_is_not_public_is_told_on_any_way_out(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        pictures = await file_secrets(work, town.cast)
        for number in range(1, 6):
            one = await work.service_requests.by_number(TOWN, number)
            assert one is not None
            await comment_as_office(
                TOWN, one.id, f"Слово про № {number}", is_public=True, by=town.cast.dispatcher,
                desk=work, now=MONDAY,
            )  # fmt: skip
    await _page_tells_one(town, pictures)
    await _other_programs_are_told_of_one(town, pictures)
    await _report_counts_one(town)
    await _neighbours_are_told_of_one(town)
    await _residents_find_no_secret_things(town)
    async with town.storage.reading() as work:
        office = await work.service_requests.page(TOWN, Wanted(), order=Order.NEWEST, limit=9)
    assert {one.number for one in office} == {1, *SECRET_NUMBERS}


async def _page_tells_one(town: Open311Town, pictures: Pictures) -> None:
    pages = Pages(read=town.storage.reading, now=lambda: NEXT_MONDAY, tile_url=None)
    app = create_app(MemoryBackstage(), DOORS, None, None, pages)
    transport = httpx.ASGITransport(app)
    path = "/t/town-7/requests"
    async with httpx.AsyncClient(transport=transport, base_url="http://viche") as client:
        for query in ({}, {"category": str(POWER)}, {"category": "7"}, {"state": "open"}):
            html = (await client.get(path, params=query)).text
            assert SECRET not in html
            assert not [name for name in SECRET_NAMES if name in html]
        assert OPEN in (await client.get(path)).text
        answers = {
            number: (await client.get(f"{path}/{number}/{file}.jpg")).status_code
            for number, file in pictures.items()
        }
    assert answers == {1: 200, **dict.fromkeys(SECRET_NUMBERS, 404)}


async def _other_programs_are_told_of_one(town: Open311Town, pictures: Pictures) -> None:
    key = await town.key()
    services = await town.got("/services.json")
    assert [one["service_code"] for one in services] == ["holes", "leaks", "parks"]
    for code in SECRET_CODES:
        assert (await town.refused(f"/services/{code}.json"))[0] == 404
        form = {"service_code": code, "lat": "50.56", "long": "29.98", "api_key": key}
        refused = await town.posted({**form, "description": "Гуде"})
        assert refused.status_code == 404
        assert await town.got("/requests.json", service_code=code) == []
    queries: list[dict[str, str]] = [
        {}, {"page_size": "1"}, {"service_request_id": "5,4,3,2,1"},
        {"service_request_id": "1,2,3,4,5", "extensions": "true", "api_key": key},
        {"updated_after": "2026-11-01T00:00:00Z"},
    ]  # fmt: skip
    for query in queries:
        told = await town.got("/requests.json", **query)
        assert [one["service_request_id"] for one in told] == ["1"]
    for number in SECRET_NUMBERS:
        assert (await town.refused(f"/requests/{number}.json"))[0] == 404
    updates = await town.got("/servicerequestupdates.json")
    assert {one["service_request_id"] for one in updates} == {"1"}
    async with town.visitor() as client:
        answers = {
            number: (await client.get(f"/media/town-7/{number}/{file}.jpg")).status_code
            for number, file in pictures.items()
        }
    assert answers == {1: 200, **dict.fromkeys(SECRET_NUMBERS, 404)}


async def _report_counts_one(town: Open311Town) -> None:
    easel = Easel()
    await issue_request_reports(
        begin=town.storage.writing, read=town.storage.reading, draw=easel, software="",
        now=NEXT_MONDAY,
    )  # fmt: skip
    assert easel.of(Scope.TOWN).whole.new == 5
    async with town.storage.reading() as work:
        issued = await work.request_reports.latest(TOWN, Scope.PUBLIC)
    assert issued is not None
    public = issued.report
    assert public.whole.new == 1
    named = [str(row.name) for row in public.categories] + [str(o) for o in public.oldest]
    assert not [name for name in SECRET_NAMES if name in " ".join(named)]


async def _neighbours_are_told_of_one(town: Open311Town) -> None:
    async with town.storage.writing() as work:
        for category, asset in (
            (HOLES, TRANSFORMER), (HOLES, LAMP), (GAS, None), (POWER, TRANSFORMER), (SHELTER, None),
        ):  # fmt: skip
            found = await nearby_requests(TOWN, category, point=SPOT, asset=asset, desk=work)
            assert [one.request.number for one in found] == ([1] if category == HOLES else [])
        for number in SECRET_NUMBERS:
            one = await work.service_requests.by_number(TOWN, number)
            assert one is not None
            with pytest.raises(NotFound):
                await join_request(TOWN, one.id, by=town.cast.nina, desk=work, now=MONDAY)
            assert not await may_say_whether_done(one, town.cast.nina, desk=work)
            assert await may_say_whether_done(one, town.cast.olena, desk=work)


async def _residents_find_no_secret_things(town: Open311Town) -> None:
    async with town.storage.reading() as work:
        told: dict[bool, tuple[list[str], list[str], str]] = {}
        for for_office in (False, True):
            kinds = await visible_kinds(TOWN, for_office=for_office, assets=work.assets)
            near = await nearest_assets(SPOT, community=TOWN, kinds=kinds, assets=work.assets)
            found = await find_by_number("ТП-9", community=TOWN, kinds=kinds, assets=work.assets)
            every = {kind.id: kind for kind in await work.assets.kinds(TOWN)}
            page = await work.assets.page(TOWN, list(every), after=None, limit=9)
            lines = geojson_lines(page, every, for_office=for_office, language="uk")
            told[for_office] = (
                sorted(one.asset.number for one in near),
                [one.number for one in found],
                "".join(lines),
            )
    assert told[False][:2] == (["Л-9"], [])
    assert told[True][:2] == (["Л-9", "ТП-9"], ["ТП-9"])
    assert "ТП-9" not in told[False][2]
    assert "ТП-9" in told[True][2]


async def test_a_duplicate_does_not_name_the_secret_request_it_became_part_of(
    town: Open311Town,
) -> None:
    async with town.storage.writing() as work:
        await file_secrets(work, town.cast)
        open_one = await shown(work, town.cast, 9, text="Ще одна яма")
        secret = await work.service_requests.by_number(TOWN, 5)
        assert secret is not None
        await accept_request(TOWN, secret.id, by=town.cast.roadman, desk=work, now=MONDAY)
        await merge_requests(
            TOWN, [open_one.id], into=secret.id, by=town.cast.roadman, desk=work, now=MONDAY
        )
    (told,) = await town.got("/requests/6.json")
    assert told["status"] == "closed"
    assert "5" not in told["status_notes"]


async def test_a_town_that_shows_nothing_publicly_tells_other_programs_nothing(
    town: Open311Town,
) -> None:
    async with town.storage.writing() as work:
        pictures = await file_secrets(work, town.cast)
        community = await work.communities.community(TOWN)
        await work.communities.put(replace(community, has_public_pages=False))
    key = await town.key()
    for path in (
        "/discovery.json", "/services.json", "/services/holes.json", "/requests.json",
        "/requests/1.json", "/servicerequestupdates.json",
    ):  # fmt: skip
        for query in ({}, {"jurisdiction_id": "town-7"}, {"api_key": key}):
            told = await town.refused(path, **query)
            assert told == (404, "jurisdiction_id provided was not found")
    async with town.visitor() as client:
        picture = await client.get(f"/media/town-7/1/{pictures[1]}.jpg")
    assert picture.status_code == 404
    # Whoever was given a key still brings requests, and learns no more than their numbers.
    form = {"service_code": "holes", "lat": "50.56", "long": "29.98", "attribute[Q1]": "2"}
    taken = await town.brought(**form, api_key=key, description=hole().text)
    assert taken["service_request_id"] == "6"
    unknown = await town.posted({**form, "description": hole().text})
    assert unknown.status_code == 403


async def test_what_is_public_no_more_is_gone_from_the_week_that_was_issued(
    town: Open311Town,
) -> None:
    async with town.storage.writing() as work:
        for draft in range(1, 7):
            await shown(work, town.cast, draft, text=f"Яма {draft}")
    await issue_request_reports(
        begin=town.storage.writing, read=town.storage.reading, draw=Easel(), software="",
        now=NEXT_MONDAY,
    )  # fmt: skip
    pages = Pages(read=town.storage.reading, now=lambda: NEXT_MONDAY, tile_url=None)
    transport = httpx.ASGITransport(create_app(MemoryBackstage(), DOORS, None, None, pages))
    async with httpx.AsyncClient(transport=transport, base_url="http://viche") as client:
        before = (await client.get("/t/town-7/requests")).text
        async with town.storage.writing() as work:
            holes = await work.request_categories.category(TOWN, HOLES)
            await work.request_categories.put([replace(holes, is_public=False)])
        after = (await client.get("/t/town-7/requests")).text
    assert "Ями" in before
    assert "Ями" not in after
