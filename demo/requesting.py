"""The year's requests put through the product: filed, joined, handled, said to be done or not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from bot.wiring import Wiring
from civic.assets.model import Asset
from civic.kernel.ids import AccountId, AgencyId, PlaceId, ServiceRequestId
from civic.places.model import Place, Point
from civic.places.rules.locating import metres_between
from civic.residents.model import Resident
from civic.service_requests.actions.filing import file_request
from civic.service_requests.actions.placing import as_written, at_asset, at_place
from civic.service_requests.actions.watching import look_after
from civic.service_requests.draft import Draft
from civic.service_requests.model import Category, NewPhoto, ServiceRequest
from civic.surveys.answering.model import Answer
from civic.surveys.model import Option
from demo.cast import CAST, OKSANA
from demo.crowd import Courtyard, Neighbour
from demo.history.requests.model import NEIGHBOUR, Deed, Scene, Told
from demo.history.requests.played import PLAYED
from demo.past import Past
from demo.request_courses import Chance
from demo.request_deeds import Doing, do
from demo.request_desk import Memory, past_desk
from demo.request_pictures import picture_of
from demo.request_rules import SPEAKS_FOR
from demo.town import Town
from storage.unit_of_work import SqlWork

_SPREAD = 0.0002
"""Degrees around a house, some twenty metres."""
_FIRST_OF_KIND = 50


@dataclass(slots=True, kw_only=True)
class Life:
    """A request and what is still to happen to it."""

    told: Told
    request: ServiceRequestId | None = None
    agency: AgencyId | None = None
    look_at: datetime | None = None
    """When the tick has to."""
    asker: Resident | None = None
    others: list[Neighbour] = field(default_factory=list)
    """Neighbours who have had no part in it yet."""


@dataclass(frozen=True, slots=True, order=True)
class Beat:
    at: datetime
    n: int
    life: Life = field(compare=False)
    deed: Deed | None = field(compare=False, default=None)
    """None: the tick looks, or it is filed."""


@dataclass(slots=True, kw_only=True)
class Requesting:
    town: Town
    wiring: Wiring
    past: Past
    random: Random
    here: Sequence[Neighbour]
    """Who lives in the town by now."""
    _memory: Memory = field(default_factory=Memory)
    _agenda: list[Beat] = field(default_factory=list)
    _counter: "count[int]" = field(default_factory=count)
    _filed: dict[str, ServiceRequestId] = field(default_factory=dict)
    _asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _categories: dict[str, Category] = field(default_factory=dict)
    _buildings: dict[str, Place] = field(default_factory=dict)

    async def begin(self, now: datetime) -> None:
        """What the year holds, put on the agenda."""
        community = self.town.community.id
        async with self.wiring.storage.reading() as work:
            every = await work.request_categories.all(community)
            self._categories = {one.code: one for one in every}
            for courtyard in self.town.courtyards:
                found = await work.places.some(community, courtyard.buildings)
                self._buildings |= {one.external_id: one for one in found.values()}
        chance = Chance(
            random=self.random,
            now=now,
            zone=self.town.community.timezone,
            days={code: one.days for code, one in self._categories.items()},
            courtyards=self.town.courtyards,
        )
        for told in (*PLAYED, *chance.year()):
            self._put(now - timedelta(hours=told.hours), Life(told=told))

    async def take_over(
        self, request: ServiceRequestId, deeds: tuple[Deed, ...], *, key: str, by: Resident,
        at: datetime,
    ) -> None:  # fmt: skip
        """What came about by another way than being filed goes on as the others do."""
        async with self.wiring.storage.reading() as work:
            stands = await work.service_requests.request(by.community, request)
        code = next(one.code for one in self._categories.values() if one.id == stands.category)
        told = Told(key=key, hours=0, who="", code=code, text=stands.text, deeds=deeds)
        life = Life(told=told, request=request, agency=stands.agency, asker=by)
        self._filed[key] = request
        for deed in deeds:
            self._put(at + timedelta(hours=deed.after), life, deed)
        if stands.look_at is not None:
            life.look_at = stands.look_at
            self._put(stands.look_at, life)

    async def live_until(self, moment: datetime) -> None:
        """All that happens up to then, in its order, in one transaction."""
        if not self._agenda or self._agenda[0].at > moment:
            return
        async with self.wiring.storage.writing() as work:
            desks = [past_desk(work, self._memory, is_said=is_said) for is_said in (False, True)]
            while self._agenda and self._agenda[0].at <= moment:
                beat = heappop(self._agenda)
                await self._live(beat, desks[bool(beat.life.told.kept_for)])

    async def _live(self, beat: Beat, work: SqlWork) -> None:
        life = beat.life
        if life.request is None:
            stands = await self._file(life, work, beat.at)
        elif beat.deed is None:
            # Something else may have moved it meanwhile.
            stands = await self._look(life, work, beat.at) if life.look_at == beat.at else None
        else:
            stands = await self._do(life, life.request, beat.deed, work, beat.at)
        if stands is None:
            return
        life.request, life.agency = stands.id, stands.agency
        if stands.look_at is not None and stands.look_at != life.look_at:
            life.look_at = max(stands.look_at, beat.at)
            self._put(life.look_at, life)

    async def _do(
        self, life: Life, request: ServiceRequestId, deed: Deed, work: SqlWork, now: datetime
    ) -> ServiceRequest | None:
        neighbour = life.others.pop() if deed.who == NEIGHBOUR and life.others else None
        doing = Doing(
            request=request,
            agency=life.agency,
            deed=deed,
            town=self.town,
            asker=life.asker,
            neighbour=await self._resident(neighbour, work) if neighbour else None,
            target=self._filed.get(deed.text),
            photo=await self._photo(life.told, deed, work, now),
            is_public=self._categories[life.told.code].is_public,
            new_id=self.wiring.new_id,
        )
        stands = await do(doing, work, now=now)
        if deed.what == "appeal" and life.told.kept_for:
            await self._keep_appeal(life, work)
        return stands

    async def _keep_appeal(self, life: Life, work: SqlWork) -> None:
        """Its paper comes when the demo starts: to whoever appealed, and to the office."""
        assert life.asker is not None  # it was filed before
        community = self.town.community.id
        for appeal in await work.appeals.of_author(community, life.asker.id, limit=1):
            self.past.keep((life.asker.account, OKSANA.account), "appeal", appeal.id)

    async def _file(self, life: Life, work: SqlWork, now: datetime) -> ServiceRequest | None:
        told = life.told
        asker = self._asker(told, now)
        if asker is None:
            return None
        life.asker = resident = await self._resident(asker, work)
        category = self._categories[told.code]
        draft = Draft(
            id=self.wiring.new_id(now), community=resident.community, resident=resident.id,
            text=told.text, category=category.id, changed_at=now,
        )  # fmt: skip
        draft = await self._placed(draft, told, asker, category, work)
        draft = replace(
            draft, is_anonymous=told.is_anonymous, answers=self._answers(category, told.text)
        )
        if told.scene is not None:
            draft = replace(draft, photos=(await self._kept(told.scene, False, work, now),))
        filed = await file_request(
            resident.community, draft.request(), by=resident, desk=work,
            new_id=self.wiring.new_id, now=now,
        )  # fmt: skip
        life.others = [
            one
            for one in self.here
            if one.stays
            and one.courtyard == asker.courtyard
            and one.courtyard is not None
            and one.account != asker.account
            and one.joined_at <= now
            and one.language == "uk"
        ]
        self.random.shuffle(life.others)
        self._filed[told.key] = filed.request.id
        self.past.keep(_accounts(told.kept_for), "request", filed.request.id)
        for deed in told.deeds:
            self._put(now + timedelta(hours=deed.after), life, deed)
        return filed.request

    async def _placed(
        self, draft: Draft, told: Told, asker: Neighbour, category: Category, work: SqlWork
    ) -> Draft:
        if told.address or asker.courtyard is None:
            return as_written(draft, told.address)
        courtyard = asker.courtyard
        if category.asset_kind is not None and (told.asset or not told.building):
            standing = await work.assets.of_place(
                draft.community, courtyard.place, [category.asset_kind], limit=_FIRST_OF_KIND
            )
            if standing:
                one = self._of_them(standing, told)
                kind = await work.assets.kind(draft.community, one.kind)
                title = f"{kind.name.in_('uk')} № {one.label}"
                return at_asset(
                    draft, one.id, owner=one.owner, point=one.point, place=one.place, title=title
                )
        placed = await at_place(
            draft, self._house(told, courtyard, asker), language="uk", places=work.places
        )
        return replace(placed, point=self._near(placed.point))

    def _of_them(self, standing: Sequence[Asset], told: Told) -> Asset:
        """The one nearest to the house that is named; the first where it must be the same."""
        house = self._buildings[told.building].point if told.building else None
        if house is not None:
            return min(standing, key=lambda one: metres_between(house, one.point))
        return standing[0] if told.asset else self.random.choice(standing)

    def _house(self, told: Told, courtyard: Courtyard, asker: Neighbour) -> PlaceId:
        if told.building:
            return self._buildings[told.building].id
        if courtyard.buildings:
            return self.random.choice(courtyard.buildings)
        return asker.home or courtyard.place

    def _near(self, point: Point | None) -> Point | None:
        if point is None:
            return None
        return Point(
            latitude=round(point.latitude + self.random.uniform(-_SPREAD, _SPREAD), 6),
            longitude=round(point.longitude + self.random.uniform(-_SPREAD, _SPREAD), 6),
        )

    def _answers(self, category: Category, text: str) -> dict[int, Answer]:
        """What the words speak for, else what is the usual answer."""
        return {
            number: Answer(chosen=(_spoken_for(question.options, text).code,))
            for number, question in enumerate(category.questions, start=1)
            if question.options
        }

    async def _photo(self, told: Told, deed: Deed, work: SqlWork, now: datetime) -> NewPhoto | None:
        """Of what was done: where its category wants one, or where one was sent before."""
        needs = self._categories[told.code].needs_photo_after
        if deed.what != "finish" or not (needs or told.scene):
            return None
        return await self._kept(told.scene or _SCENES[told.code], True, work, now)

    async def _kept(self, scene: Scene, is_mended: bool, work: SqlWork, now: datetime) -> NewPhoto:
        picture = picture_of(scene, is_mended=is_mended)
        return NewPhoto(file=await work.photos.keep(self.town.community.id, picture, now=now))

    async def _look(self, life: Life, work: SqlWork, now: datetime) -> ServiceRequest | None:
        """The tick's, at the very moment at which something is due."""
        assert life.request is not None  # it was filed before
        community = self.town.community.id
        found = await work.service_requests.request(community, life.request, hold=True)
        if await look_after(found, desk=work, now=now):
            return await work.service_requests.request(community, life.request)
        return None

    def _put(self, at: datetime, life: Life, deed: Deed | None = None) -> None:
        heappush(self._agenda, Beat(at, next(self._counter), life, deed))

    def _asker(self, told: Told, now: datetime) -> Neighbour | None:
        """Whoever of the cast it names, else one more of that courtyard who was there by then."""
        played = {one.key: one.account for one in CAST}
        if told.who in played:
            return next(one for one in self.here if one.account == played[told.who])
        living = [
            one
            for one in self.here
            if one.stays
            and one.account not in played.values()
            and one.language == "uk"
            and one.courtyard is not None
            and one.courtyard.title == told.who
            and one.joined_at <= now - timedelta(days=1)
        ]
        self._asked[told.who] += 1
        return living[self._asked[told.who] % len(living)] if living else None

    async def _resident(self, one: Neighbour, work: SqlWork) -> Resident:
        resident = one.resident
        assert resident is not None  # whoever is here has one
        ask = work.residents.resident
        return await self._memory.of(
            ("resident", resident), lambda: ask(self.town.community.id, resident)
        )


def _spoken_for(options: Sequence[Option], text: str) -> Option:
    said = text.casefold()
    return next((one for one in options if SPEAKS_FOR.get(one.code, "\n") in said), options[0])


def _accounts(keys: Sequence[str]) -> tuple[AccountId, ...]:
    return tuple(one.account for one in CAST if one.key in keys)


_SCENES = {
    "road-pothole": Scene.POTHOLE,
    "yard-bench": Scene.BENCH,
    "yard-playground": Scene.SWING,
    "waste-dump": Scene.WASTE,
}
"""Of what is photographed when it is done."""
