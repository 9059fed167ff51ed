"""Tables of surveys, invitations, responses and answers."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.metadata import Document, Id, Moment, metadata

surveys = Table(
    "surveys",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False, server_default=text("0")),
    Column("author_id", Id, nullable=False),
    Column("agency_id", Id),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content_hash", String(64)),
    # The questionnaire while it is a draft; what was launched stands in survey_versions.
    Column("draft", Document),
    Column("opens_at", Moment),
    Column("closes_at", Moment),
    Column("is_extended", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("keeps_answers", Boolean, nullable=False),
    # The QR picture of its link, and the figures that its author saw last.
    Column("poster_id", Id),
    Column("shown", Document),
    Column("created_at", Moment, nullable=False),
    Column("launched_at", Moment),
    Column("closed_at", Moment),
    ForeignKeyConstraint(["community_id", "agency_id"], ["agencies.community_id", "agencies.id"]),
)
Index("uq_surveys_number", surveys.c.community_id, surveys.c.number, unique=True)
Index("ix_surveys_state", surveys.c.community_id, surveys.c.state, surveys.c.id)
_WAITS = text("state IN ('scheduled', 'open', 'paused')")
Index(
    "ix_surveys_due",
    surveys.c.state,
    surveys.c.opens_at,
    surveys.c.closes_at,
    sqlite_where=_WAITS,
    postgresql_where=_WAITS,
)

# The last number that a town gave to a survey.
survey_numbers = Table(
    "survey_numbers",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

survey_versions = Table(
    "survey_versions",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("survey_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("replaces", Integer),
    Column("content", Document, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("frozen_at", Moment, nullable=False),
    Column("frozen_by", Id),
    ForeignKeyConstraint(["community_id", "survey_id"], ["surveys.community_id", "surveys.id"]),
)

survey_mailings = Table(
    "survey_mailings",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("survey_id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(12), primary_key=True),
    # The last resident written to: a step goes on from there.
    Column("after_id", Id, nullable=False),
    Column("written", Integer, nullable=False),
    Column("reached", Integer, nullable=False, server_default=text("0")),
    Column("done_at", Moment),
    Column("waiting", Integer, nullable=False, server_default=text("0")),
    ForeignKeyConstraint(["community_id", "survey_id"], ["surveys.community_id", "surveys.id"]),
)
Index(
    "ix_survey_mailings_open",
    survey_mailings.c.community_id,
    sqlite_where=text("done_at IS NULL"),
    postgresql_where=text("done_at IS NULL"),
)

survey_invitations = Table(
    "survey_invitations",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("survey_id", Id, primary_key=True, autoincrement=False),
    Column("resident_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, nullable=False),
    Column("invited_at", Moment, nullable=False),
    Column("opened_at", Moment),
    ForeignKeyConstraint(["community_id", "survey_id"], ["surveys.community_id", "surveys.id"]),
    ForeignKeyConstraint(
        ["community_id", "resident_id"], ["residents.community_id", "residents.id"]
    ),
    Index("ix_survey_invitations_resident", "community_id", "resident_id"),
)

# How many answered or were invited and had themselves erased since: a number that names nobody.
survey_erasures = Table(
    "survey_erasures",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("survey_id", Id, primary_key=True, autoincrement=False),
    Column("arrival", String(8), primary_key=True),
    Column("count", Integer, nullable=False),
    ForeignKeyConstraint(["community_id", "survey_id"], ["surveys.community_id", "surveys.id"]),
)

# Officials who asked for the answers as a file.
survey_exports = Table(
    "survey_exports",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("survey_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("language", String(2), nullable=False),
    Column("wanted_at", Moment, nullable=False),
    Column("done", Boolean, nullable=False),
    ForeignKeyConstraint(["community_id", "survey_id"], ["surveys.community_id", "surveys.id"]),
)
Index(
    "ix_survey_exports_wanted",
    survey_exports.c.wanted_at,
    sqlite_where=text("NOT done"),
    postgresql_where=text("NOT done"),
)

responses = Table(
    "responses",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("survey_id", Id, nullable=False),
    Column("version", Integer, nullable=False),
    Column("resident_id", Id),
    Column("mode", String(8), nullable=False),
    Column("arrival", String(8), nullable=False),
    Column("language", String(2), nullable=False),
    Column("at", SmallInteger, nullable=False),
    Column("place_id", Id),
    Column("external_id", String(100)),
    Column("begun_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("community_id", "survey_id", "resident_id"),
    UniqueConstraint("community_id", "survey_id", "external_id"),
    ForeignKeyConstraint(
        ["community_id", "survey_id", "version"],
        ["survey_versions.community_id", "survey_versions.survey_id", "survey_versions.number"],
    ),
    ForeignKeyConstraint(
        ["community_id", "resident_id"], ["residents.community_id", "residents.id"]
    ),
    ForeignKeyConstraint(["community_id", "place_id"], ["places.community_id", "places.id"]),
    Index("ix_responses_resident", "community_id", "resident_id"),
    # Covers what a tally needs of a response.
    Index("ix_responses_finished", "community_id", "survey_id", "finished_at", "id", "place_id"),
)

answers = Table(
    "answers",
    metadata,
    Column("community_id", Id, primary_key=True, autoincrement=False),
    Column("response_id", Id, primary_key=True, autoincrement=False),
    Column("question", SmallInteger, primary_key=True, autoincrement=False),
    Column("status", String(12), nullable=False),
    # Codes with blanks between, in the order of the question: what a tally groups by.
    Column("chosen", Text),
    Column("number", BigInteger),
    Column("words", Text),
    ForeignKeyConstraint(
        ["community_id", "response_id"], ["responses.community_id", "responses.id"]
    ),
    sqlite_with_rowid=False,
)
