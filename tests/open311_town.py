"""A town whose requests other programs read and bring, and visitors of its pages."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import httpx
import uvicorn

from civic.kernel.ids import FileId, IdMaker
from civic.service_requests.actions.handling import accept_request
from civic.service_requests.model import Look, Photo, PhotoKind, ServiceRequest
from civic.service_requests.open311.actions.keys import make_key
from civic.surveys.answering.model import Answer
from rendering.darkroom import ChildDarkroom
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.asked import CLEAN, LACKS, LIGHT, MONDAY, TOWN, YEARS
from tests.filed_town import CATEGORIES, HOLES, Cast, build_filed_town, filed_by, hole
from tests.survey_town import storage_on
from tests.web.visiting import DOORS, MemoryBackstage
from web.app import create_app
from web.open311.ports import Open311

ROOT = "/open311/v2"
QUESTIONS = (LACKS, CLEAN, LIGHT, YEARS)
HOLE_ANSWERS = {1: Answer(chosen=("2",))}


@dataclass
class Open311Town:
    storage: Storage
    cast: Cast
    now: datetime = MONDAY
    public_url: str | None = "https://viche.example"
    pictures: dict[str, bytes] = field(default_factory=dict)
    """What lies under which address of other people's."""
    fetched: list[str] = field(default_factory=list)
    new_id: IdMaker = field(default_factory=IdMaker)
    darkroom: ChildDarkroom = field(default_factory=ChildDarkroom)

    def doors(self) -> Open311:
        return Open311(
            begin=self.storage.writing,
            read=self.storage.reading,
            now=lambda: self.now,
            new_id=self.new_id,
            darkroom=self.darkroom,
            fetch=self._fetch,
            public_url=self.public_url,
        )

    async def _fetch(self, url: str) -> bytes | None:
        self.fetched.append(url)
        return self.pictures.get(url)

    async def key(self, *, hourly: int = 300) -> str:
        async with self.storage.writing() as work:
            _, code = await make_key(
                TOWN, "Двірники", hourly=hourly, by=None, desk=work, new_id=self.new_id,
                now=self.now,
            )  # fmt: skip
        return code

    async def brought(self, **form: Any) -> Any:
        """What is answered in JSON to a request that is taken."""
        answer = await self.posted(form)
        assert answer.status_code == 200, answer.text
        (told,) = answer.json()
        return told

    async def posted(
        self, form: Mapping[str, Any], path: str = "/requests.json", **more: Any
    ) -> httpx.Response:
        async with self.visitor() as client:
            return await client.post(path, data=form, **more)

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[httpx.AsyncClient]:
        app = create_app(MemoryBackstage(), DOORS, None, self.doors())
        transport = httpx.ASGITransport(app, client=("203.0.113.9", 40_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://viche" + ROOT) as client:
            yield client

    async def got(self, path: str, **query: Any) -> Any:
        """What stands in the JSON of an answer that is none of refusal."""
        async with self.visitor() as client:
            answer = await client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        return answer.json()

    async def got_xml(self, path: str, **query: Any) -> Element:
        async with self.visitor() as client:
            answer = await client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/xml; charset=utf-8"
        assert answer.text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
        return fromstring(answer.content)

    async def refused(self, path: str, **query: Any) -> tuple[int, str]:
        """The status, and the one error that is told in JSON."""
        async with self.visitor() as client:
            answer = await client.get(path, params=query)
        (error,) = answer.json()
        assert error["code"] == answer.status_code
        return answer.status_code, error["description"]

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        """Over a real connection, for clients that are none of ours."""
        app = create_app(MemoryBackstage(), DOORS, None, self.doors())
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
            serving = asyncio.create_task(server.serve([listening]))
            try:
                yield f"http://127.0.0.1:{listening.getsockname()[1]}{ROOT}"
            finally:
                server.should_exit = True
                await serving


async def open311_town(database: Database, folder: Path) -> Open311Town:
    storage = storage_on(database, folder)
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        await work.request_categories.put([replace(CATEGORIES[0], questions=QUESTIONS)])
    return Open311Town(storage=storage, cast=cast)


async def shown(work: SqlWork, cast: Cast, draft: int = 1, **changes: Any) -> ServiceRequest:
    """Filed by Olena and read by an official: the public may see it."""
    when: datetime = changes.pop("now", MONDAY)
    filed = await filed_by(
        work, cast.olena, hole(draft, **{"answers": HOLE_ANSWERS, **changes}), now=when
    )
    if filed.category != HOLES:
        return filed
    return await accept_request(TOWN, filed.id, by=cast.roadman, desk=work, now=when)


async def photographed(
    work: SqlWork, request: ServiceRequest, look: Look, content: bytes = b"\xff\xd8\xff-ours"
) -> FileId:
    file = await work.files.put(TOWN, None, "photo.jpg", "image/jpeg", content, now=MONDAY)
    photo = Photo(
        request=request.id, file=file, by=None, kind=PhotoKind.BEFORE, look=look, taken_at=MONDAY
    )
    await work.service_requests.add_photo(TOWN, photo)
    return file


def fields_of(element: Element) -> dict[str, str | None]:
    return {child.tag: child.text for child in element}
