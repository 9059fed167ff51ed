"""Places and the streets they stand on."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.tables.metadata import Document, Id, Moment, metadata

streets = Table(
    "streets",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("folded", String(300), nullable=False),
    UniqueConstraint("community_id", "kind", "folded"),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
)

places = Table(
    "places",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("external_id", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("parent_id", Id),
    Column("name", Document, nullable=False),
    Column("sort_name", String(400), nullable=False),
    Column("street", String(300), nullable=False),
    Column("number", String(60), nullable=False),
    Column("street_id", Id),
    # The digits that a house number begins with: 12 of «12-А».
    Column("number_base", Integer),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("area", Document),
    Column("west", Float),
    Column("south", Float),
    Column("east", Float),
    Column("north", Float),
    Column("retired", Boolean, nullable=False),
    UniqueConstraint("community_id", "external_id"),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
    ForeignKeyConstraint(["community_id", "parent_id"], ["places.community_id", "places.id"]),
    ForeignKeyConstraint(["community_id", "street_id"], ["streets.community_id", "streets.id"]),
    Index("ix_places_inside", "community_id", "parent_id", "kind", "sort_name"),
    Index("ix_places_kind", "community_id", "kind", "retired"),
    Index("ix_places_street", "community_id", "street_id", "number_base"),
    # Covers the search for a location, so that no outline is read but those it may fall into.
    Index(
        "ix_places_box",
        "community_id",
        "kind",
        "retired",
        "south",
        "north",
        "west",
        "east",
    ),
)

place_lists = Table(
    "place_lists",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("file_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("wanted_at", Moment, nullable=False),
    Column("done", Boolean, nullable=False),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
)
Index(
    "ix_place_lists_wanted",
    place_lists.c.wanted_at,
    sqlite_where=text("NOT done"),
    postgresql_where=text("NOT done"),
)
