"""Days that tests happen on."""

from datetime import UTC, datetime

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
