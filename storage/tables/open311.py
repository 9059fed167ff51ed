"""Tables of the keys that other programs hold, and of what was brought with them."""

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.metadata import Id, Moment, metadata

open311_keys = Table(
    "open311_keys",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("key_hash", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("hourly", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    UniqueConstraint("community_id", "key_hash"),
)

open311_brought = Table(
    "open311_brought",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("request_id", Id, primary_key=True, autoincrement=False),
    Column("key_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["community_id", "request_id"], ["service_requests.community_id", "service_requests.id"]
    ),
    ForeignKeyConstraint(
        ["community_id", "key_id"], ["open311_keys.community_id", "open311_keys.id"]
    ),
    Index(None, "community_id", "key_id", "at"),
)
