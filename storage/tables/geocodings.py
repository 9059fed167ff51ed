"""Table of addresses asked of the map: what is to be asked, and what was found."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, String, Table, UniqueConstraint
from sqlalchemy import text as sql

from storage.tables.metadata import Document, Id, Moment, metadata

geocodings = Table(
    "geocodings",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    # Stands for the words: what somebody typed is kept no longer than it takes to ask.
    Column("key", String(64), nullable=False),
    Column("typed", String(300)),
    Column("language", String(2), nullable=False),
    Column("found", Document),
    Column("asked_at", Moment, nullable=False),
    UniqueConstraint("community_id", "key"),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
)
Index(
    "ix_geocodings_wanted",
    geocodings.c.asked_at,
    sqlite_where=sql("typed IS NOT NULL"),
    postgresql_where=sql("typed IS NOT NULL"),
)
Index("ix_geocodings_asked", geocodings.c.asked_at)
