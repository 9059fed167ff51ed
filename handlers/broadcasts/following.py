"""Everything after the draft: approving, steering, correcting; and what readers press."""

from aiogram import Router

from handlers.broadcasts.approving import build_approving_router
from handlers.broadcasts.correcting import build_correcting_router
from handlers.broadcasts.reading import build_reading_router
from handlers.broadcasts.steering import build_steering_router


def build_following_router() -> Router:
    router = Router(name="broadcasts-following")
    router.include_routers(
        build_reading_router(),
        build_approving_router(),
        build_steering_router(),
        build_correcting_router(),
    )
    return router
