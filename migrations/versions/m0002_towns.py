"""Towns, who serves them, their places and their residents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "m0002"
down_revision = "m0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _command_menus()
    _communities()
    _wrong_codes()
    _accounts()
    _agencies()
    _audit()
    _owner_codes()
    _streets()
    _official_invitations()
    _officials()
    _places()
    _residents()


def _command_menus() -> None:
    op.create_table(
        "command_menus",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "account_id", name=op.f("pk_command_menus")),
    )


def _communities() -> None:
    op.create_table(
        "communities",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", DOCUMENT, nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("emergency", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
        sa.UniqueConstraint("slug", name=op.f("uq_communities_slug")),
    )


def _wrong_codes() -> None:
    op.create_table(
        "wrong_codes",
        sa.Column("bot_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "account_id", "id", name=op.f("pk_wrong_codes")),
    )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("bot_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("community_id", ID, nullable=True),
        sa.Column("serving_id", ID, nullable=True),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("met_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_accounts_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["serving_id"], ["communities.id"], name=op.f("fk_accounts_serving_id")
        ),
        sa.PrimaryKeyConstraint("bot_id", "id", name=op.f("pk_accounts")),
    )


def _agencies() -> None:
    op.create_table(
        "agencies",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_agencies_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_agencies")),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_audit_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_audit")),
        sa.UniqueConstraint("community_id", "seq", name=op.f("uq_audit_community_id_seq")),
    )
    op.create_index(
        "ix_audit_unchained",
        "audit",
        ["community_id", "id"],
        unique=False,
        sqlite_where=sa.text("seq IS NULL"),
        postgresql_where=sa.text("seq IS NULL"),
    )


def _owner_codes() -> None:
    op.create_table(
        "owner_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("community_id", ID, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("used_by", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_owner_codes_community_id")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_owner_codes")),
    )


def _streets() -> None:
    op.create_table(
        "streets",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_streets_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_streets")),
        sa.UniqueConstraint(
            "community_id", "kind", "folded", name=op.f("uq_streets_community_id_kind_folded")
        ),
    )


def _official_invitations() -> None:
    op.create_table(
        "official_invitations",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("agency_id", ID, nullable=True),
        sa.Column("invited_by", ID, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("used_by", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "agency_id"],
            ["agencies.community_id", "agencies.id"],
            name=op.f("fk_official_invitations_community_id_agency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_official_invitations_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_official_invitations")),
        sa.UniqueConstraint(
            "community_id", "code_hash", name=op.f("uq_official_invitations_community_id_code_hash")
        ),
    )


def _officials() -> None:
    op.create_table(
        "officials",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("agency_id", ID, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "agency_id"],
            ["agencies.community_id", "agencies.id"],
            name=op.f("fk_officials_community_id_agency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_officials_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "account_id", name=op.f("pk_officials")),
    )
    op.create_index(op.f("ix_officials_account_id"), "officials", ["account_id"], unique=False)


def _places() -> None:
    op.create_table(
        "places",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("name", DOCUMENT, nullable=False),
        sa.Column("sort_name", sa.String(length=400), nullable=False),
        sa.Column("street", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("street_id", ID, nullable=True),
        sa.Column("number_base", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("area", DOCUMENT, nullable=True),
        sa.Column("west", sa.Float(), nullable=True),
        sa.Column("south", sa.Float(), nullable=True),
        sa.Column("east", sa.Float(), nullable=True),
        sa.Column("north", sa.Float(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "parent_id"],
            ["places.community_id", "places.id"],
            name=op.f("fk_places_community_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "street_id"],
            ["streets.community_id", "streets.id"],
            name=op.f("fk_places_community_id_street_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_places_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_places")),
        sa.UniqueConstraint(
            "community_id", "external_id", name=op.f("uq_places_community_id_external_id")
        ),
    )
    op.create_index(
        "ix_places_box",
        "places",
        ["community_id", "kind", "retired", "south", "north", "west", "east"],
        unique=False,
    )
    op.create_index(
        "ix_places_inside",
        "places",
        ["community_id", "parent_id", "kind", "sort_name"],
        unique=False,
    )
    op.create_index("ix_places_kind", "places", ["community_id", "kind", "retired"], unique=False)
    op.create_index(
        "ix_places_street", "places", ["community_id", "street_id", "number_base"], unique=False
    )


def _residents() -> None:
    op.create_table(
        "residents",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("home_id", ID, nullable=True),
        sa.Column("followed", DOCUMENT, nullable=False),
        sa.Column("quiet_start", sa.SmallInteger(), nullable=False),
        sa.Column("quiet_end", sa.SmallInteger(), nullable=False),
        sa.Column("muted", sa.Text(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("consent_version", sa.SmallInteger(), nullable=True),
        sa.Column("consent_language", sa.String(length=2), nullable=True),
        sa.Column("consent_at", MOMENT, nullable=True),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "home_id"],
            ["places.community_id", "places.id"],
            name=op.f("fk_residents_community_id_home_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_residents_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_residents")),
        sa.UniqueConstraint(
            "community_id", "account_id", name=op.f("uq_residents_community_id_account_id")
        ),
    )
    op.create_index(op.f("ix_residents_account_id"), "residents", ["account_id"], unique=False)
    op.create_index(
        op.f("ix_residents_community_id_home_id"),
        "residents",
        ["community_id", "home_id"],
        unique=False,
    )
