"""Ideas for a courtyard, as one router."""

from aiogram import Router

from handlers.ideas.office import build_office_router
from handlers.ideas.reading import build_reading_router
from handlers.ideas.rules import build_rules_router
from handlers.ideas.writing import build_writing_router


def build_router() -> Router:
    router = Router(name="ideas")
    router.include_routers(
        build_writing_router(),
        build_reading_router(),
        build_office_router(),
        build_rules_router(),
    )
    return router
