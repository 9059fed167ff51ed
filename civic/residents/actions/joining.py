"""Coming to a town, choosing a language, being out of reach and back."""

from dataclasses import replace
from datetime import datetime

from civic.kernel.ids import CommunityId, IdMaker, ResidentId
from civic.kernel.language import Language
from civic.residents.model import Account, Consent, Resident
from civic.residents.ports import Accounts, Residents
from civic.residents.rules import PRIVACY_VERSION


async def join_town(
    account: Account,
    community: CommunityId,
    *,
    accounts: Accounts,
    residents: Residents,
    now: datetime,
    new_id: IdMaker,
) -> Resident:
    """Live in this town, and in no other. The sentence of privacy is shown with the reply.

    Whoever lives there already stays as they are.
    """
    known = await residents.of_account(community, account.id)
    if known is not None and known.left_at is None and account.community == community:
        return known
    for elsewhere in await residents.everywhere(account.id):
        if elsewhere.community != community and elsewhere.left_at is None:
            await residents.put(replace(elsewhere, left_at=now))
    consent = Consent(version=PRIVACY_VERSION, language=account.language, at=now)
    joined = (
        replace(known, left_at=None, language=account.language, consent=consent, reachable=True)
        if known is not None
        else Resident(
            id=ResidentId(new_id(now)),
            community=community,
            account=account.id,
            language=account.language,
            home=None,
            consent=consent,
            joined_at=now,
        )
    )
    await residents.put(joined)
    await accounts.put(replace(account, community=community), now=now)
    return joined


async def serve_town(
    account: Account, community: CommunityId, *, accounts: Accounts, now: datetime
) -> None:
    """Of the towns they serve, look at the office of this one."""
    await accounts.put(replace(account, serving=community), now=now)


async def choose_language(
    account: Account,
    language: Language,
    *,
    accounts: Accounts,
    residents: Residents,
    now: datetime,
) -> None:
    await accounts.put(replace(account, language=language, language_chosen=True), now=now)
    for resident in await residents.everywhere(account.id):
        await residents.put(replace(resident, language=language))


async def lose_touch(
    account: Account, *, accounts: Accounts, residents: Residents, now: datetime
) -> None:
    """They blocked the bot; their next message makes them reachable again (`People.meet`)."""
    await accounts.put(replace(account, reachable=False), now=now)
    await residents.set_reachable(account.id, reachable=False)
