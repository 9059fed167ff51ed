"""Surveys, versions and mailings as both databases keep them."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import FileId, SurveyId
from civic.kernel.refusal import NotFound
from civic.surveys import rules
from civic.surveys.model import Mailing, MailingKind, SurveyState
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.asked import AUTHOR, FRIDAY, MONDAY, OTHER_TOWN, TOWN, YARD, survey, uk
from tests.survey_town import build_town, launch, storage_on

S = SurveyState


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    async with made.writing() as work:
        await build_town(work)
    return made


async def test_a_draft_comes_back_as_it_was_put(storage: Storage) -> None:
    draft = survey(S.DRAFT)
    async with storage.writing() as work:
        await work.surveys.put(draft)
        await work.surveys.put(replace(draft, questionnaire=replace(YARD, title=uk("Парк"))))
    async with storage.reading() as work:
        found = await work.surveys.survey(TOWN, draft.id)
    assert found == replace(draft, questionnaire=replace(YARD, title=uk("Парк")))


async def test_each_town_counts_its_own_surveys_from_one(storage: Storage) -> None:
    async with storage.writing() as work:
        await build_town(work, OTHER_TOWN)
        numbers = [await work.surveys.next_number(town) for town in (TOWN, TOWN, OTHER_TOWN)]
        await launch(work, number=2)
    assert numbers == [1, 2, 1]
    async with storage.reading() as work:
        assert (await work.surveys.numbered(TOWN, 2)).id == SurveyId(2)
        for town, number in ((TOWN, 1), (OTHER_TOWN, 2)):
            with pytest.raises(NotFound):
                await work.surveys.numbered(town, number)


async def test_of_two_who_draft_at_once_each_gets_a_number_of_their_own(
    storage: Storage,
) -> None:
    async def number() -> int:
        async with storage.writing() as work:
            return await work.surveys.next_number(TOWN)

    assert sorted(await asyncio.gather(*(number() for _ in range(6)))) == [1, 2, 3, 4, 5, 6]


async def test_another_towns_survey_is_not_found(storage: Storage) -> None:
    async with storage.writing() as work:
        await build_town(work, OTHER_TOWN)
        await launch(work)
        for hold in (None, "reading", "changing"):
            with pytest.raises(NotFound):
                await work.surveys.survey(OTHER_TOWN, SurveyId(1), hold=hold)
        with pytest.raises(NotFound):
            await work.surveys.version(OTHER_TOWN, SurveyId(1), 1)
        assert await work.surveys.in_states(OTHER_TOWN, tuple(S), limit=9) == []
        assert await work.surveys.count(OTHER_TOWN, tuple(S)) == 0
        await work.surveys.discard(OTHER_TOWN, SurveyId(1))
        assert (await work.surveys.survey(TOWN, SurveyId(1))).id == 1


async def test_what_was_launched_stays_as_its_version_froze_it(storage: Storage) -> None:
    async with storage.writing() as work:
        going = await launch(work)
        await work.surveys.put(replace(going, questionnaire=replace(YARD, title=uk("Інше"))))
        found = await work.surveys.survey(TOWN, going.id)
        version = await work.surveys.version(TOWN, going.id, 1)
    assert found.questionnaire == YARD
    assert version.questionnaire == YARD
    assert (version.number, version.replaces) == (1, None)


async def test_a_correction_is_what_people_meet_and_the_old_version_stays(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        going = await launch(work)
        better = replace(YARD, title=uk("Двір на вулиці Шевченка"))
        going, version = rules.corrected(going, better, by=AUTHOR, now=MONDAY)
        await work.surveys.put(going)
        await work.surveys.add_version(version)
    async with storage.reading() as work:
        found = await work.surveys.survey(TOWN, going.id)
        old = await work.surveys.version(TOWN, going.id, 1)
        new = await work.surveys.version(TOWN, going.id, 2)
    assert (found.version, found.questionnaire) == (2, better)
    assert (old.questionnaire, new.questionnaire, new.replaces) == (YARD, better, 1)


async def test_only_a_draft_can_be_discarded(storage: Storage) -> None:
    async with storage.writing() as work:
        await launch(work)
        await work.surveys.put(survey(S.DRAFT, number=2))
        await work.surveys.discard(TOWN, SurveyId(1))
        await work.surveys.discard(TOWN, SurveyId(2))
        assert [one.id for one in await work.surveys.in_states(TOWN, tuple(S), limit=9)] == [1]


async def test_lists_show_the_newest_first_page_by_page(storage: Storage) -> None:
    async with storage.writing() as work:
        for number in range(1, 6):
            await launch(work, number=number)
        await work.surveys.put(survey(S.DRAFT, number=6))
        page = await work.surveys.in_states(TOWN, (S.OPEN,), offset=2, limit=2)
        assert [one.id for one in page] == [3, 2]
        assert await work.surveys.count(TOWN, (S.OPEN, S.DRAFT)) == 6


async def test_the_tick_finds_what_is_due_and_nothing_else(storage: Storage) -> None:
    async with storage.writing() as work:
        await launch(work, number=1, closes_at=FRIDAY)
        await launch(work, number=2, closes_at=FRIDAY + timedelta(days=1))
        waiting = await launch(work, number=3, state=S.SCHEDULED)
        await work.surveys.put(replace(waiting, opens_at=FRIDAY))
        just_before = FRIDAY - timedelta(microseconds=1)
        assert await work.surveys.due_to_close(just_before, limit=9) == []
        assert await work.surveys.due_to_open(just_before, limit=9) == []
        assert [one.id for one in await work.surveys.due_to_close(FRIDAY, limit=9)] == [1]
        assert [one.id for one in await work.surveys.due_to_open(FRIDAY, limit=9)] == [3]


async def test_what_closed_lately_is_listed_the_latest_first(storage: Storage) -> None:
    async with storage.writing() as work:
        for number in (1, 2, 3):
            going = await launch(work, number=number)
            at = MONDAY + timedelta(days=number)
            await work.surveys.put(replace(going, state=S.CLOSED, closed_at=at))
        over = await work.surveys.over_since(TOWN, MONDAY + timedelta(days=1), limit=9)
        assert [one.id for one in over] == [3, 2]


async def test_a_mailing_starts_once_and_goes_on_where_it_stopped(storage: Storage) -> None:
    mailing = Mailing(community=TOWN, survey=SurveyId(1), kind=MailingKind.INVITATION)
    async with storage.writing() as work:
        await launch(work)
        assert await work.surveys.start_mailing(mailing)
        assert not await work.surveys.start_mailing(mailing)
        await work.surveys.put_mailing(replace(mailing, after=17, written=5))
        (under_way,) = await work.surveys.mailings_under_way(limit=9)
        assert (under_way.after, under_way.written) == (17, 5)
        await work.surveys.put_mailing(replace(under_way, done_at=MONDAY))
        assert await work.surveys.mailings_under_way(limit=9) == []
        kept = await work.surveys.mailing(TOWN, SurveyId(1), MailingKind.INVITATION)
        assert kept is not None
        assert kept.written == 5


async def test_a_poster_and_shown_figures_outlive_other_changes(storage: Storage) -> None:
    async with storage.writing() as work:
        going = await launch(work)
        assert [one.id for one in await work.surveys.without_poster(limit=9)] == [1]
        await work.surveys.put_poster(TOWN, going.id, FileId(5))
        await work.surveys.put_shown(TOWN, going.id, {"state": "open"})
        await work.surveys.put(replace(going, state=S.PAUSED))
        found = await work.surveys.survey(TOWN, going.id)
        assert (found.poster, found.state) == (5, S.PAUSED)
        assert await work.surveys.without_poster(limit=9) == []
        ((shown, figures),) = await work.surveys.shown(closed_since=MONDAY, limit=9)
        assert (shown.id, figures) == (1, {"state": "open"})
