"""Who is speaking, read in one statement: it is asked at every update."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.acquaintance import Acquaintance
from civic.kernel.ids import AccountId, BotId
from civic.kernel.language import Language
from civic.residents.model import Account
from storage.communities import community_from, official_from
from storage.prepared import Cells, Prepared
from storage.residents import SqlAccounts, SqlResidents, account_from, resident_from
from storage.tables.communities import communities, officials
from storage.tables.residents import accounts, residents

_home = communities.alias("home")
_office = communities.alias("office")
_serves = officials.alias("serves")
_their_posts = (
    select(_serves.c.community_id).where(_serves.c.account_id == accounts.c.id).correlate(accounts)
)
# Of the towns they serve the one they look at; found by itself, so that no wide row is sorted.
_looked_at = func.coalesce(
    _their_posts.where(_serves.c.community_id == accounts.c.serving_id).scalar_subquery(),
    _their_posts.order_by(_serves.c.since, _serves.c.community_id).limit(1).scalar_subquery(),
)
PERSON: Sequence[ColumnElement[Any]] = tuple(
    select(accounts, residents, officials, _home, _office).selected_columns
)


def with_person(found: FromClause) -> FromClause:
    """Beside accounts, which `found` holds: where they live and serve."""
    return (
        found.outerjoin(_home, _home.c.id == accounts.c.community_id)
        .outerjoin(
            residents,
            and_(
                residents.c.community_id == accounts.c.community_id,
                residents.c.account_id == accounts.c.id,
            ),
        )
        .outerjoin(
            officials,
            and_(officials.c.account_id == accounts.c.id, officials.c.community_id == _looked_at),
        )
        .outerjoin(_office, _office.c.id == officials.c.community_id)
    )


_asked = (
    select(*PERSON)
    .select_from(with_person(accounts))
    .where(accounts.c.bot_id == bindparam("bot"), accounts.c.id == bindparam("account"))
)
_ASKED = Prepared(lambda _: _asked)


class SqlPeople:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot
        self._accounts = SqlAccounts(connection, bot=bot)
        self._residents = SqlResidents(connection)
        self._foreknown: dict[AccountId, Cells] = {}

    async def meet(
        self, account: AccountId, *, first_name: str, language: Language, now: datetime
    ) -> Acquaintance:
        found = await self.find(account)
        if found is None:
            stranger = Account(
                id=account,
                first_name=first_name,
                language=language,
                language_chosen=False,
                community=None,
                serving=None,
                reachable=True,
            )
            await self._accounts.put(stranger, now=now)
            return await self.find(account) or _nobody_yet(stranger)
        known = found.account
        shown = known.language if known.language_chosen else language
        present = replace(known, first_name=first_name, language=shown, reachable=True)
        if present != known:
            await self._accounts.put(present, now=now)
        resident = found.resident
        if resident and (not resident.reachable or resident.language != shown):
            resident = replace(resident, reachable=True, language=shown)
            await self._residents.put(resident)
        return replace(found, account=present, resident=resident)

    async def find(self, account: AccountId) -> Acquaintance | None:
        known = self._foreknown.pop(account, None)
        if known is not None:
            return None if known[accounts.c.id] is None else _acquaintance_from(known)
        rows = await _ASKED.rows(self._connection, {"bot": self._bot, "account": account})
        if not rows:
            return None
        return _acquaintance_from(dict(zip(PERSON, rows[0], strict=True)))

    def foreknow(self, account: AccountId, row: Cells) -> None:
        """Read together with something else: whoever asks first need not read again."""
        self._foreknown[account] = row


def _nobody_yet(account: Account) -> Acquaintance:
    return Acquaintance(account=account, community=None, resident=None, official=None, office=None)


def _acquaintance_from(row: Cells) -> Acquaintance:
    home = community_from(row, _home) if row[_home.c.id] is not None else None
    office = community_from(row, _office) if row[_office.c.id] is not None else None
    lives = row[residents.c.id] is not None and row[residents.c.left_at] is None
    return Acquaintance(
        account=account_from(row, accounts),
        community=home or office,
        resident=resident_from(row, residents) if lives else None,
        official=official_from(row, officials) if office else None,
        office=office,
    )
