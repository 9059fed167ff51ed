"""Tables of official appeals, and of letters that go by e-mail."""

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.metadata import Id, Moment, metadata

appeals = Table(
    "appeals",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("request_id", Id, nullable=False),
    Column("author_id", Id),
    Column("account_id", Id),
    Column("full_name", Text, nullable=False),
    Column("residence", Text, nullable=False),
    Column("reply_by", String(10), nullable=False),
    Column("email", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("registered_at", Moment, nullable=False),
    Column("term", String(10), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("look_at", Moment),
    Column("escalation", SmallInteger, nullable=False),
    Column("paper_id", Id),
    Column("answer", Text, nullable=False),
    Column("answer_file_id", Id),
    Column("answer_number", Integer),
    Column("answered_at", Moment),
    Column("answered_by", Id),
    ForeignKeyConstraint(
        ["community_id", "request_id"], ["service_requests.community_id", "service_requests.id"]
    ),
    ForeignKeyConstraint(["community_id", "author_id"], ["residents.community_id", "residents.id"]),
    UniqueConstraint("community_id", "number"),
    UniqueConstraint("community_id", "request_id", "author_id"),
    Index("ix_appeals_author", "community_id", "author_id", "registered_at"),
    Index("ix_appeals_answered", "community_id", "answered_at", "due_at"),
    Index("ix_appeals_registered", "registered_at"),
)
_LOOKED = text("look_at IS NOT NULL")
_PAPERLESS = text("paper_id IS NULL")
Index("ix_appeals_look", appeals.c.look_at, sqlite_where=_LOOKED, postgresql_where=_LOOKED)
Index("ix_appeals_paperless", appeals.c.id, sqlite_where=_PAPERLESS, postgresql_where=_PAPERLESS)

# The last numbers that were given: one that was erased is not given again.
appeal_rules = Table(
    "appeal_rules",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("email", Text, nullable=False, server_default=""),
    Column("last_number", Integer, nullable=False, server_default=text("0")),
    Column("last_answer", Integer, nullable=False, server_default=text("0")),
)

appeal_drafts = Table(
    "appeal_drafts",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("resident_id", Id, primary_key=True, autoincrement=False),
    Column("request_id", Id, nullable=False),
    Column("full_name", Text, nullable=False),
    Column("residence", Text, nullable=False),
    Column("reply_by", String(10)),
    Column("email", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["community_id", "resident_id"], ["residents.community_id", "residents.id"]
    ),
    Index("ix_appeal_drafts_changed", "changed_at"),
)

letters = Table(
    "letters",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("file_id", Id),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("error", Text, nullable=False),
    Column("final_at", Moment),
)
_QUEUED, _DEAD = text("state = 'queued'"), text("state <> 'queued'")
Index("ix_letters_due", letters.c.due_at, sqlite_where=_QUEUED, postgresql_where=_QUEUED)
Index("ix_letters_final", letters.c.final_at, sqlite_where=_DEAD, postgresql_where=_DEAD)
