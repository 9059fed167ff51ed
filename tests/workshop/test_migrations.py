"""The way forward: tables as the code has them, data kept, a newer database left alone."""

import ast
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    LargeBinary,
    String,
    Table,
    inspect,
    text,
)
from sqlalchemy.schema import sort_tables

from civic.kernel.ids import CommunityId
from storage.engines import Database
from storage.migrating import SchemaError, check_schema, migrate
from storage.surveys import SqlSurveys
from storage.tables.everything import metadata
from storage.tables.metadata import Moment
from tests.databases import empty_database
from tests.workshop.tree import ROOT

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Of a database that holds nothing yet."""
    async with empty_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
async def migrated(address: str) -> AsyncIterator[Database]:
    await migrate(address)
    database = Database(address)
    yield database
    await database.close()


async def test_migrations_lead_to_the_tables_that_the_code_knows(migrated: Database) -> None:
    async with migrated.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_migrations_keep_the_rules_that_guard_the_rows(migrated: Database) -> None:
    async with migrated.engine.connect() as connection:
        guards = await connection.run_sync(_guards)
    for table in metadata.sorted_tables:
        checks, foreign_keys = guards[table.name]
        assert checks >= {
            str(constraint.name)
            for constraint in table.constraints
            if constraint.__visit_name__ == "check_constraint" and constraint.name
        }
        assert foreign_keys >= {
            tuple(sorted(column.name for column in constraint.columns))
            for constraint in table.foreign_key_constraints
        }


async def test_migrating_again_keeps_what_is_in_every_table(migrated: Database) -> None:
    async with migrated.writing() as connection:
        await connection.run_sync(_fill)
        before = await connection.run_sync(_counts)
    assert set(before.values()) == {1}

    await migrate(migrated.url.render_as_string(hide_password=False))

    async with migrated.reading() as connection:
        assert await connection.run_sync(_counts) == before


async def test_surveys_that_were_there_are_numbered_in_the_order_in_which_they_were_made(
    address: str,
) -> None:
    database = Database(address)
    async with database.writing() as connection:
        await connection.run_sync(_upgrade_to, "m0004")
        for town in (1, 2):
            await connection.run_sync(_put, "communities", {"id": town, "slug": f"town-{town}"})
        for town, survey, day in ((1, 90, 2), (1, 70, 3), (1, 80, 3), (2, 85, 1)):
            made = {"community_id": town, "id": survey, "created_at": MORNING.replace(day=day)}
            await connection.run_sync(_put, "surveys", made)
    await database.close()

    await migrate(address)

    database = Database(address)
    async with database.writing() as connection:
        found = await connection.execute(text("SELECT community_id, id, number FROM surveys"))
        numbered = {(row.community_id, row.id): row.number for row in found}
        coming = [await SqlSurveys(connection).next_number(CommunityId(town)) for town in (1, 2)]
    await database.close()
    assert numbered == {(1, 90): 1, (1, 70): 2, (1, 80): 3, (2, 85): 1}
    assert coming == [4, 2]


async def test_a_database_that_is_behind_asks_to_be_migrated(address: str) -> None:
    with pytest.raises(SchemaError, match="viche migrate"):
        await check_schema(address)


async def test_a_database_newer_than_the_code_is_refused_with_a_sentence(
    migrated: Database,
) -> None:
    async with migrated.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'm9999'"))
    address = migrated.url.render_as_string(hide_password=False)

    for attempt in (check_schema, migrate):
        with pytest.raises(SchemaError, match="m9999, which this version of Viche does not know"):
            await attempt(address)


def test_migrations_only_go_forward_and_say_what_they_are() -> None:
    versions = [
        path
        for path in sorted((ROOT / "migrations" / "versions").glob("*.py"))
        if path.name != "__init__.py"
    ]
    assert versions
    for path in versions:
        module = ast.parse(path.read_text("utf-8"))
        functions = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
        assert "upgrade" in functions, path.name
        assert "downgrade" not in functions, path.name
        assert path.stem[:1] == "m", path.name
        assert path.stem[1:5].isdecimal(), path.name


def _upgrade_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _put(connection: Connection, name: str, given: dict[str, object]) -> None:
    table = metadata.tables[name]
    connection.execute(table.insert().values({**_row(table), **given}))


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return list(compare_metadata(context, metadata))


def _guards(connection: Connection) -> dict[str, tuple[set[str], set[tuple[str, ...]]]]:
    seen = inspect(connection)
    return {
        table.name: (
            {str(check["name"]) for check in seen.get_check_constraints(table.name)},
            {
                tuple(sorted(key["constrained_columns"]))
                for key in seen.get_foreign_keys(table.name)
            },
        )
        for table in metadata.sorted_tables
    }


def _fill(connection: Connection) -> None:
    """One row in every table, parents first."""
    for table in sort_tables(metadata.tables.values()):
        connection.execute(table.insert().values(_row(table)))


def _row(table: Table) -> dict[str, object]:
    made: dict[str, object] = {}
    for column in table.columns:
        if column.nullable or column.default is not None or column.server_default is not None:
            continue
        made[column.name] = _made(column)
    return made


def _made(column: Column[Any]) -> object:
    match column.type:
        case Moment() | Date():
            return MORNING if isinstance(column.type, Moment) else MORNING.date()
        case JSON():
            return {}
        case String():
            return column.name[: column.type.length or 8]
        case LargeBinary():
            return b"-"
        case Boolean():
            return True
    return 1


def _counts(connection: Connection) -> dict[str, int]:
    return {
        name: int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one())
        for name in metadata.tables
    }
