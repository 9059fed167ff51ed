"""Services, definitions, requests and updates, read by anybody."""

from fastapi import APIRouter, Request, Response

from civic.kernel.photos import MEDIA_TYPE
from civic.kernel.refusal import NotFound
from civic.service_requests.open311.actions.reading import (
    find_requests,
    numbers_brought,
    public_service,
    public_services,
    public_updates,
    requests_by_number,
    shown_photo,
)
from civic.service_requests.open311.model import ShownRequest
from web.open311.asking import asked_of, listed, needed, numbers_of, sought_of, span_of
from web.open311.failures import Failed, said
from web.open311.formats import (
    DEFINITION,
    DISCOVERY,
    REQUESTS,
    SERVICES,
    UPDATES,
    Fields,
    Format,
)
from web.open311.ports import Open311
from web.open311.views import definition_view, request_view, service_view, update_view
from web.open311.visit import PREFIX, Visit, open_town_of, visited

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def reading_router(doors: Open311) -> APIRouter:
    router = APIRouter(prefix=PREFIX)
    _services(router, doors)
    _requests(router, doors)
    _pictures(router, doors)
    return router


def _services(router: APIRouter, doors: Open311) -> None:
    @router.get("/discovery.{ext}")
    async def discovery(ext: str, request: Request) -> Response:
        async def tell(visit: Visit) -> Fields:
            return _discovery(visit, changed=f"{doors.now():%Y-%m-%d} 00:00")

        return await visited(request, ext, doors, DISCOVERY, tell)

    @router.get("/services.{ext}")
    async def services(ext: str, request: Request) -> Response:
        async def tell(visit: Visit) -> list[Fields]:
            found = await public_services(visit.town.id, desk=visit.work)
            return [service_view(service, say=visit.say) for service in found]

        return await visited(request, ext, doors, SERVICES, tell)

    @router.get("/services/{named:path}")
    async def definition(named: str, request: Request) -> Response:
        code, _, ext = named.rpartition(".")

        async def tell(visit: Visit) -> Fields:
            wanted = needed(code, "service_code")
            found = await public_service(visit.town.id, wanted, desk=visit.work)
            return definition_view(found, say=visit.say)

        return await visited(request, ext, doors, DEFINITION, tell)


def _requests(router: APIRouter, doors: Open311) -> None:
    @router.get("/requests.{ext}")
    async def requests(ext: str, request: Request) -> Response:
        query = asked_of(request)

        async def tell(visit: Visit) -> list[Fields]:
            if listed(query.get("service_request_id")):
                return await _numbered(visit, request, query.get("service_request_id"))
            zone = visit.town.timezone
            sought = sought_of(query, zone=zone, now=doors.now())
            found = await find_requests(visit.town.id, sought, desk=visit.work)
            return [_view(visit, one, with_notes=False) for one in found]

        return await visited(request, ext, doors, REQUESTS, tell)

    @router.get("/requests/{named:path}")
    async def one(named: str, request: Request) -> Response:
        number, _, ext = named.rpartition(".")

        async def tell(visit: Visit) -> list[Fields]:
            found = await _numbered(visit, request, needed(number, "service_request_id"))
            if not found:
                raise Failed(404, "service_request_id was not found")
            return found

        return await visited(request, ext, doors, REQUESTS, tell)

    @router.get("/servicerequestupdates.{ext}")
    async def updates(ext: str, request: Request) -> Response:
        async def tell(visit: Visit) -> list[Fields]:
            zone = visit.town.timezone
            since, until = span_of(request.query_params, zone=zone, now=doors.now())
            found = await public_updates(visit.town.id, since, until, desk=visit.work)
            return [update_view(one, town=visit.town, say=visit.say) for one in found]

        return await visited(request, ext, doors, UPDATES, tell)


def _pictures(router: APIRouter, doors: Open311) -> None:
    @router.get("/media/{jurisdiction}/{number}/{file}.jpg")
    async def picture(jurisdiction: str, number: int, file: int) -> Response:
        try:
            async with doors.read() as work:
                town = await open_town_of(jurisdiction, work)
                shown = await shown_photo(town.id, number, file, desk=work)
                kept = await work.files.read(town.id, shown)
        except (Failed, NotFound):
            return Response("no such picture", 404, media_type="text/plain")
        if kept.media_type != MEDIA_TYPE:
            # As it came: nobody has made it anew yet.
            return Response("no such picture", 404, media_type="text/plain")
        headers = {"Cache-Control": "public, max-age=300", "Content-Disposition": "inline"}
        return Response(kept.content, media_type=MEDIA_TYPE, headers=headers)

    @router.get("/{rest:path}")
    async def nowhere(rest: str) -> Response:
        form = Format.JSON if rest.endswith(".json") else Format.XML
        return said(form, 404, "The URL request is invalid: there is nothing under this address")

    @router.api_route("/{rest:path}", methods=["POST", "PUT", "PATCH", "DELETE"])
    async def no_way(rest: str) -> Response:
        form = Format.JSON if rest.endswith(".json") else Format.XML
        return said(form, 400, "The URL request is invalid: only requests are posted")


async def _numbered(visit: Visit, request: Request, given: str | None) -> list[Fields]:
    """Whatever else is asked for: ids override all other arguments."""
    with_notes = request.query_params.get("extensions", "").lower() in {"true", "1", "updates"}
    numbers = numbers_of(given)
    code = request.query_params.get("api_key", "")[:100]
    own = await numbers_brought(visit.town.id, code, numbers, desk=visit.work) if code else ()
    found = await requests_by_number(
        visit.town.id, numbers, own=own, with_happened=with_notes, desk=visit.work
    )
    return [_view(visit, one, with_notes=with_notes) for one in found]


def _view(visit: Visit, shown: ShownRequest, *, with_notes: bool) -> Fields:
    media = None
    if shown.photo is not None:
        path = f"{PREFIX}/media/{visit.town.slug}/{shown.request.number}/{shown.photo}.jpg"
        media = visit.base + path
    return request_view(shown, town=visit.town, media=media, with_notes=with_notes, say=visit.say)


def _discovery(visit: Visit, *, changed: str) -> Fields:
    town, say = visit.town, visit.say
    contacts = ", ".join(part for part in (town.contacts.phone, town.contacts.address) if part)
    name = town.name.in_(town.languages[0])
    return {
        "changeset": changed,
        "contact": f"{name}: {contacts}" if contacts else name,
        "key_service": say("open311-key-service"),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": visit.base + PREFIX,
                "changeset": changed,
                "type": "test" if town.is_demo else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
