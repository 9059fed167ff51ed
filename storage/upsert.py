"""Insert-or-update, said once for both databases."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

INSERTS: Mapping[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_for(connection: AsyncConnection, table: Table) -> Any:
    """An INSERT that knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    return INSERTS[connection.dialect.name](table)


class Upsert:
    """An insert that replaces `changed` where the key is there already; rows come when it runs.

    Made once, at a module's import: to make a statement costs several times its execution.
    """

    def __init__(self, table: Table, *, key: Iterable[str], changed: Iterable[str]) -> None:
        self._made: dict[str, Executable] = {}
        for name, insert_into in INSERTS.items():
            insert = insert_into(table)
            self._made[name] = insert.on_conflict_do_update(
                index_elements=list(key), set_={name: insert.excluded[name] for name in changed}
            )

    def on(self, connection: AsyncConnection) -> Executable:
        return self._made[connection.dialect.name]

    def for_dialect(self, dialect: str) -> Executable:
        return self._made[dialect]
