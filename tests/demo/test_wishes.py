"""The demo's ideas for the yard and official appeals: some going on, some come to their end."""

from datetime import timedelta

import pytest

from bot.wiring import Wiring
from civic.appeals.model import Appeal
from civic.appeals.rules import LAW
from civic.communities.model import Community
from civic.ideas.actions.supporting import seen_idea
from civic.ideas.actions.wishing import yard_of
from civic.ideas.model import Idea, IdeaStatus
from civic.kernel.abuse import abuse_in
from civic.service_requests.model import Status
from demo.cast import OKSANA, OLENA
from demo.history.wishes import BARS, BICYCLES, IDEAS, THRESHOLD
from demo.town import SLUG
from storage.tables.outbox import outbox
from storage.unit_of_work import SqlWork

QUEUED = 0
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def town_of(work: SqlWork) -> Community:
    town = await work.communities.by_slug(SLUG)
    assert town is not None
    return town


async def ideas_of(work: SqlWork, *statuses: IdeaStatus) -> list[Idea]:
    return await work.ideas.page((await town_of(work)).id, statuses, limit=50)


async def appeals_of(work: SqlWork, *, is_open: bool) -> list[Appeal]:
    return await work.appeals.page((await town_of(work)).id, is_open=is_open, limit=50)


async def test_ideas_gather_support_and_some_have_been_answered(seeded: Wiring) -> None:
    assert not [one.key for one in IDEAS if abuse_in(one.text)]
    async with seeded.storage.reading() as work:
        gathering = await ideas_of(work, IdeaStatus.GATHERING)
        assert len(gathering) >= 2
        now = seeded.clock.now()
        for one in gathering:
            assert one.answer
            assert one.told_at is not None
            assert one.published_at is not None
            assert one.published_at < now < (one.expires_at or now)
        (expired,) = await ideas_of(work, IdeaStatus.EXPIRED)
        assert expired.supporters < THRESHOLD


async def test_an_idea_that_had_enough_support_became_a_request_and_stands(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        (became,) = await ideas_of(work, IdeaStatus.BECAME)
        assert (became.text, became.supporters) == (BARS.text, THRESHOLD)
        assert became.request is not None
        request = await work.service_requests.request(became.community, became.request)
        assert (request.asker, request.joined) == (became.author, THRESHOLD)
        assert request.status is Status.CLOSED


async def test_olenas_voice_is_the_one_that_her_yards_idea_lacks(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        olena = await work.residents.of_account(town.id, OLENA.account)
        assert olena is not None
        yard = await yard_of(olena, desk=work)
        assert yard is not None
        (lacking,) = [
            one for one in await ideas_of(work, IdeaStatus.GATHERING) if one.courtyard == yard.id
        ]
        assert lacking.text == BICYCLES.text
        assert lacking.supporters == THRESHOLD - 1
        seen = await seen_idea(town.id, lacking.id, by=olena, desk=work)
        assert not await work.ideas.is_supporter(town.id, seen.id, olena.id)


async def test_one_appeal_was_answered_in_time_and_olenas_waits_for_its_answer(
    seeded: Wiring,
) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        (answered,) = await appeals_of(work, is_open=False)
        assert answered.answered_at is not None
        assert answered.answered_at < answered.due_at
        assert answered.answer
        (running,) = await appeals_of(work, is_open=True)
        assert running.account == OLENA.account
        left = running.due_at - seeded.clock.now()
        assert timedelta(days=20) < left < timedelta(days=max(LAW.days.values()))
        for one in (answered, running):
            assert one.paper is not None
            paper = await work.files.read(town.id, one.paper)
            assert paper.content.startswith(b"%PDF-")
            request = await work.service_requests.request(town.id, one.request)
            assert request.asker == one.author
        # Its paper comes when the demo starts: to Olena, and to the office.
        owed = (await work.connection.execute(outbox.select())).mappings()
        told = [
            row["chat_id"]
            for row in owed
            if row["state"] == QUEUED and "appeal" in (row["payload"] or {}).get("params", {})
        ]
        assert set(told) == {OLENA.account, OKSANA.account}
