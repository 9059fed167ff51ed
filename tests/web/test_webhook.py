"""Updates that Telegram brings: only with the secret, stored before they are confirmed."""

import json
from collections.abc import AsyncIterator

import pytest

from tests.web.visiting import SECRET, MemoryBackstage, visitor
from web.app import Doors
from web.webhook import LARGEST_UPDATE

HOOK = "/telegram/700"
KNOCK = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
UPDATE = {"update_id": 5, "message": {"text": "вітаю"}}


@pytest.fixture
def backstage() -> MemoryBackstage:
    return MemoryBackstage()


async def test_an_update_with_the_secret_is_stored_and_confirmed(
    backstage: MemoryBackstage,
) -> None:
    async with visitor(backstage, address="149.154.167.1") as telegram:
        answer = await telegram.post(HOOK, json=UPDATE, headers=KNOCK)
    assert answer.status_code == 200
    assert backstage.taken == [UPDATE]


@pytest.mark.parametrize("given", [None, "", "wrong", SECRET[:-1], SECRET + "x", "ї"])
async def test_without_the_right_secret_nothing_is_stored(
    backstage: MemoryBackstage, given: str | None
) -> None:
    name = b"X-Telegram-Bot-Api-Secret-Token"
    headers: dict[bytes, bytes] = {} if given is None else {name: given.encode()}
    async with visitor(backstage) as stranger:
        answer = await stranger.post(HOOK, json=UPDATE, headers=headers)
    assert answer.status_code == 401
    assert backstage.taken == []


async def test_another_bots_address_is_refused_with_the_right_secret_too(
    backstage: MemoryBackstage,
) -> None:
    async with visitor(backstage) as telegram:
        answer = await telegram.post("/telegram/701", json=UPDATE, headers=KNOCK)
    assert answer.status_code == 401
    assert backstage.taken == []


async def test_a_process_without_a_secret_has_no_such_door(backstage: MemoryBackstage) -> None:
    for secret in (None, ""):
        doors = Doors(bot_id=700, webhook_secret=secret)
        async with visitor(backstage, doors=doors) as telegram:
            headers = {"X-Telegram-Bot-Api-Secret-Token": ""}
            assert (await telegram.post(HOOK, json=UPDATE, headers=headers)).status_code == 404
    assert backstage.taken == []


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"\xff\xfe", b"[1]", b"7", b'"x"', b"null", b"[" * 100_000]
)
async def test_what_is_no_update_is_refused(backstage: MemoryBackstage, body: bytes) -> None:
    async with visitor(backstage) as telegram:
        answer = await telegram.post(HOOK, content=body, headers=KNOCK)
    assert answer.status_code == 400
    assert backstage.taken == []


async def test_what_is_too_large_is_not_read_to_the_end(backstage: MemoryBackstage) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 100 * LARGEST_UPDATE:
            given += 65_536
            yield b" " * 65_536

    async with visitor(backstage) as telegram:
        answer = await telegram.post(HOOK, content=endless(), headers=KNOCK)
        assert answer.status_code == 413
        fits = json.dumps({"update_id": 1, "text": "x" * (LARGEST_UPDATE - 100)})
        assert (await telegram.post(HOOK, content=fits, headers=KNOCK)).status_code == 200
    assert len(backstage.taken) == 1


async def test_looking_at_the_address_shows_nothing(backstage: MemoryBackstage) -> None:
    async with visitor(backstage) as browser:
        for method in ("GET", "PUT", "DELETE"):
            assert (await browser.request(method, HOOK, headers=KNOCK)).status_code == 405


async def test_what_could_not_be_stored_is_asked_for_again(backstage: MemoryBackstage) -> None:
    backstage.full = True
    async with visitor(backstage) as telegram:
        assert (await telegram.post(HOOK, json=UPDATE, headers=KNOCK)).status_code == 503
        backstage.full = False
        assert (await telegram.post(HOOK, json=UPDATE, headers=KNOCK)).status_code == 200
    assert backstage.taken == [UPDATE]
