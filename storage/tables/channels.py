"""Tables of channels and groups: those the bot knows, and those a town posts in."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    Text,
)

from storage.tables.metadata import Id, Moment, metadata

# Of the installation: a chat belongs to no town until an administrator binds it.
known_chats = Table(
    "known_chats",
    metadata,
    Column("bot_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),
    Column("title", Text, nullable=False),
    Column("can_post", Boolean, nullable=False),
    Column("added_by", Id),
    Column("learnt_at", Moment, nullable=False),
    Column("left_at", Moment),
    Index(None, "bot_id", "added_by"),
)

channels = Table(
    "channels",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("chat_id", Id, primary_key=True, autoincrement=False),
    Column("place_id", Id),
    Column("bound_by", Id, nullable=False),
    Column("bound_at", Moment, nullable=False),
    ForeignKeyConstraint(["community_id", "place_id"], ["places.community_id", "places.id"]),
)
