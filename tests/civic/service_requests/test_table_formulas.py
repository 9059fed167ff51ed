"""What a town calls things is no formula in a spreadsheet, and its table reads back as it was."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from civic.communities.model import Agency
from civic.kernel.ids import RoutingRuleId
from civic.service_requests.actions.categories import export_categories, import_categories
from civic.service_requests.actions.routing import export_rules, plan_rules, replace_rules
from civic.service_requests.settings import RoutingRule
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.asked import MONDAY, TOWN, uk
from tests.filed_town import NEW_ID, ROADS, Cast, build_filed_town, category
from tests.survey_town import storage_on

TRICKS = ("=", "+", "-", "@")


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    return storage_on(database, tmp_path)


@pytest.fixture
async def cast(storage: Storage) -> Cast:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        await work.officials.put_agency(Agency(id=ROADS, community=TOWN, name=uk("+Дороги")))
        await work.request_categories.put(
            [category(11, "-x", name=uk('=HYPERLINK("http://x")'), words=("@кран", "=тече"),
                      icon="+", agency=ROADS)]
        )  # fmt: skip
    return cast


def cells_of(table: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(table)) for cell in row]


async def test_no_cell_of_the_categories_is_a_formula_and_nothing_changes_on_the_way_back(
    storage: Storage, cast: Cast
) -> None:
    async with storage.writing() as work:
        before = await work.request_categories.all(TOWN)
        table = await export_categories(TOWN, desk=work)
        plan = await import_categories(
            TOWN, table, complete=True, by=cast.mayor, desk=work, new_id=NEW_ID, now=MONDAY
        )
        after = await work.request_categories.all(TOWN)
    assert '\'=HYPERLINK("http://x")' in cells_of(table)
    assert [cell for cell in cells_of(table) if cell.startswith(TRICKS)] == []
    assert (plan.added, plan.retired, plan.findings) == ((), (), ())
    # The table numbers its rows.
    assert [replace(one, position=0) for one in after] == [
        replace(one, position=0) for one in before
    ]


async def test_no_cell_of_the_rules_is_a_formula_and_the_same_rules_come_back(
    storage: Storage, cast: Cast
) -> None:
    rule = RoutingRule(
        id=RoutingRuleId(1), community=TOWN, position=1, agency=ROADS,
        owners=frozenset({"=ЖКГ"}), words=frozenset({"-світло", "@кран"}),
    )  # fmt: skip
    async with storage.writing() as work:
        await replace_rules(TOWN, [rule], by=cast.mayor, desk=work, now=MONDAY)
        table = await export_rules(TOWN, desk=work)
        plan = await plan_rules(TOWN, table, desk=work, new_id=NEW_ID, now=MONDAY)
    assert [cell for cell in cells_of(table) if cell.startswith(TRICKS)] == []
    assert plan.findings == ()
    (back,) = plan.rules
    assert (back.owners, back.words, back.agency) == (rule.owners, rule.words, ROADS)
