"""What stands in a town, its kinds, and files of it that wait."""

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

asset_kinds = Table(
    "asset_kinds",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", String(40), nullable=False),
    Column("name", Document, nullable=False),
    Column("icon", String(16), nullable=False),
    Column("is_public", Boolean, nullable=False),
    Column("retired", Boolean, nullable=False),
    UniqueConstraint("community_id", "code"),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
)

assets = Table(
    "assets",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind_id", Id, nullable=False),
    Column("external_id", String(200), nullable=False),
    Column("number", String(60), nullable=False),
    # As people type it: the number printed on it, else what the list calls it.
    Column("folded_number", String(80), nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("place_id", Id),
    Column("owner", String(200), nullable=False),
    Column("attributes", Document, nullable=False),
    Column("photo_id", Id),
    Column("retired", Boolean, nullable=False),
    # The kind comes last: no search by kind and place shall be tempted to walk along this one.
    UniqueConstraint("community_id", "external_id", "kind_id"),
    ForeignKeyConstraint(
        ["community_id", "kind_id"], ["asset_kinds.community_id", "asset_kinds.id"]
    ),
    ForeignKeyConstraint(["community_id", "place_id"], ["places.community_id", "places.id"]),
    # Covers the search for the nearest: no row is read but those inside the square.
    Index("ix_assets_spot", "community_id", "kind_id", "retired", "latitude", "longitude"),
    Index("ix_assets_number", "community_id", "folded_number", "kind_id"),
    Index("ix_assets_place", "community_id", "place_id", "kind_id"),
)

asset_lists = Table(
    "asset_lists",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("file_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("wanted_at", Moment, nullable=False),
    Column("done", Boolean, nullable=False),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
)
Index(
    "ix_asset_lists_wanted",
    asset_lists.c.wanted_at,
    sqlite_where=text("NOT done"),
    postgresql_where=text("NOT done"),
)

asset_sheets = Table(
    "asset_sheets",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("what", String(20), primary_key=True),
    # 0: of all kinds.
    Column("kind_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("language", String(2), nullable=False),
    Column("wanted_at", Moment, nullable=False),
    Column("done", Boolean, nullable=False),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
)
Index(
    "ix_asset_sheets_wanted",
    asset_sheets.c.wanted_at,
    sqlite_where=text("NOT done"),
    postgresql_where=text("NOT done"),
)
