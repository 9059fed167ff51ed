"""Is it alive, is it ready, how much waits: for the operator and for what restarts containers."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from web.guard import is_bearer, is_loopback
from web.ports import Backstage


def health_router(backstage: Backstage, *, metrics_token: str | None) -> APIRouter:
    router = APIRouter()

    @router.get("/healthz")
    async def alive() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @router.get("/readyz")
    async def ready(request: Request) -> Response:
        state = await backstage.readiness()
        status = 200 if state.ready else 503
        if not (is_loopback(request) or is_bearer(request, metrics_token)):
            return PlainTextResponse("ready" if state.ready else "not ready", status_code=status)
        body = {"ready": state.ready, "problems": list(state.problems), **state.figures}
        return JSONResponse(body, status_code=status)

    @router.get("/metrics")
    async def metrics(request: Request) -> Response:
        if not (is_loopback(request) or is_bearer(request, metrics_token)):
            return PlainTextResponse("not for everybody", status_code=401)
        return Response(await backstage.metrics(), media_type="text/plain; version=0.0.4")

    return router
