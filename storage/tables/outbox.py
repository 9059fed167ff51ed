"""The ledger of messages out."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from storage.tables.metadata import Document, Id, Moment, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("community_id", Id),
    Column("lane", SmallInteger, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("method", String(40), nullable=False),
    Column("paced", Boolean, nullable=False),
    Column("payload", Document),
    Column("content_id", Id),
    Column("card", String(60)),
    Column("replaces", Boolean, nullable=False, server_default=text("false")),
    Column("target", String(60)),
    Column("topic", String(20)),
    Column("once", String(120)),
    Column("due_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("lease_boot", String(32)),
    Column("lease_until", Float),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("message_id", BigInteger),
    # Of an album: the ids of its other messages.
    Column("album", Document),
    Column("error", Text),
    # Why it ended as it did, in one of the words of civic/kernel/outbox.py.
    Column("reason", String(20)),
    Column("final_at", Moment),
    sqlite_autoincrement=True,
)


def _partial(name: str, condition: str, *columns: "Column[object]", unique: bool = False) -> None:
    where = text(condition)
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


_c = outbox.c
_partial("ix_outbox_queued", "state = 0", _c.bot_id, _c.lane, _c.paced, _c.due_at, _c.id)
_partial("ix_outbox_chat", "state < 2", _c.bot_id, _c.chat_id, _c.id)
_partial("ix_outbox_leased", "state = 1", _c.bot_id, _c.lease_boot)
_partial("ix_outbox_target", "state = 0", _c.target)
_partial("uq_outbox_once", "once IS NOT NULL", _c.bot_id, _c.chat_id, _c.once, unique=True)
_partial("ix_outbox_unknown", "state = 4", _c.bot_id, _c.id)
_partial("ix_outbox_final", "payload IS NOT NULL", _c.final_at)
_partial("ix_outbox_content", "content_id IS NOT NULL", _c.content_id, _c.state, _c.id)
_partial(
    "ix_outbox_message",
    "content_id IS NOT NULL AND state = 2",
    _c.bot_id,
    _c.chat_id,
    _c.message_id,
)

contents = Table(
    "outbox_contents",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("community_id", Id),
    Column("payload", Document, nullable=False),
    Column("created_at", Moment, nullable=False),
    # Why none of its messages may leave at present: one of the words of civic/kernel/outbox.py.
    Column("held", String(10)),
    # Whether its messages are still to be taken out of the way, or given back.
    Column("to_sweep", Boolean, nullable=False, server_default=text("false")),
    Column("failures_in_row", Integer, nullable=False, server_default=text("0")),
    sqlite_autoincrement=True,
)
_TO_SWEEP = text("to_sweep")
Index(
    "ix_outbox_contents_to_sweep",
    contents.c.id,
    sqlite_where=_TO_SWEEP,
    postgresql_where=_TO_SWEEP,
)
