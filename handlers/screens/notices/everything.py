"""Every feature's notices, known to whoever renders them."""

from handlers.screens.notices import broadcasts, channels, communities, dialogues, reports, surveys
from handlers.screens.notices.registry import render_notice

__all__ = [
    "broadcasts",
    "channels",
    "communities",
    "dialogues",
    "render_notice",
    "reports",
    "surveys",
]
