"""A million requests searched and listed; fifty new ones a second with photos, and three deaths."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy import func, select

from bench.assets import somewhere, timed
from bench.databases import KINDS, bench_folder, fresh, storage_on
from bench.figures import Figure, percentile
from bench.filing import photo_of
from bench.processes import ROOT, started
from bench.request_seeds import AGENCIES, CATEGORIES, REQUESTS, seed
from bench.town import TOWN, build_town, now
from civic.communities.model import Agency
from civic.kernel.ids import AgencyId, CategoryId
from civic.kernel.language import Translated
from civic.reports.requests.model import WATCHED_FOR
from civic.service_requests.actions.filing import nearby_requests
from civic.service_requests.model import OPEN, Category, Order, Wanted
from rendering.darkroom import ChildDarkroom
from storage.tables.service_requests import request_photos, service_requests
from storage.unit_of_work import SqlWork, Storage
from web.open311.ports import Open311
from web.open311.reading import reading_router

ASKED, LISTS = 500, 20
PAGE = 7
RATE, SECONDS, DEATHS = 50, 60, 3
FILED = RATE * SECONDS


async def requests() -> list[Figure]:
    figures: list[Figure] = []
    with bench_folder() as folder:
        for kind in KINDS:
            async with fresh(kind, folder) as url, storage_on(url, folder) as storage:
                await seed(storage)
                figures += await _searched(kind, storage)
                figures += await _listed(kind, storage)
                figures += await _reported(kind, storage)
            async with fresh(kind, folder) as url:
                figures += await _filed(kind, url, folder)
    return figures


async def _searched(kind: str, storage: Storage) -> list[Figure]:
    chance = random.Random(5)
    figures = []
    async with storage.reading() as work:
        asked: list[tuple[str, float, list[Callable[[], Awaitable[object]]]]] = [
            ("nearby", 20, [_nearby(work, chance) for _ in range(ASKED)]),
            ("an agency's queue", 50, [_queue(work, chance, Order.DUE) for _ in range(ASKED)]),
            ("the queue near me", 50, [_queue(work, chance, Order.NEAR) for _ in range(ASKED)]),
        ]
        for what, most, calls in asked:
            times = [await timed(call) for call in calls]
            figures.append(
                Figure(what=f"{what} of {REQUESTS:,}, p95, {kind}",
                       value=1000 * percentile(times, 0.95), unit="ms", at_most=most)
            )  # fmt: skip
    return figures


def _nearby(work: SqlWork, chance: random.Random) -> Callable[[], Awaitable[object]]:
    category, point = CategoryId(chance.randint(1, CATEGORIES)), somewhere(chance)
    return lambda: nearby_requests(TOWN, category, point=point, asset=None, desk=work)


def _queue(work: SqlWork, chance: random.Random, order: Order) -> Callable[[], Awaitable[object]]:
    wanted = Wanted(statuses=OPEN, agencies=frozenset({AgencyId(chance.randint(1, AGENCIES))}))
    near, offset = somewhere(chance), chance.choice((0, 0, 0, PAGE, 10 * PAGE))
    return lambda: work.service_requests.page(
        TOWN, wanted, order=order, near=near, offset=offset, limit=PAGE + 1
    )


async def _listed(kind: str, storage: Storage) -> list[Figure]:
    """A thousand as JSON and as XML, with all that is said of each, through the pages."""
    app = FastAPI()
    app.include_router(reading_router(_doors(storage)))
    figures = []
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://viche") as client:
        for form in ("json", "xml"):
            times = []
            for ask in range(LISTS):
                until = now() - timedelta(days=7 * ask)
                query = {"end_date": until.isoformat(), "start_date":
                         (until - timedelta(days=60)).isoformat(), "page_size": "1000"}  # fmt: skip
                began = time.perf_counter()
                answer = await client.get(f"/open311/v2/requests.{form}", params=query)
                times.append(time.perf_counter() - began)
                if answer.status_code != 200 or answer.content.count(b"service_request_id") < 1000:
                    raise RuntimeError(f"no thousand requests: {answer.text[:200]}")
            figures.append(
                Figure(what=f"Open311 list of 1,000 as {form}, p95, {kind}",
                       value=1000 * percentile(times, 0.95), unit="ms", at_most=300)
            )  # fmt: skip
    return figures


async def _reported(kind: str, storage: Storage) -> list[Figure]:
    """What the weekly report reads: thirteen weeks, and all that is open."""
    until = now()
    began = time.perf_counter()
    async with storage.reading() as work:
        read = await work.request_reports.courses(
            TOWN, filed_since=until - WATCHED_FOR, changed_since=until - timedelta(days=7)
        )
    took = time.perf_counter() - began
    return [Figure(what=f"read for a weekly report, {kind}", value=took, unit="s",
                   note=f"{len(read):,} requests")]  # fmt: skip


async def _filed(kind: str, url: str, folder: Path) -> list[Figure]:
    async with storage_on(url, folder) as storage:
        await build_town(storage, people=FILED, now=now() - timedelta(days=1))
        await _open_office(storage)
        began = time.time() + 5
        lines = await _file_all(url, folder, began)
        took = time.time() - began
        requests_, photos, wrong = await _found(storage)
    late = [float(line.split()[1]) for line in lines]
    return [
        Figure(what=f"filed with photos at {RATE}/s, {DEATHS} kills, {kind}", value=took,
               unit="s", at_most=SECONDS * 1.25, note=f"{FILED:,} of {SECONDS} s"),
        Figure(what=f"requests lost or doubled, {kind}", value=abs(FILED - requests_), unit="",
               at_most=0),
        Figure(what=f"photos lost or mixed up, {kind}", value=abs(FILED - photos) + wrong,
               unit="", at_most=0),
        Figure(what=f"from sent to kept, p95, {kind}", value=1000 * percentile(late, 0.95),
               unit="ms", note="of the last process"),
    ]  # fmt: skip


async def _open_office(storage: Storage) -> None:
    async with storage.writing() as work:
        lamps, name = Translated({"uk": "Ліхтарі"}), Translated({"uk": "Світло"})
        await work.officials.put_agency(Agency(id=AgencyId(1), community=TOWN, name=name))
        await work.request_categories.put(
            [
                Category(
                    id=CategoryId(1), community=TOWN, parent=None, code="lamps", name=lamps,
                    agency=AgencyId(1),
                )
            ]
        )  # fmt: skip


async def _file_all(url: str, folder: Path, began: float) -> Sequence[str]:
    """Killed three times somewhere in the minute; each time another begins again from the first."""
    arguments = [
        "-m", "bench.filing", url, str(folder), "0", str(FILED), str(RATE), str(began),
    ]  # fmt: skip
    chance = random.Random()
    deaths = sorted(chance.uniform(0.1, 0.9) * SECONDS for _ in range(DEATHS))
    for death in [*deaths, None]:
        async with started(arguments) as process:
            if death is not None:
                await asyncio.sleep(max(0.0, began + death - time.time()))
                process.kill()
                await process.wait()
                continue
            said, _ = await process.communicate()
            if process.returncode:
                raise RuntimeError(f"filing failed with {process.returncode}, see {ROOT}")
            return said.decode().splitlines()
    raise RuntimeError("nobody filed to the end")


async def _found(storage: Storage) -> tuple[int, int, int]:
    """How many requests and photos there are, and how many photos are not what was sent."""
    wrong = 0
    async with storage.reading() as work:
        filed = await work.connection.scalar(select(func.count()).select_from(service_requests))
        rows = await work.connection.execute(
            select(service_requests.c.draft, request_photos.c.file_id).join(
                request_photos,
                (request_photos.c.community_id == service_requests.c.community_id)
                & (request_photos.c.request_id == service_requests.c.id),
            )
        )
        kept = rows.all()
        for row in kept:
            photo = await work.files.read(TOWN, row.file_id)
            wrong += photo.content != photo_of(row.draft)
    return filed or 0, len(kept), wrong


def _doors(storage: Storage) -> Open311:
    return Open311(
        begin=storage.writing,
        read=storage.reading,
        now=now,
        new_id=storage.installation.new_id,
        darkroom=ChildDarkroom(),
        fetch=_nothing,
    )


async def _nothing(_address: str) -> bytes | None:
    """Nothing is fetched while requests are read."""
    return None
