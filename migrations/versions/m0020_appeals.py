"""Official appeals, and letters that go by e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "m0020"
down_revision = "m0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("request_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("residence", sa.Text(), nullable=False),
        sa.Column("reply_by", sa.String(length=10), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("term", sa.String(length=10), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("look_at", MOMENT, nullable=True),
        sa.Column("escalation", sa.SmallInteger(), nullable=False),
        sa.Column("paper_id", ID, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_file_id", ID, nullable=True),
        sa.Column("answer_number", sa.Integer(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_appeals_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "request_id"],
            ["service_requests.community_id", "service_requests.id"],
            name=op.f("fk_appeals_community_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "author_id"],
            ["residents.community_id", "residents.id"],
            name=op.f("fk_appeals_community_id_author_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_appeals_community_id_number")),
        sa.UniqueConstraint(
            "community_id",
            "request_id",
            "author_id",
            name=op.f("uq_appeals_community_id_request_id_author_id"),
        ),
    )
    op.create_index("ix_appeals_author", "appeals", ["community_id", "author_id", "registered_at"])
    op.create_index("ix_appeals_answered", "appeals", ["community_id", "answered_at", "due_at"])
    op.create_index("ix_appeals_registered", "appeals", ["registered_at"])
    _partial("ix_appeals_look", "appeals", "look_at", "look_at IS NOT NULL")
    _partial("ix_appeals_paperless", "appeals", "id", "paper_id IS NULL")
    op.create_table(
        "appeal_rules",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("last_number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_answer", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_appeal_rules_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_appeal_rules")),
    )
    op.create_table(
        "letters",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("file_id", ID, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("final_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_letters_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_letters")),
    )
    _partial("ix_letters_due", "letters", "due_at", "state = 'queued'")
    _partial("ix_letters_final", "letters", "final_at", "state <> 'queued'")


def _partial(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
