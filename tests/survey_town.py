"""A town with two courtyards, residents and surveys, kept in a database."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from civic.communities.model import Community, Official, Role
from civic.kernel.ids import AccountId, BotId, CommunityId, IdMaker, PlaceId, ResidentId, SurveyId
from civic.kernel.language import Translated
from civic.places.model import Place, PlaceKind
from civic.residents.model import Account, Resident
from civic.surveys import rules
from civic.surveys.model import Questionnaire, Survey, SurveyState
from storage.engines import Database
from storage.pace import Limits
from storage.plumbing import Installation
from storage.unit_of_work import SqlWork, Storage
from tests.asked import AUTHOR, COURTYARD, MONDAY, OTHER_TOWN, TOWN, YARD, survey, uk

BOT = BotId(700)
DISTRICT = PlaceId(90)
OTHER_COURTYARD = PlaceId(92)
BUILDING = PlaceId(95)


def storage_on(database: Database, folder: Path) -> Storage:
    return Storage(
        database,
        Installation(bot=BOT, files=folder, boot="boot", limits=Limits(scale=0), new_id=IdMaker()),
    )


async def build_town(work: SqlWork, community: CommunityId = TOWN) -> None:
    await work.communities.put(
        Community(
            id=community,
            slug=f"town-{community}",
            name=Translated({"uk": "Немішаєве", "en": "Nemishaieve", "ru": "Немешаево"}),
            timezone="Europe/Kyiv",
            languages=("uk", "en", "ru"),
            created_at=MONDAY,
        )
    )
    await work.places.put(community, [_place(community, DISTRICT, PlaceKind.DISTRICT, None)])
    await work.places.put(
        community,
        [
            _place(community, COURTYARD, PlaceKind.COURTYARD, DISTRICT),
            _place(community, OTHER_COURTYARD, PlaceKind.COURTYARD, DISTRICT),
        ],
    )
    await work.places.put(community, [_place(community, BUILDING, PlaceKind.BUILDING, COURTYARD)])
    await settle(work, AUTHOR, community=community)
    await work.officials.put(
        Official(
            community=community,
            account=AUTHOR,
            role=Role.OFFICIAL,
            agency=None,
            name="Оксана",
            since=MONDAY,
        )
    )


async def settle(
    work: SqlWork,
    account: AccountId,
    *,
    resident: ResidentId | None = None,
    home: PlaceId | None = None,
    muted: frozenset[str] = frozenset(),
    community: CommunityId = TOWN,
) -> Resident | None:
    """An account, and where `resident` is given, somebody who lives here."""
    await work.accounts.put(
        Account(
            id=account,
            first_name="Олена",
            language="uk",
            language_chosen=True,
            community=community if resident else None,
            serving=None if resident else community,
            reachable=True,
        ),
        now=MONDAY,
    )
    if resident is None:
        return None
    settled = Resident(
        id=resident,
        community=community,
        account=account,
        language="uk",
        home=home,
        muted=muted,
        joined_at=MONDAY,
    )
    await work.residents.put(settled)
    return settled


async def launch(
    work: SqlWork,
    *,
    number: int = 1,
    asked: Questionnaire = YARD,
    state: SurveyState = SurveyState.OPEN,
    now: datetime = MONDAY,
    closes_at: datetime | None = None,
    community: CommunityId = TOWN,
) -> Survey:
    """A survey that went through its launch; then put where the test wants it."""
    draft = survey(SurveyState.DRAFT, number=number, asked=asked, community=community)
    draft = replace(draft, closes_at=closes_at or now + timedelta(days=4))
    await work.surveys.put(draft)
    going, version = rules.launched(draft, by=AUTHOR, now=now)
    going = replace(going, state=state)
    await work.surveys.put(going)
    await work.surveys.add_version(version)
    return await work.surveys.survey(community, SurveyId(number))


def _place(
    community: CommunityId, place: PlaceId, kind: PlaceKind, parent: PlaceId | None
) -> Place:
    return Place(
        id=place,
        community=community,
        external_id=str(place),
        kind=kind,
        parent=parent,
        name=uk(f"Місце {place}"),
        street="Шевченка" if kind is PlaceKind.BUILDING else "",
        number="12" if kind is PlaceKind.BUILDING else "",
    )


__all__ = ["OTHER_TOWN", "build_town", "launch", "settle", "storage_on"]
