"""The table of audiences under a name."""

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from storage.tables.metadata import Document, Id, Moment, metadata

saved_audiences = Table(
    "saved_audiences",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(100), nullable=False),
    Column("rule", Document, nullable=False),
    Column("created_by", Id, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("community_id", "name"),
)
