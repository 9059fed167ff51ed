"""Tables of ideas for courtyards."""

from sqlalchemy import (
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
    text,
)

from storage.tables.metadata import Id, Moment, metadata

ideas = Table(
    "ideas",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    # None while it is a draft.
    Column("number", Integer),
    Column("author_id", Id),
    Column("account_id", Id),
    Column("courtyard_id", Id, nullable=False),
    Column("text", Text, nullable=False),
    Column("where_in_it", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("photo_id", Id),
    Column("photo_look", String(10), nullable=False),
    Column("status", String(10), nullable=False),
    Column("supporters", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("published_at", Moment),
    Column("expires_at", Moment),
    Column("told_at", Moment),
    Column("news_id", Id),
    Column("answer", Text, nullable=False),
    Column("answered_by", Id),
    Column("reason", Text, nullable=False),
    Column("request_id", Id),
    ForeignKeyConstraint(["community_id", "author_id"], ["residents.community_id", "residents.id"]),
    ForeignKeyConstraint(["community_id", "courtyard_id"], ["places.community_id", "places.id"]),
    ForeignKeyConstraint(
        ["community_id", "request_id"], ["service_requests.community_id", "service_requests.id"]
    ),
    UniqueConstraint("community_id", "number"),
    Index(
        "ix_ideas_courtyard", "community_id", "courtyard_id", "status", "supporters", "published_at"
    ),
    Index("ix_ideas_author", "community_id", "author_id", "published_at"),
    Index("ix_ideas_status", "community_id", "status", "published_at"),
)
_GATHERING = text("status = 'gathering'")
_DRAFT = text("status = 'draft'")
Index("ix_ideas_expires", ideas.c.expires_at, sqlite_where=_GATHERING, postgresql_where=_GATHERING)
Index(
    "uq_ideas_draft",
    ideas.c.community_id,
    ideas.c.author_id,
    unique=True,
    sqlite_where=_DRAFT,
    postgresql_where=_DRAFT,
)

# The last number that was given: one that was erased is not given again.
idea_numbers = Table(
    "idea_numbers",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

idea_supporters = Table(
    "idea_supporters",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("idea_id", Id, primary_key=True, autoincrement=False),
    Column("resident_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(["community_id", "idea_id"], ["ideas.community_id", "ideas.id"]),
    ForeignKeyConstraint(
        ["community_id", "resident_id"], ["residents.community_id", "residents.id"]
    ),
    Index("ix_idea_supporters_resident", "community_id", "resident_id"),
)

idea_rules = Table(
    "idea_rules",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("threshold", Integer, nullable=False),
    Column("category_id", Id),
    ForeignKeyConstraint(
        ["community_id", "category_id"],
        ["request_categories.community_id", "request_categories.id"],
    ),
)
