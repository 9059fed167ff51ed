"""Other programs read what the public may know: services, requests, what the office did."""

from collections.abc import Collection, Sequence
from datetime import datetime

from civic.communities.rules import hash_of_code
from civic.kernel.ids import CategoryId, CommunityId, FileId
from civic.kernel.refusal import NotFound
from civic.service_requests.actions.telling import BEHIND
from civic.service_requests.model import Category, Look, Order, ServiceRequest, Wanted
from civic.service_requests.open311.model import MOST, Service, ShownRequest, Sought, Update
from civic.service_requests.open311.ports import OutsideDesk
from civic.service_requests.open311.rules.showing import (
    is_whole,
    services_of,
    told_publicly,
)


async def public_services(community: CommunityId, *, desk: OutsideDesk) -> list[Service]:
    every = await desk.request_categories.all(community)
    return services_of(every, await desk.request_categories.public(community))


async def public_service(community: CommunityId, code: str, *, desk: OutsideDesk) -> Service:
    """Raise NotFound for a code that nobody may file under: secret, retired or unknown alike."""
    for service in await public_services(community, desk=desk):
        if service.category.code == code:
            return service
    raise NotFound("open311-service-gone", code=code[:60])


async def find_requests(
    community: CommunityId, sought: Sought, *, desk: OutsideDesk
) -> list[ShownRequest]:
    """Those an official has read, of what is public; the newest first."""
    categories = await _categories(community, desk=desk)
    of_codes = None
    if sought.codes is not None:
        of_codes = frozenset(one.id for one in categories.values() if one.code in sought.codes)
        if not of_codes:
            return []
    found = await desk.service_requests.page(
        community,
        Wanted(
            statuses=sought.statuses,
            categories=of_codes,
            filed_from=sought.filed_from,
            filed_until=sought.filed_until,
            changed_from=sought.changed_from,
            changed_until=sought.changed_until,
            public_only=True,
        ),
        order=Order.NEWEST,
        offset=(sought.page - 1) * sought.page_size,
        limit=sought.page_size,
    )
    return await _shown(community, found, categories, desk=desk)


async def requests_by_number(
    community: CommunityId,
    numbers: Sequence[int],
    *,
    own: Collection[int] = (),
    with_happened: bool = False,
    desk: OutsideDesk,
) -> list[ShownRequest]:
    """In the order asked for. What nobody has read yet is told without its words and place.

    `own`: numbers that the asking program brought itself; it knows what they say.
    """
    wanted = tuple(dict.fromkeys(numbers))[:MOST]
    kept = await desk.open311.numbered(community, wanted)
    secret = await desk.service_requests.secret(community, [one.id for one in kept.values()])
    found = [
        one
        for number in wanted
        if (one := kept.get(number)) is not None and one.id not in secret and not one.is_hidden
    ]
    categories = await _categories(community, desk=desk)
    return await _shown(
        community, found, categories, own=own, with_happened=with_happened, desk=desk
    )


async def numbers_brought(
    community: CommunityId, code: str, numbers: Collection[int], *, desk: OutsideDesk
) -> frozenset[int]:
    """Those that were brought with this key: whoever holds it knows what they say."""
    return await desk.open311.numbers_brought(community, hash_of_code(code), numbers)


async def public_updates(
    community: CommunityId, since: datetime, until: datetime, *, desk: OutsideDesk
) -> list[Update]:
    return await desk.open311.updates(community, since, until, limit=MOST)


async def _categories(community: CommunityId, *, desk: OutsideDesk) -> dict[CategoryId, Category]:
    return {one.id: one for one in await desk.request_categories.all(community)}


async def _shown(
    community: CommunityId,
    found: Sequence[ServiceRequest],
    categories: dict[CategoryId, Category],
    *,
    own: Collection[int] = (),
    with_happened: bool = False,
    desk: OutsideDesk,
) -> list[ShownRequest]:
    store = desk.service_requests
    agencies = {one.id: one for one in await desk.officials.agencies(community, closed=True)}
    photos = await store.shown_photos(community, [one.id for one in found])
    into = {one.merged_into for one in found if one.merged_into is not None}
    merged = await store.some(community, into) if into else {}
    secret = await store.secret(community, into) if into else frozenset()
    shown: list[ShownRequest] = []
    for one in found:
        category = categories[one.category]
        is_read = is_whole(one)
        target = merged.get(one.merged_into) if one.merged_into is not None else None
        happened = (
            told_publicly(await store.events(community, one.id, limit=BEHIND))
            if with_happened and is_read
            else ()
        )
        shown.append(
            ShownRequest(
                request=one,
                category=category,
                agency=agencies.get(one.agency) if one.agency is not None else None,
                photo=photos.get(one.id) if is_read else None,
                merged_into=target.number if target and target.id not in secret else None,
                is_whole=is_read or one.number in own,
                happened=happened,
            )
        )
    return shown


async def shown_photo(
    community: CommunityId, number: int, file: int, *, desk: OutsideDesk
) -> FileId:
    """Raise NotFound unless an official found it, and what it belongs to, fit to be seen."""
    request = (await desk.open311.numbered(community, (number,))).get(number)
    if request is None:
        raise NotFound("request-photo-gone")
    secret = await desk.service_requests.secret(community, (request.id,))
    photos = await desk.service_requests.photos(community, request.id)
    fit = {one.file for one in photos if one.look is Look.PUBLIC}
    if secret or not is_whole(request) or FileId(file) not in fit:
        raise NotFound("request-photo-gone")
    return FileId(file)
