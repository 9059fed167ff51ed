"""The public page of requests: what was read by an official, nothing of who asked, no script."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from civic.assets.model import Asset, AssetKind
from civic.kernel.ids import AssetId, AssetKindId, FileId, ServiceRequestId
from civic.places.model import Place, PlaceKind, Point
from civic.service_requests.actions.handling import accept_request, finish_request
from civic.service_requests.model import Look
from jobs.reports.requests import issue_request_reports
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.asked import COURTYARD, MONDAY, TOWN, uk
from tests.filed_town import GAS, HOLES, OLENA, SPOT, Cast, build_filed_town, filed_by, hole
from tests.jobs.test_request_reports import NEXT_MONDAY, Easel
from tests.open311_town import photographed
from tests.survey_town import BUILDING, DISTRICT, storage_on
from tests.web.visiting import DOORS, MemoryBackstage
from web.app import create_app
from web.pages.ports import Pages

PAGE = f"/t/town-{TOWN}/requests"
SECRET_WORDS = "Моє ім'я не для всіх"
HOUR = timedelta(hours=1)


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    return storage_on(database, tmp_path)


@pytest.fixture
async def cast(storage: Storage) -> Cast:
    async with storage.writing() as work:
        return await build_filed_town(work)


@asynccontextmanager
async def visitor(
    storage: Storage, tile_url: str | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    pages = Pages(read=storage.reading, now=lambda: NEXT_MONDAY, tile_url=tile_url)
    app = create_app(MemoryBackstage(), DOORS, None, None, pages)
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 40_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://viche") as client:
        yield client


async def page(storage: Storage, path: str = PAGE, **query: object) -> str:
    async with visitor(storage) as client:
        answer = await client.get(
            path, params={name: str(one) for name, one in query.items()} or None
        )
    assert answer.status_code == 200, answer.text
    return answer.text


async def put_read(storage: Storage, cast: Cast, draft: int = 1, **changes: object) -> int:
    """Filed, and read by the office."""
    async with storage.writing() as work:
        filed = await filed_by(
            work, cast.olena, hole(draft, **{"text": f"Яма № {draft}", **changes}),
            now=MONDAY + draft * HOUR,
        )  # fmt: skip
        if filed.category == HOLES:
            await accept_request(TOWN, filed.id, by=cast.roadman, desk=work, now=MONDAY + 20 * HOUR)
    return filed.number


async def test_what_an_official_has_read_is_shown_without_who_asked(
    storage: Storage, cast: Cast
) -> None:
    await put_read(storage, cast, contact="+380 44 123", is_anonymous=False)
    async with storage.writing() as work:
        await filed_by(work, cast.stepan, hole(2, text=SECRET_WORDS))
    html = await page(storage)
    assert "Яма № 1" in html
    # Nobody has read the other one yet.
    assert SECRET_WORDS not in html
    for secret in ("Олена", str(OLENA), "+380 44 123", "№601"):
        assert secret not in html


async def test_what_is_hidden_or_of_a_category_that_is_not_public_is_nowhere(
    storage: Storage, cast: Cast
) -> None:
    await put_read(storage, cast)
    async with storage.writing() as work:
        found = await work.service_requests.by_number(TOWN, 1)
        assert found is not None
        await work.service_requests.put(replace(found, is_hidden=True, is_shown_publicly=False))
        gas = await filed_by(work, cast.stepan, hole(2, category=GAS, text=SECRET_WORDS))
        await work.service_requests.put(replace(gas, is_shown_publicly=True))
    html = await page(storage)
    assert "Яма № 1" not in html
    assert SECRET_WORDS not in html
    assert "Газ" not in html


async def test_about_a_thing_whose_kind_is_not_public_nothing_is_shown(
    storage: Storage, cast: Cast
) -> None:
    shelter = AssetKind(
        id=AssetKindId(70), community=TOWN, code="shelter", name=uk("Укриття"), is_public=False
    )
    async with storage.writing() as work:
        await work.assets.put_kind(TOWN, shelter)
        await work.assets.put_assets(
            TOWN,
            [
                Asset(
                    id=AssetId(71), community=TOWN, kind=shelter.id, external_id="s1",
                    number="S-1", point=SPOT,
                )
            ],
        )  # fmt: skip
    await put_read(storage, cast, asset=AssetId(71), text=SECRET_WORDS)
    html = await page(storage)
    assert SECRET_WORDS not in html
    assert 'class="pin' not in html
    assert "S-1" not in html


async def test_only_photos_that_an_official_found_fit_are_there(
    storage: Storage, cast: Cast
) -> None:
    number = await put_read(storage, cast)
    async with storage.writing() as work:
        found = await work.service_requests.by_number(TOWN, number)
        assert found is not None
        files: dict[Look, FileId] = {look: await photographed(work, found, look) for look in Look}
    html = await page(storage)
    assert f"{PAGE}/{number}/{files[Look.PUBLIC]}.jpg" in html
    async with visitor(storage) as client:
        for look, file in files.items():
            answer = await client.get(f"{PAGE}/{number}/{file}.jpg")
            assert answer.status_code == (200 if look is Look.PUBLIC else 404), look
        assert (await client.get(f"{PAGE}/999/{files[Look.PUBLIC]}.jpg")).status_code == 404
        other = await client.get(f"/t/nowhere/requests/{number}/{files[Look.PUBLIC]}.jpg")
    assert other.status_code == 404


async def test_filters_narrow_the_list_and_stay_chosen(storage: Storage, cast: Cast) -> None:
    await put_read(storage, cast, 1)
    number = await put_read(storage, cast, 2, place=None, point=None, address="Лісова, 3")
    async with storage.writing() as work:
        done = await work.service_requests.by_number(TOWN, number)
        assert done is not None
        await finish_request(TOWN, done.id, by=cast.roadman, desk=work, now=MONDAY + 30 * HOUR)
    only_open = await page(storage, state="open")
    assert "Яма № 1" in only_open
    assert "Яма № 2" not in only_open
    assert '<option value="open" selected>' in only_open
    # Of a courtyard also what is about a building in it.
    await put_read(storage, cast, 3, place=BUILDING)
    here = await page(storage, place=COURTYARD)
    assert "Яма № 2" not in here
    assert "Яма № 1" in here
    assert "Яма № 3" in here
    assert "Таких звернень немає" in await page(storage, category=4)
    # All of it was filed within this week.
    assert "Яма № 2" in await page(storage, period="week")


async def test_a_long_list_has_pages(storage: Storage, cast: Cast) -> None:
    await put_read(storage, cast)
    async with storage.writing() as work:
        first_one = await work.service_requests.by_number(TOWN, 1)
        assert first_one is not None
        for n in range(2, 31):
            another = replace(first_one, id=ServiceRequestId(n), draft=n, text=f"Яма № {n}")
            await work.service_requests.file(another)
    first = await page(storage)
    assert first.count('class="card ') == 25
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert (await page(storage, PAGE + older)).count('class="card ') == 5


@pytest.mark.parametrize(
    "query",
    ["page=-1", "page=999999999999999999999", "category=9223372036854775808", "category=%00",
     "place=абв", "state=%3Cscript%3E", "period=1", "lang=xx", "page=²"],
)  # fmt: skip
async def test_whatever_is_asked_for_a_page_comes(storage: Storage, cast: Cast, query: str) -> None:
    html = await page(storage, f"{PAGE}?{query}")
    assert "<script" not in html


async def test_what_people_typed_is_text(storage: Storage, cast: Cast) -> None:
    await put_read(storage, cast, text='<script>alert(1)</script> "яма"')
    html = await page(storage)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


async def test_the_policy_lets_in_nothing_from_elsewhere_but_tiles(
    storage: Storage, cast: Cast
) -> None:
    await _draw_town(storage)
    await put_read(storage, cast)
    async with visitor(storage) as client:
        plain = await client.get(PAGE)
    async with visitor(storage, "https://tiles.example/{z}/{x}/{y}.png") as client:
        tiled = await client.get(PAGE)
        style = await client.get("/t/pages.css")
    assert "script-src" not in plain.headers["content-security-policy"]
    assert "default-src 'none'" in plain.headers["content-security-policy"]
    assert "img-src 'self';" in plain.headers["content-security-policy"]
    assert "img-src 'self' https://tiles.example;" in tiled.headers["content-security-policy"]
    assert "<image" not in plain.text
    tiles = re.findall(re.escape('href="https://tiles.example/') + r"\d+/\d+/\d+\.png", tiled.text)
    assert 0 < len(tiles) <= 24
    # An attribute of style would be blocked by the policy: everything is in the one sheet.
    assert " style=" not in tiled.text
    assert style.headers["content-type"].startswith("text/css")
    # Nobody else may frame it, and what it links to learns nothing.
    assert "frame-ancestors 'none'" in plain.headers["content-security-policy"]
    assert plain.headers["referrer-policy"] == "no-referrer"


async def test_the_map_shows_outlines_and_a_mark_for_each_request_near_them(
    storage: Storage, cast: Cast
) -> None:
    await put_read(storage, cast, 1)
    # A mistaken point four hundred kilometres away would make a dot of the town.
    await put_read(storage, cast, 2, point=Point(latitude=47.0, longitude=33.0), place=None)
    await _draw_town(storage)
    html = await page(storage)
    assert html.count('class="yard"') == 1
    assert html.count('class="pin ') == 1
    assert 'href="#r1"' in html
    assert 'id="r1"' in html


async def test_the_weeks_figures_stand_above_once_a_week_is_over(
    storage: Storage, cast: Cast
) -> None:
    await put_read(storage, cast)
    assert "Скільки чекають" not in await page(storage)
    await issue_request_reports(
        begin=storage.writing, read=storage.reading, draw=Easel(), software="Viche test",
        now=NEXT_MONDAY + HOUR,
    )  # fmt: skip
    html = await page(storage)
    assert "Скільки чекають" in html
    assert re.search(r"<dt>Нові</dt><dd>1</dd>", html)
    # One neighbour's request is no group.
    assert "приховано" in html


async def test_a_town_may_show_no_pages_at_all(storage: Storage, cast: Cast) -> None:
    number = await put_read(storage, cast)
    async with storage.writing() as work:
        found = await work.service_requests.by_number(TOWN, number)
        assert found is not None
        file = await photographed(work, found, Look.PUBLIC)
        town = await work.communities.community(TOWN)
        await work.communities.put(replace(town, has_public_pages=False))
    async with visitor(storage) as client:
        hidden, unknown = await client.get(PAGE), await client.get("/t/nowhere/requests")
        photo = await client.get(f"{PAGE}/{number}/{file}.jpg")
    assert (hidden.status_code, unknown.status_code, photo.status_code) == (404, 404, 404)
    assert hidden.text == unknown.text


async def test_it_speaks_as_asked_as_the_browser_likes_or_as_the_town_does(
    storage: Storage, cast: Cast
) -> None:
    async with visitor(storage) as client:
        liked = await client.get(PAGE, headers={"Accept-Language": "en-GB,en;q=0.8"})
        asked = await client.get(PAGE, params={"lang": "ru"}, headers={"Accept-Language": "en-GB"})
        other = await client.get(PAGE, headers={"Accept-Language": "fr"})
    assert "Residents’ requests" in liked.text
    assert "Обращения жителей" in asked.text
    assert "Звернення мешканців" in other.text
    assert '<html lang="ru">' in asked.text


async def _draw_town(storage: Storage) -> None:
    around = ((29.97, 50.55), (29.99, 50.55), (29.99, 50.57), (29.97, 50.57), (29.97, 50.55))
    async with storage.writing() as work:
        yard = await work.places.place(TOWN, COURTYARD)
        await work.places.put(TOWN, [replace(yard, area=((around,),))])
        district = await work.places.place(TOWN, DISTRICT)
        assert isinstance(district, Place)
        assert yard.kind is PlaceKind.COURTYARD


async def test_a_browser_finds_the_little_picture_of_the_page(storage: Storage, cast: Cast) -> None:
    async with visitor(storage) as client:
        html = (await client.get(PAGE)).text
        (address,) = re.findall(r'<link rel="icon" href="([^"]+)"', html)
        picture = await client.get(address)
        unasked = await client.get("/favicon.ico", follow_redirects=True)
    assert picture.headers["content-type"] == "image/svg+xml"
    assert unasked.content == picture.content


async def test_a_card_says_by_the_end_of_which_day_it_is_to_be_done(
    storage: Storage, cast: Cast
) -> None:
    number = await put_read(storage, cast)
    async with storage.writing() as work:
        found = await work.service_requests.by_number(TOWN, number)
        assert found is not None
        midnight = datetime(2026, 12, 3, tzinfo=ZoneInfo("Europe/Kyiv"))
        await work.service_requests.put(replace(found, due_at=midnight))
    assert "зробити до 2 грудня 2026\u202fр. включно" in await page(storage)
