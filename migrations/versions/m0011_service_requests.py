"""Service requests, their categories and routes; who heads an agency and who passes on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "m0011"
down_revision = "m0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _duties()
    _request_categories()
    _service_requests()
    _request_numbers()
    _request_photos()
    _request_events()
    _request_supporters()
    _request_confirmations()
    _request_routes()


def _of(table: str, *columns: str, to: str) -> sa.ForeignKeyConstraint:
    """Whose it is: of a town alone, or of something of that town's."""
    ids = ["community_id", "id"][-len(columns) :]
    return sa.ForeignKeyConstraint(
        list(columns),
        [f"{to}.{column}" for column in ids],
        name=op.f(f"fk_{table}_{'_'.join(columns)}"),
    )


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _duties() -> None:
    for name in ("is_head", "is_dispatcher"):
        op.add_column(
            "officials",
            sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False),
        )


def _request_categories() -> None:
    op.create_table(
        "request_categories",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", DOCUMENT, nullable=False),
        sa.Column("icon", sa.String(length=16), nullable=False),
        sa.Column("words", DOCUMENT, nullable=False),
        sa.Column("agency_id", ID, nullable=True),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("needs_photo_after", sa.Boolean(), nullable=False),
        sa.Column("is_emergency", sa.Boolean(), nullable=False),
        sa.Column("asset_kind_id", ID, nullable=True),
        sa.Column("questions", DOCUMENT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        _of("request_categories", "community_id", "agency_id", to="agencies"),
        _of("request_categories", "community_id", "asset_kind_id", to="asset_kinds"),
        _of("request_categories", "community_id", "parent_id", to="request_categories"),
        _of("request_categories", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_request_categories")),
        sa.UniqueConstraint(
            "community_id", "code", name=op.f("uq_request_categories_community_id_code")
        ),
    )


def _service_requests() -> None:
    op.create_table(
        "service_requests",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draft", ID, nullable=False),
        sa.Column("category_id", ID, nullable=False),
        sa.Column("asker_id", ID, nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("place_id", ID, nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("asset_id", ID, nullable=True),
        sa.Column("asset_owner", sa.String(length=200), nullable=False),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("resumes_as", sa.String(length=12), nullable=True),
        sa.Column("agency_id", ID, nullable=True),
        sa.Column("assignee_id", ID, nullable=True),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("clock_stopped_at", MOMENT, nullable=True),
        sa.Column("planned_for", sa.Date(), nullable=True),
        sa.Column("filed_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by_id", ID, nullable=True),
        sa.Column("merged_into_id", ID, nullable=True),
        sa.Column("reopened", sa.SmallInteger(), nullable=False),
        sa.Column("is_disputed", sa.Boolean(), nullable=False),
        sa.Column("escalation", sa.SmallInteger(), nullable=False),
        sa.Column("look_at", MOMENT, nullable=True),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("is_shown_publicly", sa.Boolean(), nullable=False),
        _of("service_requests", "community_id", "agency_id", to="agencies"),
        _of("service_requests", "community_id", "asker_id", to="residents"),
        _of("service_requests", "community_id", "asset_id", to="assets"),
        _of("service_requests", "community_id", "category_id", to="request_categories"),
        _of("service_requests", "community_id", "merged_into_id", to="service_requests"),
        _of("service_requests", "community_id", "place_id", to="places"),
        _of("service_requests", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_service_requests")),
        sa.UniqueConstraint(
            "community_id", "draft", name=op.f("uq_service_requests_community_id_draft")
        ),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_service_requests_community_id_number")
        ),
    )
    _partial(
        "ix_service_requests_around",
        "service_requests",
        ["community_id", "latitude", "longitude"],
        "is_open",
    )
    op.create_index(
        "ix_service_requests_asker", "service_requests", ["community_id", "asker_id", "filed_at"]
    )
    op.create_index(
        "ix_service_requests_asset", "service_requests", ["community_id", "asset_id", "id"]
    )
    op.create_index(
        "ix_service_requests_changed", "service_requests", ["community_id", "changed_at", "id"]
    )
    _partial(
        "ix_service_requests_disputed",
        "service_requests",
        ["community_id", "done_at"],
        "is_disputed",
    )
    _partial(
        "ix_service_requests_due", "service_requests", ["community_id", "due_at", "id"], "is_open"
    )
    op.create_index(
        "ix_service_requests_filed", "service_requests", ["community_id", "filed_at", "id"]
    )
    _partial("ix_service_requests_look", "service_requests", ["look_at"], "look_at IS NOT NULL")
    _partial(
        "ix_service_requests_mine",
        "service_requests",
        ["community_id", "assignee_id", "due_at", "id"],
        "is_open",
    )
    _partial(
        "ix_service_requests_near_me",
        "service_requests",
        ["community_id", "agency_id", "latitude", "longitude"],
        "is_open",
    )
    _partial(
        "ix_service_requests_nearby",
        "service_requests",
        ["community_id", "category_id", "latitude", "longitude"],
        "is_open",
    )
    op.create_index(
        "ix_service_requests_place", "service_requests", ["community_id", "place_id", "id"]
    )
    _partial(
        "ix_service_requests_queue",
        "service_requests",
        ["community_id", "agency_id", "due_at", "id"],
        "is_open",
    )


def _request_numbers() -> None:
    op.create_table(
        "request_numbers",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _of("request_numbers", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_request_numbers")),
    )


def _request_photos() -> None:
    op.create_table(
        "request_photos",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("request_id", ID, autoincrement=False, nullable=False),
        sa.Column("file_id", ID, autoincrement=False, nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("look", sa.String(length=8), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        _of("request_photos", "community_id", "request_id", to="service_requests"),
        sa.PrimaryKeyConstraint(
            "community_id", "request_id", "file_id", name=op.f("pk_request_photos")
        ),
    )
    op.create_index(
        "ix_request_photos_community_id_by_id", "request_photos", ["community_id", "by_id"]
    )
    _partial(
        "ix_request_photos_unlooked",
        "request_photos",
        ["community_id", "taken_at"],
        "look = 'waiting'",
    )


def _request_events() -> None:
    op.create_table(
        "request_events",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("request_id", ID, autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("from_office", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("from_status", sa.String(length=12), nullable=True),
        sa.Column("to_status", sa.String(length=12), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        _of("request_events", "community_id", "request_id", to="service_requests"),
        sa.PrimaryKeyConstraint("community_id", "request_id", "n", name=op.f("pk_request_events")),
    )
    op.create_index(
        "ix_request_events_community_id_by_id", "request_events", ["community_id", "by_id"]
    )


def _request_supporters() -> None:
    op.create_table(
        "request_supporters",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("request_id", ID, autoincrement=False, nullable=False),
        sa.Column("resident_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _of("request_supporters", "community_id", "request_id", to="service_requests"),
        _of("request_supporters", "community_id", "resident_id", to="residents"),
        sa.PrimaryKeyConstraint(
            "community_id", "request_id", "resident_id", name=op.f("pk_request_supporters")
        ),
    )
    op.create_index(
        "ix_request_supporters_community_id_resident_id",
        "request_supporters",
        ["community_id", "resident_id"],
    )


def _request_confirmations() -> None:
    op.create_table(
        "request_confirmations",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("request_id", ID, autoincrement=False, nullable=False),
        sa.Column("round", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("resident_id", ID, autoincrement=False, nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _of("request_confirmations", "community_id", "request_id", to="service_requests"),
        _of("request_confirmations", "community_id", "resident_id", to="residents"),
        sa.PrimaryKeyConstraint(
            "community_id",
            "request_id",
            "round",
            "resident_id",
            name=op.f("pk_request_confirmations"),
        ),
    )
    op.create_index(
        "ix_request_confirmations_community_id_resident_id",
        "request_confirmations",
        ["community_id", "resident_id"],
    )


def _request_routes() -> None:
    op.create_table(
        "request_routes",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("categories", DOCUMENT, nullable=False),
        sa.Column("places", DOCUMENT, nullable=False),
        sa.Column("owners", DOCUMENT, nullable=False),
        sa.Column("words", DOCUMENT, nullable=False),
        sa.Column("hour_from", sa.SmallInteger(), nullable=True),
        sa.Column("hour_until", sa.SmallInteger(), nullable=True),
        sa.Column("agency_id", ID, nullable=True),
        _of("request_routes", "community_id", "agency_id", to="agencies"),
        _of("request_routes", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_request_routes")),
    )
