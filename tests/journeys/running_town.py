"""A small town on the real bot, database and sender, talked to through the sandbox."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.introduction import name_mark
from bot.roles import Role as ProcessRole
from bot.roles import services_of, until_stopped
from bot.scheduler import Tick
from bot.settings import Settings
from bot.telegram import Telegram
from bot.tick_jobs import build_tick
from bot.wiring import Wiring, wired
from civic.communities.model import Agency, Community, OfficeContacts, Official, Role
from civic.kernel.ids import AccountId, AgencyId, CommunityId, PlaceId
from civic.kernel.language import Language, Translated, language_of
from civic.places.model import Place, PlaceKind, Point
from civic.residents.model import Account
from storage.tables.inbox import inbox
from storage.tables.outbox import outbox
from storage.unit_of_work import SqlWork
from tests.sandbox_client import PATIENCE, PersonChat, Sandbox

START = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Kyiv: nobody's quiet hours."""
TOWN = CommunityId(1001)
AGENCY = AgencyId(1)
TITLES = {"uk": "Немішаєве", "en": "Nemishaieve", "ru": "Немешаево"}
OFFICES = {"uk": "Благоустрій", "en": "Improvements", "ru": "Благоустройство"}
WEST, EAST = PlaceId(1), PlaceId(2)
COURTYARDS = {
    PlaceId(11): ("Двір на Шевченка, 12", WEST, (50.561, 30.081)),
    PlaceId(12): ("Двір на Садовій, 5", WEST, (50.562, 30.084)),
    PlaceId(13): ("Двір біля станції", EAST, (50.566, 30.096)),
    PlaceId(14): ("Двір на Лісовій", EAST, (50.568, 30.099)),
}
BUILDINGS = {
    PlaceId(111): ("вулиця Шевченка", "12", PlaceId(11)),
    PlaceId(112): ("вулиця Шевченка", "14", PlaceId(11)),
    PlaceId(121): ("вулиця Садова", "5", PlaceId(12)),
    PlaceId(122): ("вулиця Садова", "5А", PlaceId(12)),
    PlaceId(131): ("вулиця Вокзальна", "1", PlaceId(13)),
    PlaceId(141): ("вулиця Лісова", "3", PlaceId(14)),
}
IHOR, OKSANA = AccountId(501), AccountId(502)


@dataclass
class RunningTown:
    """What a journey acts through. People are the sandbox's; time goes forward by hand."""

    sandbox: Sandbox
    wiring: Wiring
    tick_jobs: Tick
    people: dict[int, PersonChat] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.wiring.clock.now()

    async def person(
        self,
        first_name: str,
        *,
        language: str = "uk",
        id: int | None = None,  # noqa: A002 - as Telegram calls it
    ) -> PersonChat:
        return await self.sandbox.person(first_name, id=id, language_code=language)

    async def administrator(self, *, language: str = "uk") -> PersonChat:
        """Ігор, who has served since yesterday."""
        return await self._serving(IHOR, "Ігор", Role.ADMINISTRATOR, language)

    async def official(self, *, language: str = "uk") -> PersonChat:
        """Оксана of the improvements agency."""
        return await self._serving(OKSANA, "Оксана", Role.OFFICIAL, language)

    @asynccontextmanager
    async def as_oksana(self) -> AsyncIterator[tuple[SqlWork, Official]]:
        """What she does straight in the stores; whoever it concerns hears of it."""
        async with self.wiring.storage.writing() as work:
            yield work, await work.officials.official(TOWN, OKSANA)
        self.wiring.outbox_bell.ring()

    async def tick(self) -> None:
        """One look at everything that is due."""
        await self.tick_jobs.once()

    async def forward(self, amount: timedelta) -> None:
        """Move the demo's clock and look at what is due."""
        await self.move_to(self.now + amount)

    async def move_to(self, moment: datetime) -> None:
        async with self.wiring.storage.writing() as work:
            ahead = (moment - self.now).total_seconds()
            self.wiring.clock.set_ahead(await work.clock.move_ahead(ahead))
        await self.tick()
        self.wiring.outbox_bell.ring()

    async def settle(self, *people: PersonChat) -> None:
        """Until nothing that is due is still to be said: what people have not got by now, they
        do not get.
        """
        await self.sandbox.idle()
        async with asyncio.timeout(PATIENCE):
            while await self._still_to_do():
                last = (await self.sandbox.get("/control/calls", limit=1))["last"]
                await self.sandbox.get("/control/calls", after=last, timeout=0.5)
        for person in people:
            await person.look()

    async def _still_to_do(self) -> bool:
        waiting = select(func.count()).where(inbox.c.state == "ready")
        due = select(func.count()).where(outbox.c.state < 2, outbox.c.due_at <= self.now)
        async with self.wiring.storage.reading() as work:
            return any([await work.connection.scalar(count) for count in (waiting, due)])

    async def _serving(
        self, account: AccountId, name: str, role: Role, language: str
    ) -> PersonChat:
        chat = await self.person(name, language=language, id=account)
        async with self.wiring.storage.writing() as work:
            await _put_official(self.wiring, work_of=work, account=account, name=name, role=role,
                                language=language_of(language))  # fmt: skip
        return chat


