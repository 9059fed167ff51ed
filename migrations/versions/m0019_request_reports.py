"""Weekly reports of service requests: the town's, each agency's, the public's."""

import sqlalchemy as sa
from alembic import op

revision = "m0019"
down_revision = "m0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "request_reports",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(8), nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("fire_key", sa.String(40), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_request_reports_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "number", name=op.f("pk_request_reports")),
        sa.UniqueConstraint(
            "community_id",
            "scope",
            "agency_id",
            "fire_key",
            name=op.f("uq_request_reports_community_id_scope_agency_id_fire_key"),
        ),
    )
    op.create_index(
        op.f("ix_request_reports_community_id_fire_key"),
        "request_reports",
        ["community_id", "fire_key"],
    )
    op.create_table(
        "request_report_files",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("picture_id", ID, nullable=False),
        sa.Column("pdf_id", ID, nullable=False),
        sa.Column("xlsx_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "number"],
            ["request_reports.community_id", "request_reports.number"],
            name=op.f("fk_request_report_files_community_id_number"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "number", "language", name=op.f("pk_request_report_files")
        ),
    )
