"""All tables at once, for migrations and for tests."""

from storage.tables import (
    audit,
    communities,
    conversation,
    files,
    inbox,
    outbox,
    pace,
    places,
    reports,
    residents,
    surveys,
)
from storage.tables.metadata import metadata

__all__ = [
    "audit",
    "communities",
    "conversation",
    "files",
    "inbox",
    "metadata",
    "outbox",
    "pace",
    "places",
    "reports",
    "residents",
    "surveys",
]
