"""Pictures asked for: what was drawn, and who waits for what is to be."""

import sqlalchemy as sa
from alembic import op

revision = "m0014"
down_revision = "m0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "drawings",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("written", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", ID, nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_drawings_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "key", name=op.f("pk_drawings")),
    )
    op.create_index(
        "ix_drawings_undrawn",
        "drawings",
        ["tries", "asked_at"],
        sqlite_where=sa.text("file_id IS NULL"),
        postgresql_where=sa.text("file_id IS NULL"),
    )
    op.create_index("ix_drawings_asked", "drawings", ["asked_at"])
    op.create_table(
        "drawing_wishes",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        sa.Column("caption", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "key"],
            ["drawings.community_id", "drawings.key"],
            name=op.f("fk_drawing_wishes_community_id_key"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "key", "account_id", name=op.f("pk_drawing_wishes")
        ),
    )
