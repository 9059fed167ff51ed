"""What is kept about me, and forgetting it."""

from collections.abc import Iterable
from datetime import datetime

from civic.kernel.ids import AccountId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.personal import AccountStore, PersonalStore, Whom
from civic.residents.ports import Residents


async def tell_all(
    account: AccountId,
    *,
    residents: Residents,
    personal: Iterable[PersonalStore],
    accountwide: Iterable[AccountStore],
    now: datetime,
) -> JsonObject:
    """All that is kept about a person, in whichever town."""
    told: dict[str, Json] = {"told_at": now.isoformat()}
    for everywhere in accountwide:
        told |= await everywhere.about_account(account)
    towns: list[Json] = []
    stores = tuple(personal)
    for resident in await residents.everywhere(account):
        town: dict[str, Json] = {"community": resident.community}
        for store in stores:
            town |= await store.about(
                resident.community, Whom(resident=resident.id, account=account)
            )
        towns.append(town)
    return told | {"towns": towns}


async def erase_me(
    account: AccountId,
    *,
    residents: Residents,
    personal: Iterable[PersonalStore],
    accountwide: Iterable[AccountStore],
    now: datetime,
) -> None:
    """At once and for good: afterwards the bot has never met them."""
    stores = tuple(personal)
    for resident in await residents.everywhere(account):
        whom = Whom(resident=resident.id, account=account)
        for store in stores:
            await store.forget(resident.community, whom, now=now)
    for everywhere in accountwide:
        await everywhere.forget_account(account, now=now)
