"""A resident's side of service requests, as one router; what comes unasked is a second one."""

from aiogram import Router

from handlers.service_requests.arriving import build_arriving_router
from handlers.service_requests.asking import build_asking_router
from handlers.service_requests.filing import build_filing_router
from handlers.service_requests.following import build_following_router
from handlers.service_requests.map_search import build_map_search_router
from handlers.service_requests.mine import build_mine_router
from handlers.service_requests.questions import build_questions_router
from handlers.service_requests.taking import build_taking_router


def build_resident_router() -> Router:
    router = Router(name="service-requests-resident")
    router.include_routers(
        build_asking_router(),
        build_map_search_router(),
        build_questions_router(),
        build_filing_router(),
        build_following_router(),
        build_mine_router(),
        build_arriving_router(),
        build_taking_router(),
    )
    return router
