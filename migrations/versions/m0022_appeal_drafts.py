"""Official appeals that are still being written."""

import sqlalchemy as sa
from alembic import op

revision = "m0022"
down_revision = "m0021"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "appeal_drafts",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("resident_id", ID, autoincrement=False, nullable=False),
        sa.Column("request_id", ID, nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("residence", sa.Text(), nullable=False),
        sa.Column("reply_by", sa.String(length=10), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "resident_id"],
            ["residents.community_id", "residents.id"],
            name=op.f("fk_appeal_drafts_community_id_resident_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "resident_id", name=op.f("pk_appeal_drafts")),
    )
    op.create_index("ix_appeal_drafts_changed", "appeal_drafts", ["changed_at"])
