"""A category that another server serves: passed on once, followed, shown on the same card."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.ids import RelayServerId
from civic.service_requests.actions.following import withdraw_request
from civic.service_requests.model import EventKind, Status
from civic.service_requests.relays.actions import retry_relay, take_errands
from civic.service_requests.relays.model import (
    Failure,
    Outgoing,
    Relay,
    RelayFailed,
    RelayServer,
    RelayState,
    Remote,
    Served,
)
from civic.service_requests.relays.rules import FIRST, LONGEST, MOST_ATTEMPTS, backoff
from gateways.http.allowance import read_allowance
from gateways.http.outbound import Outbound
from gateways.open311.client import Open311Client
from jobs.relays import relay_requests
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.asked import MONDAY, TOWN
from tests.filed_town import (
    CATEGORIES,
    DISPATCHER,
    HOLES,
    LEAKS,
    OLENA,
    Cast,
    build_filed_town,
    filed_by,
    hole,
    told,
)
from tests.open311_town import Open311Town, open311_town
from tests.survey_town import storage_on

ROADS = RelayServer(
    id=RelayServerId(1), community=TOWN, name="Дороги області", url="https://roads.example",
    since=MONDAY - timedelta(days=1),
)  # fmt: skip
Said = Remote | RelayFailed | None


@dataclass
class Others:
    """Another town's server: answers as the test says, and keeps what it was asked."""

    posts: list[Said] = field(default_factory=list)
    seeks: list[Said] = field(default_factory=list)
    tokens: list[Said] = field(default_factory=list)
    statuses: list[Said] = field(default_factory=list)
    posted: list[Outgoing] = field(default_factory=list)
    asked: int = 0

    async def post(self, server: RelayServer, outgoing: Outgoing) -> Remote:
        self.posted.append(outgoing)
        found = self._next(self.posts)
        assert found is not None
        return found

    async def by_token(self, server: RelayServer, token: str) -> Remote | None:
        return self._next(self.tokens)

    async def sought(
        self, server: RelayServer, outgoing: Outgoing, since: datetime
    ) -> Remote | None:
        return self._next(self.seeks)

    async def status(self, server: RelayServer, remote_id: str) -> Remote:
        found = self._next(self.statuses)
        assert found is not None
        return found

    def _next(self, said: list[Said]) -> Remote | None:
        self.asked += 1
        found = said.pop(0)
        if isinstance(found, RelayFailed):
            raise found
        return found


@dataclass
class Passing:
    storage: Storage
    cast: Cast
    others: Others = field(default_factory=Others)
    now: datetime = MONDAY

    async def round(self, after: timedelta = timedelta()) -> int:
        self.now += after
        return await relay_requests(
            begin=self.storage.writing, others=self.others, chance=lambda: 0.0, now=self.now
        )

    async def relay(self) -> Relay:
        async with self.storage.reading() as work:
            request = await work.service_requests.by_number(TOWN, 1)
            assert request is not None
            found = await work.relays.find(TOWN, request.id)
        assert found is not None
        return found

    async def status(self) -> Status:
        async with self.storage.reading() as work:
            request = await work.service_requests.by_number(TOWN, 1)
        assert request is not None
        return request.status

    async def comments(self) -> list[str]:
        async with self.storage.reading() as work:
            request = await work.service_requests.by_number(TOWN, 1)
            assert request is not None
            events = await work.service_requests.events(TOWN, request.id, limit=50)
        return [one.text for one in reversed(events) if one.kind is EventKind.COMMENTED]


@pytest.fixture
async def passing(database: Database, tmp_path: Path) -> Passing:
    storage = storage_on(database, tmp_path)
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        await work.relays.put_server(ROADS)
        for category, code in ((HOLES, "001"), (LEAKS, "002")):
            await work.relays.put_served(
                Served(community=TOWN, category=category, server=ROADS.id, code=code)
            )
        await filed_by(work, cast.olena, hole(contact="050 123 45 67"))
    return Passing(storage=storage, cast=cast)


def doubt() -> RelayFailed:
    return RelayFailed(Failure.IN_DOUBT, "it answered HTML")


def no_way() -> RelayFailed:
    return RelayFailed(Failure.NOT_SENT, "nobody there")


