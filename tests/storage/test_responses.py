"""Responses, answers and their counting as both databases keep them."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId, ResidentId, SurveyId
from civic.kernel.outbox import Notice
from civic.kernel.personal import Whom
from civic.reports.model import Stage, Status
from civic.reports.tally import count_participation
from civic.surveys.answering.model import Answer, AnswerStatus, Arrival, Mode
from civic.surveys.model import Mailing, MailingKind, SurveyState
from civic.surveys.ports import Invitee
from civic.surveys.rules import once_key
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.asked import (
    COURTYARD,
    MONDAY,
    OLENA,
    OTHER_TOWN,
    TOWN,
    all_answers,
    response,
)
from tests.survey_town import OTHER_COURTYARD, build_town, launch, settle, storage_on

SURVEY = SurveyId(1)
ACCOUNT = AccountId(3100)


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    async with made.writing() as work:
        await build_town(work)
        await settle(work, ACCOUNT, resident=OLENA, home=COURTYARD)
        await launch(work)
    return made


async def test_a_response_comes_back_with_its_answers(storage: Storage) -> None:
    begun = response()
    async with storage.writing() as work:
        assert await work.responses.begin(begun)
        for number, answer in all_answers().items():
            await work.responses.put_answer(begun, number, answer, at=number)
    async with storage.reading() as work:
        found = await work.responses.of_resident(TOWN, SURVEY, OLENA)
    assert found == replace(begun, at=5, answers=all_answers())


async def test_beginning_twice_keeps_one_response(storage: Storage) -> None:
    async with storage.writing() as work:
        assert await work.responses.begin(response(1))
        assert not await work.responses.begin(response(2))
        found = await work.responses.of_resident(TOWN, SURVEY, OLENA)
    assert found is not None
    assert found.id == 1


async def test_an_answer_is_changed_and_taken_away(storage: Storage) -> None:
    begun = response()
    async with storage.writing() as work:
        await work.responses.begin(begun)
        await work.responses.put_answer(begun, 1, Answer(chosen=("1",)), at=1)
        changed = Answer(chosen=("6",), text="=1+1 <b>альтанка</b>")
        await work.responses.put_answer(begun, 1, changed, at=1)
        found = await work.responses.of_resident(TOWN, SURVEY, OLENA)
        assert found is not None
        assert found.answers == {1: changed}
        await work.responses.put_answer(found, 1, None, at=1)
        found = await work.responses.of_resident(TOWN, SURVEY, OLENA)
    assert found is not None
    assert found.answers == {}


async def test_another_town_sees_and_changes_nothing(storage: Storage) -> None:
    async with storage.writing() as work:
        await build_town(work, OTHER_TOWN)
        await work.responses.begin(response())
        await work.survey_invitations.add(TOWN, SURVEY, [_invitee(OLENA, ACCOUNT)], now=MONDAY)
        theirs = replace(response(), community=OTHER_TOWN)
        await work.responses.move(theirs, at=4)
        await work.responses.finish(theirs, place=None, now=MONDAY)
        assert await work.responses.of_resident(OTHER_TOWN, SURVEY, OLENA) is None
        assert await work.responses.finished_count(OTHER_TOWN, SURVEY) == 0
        assert await work.responses.erase_some(OTHER_TOWN, SURVEY, limit=9) == 0
        assert not await work.survey_invitations.note_opened(OTHER_TOWN, SURVEY, OLENA, now=MONDAY)
        assert await work.survey_invitations.after(OTHER_TOWN, SURVEY, 0, limit=9) == []
        await work.survey_traces.forget(
            OTHER_TOWN, Whom(resident=OLENA, account=ACCOUNT), now=MONDAY
        )
        ours = await work.responses.of_resident(TOWN, SURVEY, OLENA)
    assert ours is not None
    assert (ours.at, ours.finished_at) == (1, None)
    async with storage.reading() as work:
        assert [row async for row in work.tallies.tally_rows(OTHER_TOWN, SURVEY)] == []
        assert await work.tallies.participation_rows(OTHER_TOWN, SURVEY) == []


async def test_only_finished_responses_are_counted_by_place(storage: Storage) -> None:
    whole = [
        response(
            n,
            resident=None,
            place=COURTYARD if n % 2 else OTHER_COURTYARD,
            finished_at=MONDAY + timedelta(minutes=n) if n < 9 else None,
            answers=all_answers() | {3: Answer(number=n % 3 + 1)},
        )
        for n in range(1, 11)
    ]
    async with storage.writing() as work:
        assert await work.responses.put_many(whole) == 10
        assert await work.responses.put_many(whole) == 0
    async with storage.reading() as work:
        rows = [row async for row in work.tallies.tally_rows(TOWN, SURVEY)]
    people: Counter[tuple[int, object]] = Counter()
    for row in rows:
        people[row.question, row.place] += row.count
    assert people == {
        (question, place): 4 for question in range(1, 6) for place in (COURTYARD, OTHER_COURTYARD)
    }
    several = [row for row in rows if row.question == 1]
    assert {(row.status, row.values) for row in several} == {(Status.ANSWERED, ("1", "2"))}
    scale = Counter({row.values: row.count for row in rows if row.question == 3 and row.place})
    assert set(scale) == {(1,), (2,), (3,)}
    assert {row.status for row in rows if row.question == 5} == {Status.SKIPPED}


async def test_a_mark_parts_the_first_responses_from_later_ones(storage: Storage) -> None:
    whole = [
        response(n, resident=None, finished_at=MONDAY + timedelta(minutes=n // 2), answers={})
        for n in range(1, 9)
    ]
    async with storage.writing() as work:
        await work.responses.put_many(reversed(whole))
    async with storage.reading() as work:
        mark = await work.responses.mark_of(TOWN, SURVEY, 4)
        assert mark is not None
        assert mark.response == 4
        assert await work.responses.finished_count(TOWN, SURVEY, until=mark) == 4
        assert await work.responses.finished_count(TOWN, SURVEY) == 8
        assert await work.responses.mark_of(TOWN, SURVEY, 9) is None
        assert await work.responses.mark_of(TOWN, SURVEY, 0) is None


async def test_everybody_stands_at_one_stage(storage: Storage) -> None:
    people = [ResidentId(40 + n) for n in range(6)]
    async with storage.writing() as work:
        for n, resident in enumerate(people):
            await settle(work, AccountId(4000 + n), resident=resident, home=COURTYARD)
        invited = [_invitee(who, AccountId(4000 + n)) for n, who in enumerate(people)]
        await work.surveys.start_mailing(
            Mailing(community=TOWN, survey=SURVEY, kind=MailingKind.INVITATION)
        )
        await work.survey_invitations.add(TOWN, SURVEY, invited, now=MONDAY)
        for one in invited:
            await work.outbox.owe(
                Notice(
                    to=one.account, community=TOWN, key="survey-invitation", once=once_key(SURVEY)
                ),
                now=MONDAY,
            )
        await work.connection.exec_driver_sql(
            "UPDATE outbox SET state = 2 WHERE chat_id IN (4000, 4001, 4002, 4003)"
        )
        for opened in people[:3]:
            await work.survey_invitations.note_opened(TOWN, SURVEY, opened, now=MONDAY)
        for n, resident in enumerate(people[:2]):
            begun = replace(response(70 + n, resident=resident), arrival=Arrival.INVITED)
            await work.responses.begin(begun)
            if n == 0:
                await work.responses.finish(begun, place=COURTYARD, now=MONDAY)
        await work.responses.begin(response(80))
        await work.survey_traces.forget(
            TOWN, Whom(resident=people[5], account=AccountId(4005)), now=MONDAY
        )
    async with storage.reading() as work:
        counted = count_participation(await work.tallies.participation_rows(TOWN, SURVEY))
        progress = await work.survey_invitations.progress(TOWN, SURVEY, now=MONDAY)
    invited_ones = counted.invited
    assert (invited_ones.complete, invited_ones.broken_off) == (1, 1)
    assert (invited_ones.not_begun, invited_ones.not_opened) == (1, 1)
    assert (invited_ones.not_delivered, invited_ones.erased) == (1, 1)
    assert invited_ones.everybody == 6
    assert counted.by_link.broken_off == 1
    assert (progress.reached, progress.opened, progress.begun, progress.finished) == (4, 3, 3, 1)
    assert progress.erased == 1


async def test_the_first_opening_of_an_invitation_is_told_to_the_invited(storage: Storage) -> None:
    me = Whom(resident=OLENA, account=ACCOUNT)
    async with storage.writing() as work:
        await work.survey_invitations.add(TOWN, SURVEY, [_invitee(OLENA, ACCOUNT)], now=MONDAY)
        for later in (timedelta(hours=1), timedelta(hours=2)):
            await work.survey_invitations.note_opened(TOWN, SURVEY, OLENA, now=MONDAY + later)
    async with storage.reading() as work:
        told = str(await work.survey_traces.about(TOWN, me))
    assert (MONDAY + timedelta(hours=1)).isoformat() in told


async def test_what_is_kept_of_me_is_told_and_forgotten(storage: Storage) -> None:
    me = Whom(resident=OLENA, account=ACCOUNT)
    async with storage.writing() as work:
        await work.responses.begin(response())
        await work.responses.put_answer(response(), 5, Answer(text="Дуже темно біля гаража"), at=5)
        told = str(await work.survey_traces.about(TOWN, me))
        assert "Дуже темно біля гаража" in told
        await work.survey_traces.forget(TOWN, me, now=MONDAY)
        assert await work.survey_traces.about(TOWN, me) == {}
        assert await work.responses.of_resident(TOWN, SURVEY, OLENA) is None
    async with storage.reading() as work:
        rows = await work.tallies.participation_rows(TOWN, SURVEY)
    assert [(row.arrival.value, row.stage, row.count) for row in rows] == [
        ("link", Stage.ERASED, 1)
    ]


async def test_a_withdrawn_survey_is_erased_part_by_part(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.responses.put_many(
            [response(n, resident=None, answers=all_answers()) for n in range(1, 8)]
        )
        going = await work.surveys.survey(TOWN, SURVEY)
        assert await work.surveys.to_erase(limit=9) == []
        await work.surveys.put(
            replace(going, state=SurveyState.WITHDRAWN, keeps_answers=False, reason="Помилка")
        )
        assert [one.id for one in await work.surveys.to_erase(limit=9)] == [1]
        assert await work.responses.erase_some(TOWN, SURVEY, limit=5) == 5
        assert await work.responses.erase_some(TOWN, SURVEY, limit=5) == 2
        assert await work.surveys.to_erase(limit=9) == []


async def test_what_was_imported_is_known_by_its_own_id(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.responses.put_many(
            [
                replace(
                    response(n, resident=None),
                    external_id=f"row-{n}",
                    mode=Mode.IMPORTED,
                    arrival=Arrival.IMPORTED,
                )
                for n in (1, 2)
            ]
        )
        again = replace(response(9, resident=None), external_id="row-2", mode=Mode.IMPORTED)
        assert await work.responses.put_many([again]) == 0
        known = await work.responses.known_external(TOWN, SURVEY, ["row-1", "row-2", "row-3"])
        assert known == {"row-1", "row-2"}


async def test_whoever_answered_to_the_end_is_found_in_order(storage: Storage) -> None:
    async with storage.writing() as work:
        for n in range(3):
            await settle(work, AccountId(5000 + n), resident=ResidentId(50 + n), home=COURTYARD)
            finished = MONDAY if n != 1 else None
            await work.responses.put_many(
                [response(60 + n, resident=ResidentId(50 + n), finished_at=finished)]
            )
        found = await work.responses.finished_after(TOWN, SURVEY, 0, limit=9)
        assert [(one.resident, one.account) for one in found] == [(50, 5000), (52, 5002)]
        assert await work.responses.finished_after(TOWN, SURVEY, 50, limit=1) == found[1:]


def test_hard_to_say_has_the_same_name_for_reports_and_answers() -> None:
    assert {status.value for status in AnswerStatus} <= {status.value for status in Status}


def _invitee(resident: ResidentId, account: AccountId) -> Invitee:
    from datetime import time

    return Invitee(resident=resident, account=account, quiet_start=time(22), quiet_end=time(8))
