"""All that one does with what stands in the town."""

from aiogram import Router

from handlers.assets import arriving, kinds, lists, looking, papers, photos
from handlers.leaving import leaving_forms


def build_router() -> Router:
    router = leaving_forms(Router(name="assets"))
    router.include_routers(
        lists.build_router(),
        kinds.build_router(),
        looking.build_router(),
        papers.build_router(),
        photos.build_router(),
        arriving.build_router(),
    )
    return router
