"""A town's public pages: no script of ours or of others, nothing from elsewhere but tiles."""

from pathlib import Path
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from civic.communities.model import Community
from civic.kernel.language import LANGUAGES, language_of
from civic.kernel.photos import MEDIA_TYPE
from civic.kernel.refusal import NotFound
from locales.catalog import Say
from locales.catalog import say as speak
from web.pages.looking import look, shown_photo
from web.pages.ports import Pages
from web.pages.sought import sought_of
from web.pages.views import page_of

_HERE = Path(__file__).parent
_LASTING = {"Cache-Control": "public, max-age=3600"}
_PHOTO_SECONDS = 300
"""A photo that is hidden again is soon gone from browsers too."""


def pages_router(doors: Pages) -> APIRouter:
    router = APIRouter(prefix="/t")
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_HERE / "static" / "pages.css").read_bytes()
    mark = (_HERE / "static" / "icon.svg").read_bytes()
    policy = policy_with(doors.tile_url)

    @router.get("/pages.css")
    async def stylesheet() -> Response:
        return Response(style, media_type="text/css; charset=utf-8", headers=_LASTING)

    @router.get("/icon.svg")
    async def icon() -> Response:
        return Response(mark, media_type="image/svg+xml", headers=_LASTING)

    @router.get("/{slug}")
    async def front(slug: str) -> Response:
        return RedirectResponse(f"/t/{slug}/requests", 307)

    @router.get("/{slug}/requests")
    async def requests(slug: str, request: Request) -> Response:
        sought = sought_of(request.query_params)
        accepted = request.headers.get("accept-language", "")
        async with doors.read() as work:
            town = await work.communities.by_slug(slug)
            if town is None or not town.has_public_pages:
                return _gone(templates, _voice(sought.lang, accepted, None), policy)
            found = await look(town, sought, work=work, now=doors.now())
        say = _voice(sought.lang, accepted, town)
        page = page_of(town, sought, found, tile_url=doors.tile_url, say=say)
        html = templates.get_template("requests.html").render(page=page)
        return HTMLResponse(html, headers=_headers(policy, say))

    @router.get("/{slug}/requests/{number}/{file}.jpg")
    async def photo(slug: str, number: int, file: int) -> Response:
        try:
            async with doors.read() as work:
                town = await work.communities.by_slug(slug)
                shown = None
                if town is not None and town.has_public_pages:
                    shown = await shown_photo(town.id, number, file, work=work)
                kept = await work.files.read(town.id, shown) if town and shown else None
        except NotFound:
            kept = None
        # As it came is as nobody has made it anew yet.
        if kept is None or kept.media_type != MEDIA_TYPE:
            return Response("no such picture", 404, media_type="text/plain")
        headers = {
            "Cache-Control": f"public, max-age={_PHOTO_SECONDS}",
            "Content-Disposition": "inline",
        }
        return Response(kept.content, media_type=MEDIA_TYPE, headers=headers)

    return router


def icon_router() -> APIRouter:
    """What browsers ask for unasked, beside a picture for example."""
    router = APIRouter()

    @router.get("/favicon.ico")
    async def favicon() -> Response:
        return RedirectResponse("/t/icon.svg", 308, headers=_LASTING)

    return router


def policy_with(tile_url: str | None) -> str:
    """What a page may load: ours alone, and pictures from where the tiles are."""
    images = "'self'"
    if tile_url:
        parts = urlsplit(tile_url)
        images += f" {parts.scheme}://{parts.netloc}"
    return (
        f"default-src 'none'; style-src 'self'; img-src {images}; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _headers(policy: str, say: Say) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "Content-Language": say.language,
        "Vary": "Accept-Language",
        "Cache-Control": "no-cache",
    }


def _voice(asked: str, accepted: str, town: Community | None) -> Say:
    """As is asked for, else as the browser likes it, of what the town speaks; else its own."""
    spoken = town.languages if town is not None else LANGUAGES
    liked = [part.split(";")[0].strip().lower().split("-")[0] for part in accepted.split(",")]
    for one in (asked, *liked):
        if one in spoken:
            return speak(language_of(one))
    return speak(spoken[0])


def _gone(templates: Environment, say: Say, policy: str) -> Response:
    """Alike for a town that shows no pages and for one that is not there."""
    html = templates.get_template("gone.html").render(
        language=say.language, title=say("page-gone-title"), text=say("page-gone")
    )
    return HTMLResponse(html, 404, headers=_headers(policy, say))
