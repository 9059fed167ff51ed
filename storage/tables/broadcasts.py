"""Tables of broadcasts: drafts, frozen versions, approvals, how far each is written out."""

from sqlalchemy import (
    Boolean,
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

from storage.tables.metadata import Document, Id, Moment, metadata

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("author_id", Id, nullable=False),
    Column("agency_id", Id),
    Column("topic", String(20), nullable=False),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    # Of a draft, and of the latest version; what each version froze stands in broadcast_versions.
    Column("content", Document, nullable=False),
    Column("audience", Document, nullable=False),
    Column("channels", Document, nullable=False),
    Column("starts_at", Moment),
    # Minutes since local midnight.
    Column("window_start", SmallInteger),
    Column("window_end", SmallInteger),
    Column("expires_at", Moment),
    Column("is_urgent", Boolean, nullable=False),
    Column("urgent_reason", Text, nullable=False),
    Column("requested_by", Id),
    Column("requested_at", Moment),
    Column("recipients", Integer, nullable=False),
    Column("is_single_handed", Boolean, nullable=False),
    # The figures that its author saw last.
    Column("shown", Document),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("recalled_at", Moment),
    ForeignKeyConstraint(["community_id", "agency_id"], ["agencies.community_id", "agencies.id"]),
    UniqueConstraint("community_id", "number"),
)
Index("ix_broadcasts_state", broadcasts.c.community_id, broadcasts.c.state, broadcasts.c.id)
_UNDER_WAY = text("state IN ('scheduled', 'going', 'paused')")
Index(
    "ix_broadcasts_under_way",
    broadcasts.c.state,
    broadcasts.c.starts_at,
    sqlite_where=_UNDER_WAY,
    postgresql_where=_UNDER_WAY,
)

broadcast_versions = Table(
    "broadcast_versions",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("broadcast_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("replaces", Integer),
    Column("content", Document, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("frozen_at", Moment, nullable=False),
    Column("frozen_by", Id, nullable=False),
    ForeignKeyConstraint(
        ["community_id", "broadcast_id"], ["broadcasts.community_id", "broadcasts.id"]
    ),
)

broadcast_editors = Table(
    "broadcast_editors",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("broadcast_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    ForeignKeyConstraint(
        ["community_id", "broadcast_id"], ["broadcasts.community_id", "broadcasts.id"]
    ),
)

broadcast_approvals = Table(
    "broadcast_approvals",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("broadcast_id", Id, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("verdict", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["community_id", "broadcast_id"], ["broadcasts.community_id", "broadcasts.id"]
    ),
)

# How far each walk through the recipients has come: a step goes on after `after_id`.
broadcast_dispatches = Table(
    "broadcast_dispatches",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("broadcast_id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(12), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("bulk_id", Id, nullable=False),
    Column("after_id", Id, nullable=False),
    Column("written", Integer, nullable=False),
    Column("rounds", SmallInteger, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("done_at", Moment),
    ForeignKeyConstraint(
        ["community_id", "broadcast_id"], ["broadcasts.community_id", "broadcasts.id"]
    ),
)
_OPEN = text("done_at IS NULL")
Index(
    "ix_broadcast_dispatches_open",
    broadcast_dispatches.c.due_at,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)

broadcast_readings = Table(
    "broadcast_readings",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("broadcast_id", Id, primary_key=True, autoincrement=False),
    Column("resident_id", Id, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["community_id", "broadcast_id"], ["broadcasts.community_id", "broadcasts.id"]
    ),
    ForeignKeyConstraint(
        ["community_id", "resident_id"], ["residents.community_id", "residents.id"]
    ),
)

# Officials who asked for a delivery report.
broadcast_reports = Table(
    "broadcast_reports",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("broadcast_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("language", String(2), nullable=False),
    Column("wanted_at", Moment, nullable=False),
    Column("done", Boolean, nullable=False),
    ForeignKeyConstraint(
        ["community_id", "broadcast_id"], ["broadcasts.community_id", "broadcasts.id"]
    ),
)
_WANTED = text("NOT done")
Index(
    "ix_broadcast_reports_wanted",
    broadcast_reports.c.wanted_at,
    sqlite_where=_WANTED,
    postgresql_where=_WANTED,
)
