"""Statements of the hot path: built by SQLAlchemy, made into text once, handed to the driver."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Dialect,
    Executable,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engines import LoopConnection

Given = Mapping[str, Any]
_FLOAT8 = 701
"""How PostgreSQL numbers the type: of numbers with a fraction there are no others."""
Cells = Mapping[Any, Any]
"""A row by its columns."""


class Prepared:
    """From a statement to its rows SQLAlchemy's own way takes several times the database's work.

    What is prepared knows its text, the order of its parameters and how each value is converted,
    and asks the driver itself. On SQLite's readers, in threads of their own, SQLAlchemy runs it:
    the rows are the same.
    """

    def __init__(
        self, make: Callable[[str], Executable], *, given: Iterable[str] | None = None
    ) -> None:
        """`make` builds it for a dialect; `given` names the columns that an INSERT is given."""
        self._make = make
        self._given = None if given is None else list(given)
        self._made: dict[str, _Text] = {}

    async def rows(self, connection: AsyncConnection, given: Given) -> Sequence[Any]:
        made = self._on(connection.dialect)
        try:
            driver = await _driver(connection)
            if driver is None:
                return made.named(await connection.execute(made.statement, given))
            values = made.values(given)
            if isinstance(driver, LoopConnection):
                return made.read(driver.fetch(made.text, values))
            return made.read(await driver.fetch(made.text, *values))
        except Exception as failure:
            await _tell(connection, made.text, failure)
            raise

    async def run(self, connection: AsyncConnection, given: Given | Sequence[Given]) -> None:
        """For each of what is given, where that is several."""
        if isinstance(given, Mapping):
            await self.rows(connection, given)
            return
        made = self._on(connection.dialect)
        try:
            driver = await _driver(connection)
            if driver is None:
                await connection.execute(made.statement, given)
                return
            values = [made.values(one) for one in given]
            if isinstance(driver, LoopConnection):
                driver.for_each(made.text, values)
            else:
                await driver.executemany(made.text, values)
        except Exception as failure:
            await _tell(connection, made.text, failure)
            raise

    def columns(self, connection: AsyncConnection) -> Sequence[ColumnElement[Any]]:
        """What a row holds, where names would be twice."""
        return self._on(connection.dialect).columns

    def _on(self, dialect: Dialect) -> "_Text":
        made = self._made.get(dialect.name)
        if made is None:
            made = _Text(self._make(dialect.name), dialect, self._given)
            self._made[dialect.name] = made
        return made


class _Text:
    """A statement as one dialect's driver takes it."""

    def __init__(self, statement: Any, dialect: Dialect, given: list[str] | None) -> None:
        if not getattr(statement, "positional", True):
            raise ValueError("what a text selects is named in its order")
        compiled = statement.compile(dialect=dialect, column_keys=given)
        self.statement: Executable = statement
        self.text = str(compiled)
        self.columns: Sequence[ColumnElement[Any]] = tuple(
            getattr(statement, "selected_columns", ())
        )
        self._constant = {
            name: bind.value for name, bind in compiled.binds.items() if not bind.required
        }
        self._binds = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ]
        self._results = [
            (number, process)
            for number, column in enumerate(self.columns)
            if (process := column.type.dialect_impl(dialect).result_processor(dialect, _FLOAT8))
        ]
        names = [column.key or "_" for column in self.columns]
        self._row = _row_of(names)

    def values(self, given: Given) -> list[Any]:
        known = {**self._constant, **given} if self._constant else given
        return [
            known[name] if process is None else process(known[name])
            for name, process in self._binds
        ]

    def named(self, rows: Iterable[Any]) -> Sequence[Any]:
        return [self._row._make(row) for row in rows] if self.columns else ()

    def read(self, rows: Iterable[Any]) -> Sequence[Any]:
        found = []
        for raw in rows:
            row = list(raw)
            for number, process in self._results:
                row[number] = process(row[number])
            found.append(self._row._make(row))
        return found


def _row_of(names: Sequence[str]) -> Any:
    return namedtuple("Row", names, rename=True)  # noqa: PYI024  # type: ignore[misc]  # names of the statement, known only here


def among(column: ColumnElement[Any], name: str, dialect: str) -> ColumnElement[bool]:
    """`column IN (…)` with the whole list as one parameter, so that its text stays the same."""
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(column.type)))
    each = func.json_each(bindparam(name, type_=JSON())).table_valued("value")
    return column.in_(select(each.c.value))


async def _driver(connection: AsyncConnection) -> Any:
    """The driver's own connection, in a transaction; None where it stands in another thread."""
    pooled = _pooled(connection)
    driver: Any = pooled.driver_connection
    if connection.dialect.name == "sqlite":
        return driver if isinstance(driver, LoopConnection) else None
    if not driver.is_in_transaction():
        # SQLAlchemy would begin it with its own first statement, and must know of it to commit it.
        await pooled.dbapi_connection._start_transaction()  # noqa: SLF001 - it has no public name
    return driver


def _pooled(connection: AsyncConnection) -> Any:
    if connection.sync_connection is None:
        raise RuntimeError("the connection is not open")
    return connection.sync_connection.connection


async def _tell(connection: AsyncConnection, statement: str, failure: Exception) -> None:
    """Raise what SQLAlchemy would have raised: without the words that the statement was given."""
    if isinstance(failure, SQLAlchemyError):
        return
    dialect, pooled = connection.dialect, _pooled(connection)
    known: Any = dialect.dbapi.Error if dialect.dbapi else ()
    try:
        # The dialect's own reading of the driver's failure: asyncpg's quotes whole rows.
        pooled.dbapi_connection._handle_exception(failure)  # noqa: SLF001 - it has no public name
    except known as read:
        is_gone = dialect.is_disconnect(read, pooled.dbapi_connection, None)
        if is_gone:
            await connection.invalidate(failure)
        raise DBAPIError.instance(
            statement, None, read, known, hide_parameters=True, connection_invalidated=is_gone,
            dialect=dialect,
        ) from read  # fmt: skip
