"""Addresses asked of a map: one a second, each once, told to whoever still waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from civic.kernel.ids import AccountId, IdMaker, ResidentId
from civic.kernel.language import Language
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from civic.places.model import Box, Point
from civic.service_requests.actions.placing import as_written
from civic.service_requests.actions.seeking import at_spot, can_seek, seek_spots
from civic.service_requests.draft import Draft
from civic.service_requests.spots import KEPT, PATIENCE, GeocoderSilent, Spot
from jobs.map_search import PAUSE_SECONDS, TURN_SECONDS, look_up_spots
from jobs.retention import forget_the_old
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.filed_town import told
from tests.placed_town import ELSEWHERE, LINDEN, TOWN, build_placed_town
from tests.stores import RealTime, stores
from tests.survey_town import settle

OLENA, STEPAN = AccountId(41), AccountId(42)
NEW_ID = IdMaker()
SPOT = Spot(title="Лісова, 7", point=Point(latitude=50.562, longitude=29.985))
FAR = Spot(title="Лісова, 7, Одеса", point=Point(latitude=46.48, longitude=30.73))


@dataclass
class Map:
    """Knows what the test says, and keeps what it was asked."""

    knows: Sequence[Spot] | GeocoderSilent = (SPOT,)
    asked: list[tuple[str, Language]] = field(default_factory=list)
    within: Box | None = None
    meanwhile: Any = None
    """What happens while it is asked."""

    async def search(self, typed: str, *, within: Box, language: Language) -> Sequence[Spot]:
        self.asked.append((typed, language))
        self.within = within
        if self.meanwhile is not None:
            await self.meanwhile()
        if isinstance(self.knows, GeocoderSilent):
            raise self.knows
        return self.knows


@dataclass
class Town:
    storage: Storage
    beside: Storage
    """Another process of the same installation."""
    clock: RealTime

    async def seeks(
        self, who: AccountId = OLENA, typed: str = "Лісова 7", *, language: Language = "uk",
        now: datetime = MONDAY,
    ) -> tuple[Spot, ...] | None:  # fmt: skip
        async with self.storage.writing() as work:
            draft, found = await seek_spots(
                await draft_of(work, who), typed, language=language, desk=work, new_id=NEW_ID,
                now=now,
            )  # fmt: skip
            if found is None:
                await work.request_drafts.put(draft)
        return found

    async def tick(self, at: Map, *, now: datetime = MONDAY, beside: bool = False) -> int:
        storage = self.beside if beside else self.storage
        return await look_up_spots(
            begin=storage.writing, read=storage.reading, geocoder=at, now=now
        )

    async def told(self, who: AccountId = OLENA) -> list[Any]:
        async with self.storage.reading() as work:
            return [one["params"] for one in await told(work, who)]


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> Town:
    clock = RealTime()
    made = Town(
        storage=stores(database, tmp_path, real=clock),
        beside=stores(database, tmp_path, boot="boot-2", real=clock),
        clock=clock,
    )
    async with made.storage.writing() as work:
        await build_placed_town(work)
        for who in (OLENA, STEPAN):
            await settle(work, who, resident=ResidentId(who), home=LINDEN, community=TOWN)
    return made


async def draft_of(work: SqlWork, who: AccountId = OLENA) -> Draft:
    kept = await work.request_drafts.of(TOWN, ResidentId(who))
    return kept or Draft(
        id=int(who), community=TOWN, resident=ResidentId(who), text="Яма", changed_at=MONDAY
    )


async def test_an_address_is_asked_for_once_and_told_to_all_who_wait(town: Town) -> None:
    street = Map(knows=(SPOT, FAR))
    assert await town.seeks() is None
    assert await town.seeks(STEPAN, "  ЛІСОВА  7 ") is None
    assert await town.tick(street) == 2
    assert street.asked == [("Лісова 7", "uk")]
    assert street.within is not None
    assert street.within.holds(SPOT.point)
    for who in (OLENA, STEPAN):
        (params,) = await town.told(who)
        # What lies four hundred kilometres away is no answer.
        assert (params["draft"], params["titles"]) == (who, ["Лісова, 7"])
    town.clock.seconds += PAUSE_SECONDS
    assert await town.tick(street) == 0
    assert await town.seeks() == (SPOT,)
    assert len(street.asked) == 1


async def test_in_another_language_it_is_asked_for_again(town: Town) -> None:
    street = Map()
    await town.seeks()
    await town.tick(street)
    town.clock.seconds += PAUSE_SECONDS
    assert await town.seeks(language="en") is None
    await town.tick(street)
    assert [language for _, language in street.asked] == ["uk", "en"]


async def test_two_processes_ask_no_more_than_once_a_second_between_them(town: Town) -> None:
    street = Map()
    await town.seeks(OLENA, "Лісова 7")
    await town.seeks(STEPAN, "Лісова 9")

    async def look_beside() -> None:
        assert await town.tick(street, beside=True) == 0

    street.meanwhile = look_beside
    assert await town.tick(street) == 1
    street.meanwhile = None
    assert await town.tick(street, beside=True) == 0
    assert len(street.asked) == 1
    town.clock.seconds += PAUSE_SECONDS
    assert await town.tick(street, beside=True) == 1
    assert [typed for typed, _ in street.asked] == ["Лісова 7", "Лісова 9"]


async def test_a_process_that_died_while_it_asked_holds_up_the_others_for_seconds_only(
    town: Town,
) -> None:
    async def die() -> None:
        raise KeyboardInterrupt

    await town.seeks()
    with pytest.raises(KeyboardInterrupt):
        await town.tick(Map(meanwhile=die))
    street = Map()
    assert await town.tick(street, beside=True) == 0
    town.clock.seconds += TURN_SECONDS
    assert await town.tick(street, beside=True) == 1


async def test_whoever_left_it_as_written_meanwhile_hears_nothing_and_nobody_is_asked(
    town: Town,
) -> None:
    street = Map()
    await town.seeks()
    async with town.storage.writing() as work:
        await work.request_drafts.put(as_written(await draft_of(work), "Лісова 7"))
    assert await town.tick(street) == 0
    assert street.asked == []


async def test_who_goes_on_while_the_map_is_asked_loses_nothing(town: Town) -> None:
    async def go_on() -> None:
        async with town.storage.writing() as work:
            await work.request_drafts.put(as_written(await draft_of(work), "за школою"))

    await town.seeks()
    assert await town.tick(Map(meanwhile=go_on)) == 0
    assert await town.told() == []
    async with town.storage.reading() as work:
        assert (await draft_of(work)).address == "за школою"


async def test_a_map_that_is_silent_is_told_of_and_asked_again_when_wished_again(
    town: Town,
) -> None:
    await town.seeks()
    assert await town.tick(Map(knows=GeocoderSilent("slow"))) == 1
    (params,) = await town.told()
    assert params["silent"]
    assert params["typed"] == "Лісова 7"
    town.clock.seconds += PAUSE_SECONDS
    street = Map()
    assert await town.seeks() is None
    assert await town.tick(street) == 1
    assert len(street.asked) == 1


async def test_a_busy_map_is_left_alone_and_who_waits_too_long_is_told(town: Town) -> None:
    await town.seeks()
    await town.tick(Map(knows=GeocoderSilent("busy", wait=600)))
    street = Map()
    await town.seeks(STEPAN)
    assert await town.tick(street) == 0
    assert await town.tick(street, now=MONDAY + PATIENCE + timedelta(seconds=1)) == 1
    assert [params["silent"] for params in await town.told(STEPAN)] == [True]
    assert street.asked == []


@pytest.mark.parametrize(("number", "is_forgotten"), [(1, False), (-1, False), (0, True)])
async def test_what_the_map_never_named_or_what_was_forgotten_is_no_place(
    town: Town, number: int, is_forgotten: bool
) -> None:
    await town.seeks()
    await town.tick(Map())
    (params,) = await town.told()
    async with town.storage.writing() as work:
        if is_forgotten:
            await work.geocodings.forget_before(MONDAY + KEPT, limit=9)
        with pytest.raises(NotFound) as refused:
            await at_spot(
                await draft_of(work), params["geocoding"], number, language="uk", desk=work
            )
    assert refused.value.key == "ask-map-gone"


async def test_what_nobody_could_read_twice_is_answered_once(town: Town) -> None:
    await town.seeks()
    async with town.storage.writing() as work:
        (wanted,) = await work.geocodings.wanted(limit=9)
        assert len(await work.geocodings.answer(TOWN, wanted.id, [SPOT])) == 1
        assert await work.geocodings.answer(TOWN, wanted.id, [FAR]) == []
        assert await work.geocodings.drop(TOWN, wanted.id) == []
    assert await town.seeks() == (SPOT,)


async def test_the_words_go_as_soon_as_they_are_answered_and_the_answer_after_months(
    town: Town,
) -> None:
    await town.seeks()
    await town.tick(Map())
    async with town.storage.reading() as work:
        kept = await work.connection.exec_driver_sql("SELECT * FROM geocodings")
        assert "Лісова 7" not in str(kept.all())
    async with town.storage.writing() as work:
        await work.leftovers.sweep(now=MONDAY + KEPT, limit=9)
    assert await town.seeks() == (SPOT,)
    await forget_the_old(begin=town.storage.writing, now=MONDAY + KEPT + timedelta(days=1))
    assert await town.seeks() is None


async def test_who_is_erased_waits_for_nothing(town: Town) -> None:
    await town.seeks()
    whom = Whom(resident=ResidentId(OLENA), account=OLENA)
    async with town.storage.writing() as work:
        for store in work.personal:
            await store.forget(TOWN, whom, now=MONDAY)
    street = Map()
    assert await town.tick(street) == 0
    assert await town.tick(street, now=MONDAY + PATIENCE + timedelta(seconds=1)) == 0
    assert street.asked == []
    async with town.storage.reading() as work:
        kept = await work.connection.exec_driver_sql("SELECT * FROM geocodings")
        assert kept.all() == []


async def test_a_town_that_has_drawn_nothing_cannot_say_which_street_is_meant(town: Town) -> None:
    async with town.storage.reading() as work:
        assert await can_seek(TOWN, desk=work)
        assert not await can_seek(ELSEWHERE, desk=work)
