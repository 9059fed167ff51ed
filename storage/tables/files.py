"""Files that go out or came in: bytes on disk, names here."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, String, Table, text

from storage.tables.metadata import Document, Id, Moment, metadata

files = Table(
    "files",
    metadata,
    Column("community_id", Id, primary_key=True),
    Column("id", Id, primary_key=True),
    Column("owner", BigInteger),
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("path", String(100), nullable=False),
    Column("telegram_ids", Document),
    # While it is being uploaded, in seconds of real time: nobody uploads it beside.
    Column("uploading_until", Float),
    # An owner's file that is not swept away after a week.
    Column("stays", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Moment, nullable=False),
)
Index("ix_files_owner", files.c.community_id, files.c.owner)
