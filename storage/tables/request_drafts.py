"""Table of requests that are still being written."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Table
from sqlalchemy import text as sql

from storage.tables.metadata import Document, Id, Moment, metadata

request_drafts = Table(
    "request_drafts",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("resident_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False),
    Column("written", Document, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # An answer of the map that they wait for; it may be gone sooner than the draft.
    Column("sought_id", Id),
    ForeignKeyConstraint(
        ["community_id", "resident_id"], ["residents.community_id", "residents.id"]
    ),
    Index("ix_request_drafts_changed", "changed_at"),
    Index(
        "ix_request_drafts_sought",
        "community_id",
        "sought_id",
        sqlite_where=sql("sought_id IS NOT NULL"),
        postgresql_where=sql("sought_id IS NOT NULL"),
    ),
)