async def test_it_is_passed_on_once_and_its_card_says_to_whom_and_under_which_number(
    passing: Passing,
) -> None:
    passing.others.posts = [Remote(id="14-0017")]
    assert await passing.round() == 1
    assert await passing.round() == 0
    (sent,) = passing.others.posted
    assert (sent.code, sent.text) == ("001", "Велика яма біля під'їзду")
    assert "050" not in str(sent)
    assert await passing.comments() == ["Дороги області: № 14-0017"]
    assert await passing.status() is Status.ACCEPTED
    async with passing.storage.reading() as work:
        cards = [one for one in await told(work, OLENA) if one.get("key") == "request-card"]
    assert "14-0017" in str(cards[-1])


async def test_its_news_stand_on_the_card_and_done_there_is_done_here(passing: Passing) -> None:
    passing.others.posts = [Remote(id="17")]
    open_, planned = Remote(id="17", status="open"), Remote(id="17", status="open", notes="У плані")
    passing.others.statuses = [
        open_, open_, planned, no_way(), Remote(id="17", status="closed", notes="Залатали"),
    ]  # fmt: skip
    await passing.round()
    for _ in range(5):
        assert await passing.round(timedelta(minutes=16)) == 1
    assert await passing.comments() == [
        "Дороги області: № 17", "Дороги області: open", "Дороги області: У плані",
    ]  # fmt: skip
    assert await passing.status() is Status.DONE
    async with passing.storage.reading() as work:
        keys = [one.get("key") for one in await told(work, OLENA)]
    assert "request-is-it-done" in keys
    await passing.round(timedelta(days=1))
    assert (await passing.relay()).state is RelayState.OVER


async def test_done_there_without_the_picture_that_is_wanted_here_is_left_to_an_official(
    passing: Passing,
) -> None:
    async with passing.storage.writing() as work:
        await work.request_categories.put([replace(CATEGORIES[0], needs_photo_after=True)])
    passing.others.posts = [Remote(id="17")]
    passing.others.statuses = [Remote(id="17", status="closed")]
    await passing.round()
    await passing.round(timedelta(hours=1))
    assert await passing.status() is Status.ACCEPTED
    assert (await passing.comments())[-1] == "Дороги області: closed"


async def test_what_may_have_arrived_is_looked_for_and_never_sent_blindly(
    passing: Passing,
) -> None:
    passing.others.posts = [doubt()]
    passing.others.seeks = [no_way(), Remote(id="17", status="open")]
    await passing.round()
    assert (await passing.relay()).state is RelayState.DOUBTFUL
    await passing.round(FIRST)
    await passing.round(FIRST * 2)
    assert len(passing.others.posted) == 1
    assert (await passing.relay()).remote_id == "17"


async def test_what_is_certainly_not_there_is_sent_again_under_the_same_name(
    passing: Passing,
) -> None:
    passing.others.posts = [doubt(), Remote(id="17")]
    passing.others.seeks = [None]
    for _ in range(3):
        await passing.round(FIRST)
    first, second = passing.others.posted
    assert first == second
    assert (await passing.relay()).state is RelayState.FOLLOWED


async def test_whoever_dies_while_sending_leaves_a_doubt_and_no_second_request(
    passing: Passing,
) -> None:
    await_nothing = replace_others(passing)
    async with passing.storage.writing() as work:
        from civic.service_requests.relays.actions import begin_relays

        await begin_relays(desk=work, now=passing.now, limit=5)
        assert len(await take_errands(desk=work, now=passing.now, limit=5)) == 1
    assert await passing.round(FIRST) == 0
    passing.others.seeks = [Remote(id="17")]
    await passing.round(timedelta(hours=1))
    assert await_nothing()
    assert (await passing.relay()).remote_id == "17"


def replace_others(passing: Passing) -> Callable[[], bool]:
    """Whether nothing was posted since."""
    return lambda: passing.others.posted == []


async def test_a_token_is_exchanged_for_a_number_when_there_is_one(passing: Passing) -> None:
    passing.others.posts = [Remote(token="12345")]
    passing.others.tokens = [None, Remote(id="17")]
    await passing.round()
    assert (await passing.relay()).state is RelayState.NUMBERLESS
    await passing.round(FIRST)
    await passing.round(FIRST)
    assert (await passing.relay()).remote_id == "17"


