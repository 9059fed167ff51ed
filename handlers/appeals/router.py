"""Official appeals, as one router."""

from aiogram import Router

from handlers.appeals.filing import build_filing_router
from handlers.appeals.office import build_office_router


def build_router() -> Router:
    router = Router(name="appeals")
    router.include_routers(build_filing_router(), build_office_router())
    return router
