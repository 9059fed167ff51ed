"""A town where things break: what may be asked about, who asks, who joins, who looks after it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from civic.communities.model import Agency, Official
from civic.kernel.ids import AccountId, AgencyId, CategoryId, FileId, PlaceId, ResidentId
from civic.kernel.language import Translated
from civic.places.model import Point
from civic.service_requests.actions.filing import file_request
from civic.service_requests.actions.following import join_request
from civic.service_requests.model import (
    Category,
    NewPhoto,
    NewRequest,
    ServiceRequest,
)
from tests.journeys.running_town import AGENCY, OKSANA, TOWN, RunningTown, translated
from tests.journeys.speaking import voice
from tests.made_photos import saved, scene
from tests.sandbox_client import PersonChat

WATERWORKS = AgencyId(2)
YARD, LAMPS, BENCHES, LEAKS, GRAVES = (CategoryId(n) for n in range(71, 76))
SHEVCHENKA = PlaceId(11)
LAMP_POST = Point(latitude=50.561, longitude=30.081)
NAMES = {
    LAMPS: ("lamps", "Ліхтар не світить", "The lamp is dark", "Фонарь не светит"),
    BENCHES: ("benches", "Зламана лавка", "A broken bench", "Сломана скамейка"),
    LEAKS: ("leaks", "Тече вода", "Water leaks", "Течёт вода"),
    GRAVES: ("graves", "Кладовище", "The cemetery", "Кладбище"),
}


WATERS = {"uk": "Водоканал", "en": "Waterworks", "ru": "Водоканал"}


def titled(of: CategoryId, language: str) -> str:
    return NAMES[of][("uk", "en", "ru").index(language) + 1]


def listed(number: int, of: CategoryId, language: str, *, until: str) -> str:
    """As its button in a queue says it."""
    say = voice(language)
    return say(
        "office-request-listed-due", number=str(number), title=titled(of, language), day=until
    )


async def put_categories(town: RunningTown, **changes: Any) -> None:
    """Lamps and benches are the improvements agency's, leaks the waterworks', graves nobody's.

    `changes` are of the lamps.
    """
    agencies = {LAMPS: AGENCY, BENCHES: AGENCY, LEAKS: WATERWORKS, GRAVES: None}
    name = translated(WATERS)
    kept = [
        Category(
            id=YARD, community=TOWN, parent=None, code="yard",
            name=Translated({"uk": "Двір", "en": "The yard", "ru": "Двор"}), icon="🏡",
        )
    ]  # fmt: skip
    for position, (category, (code, uk, en, ru)) in enumerate(NAMES.items()):
        made = Category(
            id=category, community=TOWN, parent=YARD, code=code, position=position + 1,
            name=Translated({"uk": uk, "en": en, "ru": ru}), agency=agencies[category], days=5,
        )  # fmt: skip
        kept.append(replace(made, **changes) if category == LAMPS else made)
    async with town.wiring.storage.writing() as work:
        await work.officials.put_agency(Agency(id=WATERWORKS, community=TOWN, name=name))
        await work.request_categories.put(kept)


async def filed(
    town: RunningTown,
    by: PersonChat,
    *,
    category: CategoryId = LAMPS,
    text: str = "Ліхтар не світить другий тиждень",
    point: Point = LAMP_POST,
    place: PlaceId = SHEVCHENKA,
    photos: int = 0,
    contact: str = "",
) -> ServiceRequest:
    async with town.wiring.storage.writing() as work:
        sent = [
            NewPhoto(
                file=await work.photos.take(
                    TOWN, AccountId(by.id), saved(scene(width=40 + n)), now=town.now
                )
            )
            for n in range(photos)
        ]
        draft = int(town.now.timestamp() * 1_000_000) + len(text) * 1_000 + by.id
        done = await file_request(
            TOWN,
            NewRequest(
                draft=draft, category=category, text=text, point=point, place=place,
                photos=tuple(sent), contact=contact,
            ),
            by=await work.residents.resident(TOWN, ResidentId(by.id)), desk=work,
            new_id=town.wiring.new_id, now=town.now,
        )  # fmt: skip
    town.wiring.outbox_bell.ring()
    # The news of it is there before anybody goes on: cards are asked for by what came last.
    await town.settle()
    return done.request


async def joined(town: RunningTown, request: ServiceRequest, by: Collection[PersonChat]) -> None:
    async with town.wiring.storage.writing() as work:
        for one in by:
            resident = await work.residents.resident(TOWN, ResidentId(one.id))
            await join_request(TOWN, request.id, by=resident, desk=work, now=town.now)
    town.wiring.outbox_bell.ring()
    await town.settle()


async def serves(town: RunningTown, account: AccountId = OKSANA, **changes: Any) -> None:
    """Such as another agency, or a duty."""
    async with town.wiring.storage.writing() as work:
        official: Official = await work.officials.official(TOWN, account)
        await work.officials.put(replace(official, **changes))


async def request_now(town: RunningTown, request: ServiceRequest) -> ServiceRequest:
    async with town.wiring.storage.reading() as work:
        return await work.service_requests.request(TOWN, request.id)


async def photo_files(town: RunningTown, request: ServiceRequest) -> list[FileId]:
    async with town.wiring.storage.reading() as work:
        return [one.file for one in await work.service_requests.photos(TOWN, request.id)]
