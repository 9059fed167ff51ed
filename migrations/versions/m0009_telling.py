"""Broadcasts, audiences under a name, channels, dialogues; what the ledger keeps for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "m0009"
down_revision = "m0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _settings()
    _ledger()
    _saved_audiences()
    _broadcasts()
    _broadcast_versions()
    _broadcast_editors()
    _broadcast_approvals()
    _broadcast_dispatches()
    _broadcast_readings()
    _broadcast_reports()
    _known_chats()
    _channels()
    _dialogues()
    _dialogue_numbers()
    _dialogue_lines()


def _settings() -> None:
    op.add_column(
        "communities",
        sa.Column("approval_from", sa.Integer(), server_default=sa.text("100"), nullable=False),
    )
    for name in ("is_single_handed", "names_officials"):
        op.add_column(
            "communities",
            sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False),
        )
    op.add_column(
        "communities",
        sa.Column("urgent_a_week", sa.Integer(), server_default=sa.text("3"), nullable=False),
    )
    op.add_column("residents", sa.Column("weekly_limit", sa.SmallInteger(), nullable=True))
    op.add_column(
        "residents",
        sa.Column("unasked_week", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column(
        "residents",
        sa.Column("unasked", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
    )


def _ledger() -> None:
    op.add_column("files", sa.Column("uploading_until", sa.Float(), nullable=True))
    op.add_column("outbox", sa.Column("album", DOCUMENT, nullable=True))
    op.add_column("outbox", sa.Column("reason", sa.String(length=20), nullable=True))
    op.drop_index("ix_outbox_content", "outbox")
    _partial("ix_outbox_content", ["content_id", "state", "id"], "content_id IS NOT NULL")
    _partial(
        "ix_outbox_message",
        ["bot_id", "chat_id", "message_id"],
        "content_id IS NOT NULL AND state = 2",
    )
    op.add_column("outbox_contents", sa.Column("held", sa.String(length=10), nullable=True))
    op.add_column(
        "outbox_contents",
        sa.Column("failures_in_row", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column(
        "outbox_contents",
        sa.Column("to_sweep", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    where = sa.text("to_sweep")
    op.create_index(
        "ix_outbox_contents_to_sweep",
        "outbox_contents",
        ["id"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.add_column(
        "pace", sa.Column("share", sa.Float(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column(
        "pace", sa.Column("share_at", sa.Float(), server_default=sa.text("0"), nullable=False)
    )


def _partial(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)


def _of(table: str, *columns: str, to: str) -> sa.ForeignKeyConstraint:
    """Whose it is: of a town alone, or of something of that town's."""
    ids = ["community_id", "id"][-len(columns) :]
    return sa.ForeignKeyConstraint(
        list(columns),
        [f"{to}.{column}" for column in ids],
        name=op.f(f"fk_{table}_{'_'.join(columns)}"),
    )


