"""Insert-or-update, said once for both databases."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_for(connection: AsyncConnection, table: Table) -> Any:
    """An INSERT that knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


class Upsert:
    """An insert that replaces `changed` where the key is there already; rows come when it runs.

    Made once, at a module's import: to make a statement costs several times its execution.
    """

    def __init__(self, table: Table, *, key: Iterable[str], changed: Iterable[str]) -> None:
        self._made: dict[str, Executable] = {}
        for name, insert in (
            ("sqlite", sqlite.insert(table)),
            ("postgresql", postgresql.insert(table)),
        ):
            self._made[name] = insert.on_conflict_do_update(
                index_elements=list(key), set_={name: insert.excluded[name] for name in changed}
            )

    def on(self, connection: AsyncConnection) -> Executable:
        return self._made[connection.dialect.name]
