"""The HTTP side of a process: health, metrics, the webhook, the demo's clock, Open311."""

from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

from web.demo import demo_router
from web.health import health_router
from web.open311.bringing import bringing_router
from web.open311.ports import Open311
from web.open311.reading import reading_router
from web.pages.ports import Pages
from web.pages.router import icon_router, pages_router
from web.ports import Backstage, Demo
from web.webhook import webhook_router


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Who is let in where; a door without its secret stays shut."""

    bot_id: int
    webhook_secret: str | None = None
    metrics_token: str | None = None
    demo_token: str | None = None


def create_app(
    backstage: Backstage,
    doors: Doors,
    demo: Demo | None = None,
    open311: Open311 | None = None,
    pages: Pages | None = None,
) -> FastAPI:
    app = FastAPI(title="Viche", docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def guarded(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        # A page that says more exactly what it needs is not overruled.
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    app.include_router(health_router(backstage, metrics_token=doors.metrics_token))
    if doors.webhook_secret:
        app.include_router(
            webhook_router(backstage, bot_id=doors.bot_id, secret=doors.webhook_secret)
        )
    if demo is not None and doors.demo_token:
        app.include_router(demo_router(demo, token=doors.demo_token))
    if open311 is not None:
        app.include_router(bringing_router(open311))
        app.include_router(reading_router(open311))
    if pages is not None:
        app.include_router(pages_router(pages))
        app.include_router(icon_router())
    return app
