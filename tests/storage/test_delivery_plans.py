"""However long the queue, a look at it reads its beginning and no more."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, text

from civic.kernel.ids import AccountId
from civic.kernel.outbox import Lane, Notice, Recipient
from storage.delivery_statements import claim_of
from storage.tables.outbox import outbox
from tests.calendar import MONDAY
from tests.databases import fresh_database
from tests.stores import BOT, TOWN, stores

QUEUED = 3_000
AT_ONCE = 32


@pytest.mark.parametrize("counted", ["never", "while it was empty", "since"])
async def test_a_claim_on_postgresql_walks_the_queue_whatever_its_statistics_say(
    tmp_path: Path, counted: str
) -> None:
    async with fresh_database("postgresql", tmp_path, never_used=True) as database:
        storage = stores(database, tmp_path)
        async with storage.writing() as work:
            if counted == "while it was empty":
                await work.connection.execute(text("ANALYZE outbox"))
            said = Notice(to=AccountId(0), community=TOWN, key="x", lane=Lane.BULK)
            bulk = await work.bulks.begin(said, now=MONDAY)
            for first in range(1, QUEUED, 1000):
                told = [Recipient(to=AccountId(chat)) for chat in range(first, first + 1000)]
                await work.bulks.add(TOWN, bulk, told, now=MONDAY)
            if counted == "since":
                await work.connection.execute(text("ANALYZE outbox"))
            given = {
                "bot": BOT, "lane": int(Lane.BULK), "paced": True, "now": MONDAY, "real": 1e12,
                "limit": AT_ONCE,
            }  # fmt: skip
            asked = text(f"EXPLAIN (ANALYZE, FORMAT JSON) {claim_of('postgresql').element}")
            moment = bindparam("now", type_=outbox.c.due_at.type)
            explained = await work.connection.execute(asked.bindparams(moment), given)
            (plan,) = explained.scalar_one()

    (walk,) = [
        node for node in _nodes(plan["Plan"])
        if node.get("Relation Name") == "outbox" and node.get("Parent Relationship") != "SubPlan"
    ]  # fmt: skip
    assert walk["Index Name"] == "ix_outbox_queued"
    assert walk["Actual Rows"] == AT_ONCE


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for under in node.get("Plans", ()):
        yield from _nodes(under)
