"""However many requests a town has, its queues and what is nearby are found by an index."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from civic.kernel.ids import ResidentId
from civic.places.rules.locating import box_around
from civic.service_requests.model import OPEN, Order, Status, Wanted
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY, TOWN
from tests.databases import fresh_database
from tests.filed_town import HOLES, ROADMAN, ROADS, SPOT, build_filed_town, filed_by
from tests.survey_town import storage_on

OWN = Wanted(agencies=frozenset({ROADS}))
MONTH = Wanted(statuses=frozenset(Status), filed_from=MONDAY - timedelta(days=30))
Asked = Callable[[SqlWork], Awaitable[object]]


@pytest.fixture
async def work(tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with (
        fresh_database("sqlite", tmp_path) as database,
        storage_on(database, tmp_path).writing() as unit,
    ):
        people = await build_filed_town(unit)
        await filed_by(unit, people.olena)
        yield unit


async def plan_of(work: SqlWork, ask: Asked) -> list[str]:
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _u: Any, statement: str, given: Any, _x: Any, _many: Any) -> None:
        asked.append((statement, given))

    connection = work.connection.sync_connection
    event.listen(connection, "before_cursor_execute", note)
    await ask(work)
    event.remove(connection, "before_cursor_execute", note)
    statement, given = asked[0]
    plan = await work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    return [str(row[-1]) for row in plan]


def page(wanted: Wanted, **how: Any) -> Asked:
    return lambda work: work.service_requests.page(TOWN, wanted, limit=10, **how)


@pytest.mark.parametrize(
    ("ask", "found_by", "is_sorted"),
    [
        (page(OWN), "ix_service_requests_queue", False),
        (page(Wanted()), "ix_service_requests_due", False),
        (page(Wanted(assignee=ROADMAN)), "ix_service_requests_mine", False),
        (page(OWN, order=Order.NEAR, near=SPOT), "ix_service_requests_near_me", False),
        (page(Wanted(), order=Order.NEAR, near=SPOT), "ix_service_requests_around", False),
        (page(MONTH, order=Order.NEWEST), "ix_service_requests_filed", False),
        (
            lambda work: work.service_requests.inside(
                TOWN, box_around(SPOT, 250), {HOLES}, OPEN, limit=50
            ),
            "ix_service_requests_nearby",
            True,
        ),
        (lambda work: work.service_requests.due_looks(MONDAY, limit=9), "_look", False),
        (
            lambda work: work.service_requests.filed_since(TOWN, ResidentId(31), MONDAY),
            "ix_service_requests_asker",
            False,
        ),
    ],
)
async def test_each_list_is_found_by_its_own_index_and_read_in_order(
    work: SqlWork, ask: Asked, found_by: str, is_sorted: bool
) -> None:
    plan = await plan_of(work, ask)
    assert any(found_by in step for step in plan), plan
    assert not any("SCAN" in step for step in plan), plan
    assert any("B-TREE FOR ORDER BY" in step for step in plan) == is_sorted, plan
