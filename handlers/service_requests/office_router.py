"""The office's side of service requests."""

from aiogram import Router

from handlers.service_requests.office_asset import build_asset_router
from handlers.service_requests.office_card import build_card_router
from handlers.service_requests.office_categories import build_categories_router
from handlers.service_requests.office_category_links import build_category_links_router
from handlers.service_requests.office_duties import build_duties_router
from handlers.service_requests.office_finishing import build_finishing_router
from handlers.service_requests.office_leave import build_leave_router
from handlers.service_requests.office_merging import build_merging_router
from handlers.service_requests.office_passing import build_passing_router
from handlers.service_requests.office_photos import build_photos_router
from handlers.service_requests.office_queue import build_queue_router
from handlers.service_requests.office_rules import build_rules_router
from handlers.service_requests.office_steps import build_steps_router
from handlers.service_requests.office_tables import build_tables_router
from handlers.service_requests.office_templates import build_templates_router


def build_office_router() -> Router:
    router = Router(name="request-office")
    router.include_routers(
        build_queue_router(),
        build_card_router(),
        build_asset_router(),
        build_steps_router(),
        build_finishing_router(),
        build_passing_router(),
        build_merging_router(),
        build_templates_router(),
        build_photos_router(),
        build_categories_router(),
        build_category_links_router(),
        build_rules_router(),
        build_tables_router(),
        build_duties_router(),
        build_leave_router(),
    )
    return router
