"""Photos that people sent, and files of theirs that are not swept away after a week."""

import sqlalchemy as sa
from alembic import op

revision = "m0013"
down_revision = "m0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "files", sa.Column("stays", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_table(
        "photos",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("file_id", ID, autoincrement=False, nullable=False),
        sa.Column("preview_id", ID, nullable=True),
        sa.Column("original_id", ID, nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("developed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "file_id"],
            ["files.community_id", "files.id"],
            name=op.f("fk_photos_community_id_file_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "file_id", name=op.f("pk_photos")),
    )
    op.create_index(
        "ix_photos_undeveloped",
        "photos",
        ["tries", "taken_at"],
        sqlite_where=sa.text("developed_at IS NULL"),
        postgresql_where=sa.text("developed_at IS NULL"),
    )
    op.create_index(
        "ix_photos_original",
        "photos",
        ["taken_at"],
        sqlite_where=sa.text("original_id IS NOT NULL"),
        postgresql_where=sa.text("original_id IS NOT NULL"),
    )
