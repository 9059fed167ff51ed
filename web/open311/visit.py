"""Somebody asks: of which town, in which language and format."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request, Response

from civic.communities.model import Community
from civic.kernel.language import LANGUAGES
from civic.unit_of_work import Work
from locales.catalog import Say
from locales.catalog import say as speak
from web.open311.failures import Failed, answered, said
from web.open311.formats import Fields, Format, Shape, written
from web.open311.ports import Open311

PREFIX = "/open311/v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    work: Work
    town: Community
    say: Say
    base: str
    """Where our pages begin, without a slash at the end."""


async def visited(
    request: Request,
    ext: str,
    doors: Open311,
    shape: Shape,
    tell: Callable[[Visit], Awaitable[Fields | list[Fields]]],
) -> Response:
    """What `tell` reads of the town, in the format named behind the last dot."""
    if ext not in set(Format):
        return said(Format.XML, 400, "The URL request is invalid: formats are xml and json")
    form = Format(ext)
    spoken: list[Say] = []

    async def work() -> Response:
        async with doors.read() as unit:
            town = await open_town_of(request.query_params.get("jurisdiction_id"), unit)
            say = voice_of(request, town)
            spoken.append(say)
            visit = Visit(work=unit, town=town, say=say, base=base_of(request, doors))
            return written(await tell(visit), shape, form)

    return await answered(form, lambda: spoken[-1] if spoken else speak("en"), work)


async def town_of(jurisdiction: str | None, work: Work) -> Community:
    """The one there is, or the one that is named by its short name."""
    named = (jurisdiction or "").strip()
    if named:
        found = await work.communities.by_slug(named)
        if found is None:
            raise Failed(404, "jurisdiction_id provided was not found")
        return found
    sole = await work.communities.sole()
    if sole is None:
        raise Failed(400, "jurisdiction_id was not provided")
    return sole


async def open_town_of(jurisdiction: str | None, work: Work) -> Community:
    """Alike for a town that shows nothing publicly and for one that is not there."""
    town = await town_of(jurisdiction, work)
    if not town.has_public_pages:
        raise Failed(404, "jurisdiction_id provided was not found")
    return town


def voice_of(request: Request, town: Community) -> Say:
    """In the language that is asked for where the town speaks it, else in its own."""
    asked = request.query_params.get("locale", "").lower().split("-")[0]
    known = [one for one in LANGUAGES if one in town.languages and one == asked]
    return speak(known[0] if known else town.languages[0])


def base_of(request: Request, doors: Open311) -> str:
    return (doors.public_url or str(request.base_url)).rstrip("/")
