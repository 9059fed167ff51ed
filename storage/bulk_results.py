"""What follows for the many from how single messages ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.bulk import Held
from civic.kernel.outbox import MessageState, Reason
from storage.tables.outbox import contents
from storage.tables.residents import residents

if TYPE_CHECKING:
    from storage.delivery import Leased, Settled

FAILURES_IN_ROW = 20
"""So many readers refused one after another: it is the message that is broken, not they."""
_ITS_OWN_FAULT = frozenset({Reason.NOT_ACCEPTED, Reason.FAULT})


async def note_unasked(connection: AsyncConnection, sent: Sequence["Leased"]) -> None:
    """Count what came unasked in its reader's week, of those who set a limit."""
    rows = [
        {"town": row.community, "account": row.chat, "week": row.week}
        for row in sent
        if row.week is not None
    ]
    if rows:
        await connection.execute(_unasked, rows)


async def note_failures(connection: AsyncConnection, outcomes: Sequence["Settled"]) -> None:
    """Hold a text for many that Telegram refuses for one reader after another."""
    for bulk, row_of in _rows_of_refusals(outcomes).items():
        given = {"bulk": bulk, "failures": row_of.at_the_end}
        if row_of.is_interrupted:
            await connection.execute(_failures, given)
        elif row_of.at_the_end:
            await connection.execute(_more_failures, given)
        if row_of.at_the_end:
            await connection.execute(_failing, {"bulk": bulk})


@dataclass(slots=True)
class _RowOfRefusals:
    at_the_end: int = 0
    is_interrupted: bool = False
    """One was accepted, and some had been refused before it."""


def _rows_of_refusals(outcomes: Sequence["Settled"]) -> dict[int, _RowOfRefusals]:
    found: dict[int, _RowOfRefusals] = {}
    for outcome in outcomes:
        bulk = outcome.row.bulk
        if bulk is None:
            continue
        if outcome.state is MessageState.SENT:
            so_far = found.setdefault(bulk, _RowOfRefusals())
            so_far.is_interrupted |= bool(outcome.row.failures or so_far.at_the_end)
            so_far.at_the_end = 0
        elif outcome.state is MessageState.REFUSED and outcome.reason in _ITS_OWN_FAULT:
            found.setdefault(bulk, _RowOfRefusals()).at_the_end += 1
    return found


_unasked = (
    update(residents)
    .where(
        residents.c.community_id == bindparam("town"),
        residents.c.account_id == bindparam("account"),
    )
    .values(
        unasked=case(
            (residents.c.unasked_week == bindparam("week"), residents.c.unasked + 1), else_=1
        ),
        unasked_week=bindparam("week"),
    )
)
_of_bulk = update(contents).where(contents.c.id == bindparam("bulk"))
_failures = _of_bulk.values(failures_in_row=bindparam("failures"))
_more_failures = _of_bulk.values(failures_in_row=contents.c.failures_in_row + bindparam("failures"))
_failing = _of_bulk.where(
    contents.c.failures_in_row >= FAILURES_IN_ROW, text("held IS NULL")
).values(held=Held.FAILING.value, to_sweep=True)
