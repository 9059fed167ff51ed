"""Other servers that serve categories, and what was passed to them."""

import sqlalchemy as sa
from alembic import op

revision = "m0018"
down_revision = "m0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    _relay_servers()
    _relay_categories()
    _relays()


def _of(table: str, *columns: str, to: str) -> sa.ForeignKeyConstraint:
    """Whose it is: of a town alone, or of something of that town's."""
    ids = ["community_id", "id"][-len(columns) :]
    return sa.ForeignKeyConstraint(
        list(columns),
        [f"{to}.{column}" for column in ids],
        name=op.f(f"fk_{table}_{'_'.join(columns)}"),
    )


def _relay_servers() -> None:
    op.create_table(
        "relay_servers",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.String(length=100), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        _of("relay_servers", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_relay_servers")),
    )


def _relay_categories() -> None:
    op.create_table(
        "relay_categories",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("category_id", ID, autoincrement=False, nullable=False),
        sa.Column("server_id", ID, nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        _of("relay_categories", "community_id", "category_id", to="request_categories"),
        _of("relay_categories", "community_id", "server_id", to="relay_servers"),
        sa.PrimaryKeyConstraint("community_id", "category_id", name=op.f("pk_relay_categories")),
    )


def _relays() -> None:
    op.create_table(
        "relays",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("request_id", ID, autoincrement=False, nullable=False),
        sa.Column("server_id", ID, nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("remote_token", sa.Text(), nullable=False),
        sa.Column("remote_status", sa.Text(), nullable=False),
        sa.Column("remote_notes", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        _of("relays", "community_id", "request_id", to="service_requests"),
        _of("relays", "community_id", "server_id", to="relay_servers"),
        sa.PrimaryKeyConstraint("community_id", "request_id", name=op.f("pk_relays")),
    )
    undone = sa.text("state NOT IN ('over', 'dead')")
    op.create_index(
        "ix_relays_due", "relays", ["due_at"], sqlite_where=undone, postgresql_where=undone
    )
    op.create_index("ix_relays_server", "relays", ["community_id", "server_id", "remote_id"])
