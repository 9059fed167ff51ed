"""The demo's year of requests: categories, routes, all that may become of one, and what waits."""

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from bot.wiring import Wiring
from civic.communities.model import Agency, Community
from civic.kernel.abuse import abuse_in
from civic.kernel.ids import AgencyId, CategoryId, CommunityId, PlaceId
from civic.kernel.language import LANGUAGES, Translated
from civic.kernel.outbox import MessageState
from civic.service_requests.actions.confirming import may_say_whether_done
from civic.service_requests.model import (
    OPEN,
    Category,
    Escalation,
    EventKind,
    Look,
    Order,
    PhotoKind,
    ServiceRequest,
    Status,
    Wanted,
)
from civic.service_requests.rules.guessing import guess_categories
from civic.service_requests.rules.tables import read_categories
from demo.cast import AGENCIES, IHOR, OKSANA, OLENA, STEPAN
from demo.crowd import SIZES, Courtyard
from demo.history.requests.model import Scene
from demo.history.requests.played import BURST, PLAYED
from demo.history.requests.year import SORTS
from demo.request_courses import YEAR, Chance
from demo.request_pictures import picture_of
from demo.request_rules import CATEGORIES
from demo.town import SLUG
from storage.unit_of_work import SqlWork

in_the_seeded_town = pytest.mark.asyncio(loop_scope="session")
EVERY = frozenset(Status)
ALL = len(PLAYED) + YEAR + 1
"""One of them was an idea."""


async def town_of(work: SqlWork) -> Community:
    town = await work.communities.by_slug(SLUG)
    assert town is not None
    return town


async def requests_of(work: SqlWork, wanted: Wanted) -> list[ServiceRequest]:
    town = await town_of(work)
    return await work.service_requests.page(town.id, wanted, order=Order.NEWEST, limit=1_000)


async def code_of(work: SqlWork, request: ServiceRequest) -> str:
    return (await work.request_categories.category(request.community, request.category)).code


def listed() -> list[Category]:
    agencies = [
        Agency(id=AgencyId(number), community=CommunityId(1), name=name)
        for number, name in enumerate(AGENCIES.values(), start=1)
    ]
    rows, findings = read_categories(CATEGORIES.read_text(encoding="utf-8"), agencies)
    assert findings == []
    ids = {row.code: CategoryId(number) for number, row in enumerate(rows, start=1)}
    return [
        Category(
            id=ids[row.code], community=CommunityId(1), parent=ids.get(row.parent), code=row.code,
            name=Translated(dict(row.names)), icon=row.icon, words=row.words,
            agency=row.agency, days=row.days, is_public=row.is_public,
            needs_photo_after=row.needs_photo_after, is_emergency=row.is_emergency,
        )
        for row in rows
    ]  # fmt: skip


def test_categories_are_named_in_three_languages_and_known_by_their_icons() -> None:
    categories = listed()
    within = [one for one in categories if one.parent is not None]
    assert len(within) >= 25
    for one in categories:
        assert set(one.name.texts) == set(LANGUAGES)
        assert one.icon
    # In wartime nobody publishes where water and heat run.
    hidden = {one.code.split("-", maxsplit=1)[0] for one in within if not one.is_public}
    assert hidden == {"water", "house", "danger"}
    assert {one.code for one in within if one.is_emergency} == {
        "danger-gas", "danger-wire", "danger-manhole",
    }  # fmt: skip


def test_what_people_write_mostly_leads_to_the_category_they_mean() -> None:
    categories = listed()
    texts = [(sort.code, text) for sort in SORTS if sort.code != "other" for text in sort.texts]
    texts += [(told.code, told.text) for told in PLAYED if told.code != "other"]
    found = [
        code in [one.code for one in guess_categories(text, categories, limit=4)]
        for code, text in texts
    ]
    assert sum(found) / len(found) > 0.85
    assert not [text for _, text in texts if abuse_in(text)]


def test_the_same_year_is_made_each_time() -> None:
    now = datetime(2026, 5, 20, 12, tzinfo=UTC)
    days = {one.code: one.days for one in listed()}
    yards = [
        Courtyard(place=PlaceId(place), district=0, title=str(place)) for place in range(len(SIZES))
    ]
    one, other = (
        Chance(random=Random(5), now=now, zone="Europe/Kyiv", days=days, courtyards=yards).year()
        for _ in range(2)
    )
    assert one == other
    assert all(deed.after > 0 for told in one for deed in told.deeds)
    snow = [told for told in one if told.code == "road-snow"]
    assert snow
    assert min(told.hours for told in snow) > 49 * 24, "it melted by April"


@pytest.mark.parametrize("scene", Scene)
def test_a_made_picture_shows_whether_it_is_mended(scene: Scene) -> None:
    broken, mended = (picture_of(scene, is_mended=is_mended) for is_mended in (False, True))
    assert broken.picture != mended.picture
    assert len(broken.picture) + len(broken.preview) < 60_000


