"""How a database fails, in the words of those who wait for it or try again."""

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

StorageFailure = SQLAlchemyError
"""Anything that the database or the way to it refuses."""

StatementFailure = DBAPIError
"""One statement or commit was refused by the database itself."""

_PASSING = ("locked", "deadlock", "serializ", "disk", "full", "connection", "readonly")


def is_passing(failure: StatementFailure) -> bool:
    """Locked, deadlocked, out of disk, connection lost: not the fault of what was being written."""
    words = str(failure.orig).lower()
    return isinstance(failure, OperationalError) or any(word in words for word in _PASSING)
