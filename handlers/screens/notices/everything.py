"""Every feature's notices, known to whoever renders them."""

from handlers.screens.notices import communities, places, reports, surveys
from handlers.screens.notices.registry import render_notice

__all__ = ["communities", "places", "render_notice", "reports", "surveys"]
