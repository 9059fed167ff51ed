"""Tables of pictures asked for: what was drawn, or is to be, and who waits for it."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, LargeBinary, SmallInteger, String, Table
from sqlalchemy import text as sql

from storage.tables.metadata import Id, Moment, metadata

drawings = Table(
    "drawings",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("key", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    # What is to be drawn; nothing once it is.
    Column("written", LargeBinary),
    Column("file_id", Id),
    Column("tries", SmallInteger, nullable=False, server_default=sql("0")),
    Column("asked_at", Moment, nullable=False),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
)
Index(
    "ix_drawings_undrawn",
    drawings.c.tries,
    drawings.c.asked_at,
    sqlite_where=sql("file_id IS NULL"),
    postgresql_where=sql("file_id IS NULL"),
)
Index("ix_drawings_asked", drawings.c.asked_at)

drawing_wishes = Table(
    "drawing_wishes",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("key", String(64), primary_key=True),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("caption", String(1000), nullable=False),
    ForeignKeyConstraint(["community_id", "key"], ["drawings.community_id", "drawings.key"]),
)
