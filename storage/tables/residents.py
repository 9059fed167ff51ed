"""Tables of accounts and of residents."""

from sqlalchemy import (
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

# The one table without a town in its key: the account is what picks the town.
accounts = Table(
    "accounts",
    metadata,
    Column("bot_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("first_name", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("language_chosen", Boolean, nullable=False),
    Column("community_id", Id, ForeignKey("communities.id")),
    Column("serving_id", Id, ForeignKey("communities.id")),
    Column("reachable", Boolean, nullable=False),
    Column("met_at", Moment, nullable=False),
)

residents = Table(
    "residents",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, nullable=False),
    Column("language", String(2), nullable=False),
    Column("home_id", Id),
    Column("followed", Document, nullable=False),
    # Minutes since local midnight.
    Column("quiet_start", SmallInteger, nullable=False),
    Column("quiet_end", SmallInteger, nullable=False),
    # " surveys news ", or " * " for all: read whole with the row, and asked for by LIKE in bulk.
    Column("muted", Text, nullable=False),
    # Unasked messages a week at most; none: no limit. Counted in weeks since 1970, on Mondays.
    Column("weekly_limit", SmallInteger),
    Column("unasked_week", Integer, nullable=False, server_default=text("0")),
    Column("unasked", SmallInteger, nullable=False, server_default=text("0")),
    Column("reachable", Boolean, nullable=False),
    Column("consent_version", SmallInteger),
    Column("consent_language", String(2)),
    Column("consent_at", Moment),
    Column("joined_at", Moment, nullable=False),
    # They moved to another town: kept for what they answered, asked nothing more.
    Column("left_at", Moment),
    ForeignKeyConstraint(["community_id", "home_id"], ["places.community_id", "places.id"]),
    UniqueConstraint("community_id", "account_id"),
    Index(None, "account_id"),
    Index(None, "community_id", "home_id"),
)
