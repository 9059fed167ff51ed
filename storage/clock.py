"""How far the demo's clock is ahead of the world's, and marks of the whole installation."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.pace import clock, marks
from storage.upsert import insert_for


class SqlClock:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def offset(self) -> float:
        """Seconds ahead of real time; 0 but in the demo."""
        return (await self._connection.scalar(select(clock.c.offset_seconds))) or 0.0

    async def move_ahead(self, seconds: float) -> float:
        """Forward only: raise ValueError for the past; return the new offset."""
        if seconds < 0:
            raise ValueError("the clock goes forward only")
        insert = insert_for(self._connection, clock).values(id=1, offset_seconds=seconds)
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["id"], set_={"offset_seconds": clock.c.offset_seconds + seconds}
            )
        )
        return await self.offset()

    async def mark(self, name: str) -> str | None:
        return await self._connection.scalar(select(marks.c.value).where(marks.c.name == name))

    async def put_mark(self, name: str, value: str) -> None:
        insert = insert_for(self._connection, marks).values(name=name, value=value)
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["name"], set_={"value": value})
        )
