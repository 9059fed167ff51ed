"""Makes the demo's year, once, by what the product itself does at each hour of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from bot.wiring import Wiring
from civic.kernel.ids import ResidentId
from civic.reports.ports import TownSchedule
from civic.reports.schedule import ScheduleKind
from civic.residents.model import Account, Consent, QuietHours, Resident
from civic.residents.rules import NO_QUIET, PRIVACY_VERSION
from civic.surveys.moments import in_days
from demo.announcing import Announcing
from demo.cast import IHOR, OLENA, STEPAN
from demo.corresponding import Corresponding
from demo.crowd import Courtyard, Neighbour, make_neighbours
from demo.habits import with_habits
from demo.history.announcements import ARRIVING, TOLD, TOLOKA, TOMORROW, UNFINISHED
from demo.history.letters import LETTERS, PastDialogue
from demo.history.telling import PastBroadcast
from demo.history.year import CLOSED, OPEN
from demo.neighbourhood import keep_neighbours
from demo.outlets import OUTLETS, Outlet, chat_of, let_in
from demo.past import OF_TELLING, Past, live_through
from demo.request_rules import bring_rules
from demo.requesting import Requesting
from demo.surveying import Running, answer, draft, launch
from demo.town import Town, found_town
from demo.wishing import Event, Wishing

MARK = "demo"
STARTED, DONE = "seeding", "ready"
SEED = 1659
_YEAR = timedelta(days=365)
_JUST = timedelta(minutes=2)
"""What closes is reported so much later."""
_SAVED = 330
"""So many days ago audiences were put under names."""
_PLAYED_READERS = (OLENA.account,)


class HalfSeededError(Exception):
    """An earlier seeding was interrupted: the database is to be thrown away and made anew."""


async def seed_once(wiring: Wiring, *, starting: Callable[[], None] = lambda: None) -> bool:
    """False when the year is there already; `starting` is called when it is not.

    Raise HalfSeededError after an interrupted seeding, SystemExit where a real town lives.
    """
    async with wiring.storage.writing() as work:
        standing = await work.clock.mark(MARK)
        if standing == STARTED:
            raise HalfSeededError
        if standing is not None:
            return False
        if await work.communities.all(limit=1):
            raise SystemExit("This database holds a town that is no demo: it stays as it is.")
        await work.clock.put_mark(MARK, STARTED)
    starting()
    # Cut short, it is made anew: only the word that it is whole waits for the disk.
    async with wiring.storage.database.in_haste():
        await _Seeding(wiring).run()
    async with wiring.storage.writing() as work:
        await work.clock.put_mark(MARK, DONE)
    return True


class _Seeding:
    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.now = wiring.clock.now()
        self.random = Random(SEED)
        self.past: Past = live_through(wiring)
        self.coming: list[Neighbour] = []
        self.here: list[Neighbour] = []

    async def run(self) -> None:
        try:
            await self._live()
        finally:
            await self.past.reporting.give_up()

    async def _live(self) -> None:
        town = await found_town(self.wiring, now=self.now - _YEAR)
        # What is told has its own chance: no survey's figures depend on it.
        announcing = Announcing(
            town=town, wiring=self.wiring, past=self.past, random=Random(SEED + 1)
        )
        corresponding = Corresponding(town=town, wiring=self.wiring, announcing=announcing)
        neighbours = with_habits(
            make_neighbours(town.courtyards, random=self.random, now=self.now),
            random=Random(SEED + 2),
            now=self.now,
        )
        self.past.leaving = {one.account: one.blocks_at for one in neighbours if one.blocks_at}
        self.coming = sorted((*neighbours, _olena(town, self.now)), key=lambda one: one.joined_at)
        await bring_rules(town, self.wiring, now=self.now - _YEAR)
        requesting = Requesting(
            town=town, wiring=self.wiring, past=self.past, random=Random(SEED + 4), here=self.here
        )
        await requesting.begin(self.now)
        wishing = Wishing(
            town=town, wiring=self.wiring, past=self.past, requesting=requesting, here=self.here
        )
        events = [
            *self._asked(town),
            *self._told(town, announcing, corresponding),
            *wishing.events(self.now),
        ]
        for at, happen in sorted(events, key=lambda event: event[0]):
            await self._arrive(town, until=at)
            await requesting.live_until(at)
            await happen(at)
        await self._arrive(town, until=self.now)
        keep_neighbours(self.wiring.settings.data_dir, neighbours)
        await self._leave_today(town, announcing, corresponding, requesting)

    def _asked(self, town: Town) -> list[Event]:
        events: list[Event] = []
        for survey in (*CLOSED, OPEN):
            running = Running.of(survey, town, now=self.now, new_id=self.wiring.new_id)
            events.append((running.opens_at, partial(self._open, running)))
            if running.closes_at < self.now:
                events.append((running.closes_at + _JUST, partial(self._close, running)))
        return events

    def _told(
        self, town: Town, announcing: Announcing, corresponding: Corresponding
    ) -> list[Event]:
        """Outlets come first, then what is told in them, then what people write about it."""
        zone = town.community.timezone
        events: list[Event] = [
            (in_days(-one.days, 9, zone, now=self.now), partial(self._let_in, one, town))
            for one in OUTLETS
        ]
        saving = in_days(-_SAVED, 9, zone, now=self.now)
        events.append((saving, announcing.save_audiences))
        for one in TOLD:
            at = self._moment(one.days, one.at, zone)
            events.append((at, partial(self._tell, announcing, one)))
        for letter in LETTERS:
            if letter.days:
                at = self._moment(letter.days, letter.at, zone)
                events.append((at, partial(self._write, corresponding, letter)))
        return events

    def _moment(self, days: int, at: tuple[int, int], zone: str) -> datetime:
        hour, minute = at
        return in_days(-days, hour, zone, now=self.now) + timedelta(minutes=minute)

    async def _let_in(self, outlet: Outlet, town: Town, at: datetime) -> None:
        await let_in(outlet, town, self.wiring, now=at)

    async def _tell(self, announcing: Announcing, one: PastBroadcast, at: datetime) -> None:
        kept_for = _PLAYED_READERS + tuple(chat_of(key) for key in one.outlets)
        await announcing.tell(
            one,
            at,
            readers=[
                resident
                for resident in self.here
                if one not in ARRIVING or resident.account not in kept_for
            ],
            kept_for=kept_for if one in ARRIVING else (),
        )

    async def _write(
        self, corresponding: Corresponding, letter: PastDialogue, at: datetime
    ) -> None:
        await corresponding.hold(letter, at, residents=self.here)

    async def _open(self, running: Running, at: datetime) -> None:
        await launch(running, self.wiring, now=at)
        is_open = running.closes_at > self.now
        if is_open:
            self.past.keep((OLENA.account,), "survey", running.id)
        await self.past.pass_by(at)
        if is_open:
            until = min(running.closes_at, self.now)
            await answer(running, self.here, self.wiring, random=self.random, until=until)

    async def _close(self, running: Running, at: datetime) -> None:
        await answer(running, self.here, self.wiring, random=self.random, until=running.closes_at)
        await self.past.pass_by(at)

    async def _arrive(self, town: Town, *, until: datetime) -> None:
        """Who came before this moment is a resident from now on."""
        arrived = [one for one in self.coming if one.joined_at <= until]
        if not arrived:
            return
        self.coming = self.coming[len(arrived) :]
        async with self.wiring.storage.writing() as work:
            for one in arrived:
                account, resident = self._papers(one, town)
                await work.accounts.put(account, now=one.joined_at)
                await work.residents.put(resident)
                self.here.append(replace(one, resident=resident.id))

    def _papers(self, one: Neighbour, town: Town) -> tuple[Account, Resident]:
        community = town.community.id
        account = Account(
            id=one.account,
            first_name=one.first_name,
            language=one.language,
            language_chosen=True,
            community=community,
            serving=None,
            reachable=True,
        )
        resident = Resident(
            id=ResidentId(self.wiring.new_id(one.joined_at)),
            community=community,
            account=one.account,
            language=one.language,
            home=one.home,
            muted=one.muted,
            # Her invitation comes when the demo starts, also at night.
            quiet=NO_QUIET if one.account == OLENA.account else QuietHours(),
            weekly_limit=one.weekly_limit,
            consent=Consent(version=PRIVACY_VERSION, language=one.language, at=one.joined_at),
            joined_at=one.joined_at,
        )
        return account, resident

    async def _leave_today(
        self,
        town: Town,
        announcing: Announcing,
        corresponding: Corresponding,
        requesting: Requesting,
    ) -> None:
        """A newcomer, what lies on desks and waits, and reports each Monday from now on."""
        newcomer = _stepan(self.now)
        self.coming = [newcomer]
        await self._arrive(town, until=self.now)
        await draft(town, self.wiring, now=self.now - timedelta(days=2))
        await self._leave_broadcasts(town, announcing)
        # What is kept for somebody holds up whatever else they are owed after it.
        await self.past.pass_by(self.now, only=OF_TELLING)
        await requesting.live_until(self.now)
        for letter in LETTERS:
            if not letter.days:
                at = self.now - timedelta(minutes=letter.minutes)
                await corresponding.hold(letter, at, residents=self.here)
        await self.past.pass_by(self.now)
        await self.past.catch_up()
        monday = TownSchedule(
            kind=ScheduleKind.WEEKLY, at=8 * 60, weekday=0, is_on=True, since=self.now
        )
        async with self.wiring.storage.writing() as work:
            await work.report_schedules.put(town.community.id, monday)

    async def _leave_broadcasts(self, town: Town, announcing: Announcing) -> None:
        """One is being written, one comes tomorrow, one waits for a second person."""
        await announcing.draft(UNFINISHED, self.now - timedelta(hours=3))
        planned = self.now - timedelta(hours=1, minutes=30)
        starts_at = self._moment(TOMORROW.days, TOMORROW.at, town.community.timezone)
        tomorrow = await announcing.ask(TOMORROW, planned, starts_at=starts_at)
        await announcing.approve(tomorrow.id, planned)
        waiting = await announcing.ask(TOLOKA, self.now)
        self.past.keep((IHOR.account,), "broadcast", waiting.id)


def _olena(town: Town, now: datetime) -> Neighbour:
    """She came with the first, and she has answered nothing that is open."""
    home: Courtyard = town.home_of_olena
    return Neighbour(
        account=OLENA.account,
        first_name=OLENA.first_name,
        language=OLENA.language,
        home=home.buildings[0] if home.buildings else home.place,
        courtyard=home,
        joined_at=now - timedelta(days=351),
        mood=0.2,
        zeal=1.0,
    )


def _stepan(now: datetime) -> Neighbour:
    return Neighbour(
        account=STEPAN.account,
        first_name=STEPAN.first_name,
        language=STEPAN.language,
        home=None,
        courtyard=None,
        joined_at=now - timedelta(days=1),
        mood=0.0,
        zeal=0.0,
    )
