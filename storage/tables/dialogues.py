"""Tables of dialogues between residents and the office."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.metadata import Id, Moment, metadata

dialogues = Table(
    "dialogues",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("resident_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("agency_id", Id),
    Column("about_id", Id),
    Column("state", String(10), nullable=False),
    Column("assignee_id", Id),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("closed_at", Moment),
    ForeignKeyConstraint(
        ["community_id", "resident_id"], ["residents.community_id", "residents.id"]
    ),
    ForeignKeyConstraint(["community_id", "agency_id"], ["agencies.community_id", "agencies.id"]),
    ForeignKeyConstraint(
        ["community_id", "about_id"], ["broadcasts.community_id", "broadcasts.id"]
    ),
    UniqueConstraint("community_id", "number"),
    Index(None, "community_id", "resident_id", "updated_at"),
    Index("ix_dialogues_state", "community_id", "state", "updated_at"),
)

# The last number that was given: one that was erased is not given again.
dialogue_numbers = Table(
    "dialogue_numbers",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

dialogue_lines = Table(
    "dialogue_lines",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("dialogue_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("from_office", Boolean, nullable=False),
    Column("author_id", Id, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("telegram_file", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["community_id", "dialogue_id"], ["dialogues.community_id", "dialogues.id"]
    ),
)
