"""A town that is told something: its residents by the hundred thousand, and what they are told."""

import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy import bindparam, text

from bench.databases import BOT
from bench.people import FIRST_PERSON
from bench.town import (
    ADMINISTRATOR,
    COURTYARDS,
    FIRST_COURTYARD,
    TOWN,
    build_town,
    now,
)
from civic.audiences.model import WHOLE_TOWN
from civic.broadcasts.document import fingerprint_of
from civic.broadcasts.model import (
    Broadcast,
    BroadcastState,
    BroadcastVersion,
    Content,
    LinkButton,
    ReadButton,
)
from civic.kernel.ids import BroadcastId
from civic.kernel.language import Translated, language_of
from civic.residents.model import Topic
from jobs.broadcasts.starting import start_due
from jobs.broadcasts.writing_out import write_out
from storage.tables.metadata import Moment
from storage.unit_of_work import SqlWork, Storage

BROADCAST = BroadcastId(600_000_000_000)
CHUNK = 20_000
TEXTS = {
    "uk": "Сьогодні з 22:00 до 06:00 у вашому будинку <b>не буде води</b>: міняємо засувку на "
    "розі Шевченка й Лесі Українки. Наберіть води заздалегідь. Підвезення — біля школи № 3.",
    "en": "There will be <b>no water</b> in your building tonight from 22:00 to 06:00.",
    "ru": "Сегодня с 22:00 до 06:00 в вашем доме <b>не будет воды</b>: меняем задвижку.",
}
_PEOPLE = (
    "WITH RECURSIVE person(n) AS (SELECT CAST(:first AS BIGINT) UNION ALL "
    "SELECT n + 1 FROM person WHERE n + 1 < CAST(:last AS BIGINT)) "
)
_moment = bindparam("moment", type_=Moment())
_ACCOUNTS = text(
    "INSERT INTO accounts (bot_id, id, first_name, language, language_chosen, community_id, "
    "reachable, met_at) "
    + _PEOPLE
    + "SELECT :bot, :base + n, 'Олена', CASE n % 10 WHEN 0 THEN 'en' WHEN 1 THEN 'ru' ELSE 'uk' "
    "END, true, :town, true, :moment FROM person"
).bindparams(_moment, bot=BOT, town=TOWN, base=FIRST_PERSON)
# Nobody sleeps: a bench at night is to be like one by day.
_RESIDENTS = text(
    "INSERT INTO residents (community_id, id, account_id, language, home_id, followed, "
    "quiet_start, quiet_end, muted, reachable, joined_at) "
    + _PEOPLE
    + "SELECT :town, :base + n, :base + n, CASE n % 10 WHEN 0 THEN 'en' WHEN 1 THEN 'ru' ELSE "
    "'uk' END, :place + n % :places, '[]', 0, 0, '', true, :moment FROM person"
).bindparams(_moment, town=TOWN, base=FIRST_PERSON, place=FIRST_COURTYARD, places=COURTYARDS)


async def town_of(storage: Storage, people: int) -> None:
    await build_town(storage, people=0, now=now())
    for first in range(0, people, CHUNK):
        given = {"first": first, "last": min(first + CHUNK, people), "moment": now()}
        async with storage.writing() as work:
            await work.connection.execute(_ACCOUNTS, given)
            await work.connection.execute(_RESIDENTS, given)
    if not storage.is_sqlite:
        # As autovacuum would have done by the time a town is that large.
        async with storage.writing() as work:
            await work.connection.execute(text("ANALYZE"))


async def approved(
    work: SqlWork, *, people: int, number: int = 1, personal: bool = False
) -> Broadcast:
    """Written and approved: the next tick lets it go."""
    moment = now()
    hello = "Вітаємо, {ім'я|сусіде}! " if personal else ""
    content = Content(
        texts={language_of(language): hello + words for language, words in TEXTS.items()},
        buttons=(
            LinkButton(
                label=Translated({"uk": "Карта", "en": "Map", "ru": "Карта"}),
                url="https://example.org/water",
            ),
            ReadButton(),
        ),
    )
    made = Broadcast(
        id=BroadcastId(BROADCAST + number),
        community=TOWN,
        number=number,
        author=ADMINISTRATOR,
        editors=frozenset({ADMINISTRATOR}),
        agency=None,
        topic=Topic.OUTAGES,
        content=content,
        audience=WHOLE_TOWN,
        state=BroadcastState.SCHEDULED,
        version=1,
        requested_by=ADMINISTRATOR,
        requested_at=moment,
        recipients=people,
        created_at=moment - timedelta(hours=1),
    )
    await work.broadcasts.add(made)
    await work.broadcasts.put(made)
    await work.broadcasts.add_version(
        BroadcastVersion(
            community=TOWN,
            broadcast=made.id,
            number=1,
            replaces=None,
            content=content,
            content_hash=fingerprint_of(made),
            frozen_at=moment,
            frozen_by=ADMINISTRATOR,
        )
    )
    return made


class Stopwatch:
    """Times every transaction of a job."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.taken: list[float] = []

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SqlWork]:
        async with self._storage.writing() as work:
            began = time.perf_counter()
            yield work
        self.taken.append(time.perf_counter() - began)

    def read(self) -> AbstractAsyncContextManager[SqlWork]:
        return self._storage.reading()


async def written_out(storage: Storage, *, at: datetime | None = None) -> Stopwatch:
    """As the tick does it, until nothing is left to write."""
    watch = Stopwatch(storage)
    moment = at or now()
    await start_due(begin=watch.begin, now=moment)
    while await write_out(begin=watch.begin, read=watch.read, now=moment):
        pass
    return watch
