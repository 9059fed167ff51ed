"""The demo's side door: only on a marked database, on this machine, with its token."""

from datetime import timedelta

import pytest

from tests.web.visiting import DEMO_TOKEN, MemoryDemo, visitor
from web.app import Doors

BEARER = {"Authorization": f"Bearer {DEMO_TOKEN}"}


async def test_the_clock_goes_forward_and_not_back() -> None:
    demo = MemoryDemo()
    later = demo.now + timedelta(days=3)
    async with visitor(demo=demo) as sandbox:
        moved = await sandbox.post("/demo/clock", json={"to": later.isoformat()}, headers=BEARER)
        assert moved.json() == {"now": later.isoformat()}
        back = {"to": (later - timedelta(seconds=1)).isoformat()}
        assert (await sandbox.post("/demo/clock", json=back, headers=BEARER)).status_code == 409
        oddities: list[object] = [{"to": "2026-11-24T08:00"}, {"to": "soon"}, {}, []]
        for odd in oddities:
            answer = await sandbox.post("/demo/clock", json=odd, headers=BEARER)
            assert answer.status_code == 422
    assert demo.now == later


async def test_the_people_of_the_demo_are_told() -> None:
    async with visitor(demo=MemoryDemo()) as sandbox:
        assert (await sandbox.get("/demo/people", headers=BEARER)).json()["people"] == []


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("127.0.0.1", {}),
        ("127.0.0.1", {"Authorization": "Bearer wrong"}),
        ("127.0.0.1", BEARER | {"X-Forwarded-For": "127.0.0.1"}),
        ("203.0.113.9", BEARER),
    ],
)
async def test_it_opens_to_nobody_else(address: str, headers: dict[str, str]) -> None:
    demo = MemoryDemo()
    before = demo.now
    wish = {"to": (before + timedelta(days=1)).isoformat()}
    async with visitor(demo=demo, address=address) as stranger:
        assert (await stranger.post("/demo/clock", json=wish, headers=headers)).status_code == 401
        assert (await stranger.get("/demo/people", headers=headers)).status_code == 401
    assert demo.now == before


@pytest.mark.parametrize(
    ("demo", "token"), [(None, DEMO_TOKEN), (MemoryDemo(), None), (MemoryDemo(), "")]
)
async def test_without_a_marked_database_and_a_token_there_is_no_door(
    demo: MemoryDemo | None, token: str | None
) -> None:
    async with visitor(demo=demo, doors=Doors(bot_id=1, demo_token=token)) as sandbox:
        assert (await sandbox.get("/demo/people", headers=BEARER)).status_code == 404
        wish = {"to": "2030-01-01T00:00:00Z"}
        assert (await sandbox.post("/demo/clock", json=wish, headers=BEARER)).status_code == 404
