"""Tables of service requests, their categories, and the rules by which they are routed."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.metadata import Document, Id, Moment, metadata

request_categories = Table(
    "request_categories",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("parent_id", Id),
    Column("code", String(60), nullable=False),
    Column("name", Document, nullable=False),
    Column("icon", String(16), nullable=False),
    Column("words", Document, nullable=False),
    Column("agency_id", Id),
    Column("days", SmallInteger, nullable=False),
    Column("is_public", Boolean, nullable=False),
    Column("needs_photo_after", Boolean, nullable=False),
    Column("is_emergency", Boolean, nullable=False),
    Column("asset_kind_id", Id),
    Column("questions", Document, nullable=False),
    Column("position", Integer, nullable=False),
    Column("retired", Boolean, nullable=False),
    UniqueConstraint("community_id", "code"),
    ForeignKeyConstraint(
        ["community_id", "parent_id"], ["request_categories.community_id", "request_categories.id"]
    ),
    ForeignKeyConstraint(["community_id", "agency_id"], ["agencies.community_id", "agencies.id"]),
    ForeignKeyConstraint(
        ["community_id", "asset_kind_id"], ["asset_kinds.community_id", "asset_kinds.id"]
    ),
)

service_requests = Table(
    "service_requests",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("draft", Id, nullable=False),
    Column("category_id", Id, nullable=False),
    Column("asker_id", Id),
    Column("account_id", Id),
    Column("is_anonymous", Boolean, nullable=False),
    Column("contact", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("place_id", Id),
    Column("address", Text, nullable=False),
    Column("asset_id", Id),
    Column("asset_owner", String(200), nullable=False),
    Column("answers", Document, nullable=False),
    Column("status", String(12), nullable=False),
    # Said again in one word, for the indexes of what is still to be done.
    Column("is_open", Boolean, nullable=False),
    Column("resumes_as", String(12)),
    Column("agency_id", Id),
    Column("assignee_id", Id),
    Column("days", SmallInteger, nullable=False),
    Column("due_at", Moment),
    Column("clock_stopped_at", Moment),
    Column("planned_for", Date),
    Column("filed_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("done_by_id", Id),
    Column("merged_into_id", Id),
    Column("reopened", SmallInteger, nullable=False),
    Column("is_disputed", Boolean, nullable=False),
    Column("escalation", SmallInteger, nullable=False),
    Column("look_at", Moment),
    Column("joined", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("is_hidden", Boolean, nullable=False),
    Column("is_shown_publicly", Boolean, nullable=False),
    UniqueConstraint("community_id", "number"),
    UniqueConstraint("community_id", "draft"),
    ForeignKeyConstraint(
        ["community_id", "category_id"],
        ["request_categories.community_id", "request_categories.id"],
    ),
    ForeignKeyConstraint(["community_id", "asker_id"], ["residents.community_id", "residents.id"]),
    ForeignKeyConstraint(["community_id", "place_id"], ["places.community_id", "places.id"]),
    ForeignKeyConstraint(["community_id", "asset_id"], ["assets.community_id", "assets.id"]),
    ForeignKeyConstraint(["community_id", "agency_id"], ["agencies.community_id", "agencies.id"]),
    ForeignKeyConstraint(
        ["community_id", "merged_into_id"],
        ["service_requests.community_id", "service_requests.id"],
    ),
    Index("ix_service_requests_asker", "community_id", "asker_id", "filed_at"),
    Index("ix_service_requests_asset", "community_id", "asset_id", "id"),
    Index("ix_service_requests_place", "community_id", "place_id", "id"),
    Index("ix_service_requests_filed", "community_id", "filed_at", "id"),
    Index("ix_service_requests_changed", "community_id", "changed_at", "id"),
)


def _open(name: str, *columns: str) -> None:
    """Holds what is still to be done alone: queries say `is_open` in the same words."""
    Index(
        name,
        *(service_requests.c[column] for column in columns),
        sqlite_where=text("is_open"),
        postgresql_where=text("is_open"),
    )


# Covers the search for what is nearby: no row is read but those inside the square.
_open("ix_service_requests_nearby", "community_id", "category_id", "latitude", "longitude")
_open("ix_service_requests_near_me", "community_id", "agency_id", "latitude", "longitude")
_open("ix_service_requests_around", "community_id", "latitude", "longitude")
_open("ix_service_requests_queue", "community_id", "agency_id", "due_at", "id")
_open("ix_service_requests_due", "community_id", "due_at", "id")
_open("ix_service_requests_mine", "community_id", "assignee_id", "due_at", "id")
Index(
    "ix_service_requests_look",
    service_requests.c.look_at,
    sqlite_where=text("look_at IS NOT NULL"),
    postgresql_where=text("look_at IS NOT NULL"),
)
Index(
    "ix_service_requests_disputed",
    service_requests.c.community_id,
    service_requests.c.done_at,
    sqlite_where=text("is_disputed"),
    postgresql_where=text("is_disputed"),
)

# The last number that was given: one that was erased is not given again.
request_numbers = Table(
    "request_numbers",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)


def _of_request() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["community_id", "request_id"], ["service_requests.community_id", "service_requests.id"]
    )


request_photos = Table(
    "request_photos",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("request_id", Id, primary_key=True, autoincrement=False),
    Column("file_id", Id, primary_key=True, autoincrement=False),
    Column("by_id", Id),
    Column("kind", String(8), nullable=False),
    Column("look", String(8), nullable=False),
    Column("taken_at", Moment, nullable=False),
    _of_request(),
    Index(None, "community_id", "by_id"),
)
Index(
    "ix_request_photos_unlooked",
    request_photos.c.community_id,
    request_photos.c.taken_at,
    sqlite_where=text("look = 'waiting'"),
    postgresql_where=text("look = 'waiting'"),
)

request_events = Table(
    "request_events",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("request_id", Id, primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by_id", Id),
    Column("from_office", Boolean, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("from_status", String(12)),
    Column("to_status", String(12)),
    Column("text", Text, nullable=False),
    Column("details", Document, nullable=False),
    Column("is_public", Boolean, nullable=False),
    _of_request(),
    Index(None, "community_id", "by_id"),
)

request_supporters = Table(
    "request_supporters",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("request_id", Id, primary_key=True, autoincrement=False),
    Column("resident_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    _of_request(),
    ForeignKeyConstraint(
        ["community_id", "resident_id"], ["residents.community_id", "residents.id"]
    ),
    Index(None, "community_id", "resident_id"),
)

request_confirmations = Table(
    "request_confirmations",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("request_id", Id, primary_key=True, autoincrement=False),
    Column("round", SmallInteger, primary_key=True, autoincrement=False),
    Column("resident_id", Id, primary_key=True, autoincrement=False),
    Column("is_done", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    _of_request(),
    ForeignKeyConstraint(
        ["community_id", "resident_id"], ["residents.community_id", "residents.id"]
    ),
    Index(None, "community_id", "resident_id"),
)

request_routes = Table(
    "request_routes",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("position", Integer, nullable=False),
    Column("categories", Document, nullable=False),
    Column("places", Document, nullable=False),
    Column("owners", Document, nullable=False),
    Column("words", Document, nullable=False),
    Column("hour_from", SmallInteger),
    Column("hour_until", SmallInteger),
    Column("agency_id", Id),
    ForeignKeyConstraint(["community_id", "agency_id"], ["agencies.community_id", "agencies.id"]),
)
