"""Surveys get short numbers of their town, in the order in which they were made."""

import sqlalchemy as sa
from alembic import op

revision = "m0005"
down_revision = "m0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _numbers()
    _last_numbers()


def _numbers() -> None:
    op.add_column(
        "surveys",
        sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.execute(
        "UPDATE surveys SET number = ("
        "SELECT count(*) FROM surveys AS earlier"
        " WHERE earlier.community_id = surveys.community_id"
        " AND (earlier.created_at < surveys.created_at"
        " OR (earlier.created_at = surveys.created_at AND earlier.id <= surveys.id)))"
    )
    op.create_index("uq_surveys_number", "surveys", ["community_id", "number"], unique=True)


def _last_numbers() -> None:
    op.create_table(
        "survey_numbers",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_survey_numbers_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_survey_numbers")),
    )
    op.execute(
        "INSERT INTO survey_numbers (community_id, last)"
        " SELECT community_id, max(number) FROM surveys GROUP BY community_id"
    )
