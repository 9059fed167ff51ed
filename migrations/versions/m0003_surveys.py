"""Surveys, invitations, responses and answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "m0003"
down_revision = "m0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _surveys()
    _survey_erasures()
    _survey_exports()
    _survey_mailings()
    _survey_versions()
    _responses()
    _survey_invitations()
    _answers()


def _surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("draft", DOCUMENT, nullable=True),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("is_extended", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("keeps_answers", sa.Boolean(), nullable=False),
        sa.Column("poster_id", ID, nullable=True),
        sa.Column("shown", DOCUMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("launched_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "agency_id"],
            ["agencies.community_id", "agencies.id"],
            name=op.f("fk_surveys_community_id_agency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_surveys_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_surveys")),
    )
    op.create_index(
        "ix_surveys_due",
        "surveys",
        ["state", "opens_at", "closes_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('scheduled', 'open', 'paused')"),
        postgresql_where=sa.text("state IN ('scheduled', 'open', 'paused')"),
    )
    op.create_index("ix_surveys_state", "surveys", ["community_id", "state", "id"], unique=False)


def _survey_erasures() -> None:
    op.create_table(
        "survey_erasures",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("survey_id", ID, autoincrement=False, nullable=False),
        sa.Column("arrival", sa.String(length=8), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "survey_id"],
            ["surveys.community_id", "surveys.id"],
            name=op.f("fk_survey_erasures_community_id_survey_id"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "survey_id", "arrival", name=op.f("pk_survey_erasures")
        ),
    )


def _survey_exports() -> None:
    op.create_table(
        "survey_exports",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("survey_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "survey_id"],
            ["surveys.community_id", "surveys.id"],
            name=op.f("fk_survey_exports_community_id_survey_id"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "survey_id", "account_id", name=op.f("pk_survey_exports")
        ),
    )
    op.create_index(
        "ix_survey_exports_wanted",
        "survey_exports",
        ["wanted_at"],
        unique=False,
        sqlite_where=sa.text("NOT done"),
        postgresql_where=sa.text("NOT done"),
    )


def _survey_mailings() -> None:
    op.create_table(
        "survey_mailings",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("survey_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("after_id", ID, nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "survey_id"],
            ["surveys.community_id", "surveys.id"],
            name=op.f("fk_survey_mailings_community_id_survey_id"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "survey_id", "kind", name=op.f("pk_survey_mailings")
        ),
    )
    op.create_index(
        "ix_survey_mailings_open",
        "survey_mailings",
        ["community_id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def _survey_versions() -> None:
    op.create_table(
        "survey_versions",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("survey_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.Column("frozen_by", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "survey_id"],
            ["surveys.community_id", "surveys.id"],
            name=op.f("fk_survey_versions_community_id_survey_id"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "survey_id", "number", name=op.f("pk_survey_versions")
        ),
    )


def _responses() -> None:
    op.create_table(
        "responses",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("survey_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resident_id", ID, nullable=True),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("arrival", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", sa.SmallInteger(), nullable=False),
        sa.Column("place_id", ID, nullable=True),
        sa.Column("external_id", sa.String(length=100), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "place_id"],
            ["places.community_id", "places.id"],
            name=op.f("fk_responses_community_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "resident_id"],
            ["residents.community_id", "residents.id"],
            name=op.f("fk_responses_community_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "survey_id", "version"],
            ["survey_versions.community_id", "survey_versions.survey_id", "survey_versions.number"],
            name=op.f("fk_responses_community_id_survey_id_version"),
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_responses")),
        sa.UniqueConstraint(
            "community_id",
            "survey_id",
            "external_id",
            name=op.f("uq_responses_community_id_survey_id_external_id"),
        ),
        sa.UniqueConstraint(
            "community_id",
            "survey_id",
            "resident_id",
            name=op.f("uq_responses_community_id_survey_id_resident_id"),
        ),
    )
    op.create_index(
        "ix_responses_finished",
        "responses",
        ["community_id", "survey_id", "finished_at", "id", "place_id"],
        unique=False,
    )
    op.create_index(
        "ix_responses_resident", "responses", ["community_id", "resident_id"], unique=False
    )


def _survey_invitations() -> None:
    op.create_table(
        "survey_invitations",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("survey_id", ID, autoincrement=False, nullable=False),
        sa.Column("resident_id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "resident_id"],
            ["residents.community_id", "residents.id"],
            name=op.f("fk_survey_invitations_community_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "survey_id"],
            ["surveys.community_id", "surveys.id"],
            name=op.f("fk_survey_invitations_community_id_survey_id"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "survey_id", "resident_id", name=op.f("pk_survey_invitations")
        ),
    )
    op.create_index(
        "ix_survey_invitations_resident",
        "survey_invitations",
        ["community_id", "resident_id"],
        unique=False,
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("community_id", ID, autoincrement=False, nullable=False),
        sa.Column("response_id", ID, autoincrement=False, nullable=False),
        sa.Column("question", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "response_id"],
            ["responses.community_id", "responses.id"],
            name=op.f("fk_answers_community_id_response_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "response_id", "question", name=op.f("pk_answers")),
        sqlite_with_rowid=False,
    )
