"""Reports that were issued, when they are due, who gets them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.metadata import Id, Moment, metadata

report_schedules = Table(
    "report_schedules",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(12), primary_key=True),
    # Minutes since local midnight.
    Column("at", SmallInteger, nullable=False),
    Column("weekday", SmallInteger, nullable=False),
    Column("is_on", Boolean, nullable=False),
    # What fell due before it was switched on is nobody's report.
    Column("since", Moment, nullable=False),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
)

report_subscriptions = Table(
    "report_subscriptions",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),
    Column("is_on", Boolean, nullable=False),
    ForeignKeyConstraint(["community_id"], ["communities.id"]),
)

reports = Table(
    "reports",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("survey_id", Id, nullable=False),
    Column("occasion", String(12), nullable=False),
    Column("fire_key", String(40), nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("hash", String(64), nullable=False),
    # Exactly the bytes that the hash names.
    Column("published", Text, nullable=False),
    Column("is_final", Boolean, nullable=False),
    # Of the tables in it: how many responses they hold, and up to which mark.
    Column("responses", Integer),
    Column("mark_finished_at", Moment),
    Column("mark_response_id", Id),
    # The audit log's head on that day: who holds a report can check the log up to it.
    Column("audit_head", String(64)),
    ForeignKeyConstraint(["community_id", "survey_id"], ["surveys.community_id", "surveys.id"]),
    UniqueConstraint("community_id", "survey_id", "occasion", "fire_key"),
    Index(None, "community_id", "survey_id", "number"),
)

report_files = Table(
    "report_files",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("language", String(2), primary_key=True),
    Column("caption", Text, nullable=False),
    Column("picture_id", Id, nullable=False),
    Column("pdf_id", Id, nullable=False),
    Column("xlsx_id", Id, nullable=False),
    ForeignKeyConstraint(["community_id", "number"], ["reports.community_id", "reports.number"]),
)
