"""The demo's clock goes forward only, for all processes."""

from pathlib import Path

import pytest

from storage.engines import Database
from tests.stores import stores


async def test_the_clock_goes_forward_only_and_every_process_sees_it(
    database: Database, tmp_path: Path
) -> None:
    one, two = stores(database, tmp_path), stores(database, tmp_path, boot="boot-2")
    async with one.writing() as work:
        assert await work.clock.offset() == 0
        assert await work.clock.move_ahead(3600) == 3600
        assert await work.clock.move_ahead(0) == 3600
        with pytest.raises(ValueError):
            await work.clock.move_ahead(-1)
        assert await work.clock.move_ahead(60.5) == 3660.5
    async with two.reading() as work:
        assert await work.clock.offset() == 3660.5


async def test_a_mark_is_one_value_by_name(database: Database, tmp_path: Path) -> None:
    async with stores(database, tmp_path).writing() as work:
        assert await work.clock.mark("demo") is None
        await work.clock.put_mark("demo", "yes")
        await work.clock.put_mark("demo", "still")
        await work.clock.put_mark("other", "x")
        assert await work.clock.mark("demo") == "still"
