"""Who hears what of a request: residents on one card, the office of what it has to do."""

from collections.abc import Iterable
from datetime import datetime

from civic.communities.model import Community, Official
from civic.kernel.ids import AccountId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.outbox import Notice
from civic.residents.model import Topic
from civic.service_requests.card import card_params
from civic.service_requests.model import Category, ServiceRequest
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.parties import is_night

CARD = "request-card"
"""The live card of its asker and of those who joined."""
QUESTION = "request-question"
"""The office asks its asker something; a message of its own, so that it is heard."""
ASKED = "request-is-it-done"
"""It is said to be done: is it? One a round, to its asker and to those who joined or live there."""
OFFICE = "request-office"
"""News for the office; `news` is a step's name or one of the words below."""
FILED = "filed"
COMMENTED = "commented"
PHOTO_ADDED = "photo_added"
SAID_NOT_DONE = "said_not_done"
WARNED = "warned"
OVERDUE = "overdue"
EXCERPT = 300
BEHIND = 200
"""So many events are read to find what residents may see."""


async def card_of(
    request: ServiceRequest,
    *,
    category: Category,
    town: Community,
    is_own: bool,
    desk: RequestDesk,
) -> JsonObject:
    """What the card shows now; the same for the notice and for whoever opens it."""
    store, community = desk.service_requests, request.community
    merged = None
    if request.merged_into is not None:
        merged = (await store.request(community, request.merged_into)).number
    return card_params(
        request,
        category=category,
        agencies={one.id: one for one in await desk.officials.agencies(community, closed=True)},
        events=await store.events(community, request.id, limit=BEHIND),
        photos=await store.photos(community, request.id),
        merged_number=merged,
        zone=town.timezone,
        is_own=is_own,
        asker="" if is_own else await _named(request, desk=desk),
    )


async def _named(request: ServiceRequest, *, desk: RequestDesk) -> str:
    if request.is_anonymous or request.account is None:
        return ""
    asker = await desk.accounts.find(request.account)
    return asker.first_name if asker else ""


async def tell_residents(
    request: ServiceRequest,
    *,
    category: Category,
    town: Community,
    desk: RequestDesk,
    now: datetime,
) -> None:
    """The cards of its asker and of all who joined are edited, without a sound."""
    if request.account is not None:
        own = await card_of(request, category=category, town=town, is_own=True, desk=desk)
        await desk.outbox.owe(_card(request, request.account, own), now=now)
    joined = await desk.service_requests.supporters(request.community, request.id)
    if not joined:
        return
    shown = await card_of(request, category=category, town=town, is_own=False, desk=desk)
    for supporter in joined:
        await desk.outbox.owe(_card(request, supporter.account, shown), now=now)


async def tell_resident(
    request: ServiceRequest,
    account: AccountId,
    key: str,
    params: JsonObject,
    *,
    mark: str,
    desk: RequestDesk,
    now: datetime,
) -> None:
    """Something that must be heard: a message of its own, once."""
    notice = Notice(
        to=account,
        community=request.community,
        key=key,
        params={"request": request.id, "number": request.number, **params},
        once=f"request:{request.id}:{mark}",
        card=f"request-{mark}:{request.id}",
    )
    await desk.outbox.owe(notice, now=now)


async def tell_office(
    request: ServiceRequest,
    news: str,
    to: Iterable[Official],
    *,
    category: Category,
    town: Community,
    by: AccountId | None,
    desk: RequestDesk,
    now: datetime,
    text: str = "",
) -> None:
    """Each once; whoever did it knows.

    At night without a sound, unless lives may hang on it or they have night duty: then they are
    told of what is filed, whosever it is.
    """
    params: dict[str, Json] = {
        "request": request.id,
        "number": request.number,
        "news": news,
        "status": request.status.value,
        "category": {str(name): words for name, words in category.name.texts.items()},
        "icon": category.icon,
        "emergency": category.is_emergency,
        "text": (text or request.text)[:EXCERPT],
        "address": request.address,
        "due_at": request.due_at.isoformat() if request.due_at else None,
        "zone": town.timezone,
        "country": town.country,
    }
    told = {one.account for one in to}
    sleeping = is_night(town.timezone, now)
    on_duty = frozenset[AccountId]()
    if sleeping and (news == FILED or category.is_emergency):
        on_duty = await desk.request_duties.at_night(request.community)
    for account in sorted((told | on_duty) - {by}):
        # Where somebody has night duty nobody else is woken.
        wakes = account in on_duty or (category.is_emergency and not on_duty)
        notice = Notice(
            to=account,
            community=request.community,
            key=OFFICE,
            params=params,
            once=f"request-office:{request.id}:{request.events}:{news}",
            card=f"request-office:{request.id}:{request.events}",
            silent=sleeping and not wakes,
        )
        await desk.outbox.owe(notice, now=now)


def _card(request: ServiceRequest, to: AccountId, params: JsonObject) -> Notice:
    return Notice(
        to=to,
        community=request.community,
        key=CARD,
        params=params,
        topic=Topic.REQUESTS.value,
        card=request.card,
        silent=True,
    )
