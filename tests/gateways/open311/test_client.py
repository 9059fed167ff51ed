"""Another town's server that answers properly, and all that real ones do instead."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from civic.kernel.ids import CommunityId, RelayServerId
from civic.service_requests.relays.model import (
    Failure,
    Outgoing,
    RelayFailed,
    RelayServer,
    Remote,
)
from gateways.http.allowance import read_allowance
from gateways.http.outbound import Outbound
from gateways.open311.client import Open311Client, reference_of
from gateways.open311.keys import KeyFiles
from tests.gateways.http.answering import Server, allowed, another_server, answer

SINCE = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOLE = Outgoing(
    code="001", text="Яма", latitude=50.56, longitude=29.98, address="Шевченка, 12",
    token="0123456789abcdef01234567",
)  # fmt: skip


def said(*rows: dict[str, Any], **more: Any) -> bytes:
    return answer(json.dumps(rows).encode(), **more)


def roads(server: Server) -> RelayServer:
    return RelayServer(
        id=RelayServerId(5), community=CommunityId(7), name="Дороги області",
        url=server.address + "/open311/v2", jurisdiction="oblast.example", since=SINCE,
    )  # fmt: skip


@asynccontextmanager
async def client(
    *answers: bytes | None,
) -> AsyncIterator[tuple[Open311Client, RelayServer, Server]]:
    async with another_server(*answers) as server, allowed(server) as outbound:
        yield Open311Client(outbound, lambda _: "their-key"), roads(server), server


async def failure_of(*answers: bytes | None, of: str = "post", **given: Any) -> RelayFailed:
    async with client(*answers) as (asking, server, _):
        with pytest.raises(RelayFailed) as failed:
            match of:
                case "post":
                    await asking.post(server, HOLE)
                case "status":
                    await asking.status(server, "17")
                case _:
                    await asking.sought(server, HOLE, SINCE)
    return failed.value


async def test_a_request_is_sent_with_its_place_and_name_and_nothing_of_its_asker() -> None:
    async with client(said({"service_request_id": "14-0017"})) as (asking, server, heard):
        assert await asking.post(server, HOLE) == Remote(id="14-0017")
    head, _, body = heard.heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /open311/v2/requests.json HTTP/1.1")
    assert f"idempotency-key: {HOLE.token}".encode() in head.lower()
    assert parse_qs(body.decode()) == {
        "api_key": ["their-key"], "jurisdiction_id": ["oblast.example"], "service_code": ["001"],
        "description": [f"Яма\n{reference_of(HOLE)}"], "address_string": ["Шевченка, 12"],
        "lat": ["50.56"], "long": ["29.98"],
    }  # fmt: skip


async def test_a_token_stands_for_a_number_that_is_still_to_come() -> None:
    async with client(
        said({"token": 12345}),
        said({"token": 12345}),
        said({"service_request_id": 638344, "token": 12345}),
        answer(b"[]", status=404),
    ) as (asking, server, _):
        assert await asking.post(server, HOLE) == Remote(token="12345")
        assert await asking.by_token(server, "12345") is None
        assert await asking.by_token(server, "12345") == Remote(id="638344")
        assert await asking.by_token(server, "12345") is None


@pytest.mark.parametrize(
    "broken",
    [
        answer(b"<html>Sign in</html>", media_type="text/html"), answer(b""), answer(b"[]"),
        answer(b"{}"), answer(b"", status=500), answer(b"<html>", status=502), b"",
        said({"service_request_id": None}), answer(b"a" * 5_000_000),
    ],
)  # fmt: skip
async def test_after_an_answer_that_makes_no_sense_it_may_have_arrived(broken: bytes) -> None:
    assert (await failure_of(broken)).failure is Failure.IN_DOUBT


async def test_a_no_is_told_in_the_words_of_the_server() -> None:
    failed = await failure_of(said({"code": 403, "description": "Invalid api_key"}, status=403))
    assert (failed.failure, failed.words) == (Failure.REFUSED, "Invalid api_key")


async def test_a_busy_server_says_how_long_to_wait() -> None:
    failed = await failure_of(answer(b"", status=429, more="Retry-After: 90\r\n"))
    assert (failed.failure, failed.wait) == (Failure.BUSY, 90)
    failed = await failure_of(answer(b"", status=503, more="Retry-After: tomorrow\r\n"))
    assert (failed.failure, failed.wait) == (Failure.BUSY, 0)


async def test_nobody_there_means_that_nothing_was_sent() -> None:
    async with another_server() as server:
        pass
    async with allowed(server) as outbound:
        with pytest.raises(RelayFailed) as failed:
            await Open311Client(outbound, lambda _: "").post(roads(server), HOLE)
    assert failed.value.failure is Failure.NOT_SENT


async def test_a_private_server_that_the_operator_did_not_name_is_not_asked() -> None:
    async with another_server() as server, Outbound(read_allowance("")) as outbound:
        with pytest.raises(RelayFailed):
            await Open311Client(outbound, lambda _: "").post(roads(server), HOLE)
    assert server.heard == []


async def test_answered_twice_the_first_number_counts() -> None:
    both = said({"service_request_id": "1"}, {"service_request_id": "2"})
    async with client(both) as (asking, server, _):
        assert await asking.post(server, HOLE) == Remote(id="1")


async def test_what_may_have_arrived_is_looked_for_by_name_and_then_by_its_reference() -> None:
    other = {"service_request_id": "3", "description": "Яма", "status": "open"}
    ours = {"service_request_id": "4", "description": f"Яма {reference_of(HOLE)}", "status": "OPEN"}
    html = answer(b"<html>no such page", media_type="text/html")
    async with client(said({"service_request_id": "9", "token": HOLE.token})) as (
        asking,
        server,
        _,
    ):
        assert await asking.sought(server, HOLE, SINCE) == Remote(id="9")
    async with client(html, said(other, ours)) as (asking, server, heard):
        assert await asking.sought(server, HOLE, SINCE) == Remote(id="4", status="open")
        assert b"service_code=001&start_date=2026-11-23T08%3A00%3A00Z" in heard.heard[1]
    async with client(html, said(other)) as (asking, server, _):
        assert await asking.sought(server, HOLE, SINCE) is None


async def test_where_nothing_can_be_read_nobody_knows_that_it_is_not_there() -> None:
    html = answer(b"<html>", media_type="text/html")
    assert (await failure_of(html, html, of="sought")).failure is Failure.NOT_SENT
    assert (await failure_of(html, answer(b"", status=500), of="sought")).words


async def test_the_status_of_another_number_is_not_taken_for_ours() -> None:
    right = {"service_request_id": 17, "status": "Closed", "status_notes": "Залатали"}
    async with client(said(right)) as (asking, server, _):
        assert await asking.status(server, "17") == Remote(
            id="17", status="closed", notes="Залатали"
        )
    for wrong in (said(right | {"service_request_id": 18}), said(), answer(b"", status=404)):
        assert await failure_of(wrong, of="status")


def test_keys_of_other_servers_lie_in_files_that_only_we_read(tmp_path: Any) -> None:
    keys = KeyFiles(tmp_path / "keys" / "lasting")
    server = roads(Server())
    assert keys.read(server) == ""
    keys.write(server, "secret")
    assert keys.read(server) == "secret"
    (file,) = (tmp_path / "keys" / "lasting").iterdir()
    assert file.stat().st_mode & 0o077 == 0


async def test_a_general_failure_in_the_words_of_the_standard_may_have_arrived() -> None:
    broken = said({"code": 400, "description": "General service error. Tell us"}, status=400)
    assert (await failure_of(broken)).failure is Failure.IN_DOUBT
    assert (await failure_of(broken, of="status")).failure is Failure.NOT_SENT


async def test_an_id_of_theirs_leads_to_no_other_address() -> None:
    odd = "../keys?all=1#14/7"
    async with client(said({"service_request_id": odd, "status": "open"})) as (
        asking,
        server,
        heard,
    ):
        assert (await asking.status(server, odd)).id == odd
    assert heard.heard[0].startswith(b"GET /open311/v2/requests/..%2Fkeys%3Fall%3D1%2314%2F7.json?")
