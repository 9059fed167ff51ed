"""Reports, their schedules and their files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "m0004"
down_revision = "m0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _files()
    _report_schedules()
    _report_subscriptions()
    _reports()
    _report_files()


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("community_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.String(length=100), nullable=False),
        sa.Column("telegram_ids", DOCUMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_files")),
    )
    op.create_index("ix_files_owner", "files", ["community_id", "owner"], unique=False)


def _report_schedules() -> None:
    op.create_table(
        "report_schedules",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.SmallInteger(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_report_schedules_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "kind", name=op.f("pk_report_schedules")),
    )


def _report_subscriptions() -> None:
    op.create_table(
        "report_subscriptions",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_report_subscriptions_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "account_id", name=op.f("pk_report_subscriptions")),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("survey_id", ID, nullable=False),
        sa.Column("occasion", sa.String(length=12), nullable=False),
        sa.Column("fire_key", sa.String(length=40), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=True),
        sa.Column("mark_finished_at", MOMENT, nullable=True),
        sa.Column("mark_response_id", ID, nullable=True),
        sa.Column("audit_head", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "survey_id"],
            ["surveys.community_id", "surveys.id"],
            name=op.f("fk_reports_community_id_survey_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "number", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "community_id",
            "survey_id",
            "occasion",
            "fire_key",
            name=op.f("uq_reports_community_id_survey_id_occasion_fire_key"),
        ),
    )
    op.create_index(
        op.f("ix_reports_community_id_survey_id_number"),
        "reports",
        ["community_id", "survey_id", "number"],
        unique=False,
    )


def _report_files() -> None:
    op.create_table(
        "report_files",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("picture_id", ID, nullable=False),
        sa.Column("pdf_id", ID, nullable=False),
        sa.Column("xlsx_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "number"],
            ["reports.community_id", "reports.number"],
            name=op.f("fk_report_files_community_id_number"),
        ),
        sa.PrimaryKeyConstraint("community_id", "number", "language", name=op.f("pk_report_files")),
    )
