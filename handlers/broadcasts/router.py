"""Writing broadcasts and sending them, as one router; what follows is following.py's."""

from aiogram import Router

from handlers.broadcasts.buttons import build_buttons_router
from handlers.broadcasts.checking import build_checking_router
from handlers.broadcasts.drafts import build_drafts_router, build_list_router
from handlers.broadcasts.outlets import build_outlets_router
from handlers.broadcasts.timing import build_timing_router
from handlers.broadcasts.writing import build_new_router, build_writing_router


def build_router() -> Router:
    router = Router(name="broadcasts")
    router.include_routers(
        build_list_router(),
        build_drafts_router(),
        build_new_router(),
        build_writing_router(),
        build_buttons_router(),
        build_outlets_router(),
        build_timing_router(),
        build_checking_router(),
    )
    return router
