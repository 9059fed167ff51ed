"""Nemishaieve as the demo has it: the town, its offices, who serves it, its places."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.wiring import Wiring
from civic.communities.actions.founding import (
    Founding,
    create_community,
    install_administrator,
    set_contacts,
)
from civic.communities.actions.officials import accept_invitation, add_agency, invite_official
from civic.communities.model import Community, OfficeContacts, Official
from civic.kernel.ids import AgencyId, IdMaker, PlaceId
from civic.places.actions import import_places, within
from civic.places.model import Place, PlaceKind
from civic.residents.model import Account
from demo.cast import AGENCIES, CAST, IHOR, OFFICIALS, WANT_REPORTS, Played
from demo.crowd import Courtyard
from demo.history.asking import words
from demo.inventory import bring_inventory
from gateways.place_files.opening import places_on_disk
from storage.unit_of_work import SqlWork

PLACES = Path(__file__).parent / "nemishaieve_places.geojson"
SLUG = "nemishaieve"
STREET_OF_OLENA = "Шевченка"
_MANY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    community: Community
    agencies: dict[str, AgencyId]
    districts: tuple[PlaceId, ...]
    courtyards: tuple[Courtyard, ...]
    home_of_olena: Courtyard


async def found_town(wiring: Wiring, *, now: datetime) -> Town:
    """A year ago: made, staffed and listed by what the product itself offers."""
    async with wiring.storage.writing() as work:
        for one in CAST:
            await work.accounts.put(_account(one), now=now)
        community = await create_community(
            Founding(
                name=words("Немішаєве", "Nemishaieve", "Немешаево"),
                timezone="Europe/Kyiv",
                languages=("uk", "en", "ru"),
                slug=SLUG,
                is_demo=True,
            ),
            communities=work.communities,
            audit=work.audit,
            now=now,
            new_id=wiring.new_id,
        )
        ihor = await install_administrator(
            community.id, IHOR.account, IHOR.full_name, officials=work.officials,
            audit=work.audit, outbox=work.outbox, now=now,
        )  # fmt: skip
        community = await set_contacts(
            community, _CONTACTS, by=ihor, communities=work.communities, audit=work.audit, now=now
        )
        agencies = await _staff(work, community, ihor, now=now, new_id=wiring.new_id)
        await import_places(
            places_on_disk(PLACES), community=community.id, complete=True,
            actor=ihor.account, look=within(work), keep=within(work), new_id=wiring.new_id,
            now=now,
        )  # fmt: skip
        town = await _listed(work, community, agencies)
        listed = await work.places.some(community.id, [one.place for one in town.courtyards])
        drawn = [listed[one.place] for one in town.courtyards]
        await bring_inventory(work, community, drawn, ihor, now=now, new_id=wiring.new_id)
        return town


_CONTACTS = OfficeContacts(
    phone="(000) 000-00-01",
    address="вул. Вигадана, 1",
    hours="пн–пт, 8:00–17:00",
)


async def _staff(
    work: SqlWork, community: Community, ihor: Official, *, now: datetime, new_id: IdMaker
) -> dict[str, AgencyId]:
    agencies: dict[str, AgencyId] = {}
    for key, name in AGENCIES.items():
        made = await add_agency(
            community.id, name, by=ihor, officials=work.officials, audit=work.audit, now=now,
            new_id=new_id,
        )  # fmt: skip
        agencies[key] = made.id
    for one in OFFICIALS:
        if one.role is None:
            continue
        invited = await invite_official(
            community.id, one.role, agencies.get(one.agency), by=ihor, officials=work.officials,
            invitations=work.invitations, audit=work.audit, now=now, new_id=new_id,
        )  # fmt: skip
        await accept_invitation(
            community.id, invited.code, one.account, one.full_name, officials=work.officials,
            invitations=work.invitations, audit=work.audit, outbox=work.outbox, now=now,
        )  # fmt: skip
    for one in (IHOR, *OFFICIALS):
        account = await work.accounts.account(one.account)
        await work.accounts.put(_serving(account, community), now=now)
    for one in WANT_REPORTS:
        await work.report_schedules.choose(community.id, one.account, True)
    return agencies


async def _listed(work: SqlWork, community: Community, agencies: dict[str, AgencyId]) -> Town:
    districts = await _inside(work, community, None, PlaceKind.DISTRICT)
    courtyards: list[Courtyard] = []
    of_olena: list[Courtyard] = []
    for number, district in enumerate(districts):
        for place in await _inside(work, community, district.id, PlaceKind.COURTYARD):
            buildings = await _inside(work, community, place.id, PlaceKind.BUILDING)
            courtyard = Courtyard(
                place=place.id,
                district=number,
                buildings=tuple(one.id for one in buildings),
                title=place.title_in("uk"),
            )
            courtyards.append(courtyard)
            if any(STREET_OF_OLENA in one.title_in("uk") for one in (place, *buildings)):
                of_olena.append(courtyard)
    return Town(
        community=community,
        agencies=agencies,
        districts=tuple(one.id for one in districts),
        courtyards=tuple(courtyards),
        home_of_olena=of_olena[0],
    )


async def _inside(
    work: SqlWork, community: Community, parent: PlaceId | None, kind: PlaceKind
) -> list[Place]:
    return await work.places.inside(community.id, parent, kind, limit=_MANY)


def _account(one: Played) -> Account:
    return Account(
        id=one.account,
        first_name=one.first_name,
        language=one.language,
        language_chosen=True,
        community=None,
        serving=None,
        reachable=True,
    )


def _serving(account: Account, community: Community) -> Account:
    return Account(
        id=account.id,
        first_name=account.first_name,
        language=account.language,
        language_chosen=True,
        community=None,
        serving=community.id,
        reachable=True,
    )
