"""What a text for many may call its readers by: their first name, their courtyard."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId
from civic.kernel.language import Translated, language_of
from civic.places.model import PlaceKind
from storage.tables.places import places
from storage.tables.residents import accounts, residents

_home = places.alias("home")
_around = places.alias("around")


class SqlReaders:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def of(
        self, wanted: Sequence[tuple[int | None, int, str]]
    ) -> dict[int, Mapping[str, str]]:
        """By account, of those (town, account, language); a name is empty where none is known."""
        if not wanted:
            return {}
        languages = {account: language for _, account, language in wanted}
        named = await self._connection.execute(
            select(accounts.c.id, accounts.c.first_name).where(
                accounts.c.bot_id == self._bot, accounts.c.id.in_(languages)
            )
        )
        names: dict[int, str] = {row.id: row.first_name for row in named}
        homes = await self._connection.execute(_homes([(town, who) for town, who, _ in wanted]))
        yards = {row.account_id: _courtyard(row, languages[row.account_id]) for row in homes}
        return {
            account: {"first_name": names.get(account, ""), "courtyard": yards.get(account, "")}
            for account in languages
        }


def _homes(whose: Sequence[tuple[int | None, int]]) -> Select[Any]:
    of_resident = and_(
        _home.c.community_id == residents.c.community_id, _home.c.id == residents.c.home_id
    )
    around_it = and_(
        _around.c.community_id == _home.c.community_id,
        _around.c.id == _home.c.parent_id,
        _around.c.kind == PlaceKind.COURTYARD.value,
    )
    return (
        select(
            residents.c.account_id,
            _home.c.name,
            _home.c.street,
            _home.c.number,
            _around.c.name.label("around"),
        )
        .select_from(residents.join(_home, of_resident).outerjoin(_around, around_it))
        .where(tuple_(residents.c.community_id, residents.c.account_id).in_(whose))
    )


def _courtyard(row: Row[Any], language: str) -> str:
    """The yard by its name; a building in none goes by its address."""
    name = Translated(row.around or row.name or {}).in_(language_of(language))
    return name or ", ".join(part for part in (row.street, row.number) if part)
