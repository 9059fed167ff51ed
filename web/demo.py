"""The demo's clock and people: only on a marked database, on loopback, with the token."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel

from web.guard import is_bearer, is_loopback
from web.ports import Demo


class ClockMove(BaseModel):
    to: AwareDatetime


def demo_router(demo: Demo, *, token: str) -> APIRouter:
    router = APIRouter(prefix="/demo")

    def may(request: Request) -> bool:
        return is_loopback(request) and is_bearer(request, token)

    @router.post("/clock")
    async def move(request: Request, wanted: ClockMove) -> Response:
        if not may(request):
            return JSONResponse({"error": "the demo's own page only"}, status_code=401)
        try:
            now: datetime = await demo.move_clock(wanted.to)
        except ValueError:
            return JSONResponse({"error": "the clock goes forward only"}, status_code=409)
        return JSONResponse({"now": now.isoformat()})

    @router.get("/people")
    async def people(request: Request) -> Response:
        if not may(request):
            return JSONResponse({"error": "the demo's own page only"}, status_code=401)
        return JSONResponse(dict(await demo.people()))

    return router
