"""Every feature's notices, known to whoever renders them."""

from handlers.screens.notices import (
    appeals,
    assets,
    broadcast_followup,
    broadcasts,
    channels,
    communities,
    dialogues,
    drawings,
    ideas,
    map_search,
    places,
    reports,
    service_request_office,
    service_requests,
    surveys,
)
from handlers.screens.notices.registry import render_notice

__all__ = [
    "appeals",
    "assets",
    "broadcast_followup",
    "broadcasts",
    "channels",
    "communities",
    "dialogues",
    "drawings",
    "ideas",
    "map_search",
    "places",
    "render_notice",
    "reports",
    "service_request_office",
    "service_requests",
    "surveys",
]
