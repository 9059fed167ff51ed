"""Lists of places sent in the chat are kept by the tick: which ones, and for whom."""

import sqlalchemy as sa
from alembic import op

revision = "m0008"
down_revision = "m0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "place_lists",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("file_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_place_lists_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "file_id", name=op.f("pk_place_lists")),
    )
    op.create_index(
        "ix_place_lists_wanted",
        "place_lists",
        ["wanted_at"],
        sqlite_where=sa.text("NOT done"),
        postgresql_where=sa.text("NOT done"),
    )
