"""Updates as they came, until they are done."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique

from storage.tables.metadata import Id, Moment, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger),
    Column("kind", String(40), nullable=False),
    Column("raw", Text),
    Column("state", String(8), nullable=False),
    Column("error", Text),
    Column("error_code", String(16)),
    Column("answered_early", Boolean, nullable=False, server_default=text("false")),
    Column("received_at", Moment, nullable=False),
    Column("done_at", Moment),
    Unique("bot_id", "update_id"),
    sqlite_autoincrement=True,
)
Index(
    "ix_inbox_ready",
    inbox.c.chat_id,
    inbox.c.id,
    sqlite_where=inbox.c.state == "ready",
    postgresql_where=inbox.c.state == "ready",
)
Index(
    "ix_inbox_dead",
    inbox.c.received_at,
    sqlite_where=inbox.c.state == "dead",
    postgresql_where=inbox.c.state == "dead",
)
Index(
    "ix_inbox_ready_order",
    inbox.c.id,
    sqlite_where=inbox.c.state == "ready",
    postgresql_where=inbox.c.state == "ready",
)
Index("ix_inbox_done", inbox.c.done_at)

intake = Table(
    "intake",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("bytes", BigInteger, nullable=False, server_default=text("0")),
    Column("dropped", Integer, nullable=False, server_default=text("0")),
    Column("told", Boolean, nullable=False, server_default=text("false")),
)