@in_the_seeded_town
async def test_a_year_of_requests_went_every_way_there_is(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        every = await requests_of(work, Wanted(statuses=EVERY))
        assert len(every) == ALL
        assert [one.number for one in every] == list(range(ALL, 0, -1))
        went: set[Status] = set()
        kinds: Counter[EventKind] = Counter()
        for one in every:
            events = await work.service_requests.events(one.community, one.id, limit=100)
            assert [event.n for event in events] == list(range(one.events, 0, -1))
            assert [event.at for event in events] == sorted(
                (event.at for event in events), reverse=True
            )
            went |= {event.to_status for event in events if event.to_status is not None}
            kinds.update(event.kind for event in events)
            assert one.agency is not None or await code_of(work, one) == "other"
        assert went == EVERY
        assert kinds[EventKind.JOINED] > 80
        assert kinds[EventKind.SAID_DONE] > 100
        assert kinds[EventKind.OVERDUE] > 5
        ended = Counter(one.status for one in every)
        assert ended[Status.CLOSED] > 200
        assert 12 <= sum(ended[status] for status in OPEN) <= 60


@in_the_seeded_town
async def test_a_burst_pipe_of_a_dozen_people_became_one_incident(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        merged = await requests_of(work, Wanted(statuses=frozenset({Status.MERGED})))
        goals = Counter(one.merged_into for one in merged)
        ((goal, count),) = goals.most_common(1)
        assert goal is not None
        assert count == len(BURST) - 1
        town = await town_of(work)
        incident = await work.service_requests.request(town.id, goal)
        assert incident.status is Status.CLOSED
        assert incident.joined == count
        # The same category nearby, beside the burst: people had asked already.
        assert len(goals) > 1


@in_the_seeded_town
async def test_olena_is_asked_whether_her_bench_is_mended(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        olena = await work.residents.of_account(town.id, OLENA.account)
        assert olena is not None
        theirs = await work.service_requests.of_resident(town.id, olena.id, limit=50)
        assert {await code_of(work, one) for one in theirs} >= {
            "yard-bench", "light-lamp", "road-pothole", "road-pavement",
        }  # fmt: skip
        (bench,) = [one for one in theirs if one.status is Status.DONE]
        assert bench.asset is not None
        assert bench.joined == 2
        assert await may_say_whether_done(bench, olena, desk=work)
        photos = await work.service_requests.photos(town.id, bench.id)
        assert {one.kind: one.look for one in photos} == {
            PhotoKind.BEFORE: Look.PUBLIC,
            PhotoKind.AFTER: Look.PUBLIC,
        }


@in_the_seeded_town
async def test_stepan_was_asked_something_and_the_clock_stands(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        stepan = await work.residents.of_account(town.id, STEPAN.account)
        assert stepan is not None
        (steps,) = await work.service_requests.of_resident(town.id, stepan.id, limit=50)
        assert steps.status is Status.WAITING
        assert steps.clock_stopped_at is not None


@in_the_seeded_town
async def test_oksana_has_a_queue_to_clear(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        oksana = await work.officials.official(town.id, OKSANA.account)
        mine = frozenset({oksana.agency})
        queue = await requests_of(work, Wanted(agencies=mine))
        assert len(queue) >= 8
        fresh = [one for one in queue if one.status is Status.RECEIVED]
        by_asset = Counter(one.asset for one in fresh if one.asset is not None)
        assert max(by_asset.values()) >= 2
        assert await work.service_requests.unlooked_photos(town.id, limit=10)
        late = [one for one in queue if one.escalation is Escalation.OVERDUE]
        assert "За гаражами купа" in "".join(one.text for one in late)
        assert len(await work.answer_templates.all(town.id)) == 4


@in_the_seeded_town
async def test_ihor_decides_what_is_disputed_and_passes_on_what_is_nobodys(
    seeded: Wiring,
) -> None:
    async with seeded.storage.reading() as work:
        (disputed,) = await requests_of(
            work, Wanted(statuses=frozenset({Status.DONE}), is_disputed=True)
        )
        assert disputed.reopened == 1
        assert disputed.done_by == OKSANA.account != IHOR.account
        nobodys = await requests_of(work, Wanted(agencies=frozenset({None})))
        assert "криницю" in "".join(one.text for one in nobodys)


@in_the_seeded_town
async def test_only_what_is_to_be_found_in_their_chats_waits_for_the_start(
    seeded: Wiring,
) -> None:
    async with seeded.storage.reading() as work:
        backlog = await work.delivery.backlog()
        town = await town_of(work)
        verbs = {entry.verb for entry in await work.audit.entries(town.id, limit=5_000)}
    # Beside broadcasts: four for Olena, two for Stepan, three for Oksana, two for Ihor.
    assert backlog[MessageState.QUEUED] <= 19
    assert verbs >= {
        "category-imported", "category-put", "request-rules-replaced", "duties-set",
        "answer-template-written", "request-accept", "request-refuse", "request-pass-on",
        "request-send-back", "request-plan", "request-start", "request-ask", "request-finish",
        "request-merge", "request-commented", "request-photo-looked-at",
    }  # fmt: skip
