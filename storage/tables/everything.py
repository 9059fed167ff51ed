"""All tables at once, for migrations and for tests."""

from storage.tables.metadata import metadata

__all__ = ["metadata"]
