"""Answers that are kept ready; who stands in for whom, and who is told at night."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "m0015"
down_revision = "m0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _of_official(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community_id", column],
        ["officials.community_id", "officials.account_id"],
        name=op.f(f"fk_{table}_community_id_{column}"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    op.create_table(
        "answer_templates",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("agency_id", ID),
        sa.Column("use", sa.String(8), nullable=False),
        sa.Column("texts", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_answer_templates_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "agency_id"],
            ["agencies.community_id", "agencies.id"],
            name=op.f("fk_answer_templates_community_id_agency_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_answer_templates")),
    )
    op.create_table(
        "request_absences",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        sa.Column("substitute_id", ID, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        _of_official("request_absences", "account_id"),
        _of_official("request_absences", "substitute_id"),
        sa.PrimaryKeyConstraint("community_id", "account_id", name=op.f("pk_request_absences")),
    )
    op.create_table(
        "request_night_duty",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        _of_official("request_night_duty", "account_id"),
        sa.PrimaryKeyConstraint("community_id", "account_id", name=op.f("pk_request_night_duty")),
    )
