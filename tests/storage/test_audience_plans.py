"""However large the town, a page of an audience is found by an index, never by reading all."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from civic.audiences.model import AnsweredSurvey, AudienceRule
from civic.kernel.ids import AccountId, PlaceId, ResidentId, SurveyId
from civic.residents.model import Resident
from storage import audiences
from storage.unit_of_work import SqlWork
from tests.asked import COURTYARD, MONDAY, TOWN
from tests.databases import fresh_database
from tests.survey_town import build_town, launch, storage_on

BY_ID = "sqlite_autoindex_residents_1 (community_id=? AND id>?)"
BY_HOME = "ix_residents_community_id_home_id (community_id=? AND home_id=?)"
BY_ANSWER = "sqlite_autoindex_responses_2 (community_id=? AND survey_id=? AND resident_id>?)"
SURVEY = SurveyId(1)
HERE = (PlaceId(COURTYARD),)
DID, DID_NOT = (AnsweredSurvey(survey=SURVEY, did=did) for did in (True, False))


@pytest.fixture
async def work(tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with (
        fresh_database("sqlite", tmp_path) as database,
        storage_on(database, tmp_path).writing() as unit,
    ):
        await build_town(unit)
        await launch(unit)
        for number in (1, 2):
            await unit.residents.put(
                Resident(
                    id=ResidentId(number), community=TOWN, account=AccountId(1000 + number),
                    language="uk", home=COURTYARD, joined_at=MONDAY,
                )
            )  # fmt: skip
        yield unit


async def plan_of(work: SqlWork, rule: AudienceRule) -> list[str]:
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _u: Any, statement: str, given: Any, _x: Any, _many: Any) -> None:
        asked.append((statement, given))

    connection = work.connection.sync_connection
    event.listen(connection, "before_cursor_execute", note)
    await work.audiences.recipients(TOWN, rule, topic="news", week=1, after=0, limit=1000)
    event.remove(connection, "before_cursor_execute", note)
    statement, given = asked[-1]
    plan = await work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    return [str(row[-1]) for row in plan]


@pytest.mark.parametrize(
    ("rule", "few", "found_by"),
    [
        (AudienceRule(), 9, BY_ID),
        (AudienceRule(languages=("en",)), 9, BY_ID),
        (AudienceRule(without_places=HERE), 9, BY_ID),
        (AudienceRule(survey=DID_NOT), 9, BY_ID),
        (AudienceRule(survey=DID), 9, BY_ANSWER),
        (AudienceRule(places=HERE), 9, BY_HOME),
        (AudienceRule(places=HERE, survey=DID), 9, BY_HOME),
        # More than so few live there: a walk by id, page after page.
        (AudienceRule(places=HERE), 1, BY_ID),
        (AudienceRule(places=HERE, survey=DID), 1, BY_ANSWER),
    ],
)
async def test_a_page_is_found_by_the_index_that_meets_its_people_soonest(
    work: SqlWork, monkeypatch: pytest.MonkeyPatch, rule: AudienceRule, few: int, found_by: str
) -> None:
    monkeypatch.setattr(audiences, "_FEW", few)
    plan = await plan_of(work, rule)
    assert any(found_by in step for step in plan), plan
    assert not any("SCAN" in step for step in plan), plan
    is_sorted = any("B-TREE FOR ORDER BY" in step for step in plan)
    assert is_sorted == (found_by == BY_HOME), plan
