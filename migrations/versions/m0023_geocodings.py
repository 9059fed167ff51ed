"""Addresses asked of a map, and who waits for what it says."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "m0023"
down_revision = "m0022"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "geocodings",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("typed", sa.String(length=300), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("found", DOCUMENT, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_geocodings_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_geocodings")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_geocodings_community_id_key")),
    )
    op.create_index(
        "ix_geocodings_wanted",
        "geocodings",
        ["asked_at"],
        sqlite_where=sa.text("typed IS NOT NULL"),
        postgresql_where=sa.text("typed IS NOT NULL"),
    )
    op.create_index("ix_geocodings_asked", "geocodings", ["asked_at"])
    op.add_column("request_drafts", sa.Column("sought_id", ID, nullable=True))
    op.create_index(
        "ix_request_drafts_sought",
        "request_drafts",
        ["community_id", "sought_id"],
        sqlite_where=sa.text("sought_id IS NOT NULL"),
        postgresql_where=sa.text("sought_id IS NOT NULL"),
    )
