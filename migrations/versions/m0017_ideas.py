"""Ideas for courtyards, their supporters, and what a town sets for them."""

import sqlalchemy as sa
from alembic import op

revision = "m0017"
down_revision = "m0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ideas",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("author_id", ID, nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("courtyard_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("where_in_it", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("photo_id", ID, nullable=True),
        sa.Column("photo_look", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("supporters", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("news_id", ID, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_ideas_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "author_id"],
            ["residents.community_id", "residents.id"],
            name=op.f("fk_ideas_community_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "courtyard_id"],
            ["places.community_id", "places.id"],
            name=op.f("fk_ideas_community_id_courtyard_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "request_id"],
            ["service_requests.community_id", "service_requests.id"],
            name=op.f("fk_ideas_community_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ideas")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_ideas_community_id_number")),
    )
    op.create_index(
        "ix_ideas_courtyard",
        "ideas",
        ["community_id", "courtyard_id", "status", "supporters", "published_at"],
    )
    op.create_index("ix_ideas_author", "ideas", ["community_id", "author_id", "published_at"])
    op.create_index("ix_ideas_status", "ideas", ["community_id", "status", "published_at"])
    gathering, draft = sa.text("status = 'gathering'"), sa.text("status = 'draft'")
    op.create_index(
        "ix_ideas_expires",
        "ideas",
        ["expires_at"],
        sqlite_where=gathering,
        postgresql_where=gathering,
    )
    op.create_index(
        "uq_ideas_draft",
        "ideas",
        ["community_id", "author_id"],
        unique=True,
        sqlite_where=draft,
        postgresql_where=draft,
    )
    op.create_table(
        "idea_numbers",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_idea_numbers_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_idea_numbers")),
    )
    op.create_table(
        "idea_supporters",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("idea_id", ID, autoincrement=False, nullable=False),
        sa.Column("resident_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "idea_id"],
            ["ideas.community_id", "ideas.id"],
            name=op.f("fk_idea_supporters_community_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "resident_id"],
            ["residents.community_id", "residents.id"],
            name=op.f("fk_idea_supporters_community_id_resident_id"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "idea_id", "resident_id", name=op.f("pk_idea_supporters")
        ),
    )
    op.create_index(
        "ix_idea_supporters_resident", "idea_supporters", ["community_id", "resident_id"]
    )
    op.create_table(
        "idea_rules",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("category_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_idea_rules_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "category_id"],
            ["request_categories.community_id", "request_categories.id"],
            name=op.f("fk_idea_rules_community_id_category_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_idea_rules")),
    )
