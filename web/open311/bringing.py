"""A program brings a request, and asks later what became of it."""

import asyncio
import hashlib
import math

from fastapi import APIRouter, Request, Response

from civic.communities.model import Community
from civic.kernel.ids import PlaceId
from civic.kernel.photos import DevelopedPhoto, check_photo
from civic.kernel.refusal import Refusal
from civic.places.model import Point
from civic.service_requests.actions.filing import Filed
from civic.service_requests.open311.actions.bringing import (
    bring_request,
    brought_before,
    key_that_holds,
    request_of_token,
)
from civic.service_requests.open311.actions.reading import public_service
from civic.service_requests.open311.model import ApiKey, Brought
from civic.service_requests.open311.rules.keys import TooFast, check_token, token_of
from civic.unit_of_work import Work
from locales.catalog import Say
from locales.catalog import say as speak
from web.open311.asking import needed
from web.open311.failures import Failed, answered, said
from web.open311.formats import REQUESTS, Fields, Format, written
from web.open311.forms import Form, read_form
from web.open311.ports import Open311
from web.open311.visit import PREFIX, Visit, town_of, visited, voice_of

AT_ONCE = 4
"""Each may hold as much as a large picture in memory."""
_CODE = 100


def bringing_router(doors: Open311) -> APIRouter:
    router = APIRouter(prefix=PREFIX)
    turns = asyncio.Semaphore(AT_ONCE)

    @router.post("/requests.{ext}")
    async def bring(ext: str, request: Request) -> Response:
        if ext not in set(Format):
            return said(Format.XML, 400, "The URL request is invalid: formats are xml and json")
        spoken: list[Say] = []

        async def work() -> Response:
            async with turns:
                form = await read_form(request)
                told = await _Bringing(doors, request, form, spoken).done()
            return written([told], REQUESTS, Format(ext))

        return await answered(Format(ext), lambda: spoken[-1] if spoken else speak("en"), work)

    @router.get("/tokens/{named:path}")
    async def token(named: str, request: Request) -> Response:
        token, _, ext = named.rpartition(".")

        async def tell(visit: Visit) -> list[Fields]:
            wanted = needed(token, "token")
            found = await request_of_token(visit.town.id, wanted, desk=visit.work)
            return [{"service_request_id": str(found.number), "token": token}]

        return await visited(request, ext, doors, REQUESTS, tell)

    return router


class _Bringing:
    """One request being brought: looked at, its pictures made anew, then kept at once."""

    def __init__(self, doors: Open311, request: Request, form: Form, spoken: list[Say]) -> None:
        self._doors = doors
        self._request = request
        self._form = form
        self._spoken = spoken
        self._lacks_picture = False

    async def done(self) -> Fields:
        form, doors = self._form, self._doors
        brought = self._brought()
        async with doors.read() as work:
            town = await town_of(form.said("jurisdiction_id"), work)
            self._spoken.append(voice_of(self._request, town))
            key = await self._key(town, work)
            # Before anything is fetched for it.
            await public_service(town.id, brought.code, desk=work)
            known = await brought_before(town.id, brought.token, desk=work)
        photos = await self._photos() if known is None else ()
        try:
            async with doors.begin() as work:
                key = await self._key(town, work)
                filed = await bring_request(
                    town.id, brought, photos, key=key, desk=work, shelf=work.photos,
                    new_id=doors.new_id, now=doors.now(),
                )  # fmt: skip
        except TooFast as fast:
            words = self._spoken[-1](fast.key, **fast.params)
            raise Failed(429, words, wait=fast.seconds) from None
        return self._told(filed)

    def _told(self, filed: Filed) -> Fields:
        say = self._spoken[-1]
        notice = say.n("open311-service-days", filed.request.days)
        if self._lacks_picture:
            notice += " " + say("open311-no-picture")
        return {
            "service_request_id": str(filed.request.number),
            "service_notice": notice,
            "account_id": None,
        }

    async def _key(self, town: Community, work: Work) -> ApiKey:
        code = self._form.said("api_key")
        if not code:
            raise Failed(403, "Missing api_key -- can't proceed with create_request.")
        key = await key_that_holds(town.id, code[:_CODE], desk=work)
        if key is None:
            raise Failed(403, "Invalid api_key received -- can't proceed with create_request.")
        return key

    def _brought(self) -> Brought:
        form = self._form
        if not form.said("service_code"):
            raise Failed(400, "service_code was not provided")
        named = self._request.headers.get("idempotency-key", "").strip()
        asker = " ".join(part for part in (form.said("first_name"), form.said("last_name")) if part)
        reached = (asker, form.said("phone"), form.said("email"))
        return Brought(
            code=form.said("service_code"),
            text=form.said("description"),
            point=_point(form),
            place=_place(form),
            address=form.said("address_string"),
            attributes=form.attributes,
            contact=", ".join(part for part in reached if part),
            token=check_token(named) if named else self._own_token(),
        )

    def _own_token(self) -> str:
        """The same form from the same program on the same day is the same request."""
        form = self._form
        parts = [f"{self._doors.now():%Y-%m-%d}"]
        parts += [f"{name}={value}" for name, value in sorted(form.fields.items())]
        parts += [f"{code}={list(said)}" for code, said in sorted(form.attributes.items())]
        parts += [hashlib.sha256(content).hexdigest() for content in form.files]
        return token_of(*parts)

    async def _photos(self) -> tuple[DevelopedPhoto, ...]:
        """What was sent along must be a picture; what an address leads to may be lacking."""
        sent = list(self._form.files)
        for content in sent:
            check_photo(content)
        fetched = None
        url = self._form.said("media_url")
        if url:
            fetched = await self._doors.fetch(url)
            self._lacks_picture = fetched is None
        made = await self._doors.darkroom.develop([*sent, *([fetched] if fetched else [])])
        kept: list[DevelopedPhoto] = []
        for number, one in enumerate(made):
            if not isinstance(one, Refusal):
                kept.append(one)
            elif number < len(sent):
                raise one
            else:
                self._lacks_picture = True
        return tuple(kept)


def _point(form: Form) -> Point | None:
    given = form.said("lat"), form.said("long")
    if not any(given):
        return None
    if not all(given):
        raise Failed(400, "lat and long both need to be sent")
    try:
        latitude, longitude = (float(one) for one in given)
    except ValueError:
        raise Failed(400, "lat and long are numbers") from None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Failed(400, "lat and long are degrees of WGS 84")
    if math.isclose(latitude, 0, abs_tol=1e-9) and math.isclose(longitude, 0, abs_tol=1e-9):
        # What a device says that knows nothing.
        return None
    return Point(latitude=latitude, longitude=longitude)


def _place(form: Form) -> PlaceId | None:
    given = form.said("address_id")
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) <= 18):
        raise Failed(404, "address_id was not found")
    return PlaceId(int(given))
