"""Tables of other servers that serve categories, and of what was passed to them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from storage.tables.metadata import Id, Moment, metadata

relay_servers = Table(
    "relay_servers",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(100), nullable=False),
    Column("url", Text, nullable=False),
    Column("jurisdiction", String(100), nullable=False),
    Column("since", Moment, nullable=False),
    Column("stopped", Boolean, nullable=False),
)


def _server() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["community_id", "server_id"], ["relay_servers.community_id", "relay_servers.id"]
    )


relay_categories = Table(
    "relay_categories",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("category_id", Id, primary_key=True, autoincrement=False),
    Column("server_id", Id, nullable=False),
    Column("code", String(100), nullable=False),
    ForeignKeyConstraint(
        ["community_id", "category_id"],
        ["request_categories.community_id", "request_categories.id"],
    ),
    _server(),
)

relays = Table(
    "relays",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("request_id", Id, primary_key=True, autoincrement=False),
    Column("server_id", Id, nullable=False),
    Column("code", String(100), nullable=False),
    Column("token", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("remote_id", Text, nullable=False),
    Column("remote_token", Text, nullable=False),
    Column("remote_status", Text, nullable=False),
    Column("remote_notes", Text, nullable=False),
    Column("error", Text, nullable=False),
    ForeignKeyConstraint(
        ["community_id", "request_id"], ["service_requests.community_id", "service_requests.id"]
    ),
    _server(),
)
_UNDONE = text("state NOT IN ('over', 'dead')")
Index("ix_relays_due", relays.c.due_at, sqlite_where=_UNDONE, postgresql_where=_UNDONE)
Index("ix_relays_server", relays.c.community_id, relays.c.server_id, relays.c.remote_id)
