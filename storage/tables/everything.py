"""All tables at once, for migrations and for tests."""

from storage.tables import (
    assets,
    audiences,
    audit,
    broadcasts,
    channels,
    communities,
    conversation,
    dialogues,
    files,
    inbox,
    outbox,
    pace,
    places,
    reports,
    residents,
    service_requests,
    surveys,
)
from storage.tables.metadata import metadata

__all__ = [
    "assets",
    "audiences",
    "audit",
    "broadcasts",
    "channels",
    "communities",
    "conversation",
    "dialogues",
    "files",
    "inbox",
    "metadata",
    "outbox",
    "pace",
    "places",
    "reports",
    "residents",
    "service_requests",
    "surveys",
]
