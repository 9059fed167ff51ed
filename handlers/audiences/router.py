"""The picker as one router, for the features that hold audiences."""

from aiogram import Router

from handlers.audiences.choosing import build_choosing_router
from handlers.audiences.holding import Holders, WithHolders
from handlers.audiences.keeping import build_keeping_router
from handlers.audiences.places import build_places_router
from handlers.leaving import leaving_forms


def build_router(holders: Holders) -> Router:
    """`holders` by the letters that stand as `of` in the presses."""
    router = leaving_forms(Router(name="audiences"))
    given = WithHolders(holders)
    router.callback_query.middleware(given)
    router.message.middleware(given)
    router.include_routers(build_choosing_router(), build_places_router(), build_keeping_router())
    return router
