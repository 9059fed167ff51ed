"""Weekly reports of service requests: the town's, each agency's, the public's."""

from sqlalchemy import (
    Column,
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

request_reports = Table(
    "request_reports",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("scope", String(8), nullable=False),
    # No foreign key: a report outlives the agency it was about. 0: of none.
    Column("agency_id", Id, nullable=False),
    Column("fire_key", String(40), nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("hash", String(64), nullable=False),
    # Exactly the bytes that the hash names.
    Column("published", Text, nullable=False),
    UniqueConstraint("community_id", "scope", "agency_id", "fire_key"),
    Index(None, "community_id", "fire_key"),
)

request_report_files = Table(
    "request_report_files",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("language", String(2), primary_key=True),
    Column("caption", Text, nullable=False),
    Column("picture_id", Id, nullable=False),
    Column("pdf_id", Id, nullable=False),
    Column("xlsx_id", Id, nullable=False),
    ForeignKeyConstraint(
        ["community_id", "number"], ["request_reports.community_id", "request_reports.number"]
    ),
)