def _saved_audiences() -> None:
    op.create_table(
        "saved_audiences",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("rule", DOCUMENT, nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _of("saved_audiences", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_saved_audiences")),
        sa.UniqueConstraint(
            "community_id", "name", name=op.f("uq_saved_audiences_community_id_name")
        ),
    )


def _broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=True),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("audience", DOCUMENT, nullable=False),
        sa.Column("channels", DOCUMENT, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("window_start", sa.SmallInteger(), nullable=True),
        sa.Column("window_end", sa.SmallInteger(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("urgent_reason", sa.Text(), nullable=False),
        sa.Column("requested_by", ID, nullable=True),
        sa.Column("requested_at", MOMENT, nullable=True),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("is_single_handed", sa.Boolean(), nullable=False),
        sa.Column("shown", DOCUMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("recalled_at", MOMENT, nullable=True),
        _of("broadcasts", "community_id", "agency_id", to="agencies"),
        _of("broadcasts", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_broadcasts")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_broadcasts_community_id_number")
        ),
    )
    op.create_index(
        "ix_broadcasts_state", "broadcasts", ["community_id", "state", "id"], unique=False
    )
    op.create_index(
        "ix_broadcasts_under_way",
        "broadcasts",
        ["state", "starts_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('scheduled', 'going', 'paused')"),
        postgresql_where=sa.text("state IN ('scheduled', 'going', 'paused')"),
    )


def _broadcast_versions() -> None:
    op.create_table(
        "broadcast_versions",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("broadcast_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.Column("frozen_by", ID, nullable=False),
        _of("broadcast_versions", "community_id", "broadcast_id", to="broadcasts"),
        sa.PrimaryKeyConstraint(
            "community_id", "broadcast_id", "number", name=op.f("pk_broadcast_versions")
        ),
    )


def _broadcast_editors() -> None:
    op.create_table(
        "broadcast_editors",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("broadcast_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        _of("broadcast_editors", "community_id", "broadcast_id", to="broadcasts"),
        sa.PrimaryKeyConstraint(
            "community_id", "broadcast_id", "account_id", name=op.f("pk_broadcast_editors")
        ),
    )


def _broadcast_approvals() -> None:
    op.create_table(
        "broadcast_approvals",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("broadcast_id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _of("broadcast_approvals", "community_id", "broadcast_id", to="broadcasts"),
        sa.PrimaryKeyConstraint(
            "community_id",
            "broadcast_id",
            "version",
            "account_id",
            name=op.f("pk_broadcast_approvals"),
        ),
    )


def _broadcast_dispatches() -> None:
    op.create_table(
        "broadcast_dispatches",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("broadcast_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bulk_id", ID, nullable=False),
        sa.Column("after_id", ID, nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.SmallInteger(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        _of("broadcast_dispatches", "community_id", "broadcast_id", to="broadcasts"),
        sa.PrimaryKeyConstraint(
            "community_id", "broadcast_id", "kind", "version", name=op.f("pk_broadcast_dispatches")
        ),
    )
    op.create_index(
        "ix_broadcast_dispatches_open",
        "broadcast_dispatches",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def _broadcast_readings() -> None:
    op.create_table(
        "broadcast_readings",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("broadcast_id", ID, autoincrement=False, nullable=False),
        sa.Column("resident_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _of("broadcast_readings", "community_id", "broadcast_id", to="broadcasts"),
        _of("broadcast_readings", "community_id", "resident_id", to="residents"),
        sa.PrimaryKeyConstraint(
            "community_id", "broadcast_id", "resident_id", name=op.f("pk_broadcast_readings")
        ),
    )


def _broadcast_reports() -> None:
    op.create_table(
        "broadcast_reports",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("broadcast_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        _of("broadcast_reports", "community_id", "broadcast_id", to="broadcasts"),
        sa.PrimaryKeyConstraint(
            "community_id", "broadcast_id", "account_id", name=op.f("pk_broadcast_reports")
        ),
    )
    op.create_index(
        "ix_broadcast_reports_wanted",
        "broadcast_reports",
        ["wanted_at"],
        unique=False,
        sqlite_where=sa.text("NOT done"),
        postgresql_where=sa.text("NOT done"),
    )


def _known_chats() -> None:
    op.create_table(
        "known_chats",
        sa.Column("bot_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("can_post", sa.Boolean(), nullable=False),
        sa.Column("added_by", ID, nullable=True),
        sa.Column("learnt_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("bot_id", "id", name=op.f("pk_known_chats")),
    )
    op.create_index(
        op.f("ix_known_chats_bot_id_added_by"), "known_chats", ["bot_id", "added_by"], unique=False
    )


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", ID, autoincrement=False, nullable=False),
        sa.Column("place_id", ID, nullable=True),
        sa.Column("bound_by", ID, nullable=False),
        sa.Column("bound_at", MOMENT, nullable=False),
        _of("channels", "community_id", "place_id", to="places"),
        _of("channels", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "chat_id", name=op.f("pk_channels")),
    )


def _dialogues() -> None:
    op.create_table(
        "dialogues",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("resident_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=True),
        sa.Column("about_id", ID, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("assignee_id", ID, nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        _of("dialogues", "community_id", "about_id", to="broadcasts"),
        _of("dialogues", "community_id", "agency_id", to="agencies"),
        _of("dialogues", "community_id", "resident_id", to="residents"),
        _of("dialogues", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_dialogues")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_dialogues_community_id_number")
        ),
    )
    op.create_index(
        op.f("ix_dialogues_community_id_resident_id_updated_at"),
        "dialogues",
        ["community_id", "resident_id", "updated_at"],
        unique=False,
    )
    op.create_index(
        "ix_dialogues_state", "dialogues", ["community_id", "state", "updated_at"], unique=False
    )


def _dialogue_numbers() -> None:
    op.create_table(
        "dialogue_numbers",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _of("dialogue_numbers", "community_id", to="communities"),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_dialogue_numbers")),
    )


def _dialogue_lines() -> None:
    op.create_table(
        "dialogue_lines",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("dialogue_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("from_office", sa.Boolean(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("telegram_file", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        _of("dialogue_lines", "community_id", "dialogue_id", to="dialogues"),
        sa.PrimaryKeyConstraint(
            "community_id", "dialogue_id", "id", name=op.f("pk_dialogue_lines")
        ),
    )
