"""Table of photos that people sent: what was made of each, and how long its original is kept."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, SmallInteger, Table, text

from storage.tables.metadata import Id, Moment, metadata

photos = Table(
    "photos",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    # Where it lies from the beginning: first as it came, then as our own picture.
    Column("file_id", Id, primary_key=True, autoincrement=False),
    Column("preview_id", Id),
    Column("original_id", Id),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("taken_at", Moment, nullable=False),
    Column("developed_at", Moment),
    ForeignKeyConstraint(["community_id", "file_id"], ["files.community_id", "files.id"]),
)
Index(
    "ix_photos_undeveloped",
    photos.c.tries,
    photos.c.taken_at,
    sqlite_where=text("developed_at IS NULL"),
    postgresql_where=text("developed_at IS NULL"),
)
Index(
    "ix_photos_original",
    photos.c.taken_at,
    sqlite_where=text("original_id IS NOT NULL"),
    postgresql_where=text("original_id IS NOT NULL"),
)