async def test_after_many_failures_it_is_given_up_and_the_dispatcher_hears_of_it_once(
    passing: Passing,
) -> None:
    passing.others.posts = [no_way() for _ in range(MOST_ATTEMPTS)]
    for _ in range(MOST_ATTEMPTS + 3):
        await passing.round(LONGEST)
    assert len(passing.others.posted) == MOST_ATTEMPTS
    dead = await passing.relay()
    assert (dead.state, dead.error) == (RelayState.DEAD, "nobody there")
    async with passing.storage.reading() as work:
        heard = [one for one in await told(work, DISPATCHER) if one.get("key") == "relay-dead"]
    assert [one["params"] for one in heard] == [{"number": 1, "server": "Дороги області"}]
    passing.others.seeks, passing.others.posts = [None], [Remote(id="17")]
    async with passing.storage.writing() as work:
        assert await retry_relay(TOWN, dead.request, desk=work, now=passing.now)
    await passing.round()
    await passing.round()
    assert (await passing.relay()).state is RelayState.FOLLOWED


async def test_a_no_is_asked_three_times_and_another_requests_number_is_not_taken(
    passing: Passing,
) -> None:
    refused = RelayFailed(Failure.REFUSED, "Invalid api_key")
    passing.others.posts = [refused, refused, refused]
    for _ in range(5):
        await passing.round(LONGEST)
    assert len(passing.others.posted) == 3
    async with passing.storage.writing() as work:
        await filed_by(work, passing.cast.nina, hole(2), now=passing.now)
        await filed_by(work, passing.cast.ivan, hole(3), now=passing.now)
    passing.others.posts = [Remote(id="17"), Remote(id="17")]
    await passing.round()
    async with passing.storage.reading() as work:
        dead = await work.relays.dead(TOWN, limit=9)
    assert sorted(one.error for one in dead) == ["17 is another request's", "Invalid api_key"]


async def test_a_server_that_does_not_answer_is_asked_once_a_round(passing: Passing) -> None:
    async with passing.storage.writing() as work:
        for draft, who in ((2, passing.cast.nina), (3, passing.cast.ivan)):
            await filed_by(work, who, hole(draft))
    passing.others.posts = [no_way()]
    assert await passing.round() == 3
    assert passing.others.asked == 1


async def test_what_was_withdrawn_or_filed_before_is_not_passed_on(passing: Passing) -> None:
    async with passing.storage.writing() as work:
        request = await work.service_requests.by_number(TOWN, 1)
        assert request is not None
        await withdraw_request(TOWN, request.id, by=passing.cast.olena, desk=work, now=MONDAY)
        await filed_by(work, passing.cast.nina, hole(2), now=MONDAY - timedelta(days=3))
    assert await passing.round() == 0
    async with passing.storage.writing() as work:
        await work.relays.put_server(replace(ROADS, stopped=True))
        await filed_by(work, passing.cast.ivan, hole(3))
    assert await passing.round() == 0


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waits_grow_to_six_hours_and_chance_shortens_them_by_half_at_most(
    attempts: int, chance: float
) -> None:
    wait = backoff(attempts, chance)
    assert FIRST / 2 <= wait <= LONGEST
    assert backoff(attempts, 0.0) <= backoff(attempts + 1, 0.0)


async def test_one_town_of_ours_passes_a_request_to_another_and_reads_its_news(
    database: Database, tmp_path: Path
) -> None:
    """The client and the server, over a real connection."""
    from civic.service_requests.actions.handling import accept_request, finish_request

    oblast: Open311Town = await open311_town(database, tmp_path)
    async with oblast.storage.writing() as work:
        await work.request_categories.put([replace(CATEGORIES[0], code="001", questions=())])
    key = await oblast.key()
    async with (
        oblast.served() as address,
        Outbound(read_allowance(address.removesuffix("/open311/v2"))) as outbound,
    ):
        client = Open311Client(outbound, lambda _: key)
        server = replace(ROADS, url=address)
        hole_there = Outgoing(
            code="001", text="Яма", latitude=50.56, longitude=29.98, address="Шевченка, 12",
            token="0123456789abcdef01234567",
        )  # fmt: skip
        assert await client.post(server, hole_there) == Remote(id="1")
        assert await client.post(server, hole_there) == Remote(id="1")
        sought = await client.sought(server, hole_there, MONDAY - timedelta(hours=1))
        assert sought == Remote(id="1")
        before = await client.status(server, "1")
        async with oblast.storage.writing() as work:
            request = await work.service_requests.by_number(TOWN, 1)
            assert request is not None
            for step in (accept_request, finish_request):
                await step(TOWN, request.id, by=oblast.cast.roadman, desk=work, now=MONDAY)
        after = await client.status(server, "1")
    assert (before.status, after.status) == ("open", "closed")
    assert after.notes == "Зроблено, питаємо сусідів"
