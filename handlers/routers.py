"""Every feature's router, in the order in which they are asked."""

from aiogram import Router

from handlers import (
    channels,
    fallback,
    groups,
    menu,
    place_lists,
    place_maps,
    places,
    privacy,
    reports,
    settings,
    start,
)
from handlers.appeals.router import build_router as build_appeals
from handlers.assets.router import build_router as build_assets
from handlers.audiences.router import build_router as build_audiences
from handlers.broadcasts.audience import BroadcastAudience
from handlers.broadcasts.following import build_following_router
from handlers.broadcasts.router import build_router as build_broadcasts
from handlers.communities import agencies, founding, officials, telling, town
from handlers.dialogues.replies import build_replies_router
from handlers.dialogues.router import build_router as build_dialogues
from handlers.ideas.router import build_router as build_ideas
from handlers.service_requests.office_router import build_office_router as build_request_office
from handlers.service_requests.replies import build_request_replies_router
from handlers.service_requests.router import build_resident_router as build_requests
from handlers.service_requests.taking import build_unasked_router
from handlers.surveys.router import build_router as build_surveys


def build_routers() -> list[Router]:
    """New ones each time, so that two dispatchers can live in one process.

    Groups come first, so that no feature speaks there by mistake; then what replies to a message of
    ours, whatever form is open; `/start` with another feature's
    link is that feature's, so start follows them; what fits nothing comes last.
    """
    return [
        groups.build_router(),
        build_replies_router(),
        build_request_replies_router(),
        menu.build_router(),
        settings.build_router(),
        privacy.build_router(),
        build_dialogues(),
        build_request_office(),
        build_requests(),
        build_ideas(),
        build_appeals(),
        places.build_router(),
        place_lists.build_router(),
        place_maps.build_router(),
        build_assets(),
        founding.build_router(),
        officials.build_router(),
        agencies.build_router(),
        town.build_router(),
        telling.build_router(),
        reports.build_router(),
        build_surveys(),
        build_following_router(),
        build_broadcasts(),
        build_audiences({"n": BroadcastAudience()}),
        channels.build_router(),
        start.build_router(),
        build_unasked_router(),
        fallback.build_router(),
    ]
