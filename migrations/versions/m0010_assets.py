"""What stands in a town: kinds, assets, and files of them that wait to be kept or made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "m0010"
down_revision = "m0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _kinds()
    _assets()
    _lists()
    _sheets()


def _of(table: str, *columns: str, to: str) -> sa.ForeignKeyConstraint:
    """Whose it is: of a town alone, or of something of that town's."""
    ids = ["community_id", "id"][-len(columns) :]
    return sa.ForeignKeyConstraint(
        list(columns),
        [f"{to}.{column}" for column in ids],
        name=op.f(f"fk_{table}_{'_'.join(columns)}"),
    )


def _kinds() -> None:
    op.create_table(
        "asset_kinds",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", DOCUMENT, nullable=False),
        sa.Column("icon", sa.String(length=16), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        _of("asset_kinds", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_asset_kinds")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_asset_kinds_community_id_code")),
    )


def _assets() -> None:
    op.create_table(
        "assets",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind_id", ID, nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("folded_number", sa.String(length=80), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("place_id", ID, nullable=True),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("attributes", DOCUMENT, nullable=False),
        sa.Column("photo_id", ID, nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        _of("assets", "community_id", "kind_id", to="asset_kinds"),
        _of("assets", "community_id", "place_id", to="places"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_assets")),
        sa.UniqueConstraint(
            "community_id",
            "external_id",
            "kind_id",
            name=op.f("uq_assets_community_id_external_id_kind_id"),
        ),
    )
    op.create_index(
        "ix_assets_spot", "assets", ["community_id", "kind_id", "retired", "latitude", "longitude"]
    )
    op.create_index("ix_assets_number", "assets", ["community_id", "folded_number", "kind_id"])
    op.create_index("ix_assets_place", "assets", ["community_id", "place_id", "kind_id"])


def _lists() -> None:
    op.create_table(
        "asset_lists",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("file_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        _of("asset_lists", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "file_id", name=op.f("pk_asset_lists")),
    )
    _wanted("asset_lists")


def _sheets() -> None:
    op.create_table(
        "asset_sheets",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("kind_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        _of("asset_sheets", "community_id", to="communities"),
        sa.PrimaryKeyConstraint(
            "community_id", "account_id", "what", "kind_id", "number", name=op.f("pk_asset_sheets")
        ),
    )
    _wanted("asset_sheets")


def _wanted(table: str) -> None:
    where = sa.text("NOT done")
    op.create_index(
        f"ix_{table}_wanted",
        table,
        ["wanted_at"],
        sqlite_where=where,
        postgresql_where=where,
    )
