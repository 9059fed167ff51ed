"""A town and the people in its office."""

from civic.communities.model import Community, Official, Role
from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.language import Translated
from civic.residents.model import Account
from tests.calendar import MONDAY

IHOR, OKSANA, PETRO, OLENA = (AccountId(number) for number in (501, 502, 503, 504))
TOWN, OTHER_TOWN = CommunityId(1001), CommunityId(1002)


def town(community: CommunityId, name: str) -> Community:
    return Community(
        id=community,
        slug=f"town-{community}",
        name=Translated({"uk": name}),
        timezone="Europe/Kyiv",
        languages=("uk", "en", "ru"),
        created_at=MONDAY,
    )


NEMISHAIEVE = Community(
    id=TOWN,
    slug="nemishaieve",
    name=Translated({"uk": "Немішаєве", "en": "Nemishaieve", "ru": "Немешаево"}),
    timezone="Europe/Kyiv",
    languages=("uk", "en", "ru"),
    created_at=MONDAY,
)


def who_serves(
    role: Role,
    *,
    account: AccountId = IHOR,
    community: CommunityId = TOWN,
    name: str = "Ігор",
) -> Official:
    return Official(
        community=community, account=account, role=role, agency=None, name=name, since=MONDAY
    )


def account(account: AccountId = OLENA, *, community: CommunityId | None = None) -> Account:
    return Account(
        id=account,
        first_name="Олена",
        language="uk",
        language_chosen=True,
        community=community,
        serving=None,
        reachable=True,
    )
