"""Tables of answers that are kept ready, and of who stands in and is told at night."""

from sqlalchemy import Column, Date, ForeignKey, ForeignKeyConstraint, String, Table

from storage.tables.metadata import Document, Id, metadata

answer_templates = Table(
    "answer_templates",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("agency_id", Id),
    Column("use", String(8), nullable=False),
    Column("texts", Document, nullable=False),
    ForeignKeyConstraint(["community_id", "agency_id"], ["agencies.community_id", "agencies.id"]),
)


def _of_official(column: str) -> ForeignKeyConstraint:
    """Whoever leaves the office leaves this too."""
    return ForeignKeyConstraint(
        ["community_id", column],
        ["officials.community_id", "officials.account_id"],
        ondelete="CASCADE",
    )


request_absences = Table(
    "request_absences",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("substitute_id", Id, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    _of_official("account_id"),
    _of_official("substitute_id"),
)

request_night_duty = Table(
    "request_night_duty",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    _of_official("account_id"),
)
