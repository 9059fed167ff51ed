"""Ideas as they are kept: one draft a person, one voice a neighbour, forgotten with their author."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from civic.ideas.actions.office import answer_idea, hide_idea, set_threshold, show_again
from civic.ideas.actions.supporting import support_idea, take_support_back
from civic.ideas.actions.wishing import draft_for, publish_idea, withdraw_idea, write_text
from civic.ideas.model import Idea, IdeaStatus
from civic.ideas.rules import A_DAY
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound, Refusal
from civic.residents.actions.settings import turn_topic
from civic.residents.model import Resident, Topic
from jobs.ideas import watch_ideas
from storage.engines import Database
from storage.tables.outbox import contents, outbox
from storage.unit_of_work import SqlWork, Storage
from tests.asked import MONDAY, TOWN
from tests.filed_town import (
    GAS,
    IVAN,
    NEW_ID,
    NINA,
    OLENA,
    STEPAN,
    Cast,
    build_filed_town,
    told,
)
from tests.survey_town import storage_on

WISH = "Майданчик для дітей"


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return storage_on(database, tmp_path)


@pytest.fixture
async def work(storage: Storage) -> AsyncIterator[SqlWork]:
    async with storage.writing() as work:
        yield work


@pytest.fixture
async def cast(work: SqlWork) -> Cast:
    return await build_filed_town(work)


async def published(work: SqlWork, by: Resident, text: str = WISH, *, days: int = 0) -> Idea:
    now = MONDAY + timedelta(days=days)
    draft = await draft_for(by, desk=work, new_id=NEW_ID, now=now)
    draft = await write_text(draft, text, desk=work, now=now)
    return await publish_idea(draft, by=by, desk=work, now=now)


async def supported(work: SqlWork, idea: Idea, by: Resident) -> Idea:
    return await support_idea(TOWN, idea.id, by=by, desk=work, new_id=NEW_ID, now=MONDAY)


async def test_a_draft_is_nobodys_business_and_has_no_number(work: SqlWork, cast: Cast) -> None:
    draft = await draft_for(cast.olena, desk=work, new_id=NEW_ID, now=MONDAY)
    draft = await write_text(draft, WISH, desk=work, now=MONDAY)
    assert draft.number is None
    assert (
        await work.ideas.of_courtyard(TOWN, draft.courtyard, tuple(IdeaStatus)[1:], limit=9) == []
    )
    with pytest.raises(NotFound):
        await supported(work, draft, cast.stepan)
    again = await draft_for(cast.olena, desk=work, new_id=NEW_ID, now=MONDAY)
    assert again.id == draft.id
    kept = await publish_idea(again, by=cast.olena, desk=work, now=MONDAY)
    assert kept.number == 1


async def test_a_neighbour_has_one_voice_its_author_and_other_yards_have_none(
    work: SqlWork, cast: Cast
) -> None:
    idea = await published(work, cast.olena)
    for _ in range(2):
        assert (await supported(work, idea, cast.stepan)).supporters == 1
    with pytest.raises(Refusal, match="idea-own"):
        await supported(work, idea, cast.olena)
    with pytest.raises(NotFound):
        await supported(work, idea, cast.ivan)
    gone = await take_support_back(TOWN, idea.id, by=cast.stepan, desk=work)
    assert gone.supporters == 0
    with pytest.raises(Refusal, match="idea-not-supported"):
        await take_support_back(TOWN, idea.id, by=cast.stepan, desk=work)


async def test_with_support_enough_it_becomes_a_request_once_with_all_behind_it(
    work: SqlWork, cast: Cast
) -> None:
    await set_threshold(2, by=cast.mayor, desk=work, now=MONDAY)
    idea = await published(work, cast.olena)
    await supported(work, idea, cast.stepan)
    became = await supported(work, idea, cast.nina)
    assert became.status is IdeaStatus.BECAME
    assert became.request is not None
    request = await work.service_requests.request(TOWN, became.request)
    behind = await work.service_requests.supporters(TOWN, request.id)
    assert (request.asker, request.text, request.joined) == (cast.olena.id, WISH, 2)
    assert {one.account for one in behind} == {STEPAN, NINA}
    assert request.category != GAS
    with pytest.raises(Refusal, match="idea-is-became"):
        await supported(work, idea, cast.nina)


async def test_a_lower_threshold_holds_for_what_has_its_support_already(
    storage: Storage, database: Database
) -> None:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        idea = await published(work, cast.olena)
        await supported(work, idea, cast.stepan)
        await supported(work, idea, cast.nina)
        await set_threshold(2, by=cast.mayor, desk=work, now=MONDAY)
    await watch_ideas(begin=storage.writing, new_id=NEW_ID, now=MONDAY)
    async with storage.reading() as work:
        assert (await work.ideas.idea(TOWN, idea.id)).status is IdeaStatus.BECAME


@pytest.mark.parametrize("threshold", [1, 1_001])
async def test_a_town_cannot_set_what_makes_no_sense(
    work: SqlWork, cast: Cast, threshold: int
) -> None:
    with pytest.raises(Refusal, match="idea-threshold-limits"):
        await set_threshold(threshold, by=cast.mayor, desk=work, now=MONDAY)
    with pytest.raises(Refusal, match="not-allowed"):
        await set_threshold(5, by=cast.plumber, desk=work, now=MONDAY)


async def test_whoever_writes_too_much_is_told_so(work: SqlWork, cast: Cast) -> None:
    for number in range(A_DAY):
        await published(work, cast.olena, f"{WISH} {number}")
    with pytest.raises(Refusal, match="idea-pace"):
        await published(work, cast.olena, "Ще одна")
    with pytest.raises(Refusal, match="idea-same-already"):
        await published(work, cast.olena, f"{WISH} 1", days=2)


async def test_neighbours_hear_of_it_once_a_day_and_only_who_wants_to(
    storage: Storage, database: Database
) -> None:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        await published(work, cast.olena)
        await published(work, cast.olena, "Лавки")
        await turn_topic(cast.nina, Topic.IDEAS, on=False, residents=work.residents)
    later = MONDAY + timedelta(hours=1)
    for _ in range(2):
        await watch_ideas(begin=storage.writing, new_id=NEW_ID, now=later)
    async with storage.reading() as work:
        heard = (
            await work.connection.execute(
                select(outbox.c.chat_id, outbox.c.topic).where(outbox.c.once.like("idea-news:%"))
            )
        ).all()
        (kept,) = (await work.connection.scalars(select(contents.c.payload))).all()
    assert [tuple(row) for row in heard] == [(STEPAN, "ideas")]
    assert [one["text"] for one in kept["params"]["ideas"]] == [WISH, "Лавки"]
    async with storage.writing() as work:
        await published(work, cast.stepan, "Дерева")
    await watch_ideas(begin=storage.writing, new_id=NEW_ID, now=MONDAY + timedelta(hours=5))
    async with storage.reading() as work:
        assert len((await work.connection.scalars(select(contents.c.id))).all()) == 1
    await watch_ideas(begin=storage.writing, new_id=NEW_ID, now=MONDAY + timedelta(days=2))
    async with storage.reading() as work:
        assert len((await work.connection.scalars(select(contents.c.id))).all()) == 2


async def test_what_the_office_says_reaches_all_who_stand_behind_it(
    work: SqlWork, cast: Cast
) -> None:
    idea = await published(work, cast.olena)
    await supported(work, idea, cast.stepan)
    await answer_idea(idea.id, "Навесні", by=cast.roadman, desk=work, now=MONDAY)
    with pytest.raises(Refusal, match="idea-words-empty"):
        await hide_idea(idea.id, "  ", by=cast.roadman, desk=work, now=MONDAY)
    await hide_idea(idea.id, "Приватна земля", by=cast.roadman, desk=work, now=MONDAY)
    for account in (OLENA, STEPAN):
        news = [one["params"]["news"] for one in await told(work, account)]
        assert news == ["answered", "hidden"]
    with pytest.raises(NotFound):
        await supported(work, idea, cast.nina)
    shown = await show_again(idea.id, by=cast.roadman, desk=work, now=MONDAY)
    assert (shown.status, shown.answer) == (IdeaStatus.GATHERING, "Навесні")


async def test_taken_back_by_its_author_alone(work: SqlWork, cast: Cast) -> None:
    idea = await published(work, cast.olena)
    await supported(work, idea, cast.stepan)
    with pytest.raises(NotFound):
        await withdraw_idea(TOWN, idea.id, by=cast.stepan, desk=work, now=MONDAY)
    gone = await withdraw_idea(TOWN, idea.id, by=cast.olena, desk=work, now=MONDAY)
    assert gone.status is IdeaStatus.WITHDRAWN
    assert [one["params"]["news"] for one in await told(work, STEPAN)] == ["withdrawn"]


async def test_of_an_erased_author_no_word_is_left(storage: Storage, database: Database) -> None:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        idea = await published(work, cast.olena)
        other = await published(work, cast.stepan, "Лавки")
        await supported(work, other, cast.olena)
        await supported(work, idea, cast.stepan)
    await watch_ideas(begin=storage.writing, new_id=NEW_ID, now=MONDAY + timedelta(hours=1))
    whom = Whom(resident=cast.olena.id, account=OLENA)
    async with storage.writing() as work:
        about = await work.ideas.about(TOWN, whom)
        assert about["supported_ideas"] == [other.number]
        await work.ideas.forget(TOWN, whom, now=MONDAY)
        kept = await work.ideas.idea(TOWN, idea.id)
        assert (kept.text, kept.author, kept.status) == ("", None, IdeaStatus.WITHDRAWN)
        assert (await work.ideas.idea(TOWN, other.id)).supporters == 0
        assert await work.ideas.about(TOWN, whom) == {}
        for payload in await work.connection.scalars(select(contents.c.payload)):
            assert WISH not in str(payload)
        for payload in await work.connection.scalars(select(outbox.c.payload)):
            assert WISH not in str(payload)


async def test_whoever_moved_sees_the_ideas_of_where_they_live_now(
    work: SqlWork, cast: Cast
) -> None:
    idea = await published(work, cast.olena)
    moved = replace(cast.ivan, home=cast.olena.home)
    await work.residents.put(moved)
    assert (await supported(work, idea, moved)).supporters == 1
    assert {one.account for one in await work.ideas.supporters(TOWN, idea.id)} == {IVAN}
