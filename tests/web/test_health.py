"""What the operator may see, what everybody may see, and what every page carries."""

import pytest

from tests.web.visiting import METRICS_TOKEN, MemoryBackstage, visitor
from web.app import Doors
from web.ports import Readiness

BROKEN = Readiness(ready=False, problems=["the database cannot be written: OperationalError"])
PROXIED = [
    {"X-Forwarded-For": "127.0.0.1"}, {"X-Real-IP": "10.0.0.7"}, {"Forwarded": "for=10.0.0.7"},
]  # fmt: skip


async def test_a_process_that_lives_says_so_to_everybody() -> None:
    async with visitor(address="203.0.113.9") as stranger:
        assert (await stranger.get("/healthz")).text == "ok"


async def test_on_this_machine_readiness_tells_what_stands_in_the_way() -> None:
    async with visitor(MemoryBackstage(BROKEN)) as operator:
        answer = await operator.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "problems": list(BROKEN.problems)}

    for address in ("127.0.0.1", "::1"):
        async with visitor(address=address) as operator:
            answer = await operator.get("/readyz")
        assert answer.status_code == 200
        assert answer.json() == {"ready": True, "problems": [], "updates_waiting": 3}


@pytest.mark.parametrize(("state", "status"), [(BROKEN, 503), (Readiness(ready=True), 200)])
async def test_a_stranger_learns_whether_it_is_ready_and_no_more(
    state: Readiness, status: int
) -> None:
    async with visitor(MemoryBackstage(state), address="203.0.113.9") as stranger:
        answer = await stranger.get("/readyz")
    assert answer.status_code == status
    assert answer.text in {"ready", "not ready"}


async def test_figures_are_for_this_machine_or_with_the_token() -> None:
    bearer = {"Authorization": f"Bearer {METRICS_TOKEN}"}
    async with visitor() as operator:
        assert "viche_ready 1" in (await operator.get("/metrics")).text
    async with visitor(address="203.0.113.9") as collector:
        assert (await collector.get("/metrics", headers=bearer)).status_code == 200
        assert "updates_waiting" in (await collector.get("/readyz", headers=bearer)).json()
        for wrong in ("", METRICS_TOKEN, f"bearer {METRICS_TOKEN}", "Bearer ", "Bearer x"):
            answer = await collector.get("/metrics", headers={"Authorization": wrong})
            assert answer.status_code == 401


@pytest.mark.parametrize("headers", PROXIED)
async def test_whom_a_proxy_brings_is_not_this_machine(headers: dict[str, str]) -> None:
    async with visitor() as proxied:
        assert (await proxied.get("/metrics", headers=headers)).status_code == 401
        assert (await proxied.get("/readyz", headers=headers)).text == "ready"
        bearer = headers | {"Authorization": f"Bearer {METRICS_TOKEN}"}
        assert (await proxied.get("/metrics", headers=bearer)).status_code == 200


async def test_without_a_token_nobody_from_elsewhere_gets_in() -> None:
    async with visitor(doors=Doors(bot_id=1), address="203.0.113.9") as stranger:
        for given in ("Bearer None", "Bearer ", ""):
            answer = await stranger.get("/metrics", headers={"Authorization": given})
            assert answer.status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/telegram/700", "/nowhere"])
async def test_every_page_forbids_what_it_does_not_need(path: str) -> None:
    async with visitor(address="203.0.113.9") as stranger:
        headers = (await stranger.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/", "/demo/people"])
async def test_there_is_nothing_else_to_see(path: str) -> None:
    async with visitor() as browser:
        assert (await browser.get(path)).status_code == 404
