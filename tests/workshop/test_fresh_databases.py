"""A database that another test has used is as good as a new one, or is not used again."""

from pathlib import Path

from sqlalchemy import func, insert, select, text

from storage.tables.outbox import outbox
from tests.databases import fresh_database
from tests.stores import BOT


async def test_what_a_test_wrote_is_gone_for_the_next_and_numbers_begin_anew(
    tmp_path: Path,
) -> None:
    for _ in range(2):
        async with (
            fresh_database("postgresql", tmp_path) as database,
            database.writing() as connection,
        ):
            assert await connection.scalar(select(func.count()).select_from(outbox)) == 0
            await connection.execute(_MESSAGE)
            assert await connection.scalar(select(outbox.c.id)) == 1


async def test_one_whose_tables_were_changed_is_not_used_again(tmp_path: Path) -> None:
    async with fresh_database("postgresql", tmp_path) as database:
        changed = database.url
        async with database.writing() as connection:
            await connection.execute(text("CREATE TABLE left_behind (id integer)"))
    async with fresh_database("postgresql", tmp_path) as database:
        assert database.url != changed


_MESSAGE = insert(outbox).values(
    bot_id=BOT, chat_id=1, lane=1, state=0, method="sendMessage", paced=True, attempts=0,
    due_at=text("now()"), created_at=text("now()"),
)  # fmt: skip
