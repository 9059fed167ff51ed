"""Amsterdam's categories: two levels, 86 rows, and one name that stands twice."""

import csv
import io
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from civic.service_requests.actions.categories import category_tree, import_categories
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY, TOWN
from tests.filed_town import CATEGORIES, NEW_ID, Cast, build_filed_town
from tests.shared_cases import case_file, needs_cases
from tests.survey_town import storage_on

pytestmark = needs_cases
TWICE = "overig"


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        yield unit


@pytest.fixture
async def people(work: SqlWork) -> Cast:
    return await build_filed_town(work)


def table(*, whole_names: bool) -> str:
    """As their own file lists them; `whole_names`: each by its parent and itself."""
    rows = json.loads(case_file("requests/amsterdam-categories.json").read_text("utf-8"))
    by_key = {row["pk"]: row["fields"] for row in rows}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("code", "parent", "name_uk"))
    for fields in by_key.values():
        above = by_key[fields["parent"]]["slug"] if fields["parent"] else ""
        named = f"{above}/{fields['slug']}" if above and whole_names else fields["slug"]
        writer.writerow((named, above, fields["name"]))
    return text.getvalue()


async def test_they_come_in_as_two_levels_and_the_second_time_change_nothing(
    work: SqlWork, people: Cast
) -> None:
    async def brought() -> tuple[int, int, int, int]:
        plan = await import_categories(
            TOWN, table(whole_names=True), complete=False, by=people.mayor, desk=work,
            new_id=NEW_ID, now=MONDAY,
        )  # fmt: skip
        return len(plan.added), len(plan.changed), plan.unchanged, len(plan.findings)

    assert await brought() == (86, 0, 0, 0)
    assert await brought() == (0, 0, 86, 0)
    kept = [
        one
        for one in await work.request_categories.all(TOWN)
        if one.id not in {known.id for known in CATEGORIES}
    ]
    assert Counter(one.parent is None for one in kept) == {True: 9, False: 77}
    assert sum(one.code.rpartition("/")[2] == TWICE for one in kept) == 2
    tree = await category_tree(TOWN, desk=work)
    assert sum(len(within) for _, within in tree.groups) >= 77


async def test_a_name_that_stands_twice_is_told_and_not_lost_in_silence(
    work: SqlWork, people: Cast
) -> None:
    plan = await import_categories(
        TOWN, table(whole_names=False), complete=False, by=people.mayor, desk=work,
        new_id=NEW_ID, now=MONDAY,
    )  # fmt: skip
    assert len(plan.added) + len(plan.findings) == 86
    assert [dict(one.params)["code"] for one in plan.findings] == [TWICE] * 2
