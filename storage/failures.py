"""How a database fails, in the words of those who wait for it or try again."""

import errno

from sqlalchemy.exc import DBAPIError, PendingRollbackError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

StorageFailure = SQLAlchemyError
"""Anything that the database or the way to it refuses."""

_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})
_SQLITE_PASSING = (
    "locked", "busy", "is full", "disk i/o", "readonly", "unable to open", "out of memory",
)  # fmt: skip
_POSTGRES_PASSING = ("08", "25006", "40", "53", "55P03", "57", "58")
"""Connection lost, read-only, deadlock or serialization, resources, locks, shutting down, I/O."""


def is_passing(failure: BaseException | None) -> bool:
    """Locked, deadlocked, out of disk, connection lost: not the fault of what was being written."""
    if isinstance(failure, OSError):
        return isinstance(failure, ConnectionError | TimeoutError) or failure.errno in _DISK
    if isinstance(failure, PoolTimeout | PendingRollbackError):
        # The latter is all that is heard of a lost connection once a savepoint was to be undone.
        return True
    if not isinstance(failure, DBAPIError):
        return False
    if failure.connection_invalidated:
        return True
    sqlstate = getattr(failure.orig, "sqlstate", None)
    if sqlstate is not None:
        return str(sqlstate).startswith(_POSTGRES_PASSING)
    words = str(failure.orig).lower()
    return any(word in words for word in (*_SQLITE_PASSING, "connection"))
