"""Tells the sandbox's page of the town: its places, who is played, what to try."""

from json import dumps
from typing import Any

from bot.demo_town import PEOPLE_MARK
from bot.wiring import Wiring
from civic.communities.model import Community
from civic.kernel.ids import CommunityId, PlaceId
from civic.kernel.language import LANGUAGES
from civic.places.model import Place, PlaceKind, Point
from demo.cast import BOT_NAME, CAST, OLENA, Played
from demo.suggestions import SUGGESTIONS, Suggestion
from demo.town import SLUG
from handlers.links import asset_link
from storage.unit_of_work import SqlWork

_PAGE = 500


async def describe_town(wiring: Wiring, *, pages: str) -> tuple[Suggestion, ...]:
    """Beside the database, anew at each start: the words may have changed since.

    `pages`: where this process shows its own. Returns what to try.
    """
    async with wiring.storage.reading() as work:
        community = await work.communities.by_slug(SLUG)
        if community is None:
            raise RuntimeError("the demo's town is not there")
        places: list[Place] = []
        after: PlaceId | None = None
        while page := await work.places.page(community.id, after=after, limit=_PAGE):
            places += page
            after = page[-1].id
        lamp = await _lamp(community.id, work)
    offered = tuple(one.filled(lamp=lamp, pages=pages) for one in SUGGESTIONS)
    told = dumps(_description(community, places, offered), ensure_ascii=False)
    (wiring.settings.data_dir / PEOPLE_MARK).write_text(told, encoding="utf-8")
    return offered


async def _lamp(community: CommunityId, work: SqlWork) -> str:
    """What the code on a lamp of Olena's yard sends; nothing once she or the lamps are gone."""
    olena = await work.residents.of_account(community, OLENA.account)
    kind = await work.assets.kind_by_code(community, "lamp")
    if olena is None or olena.home is None or kind is None:
        return ""
    for place in await work.places.path(community, olena.home):
        if place.kind is PlaceKind.COURTYARD:
            for one in await work.assets.of_place(community, place.id, [kind.id], limit=1):
                return asset_link(BOT_NAME, community, one.id).partition("=")[2]
    return ""


def _description(
    community: Community, places: list[Place], offered: tuple[Suggestion, ...]
) -> dict[str, Any]:
    return {
        "town": {
            "name": dict(community.name.texts),
            "timezone": community.timezone,
            "places": [_place(place) for place in places],
        },
        "people": [_person(one) for one in CAST if one.about is not None],
        "suggestions": [
            {
                "who": one.who.account,
                "text": dict(one.text.texts),
                "send": one.send.strip(),
                "link": one.link,
            }
            for one in offered
        ],
    }


def _place(place: Place) -> dict[str, Any]:
    ring = place.area[0][0] if place.area else ()
    point = place.point or _middle(ring)
    return {
        "name": {language: place.title_in(language) for language in LANGUAGES},
        "kind": place.kind.value,
        "lat": point.latitude if point else None,
        "lon": point.longitude if point else None,
        "polygon": [list(corner) for corner in ring] or None,
    }


def _middle(ring: tuple[tuple[float, float], ...]) -> Point | None:
    if not ring:
        return None
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    return Point(latitude=(south + north) / 2, longitude=(west + east) / 2)


def _person(one: Played) -> dict[str, Any]:
    return {
        "telegram_id": one.account,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "language_code": one.language,
        "role": one.role.value if one.role else "resident",
        "about": dict(one.about.texts) if one.about else None,
    }