@asynccontextmanager
async def running_town(
    sandbox: Sandbox,
    database_url: str,
    folder: Path,
    *,
    build: bool = True,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[RunningTown]:
    """With a bot of its own at the shared sandbox; started again on the same database it goes on.

    `more`: settings by name, besides those that every town of a test has.
    """
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings reads it
        bot_token=sandbox.token,  # type: ignore[arg-type]  # pydantic wraps it
        telegram_api=sandbox.url,
        database_url=database_url,
        data_dir=folder,
        pace_scale=0,
        **(more or {}),  # type: ignore[arg-type]  # pydantic checks them
    )
    async with AsyncExitStack() as stack:
        wiring = await stack.enter_async_context(wired(settings, bot_id=settings.bot_id))
        if build:
            await _build(wiring)
        telegram = await stack.enter_async_context(Telegram(sandbox.token, sandbox.url))
        services = await stack.enter_async_context(
            services_of(wiring, telegram, frozenset({ProcessRole.BOT}))
        )
        async with wiring.storage.reading() as work:
            username = await work.clock.mark(name_mark(work.bot)) or ""
        running = asyncio.create_task(until_stopped(services, wiring.stopping))
        try:
            yield RunningTown(
                sandbox=sandbox,
                wiring=wiring,
                tick_jobs=build_tick(wiring, bot_username=username),
            )
        finally:
            wiring.stopping.set()
            wiring.inbox_bell.ring()
            wiring.outbox_bell.ring()
            await running


def new_token() -> str:
    return f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(24)}"


async def _build(wiring: Wiring) -> None:
    async with wiring.storage.writing() as work:
        ahead = (START - wiring.clock.now()).total_seconds()
        wiring.clock.set_ahead(await work.clock.move_ahead(ahead))
        created = START - timedelta(days=30)
        await work.communities.put(
            Community(
                id=TOWN,
                slug="nemishaieve",
                name=translated(TITLES),
                timezone="Europe/Kyiv",
                languages=("uk", "en", "ru"),
                contacts=OfficeContacts(
                    phone="+380 44 000 00 00", address="вул. Шевченка, 1", hours="пн–пт 9–18"
                ),
                created_at=created,
            )
        )
        name = translated(OFFICES)
        await work.officials.put_agency(Agency(id=AGENCY, community=TOWN, name=name))
        for places in _places():
            await work.places.put(TOWN, places)


def translated(texts: Mapping[str, str]) -> Translated:
    return Translated({language_of(one): text for one, text in texts.items()})


def _places() -> list[list[Place]]:
    districts = [
        _place(WEST, PlaceKind.DISTRICT, "Західний", None, None),
        _place(EAST, PlaceKind.DISTRICT, "Східний", None, None),
    ]
    courtyards = [
        _place(place, PlaceKind.COURTYARD, name, parent, Point(latitude=lat, longitude=lon))
        for place, (name, parent, (lat, lon)) in COURTYARDS.items()
    ]
    buildings = [
        Place(
            id=place,
            community=TOWN,
            external_id=f"b{place}",
            kind=PlaceKind.BUILDING,
            parent=parent,
            name=Translated({"uk": f"{street}, {number}"}),
            street=street,
            number=number,
        )
        for place, (street, number, parent) in BUILDINGS.items()
    ]
    return [districts, courtyards, buildings]


def _place(
    place: PlaceId, kind: PlaceKind, name: str, parent: PlaceId | None, point: Point | None
) -> Place:
    half = 0.0009
    ring = () if point is None else tuple(
        (point.longitude + dx * half, point.latitude + dy * half)
        for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    )  # fmt: skip
    return Place(
        id=place,
        community=TOWN,
        external_id=f"p{place}",
        kind=kind,
        parent=parent,
        name=Translated({"uk": name}),
        point=point,
        area=((ring,),) if ring else (),
    )


async def _put_official(
    wiring: Wiring,
    *,
    work_of: SqlWork,
    account: AccountId,
    name: str,
    role: Role,
    language: Language,
) -> None:
    served = wiring.clock.now() - timedelta(days=1)
    await work_of.accounts.put(
        Account(
            id=account,
            first_name=name,
            language=language,
            language_chosen=True,
            community=None,
            serving=TOWN,
            reachable=True,
        ),
        now=served,
    )
    await work_of.officials.put(
        Official(
            community=TOWN,
            account=account,
            role=role,
            agency=AGENCY if role is Role.OFFICIAL else None,
            name=name,
            since=served,
        )
    )
