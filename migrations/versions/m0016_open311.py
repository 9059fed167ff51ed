"""Keys of other programs, and what was brought with them."""

import sqlalchemy as sa
from alembic import op

revision = "m0016"
down_revision = "m0015"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "open311_keys",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("hourly", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_open311_keys_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_open311_keys")),
        sa.UniqueConstraint(
            "community_id", "key_hash", name=op.f("uq_open311_keys_community_id_key_hash")
        ),
    )
    op.create_table(
        "open311_brought",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("request_id", ID, autoincrement=False, nullable=False),
        sa.Column("key_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "key_id"],
            ["open311_keys.community_id", "open311_keys.id"],
            name=op.f("fk_open311_brought_community_id_key_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "request_id"],
            ["service_requests.community_id", "service_requests.id"],
            name=op.f("fk_open311_brought_community_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "request_id", name=op.f("pk_open311_brought")),
    )
    op.create_index(
        "ix_open311_brought_community_id_key_id_at",
        "open311_brought",
        ["community_id", "key_id", "at"],
    )
