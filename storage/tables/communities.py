"""Tables of towns, of those who serve them, and of the codes that let them in."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.metadata import Document, Id, Moment, metadata

communities = Table(
    "communities",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("slug", String(64), nullable=False, unique=True),
    Column("name", Document, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("country", String(2), nullable=False, server_default=text("'UA'")),
    Column("languages", Document, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("phone", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("hours", Text, nullable=False),
    Column("emergency", Text, nullable=False),
    # From how many recipients a broadcast needs a second person.
    Column("approval_from", Integer, nullable=False, server_default=text("100")),
    Column("is_single_handed", Boolean, nullable=False, server_default=text("false")),
    Column("names_officials", Boolean, nullable=False, server_default=text("false")),
    Column("urgent_a_week", Integer, nullable=False, server_default=text("3")),
    Column("has_public_pages", Boolean, nullable=False, server_default=text("true")),
    Column("is_demo", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
)

agencies = Table(
    "agencies",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", Document, nullable=False),
    Column("is_closed", Boolean, nullable=False, server_default=text("false")),
)

officials = Table(
    "officials",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("role", String(20), nullable=False),
    Column("agency_id", Id),
    Column("name", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("is_head", Boolean, nullable=False, server_default=text("false")),
    Column("is_dispatcher", Boolean, nullable=False, server_default=text("false")),
    ForeignKeyConstraint(["community_id", "agency_id"], ["agencies.community_id", "agencies.id"]),
    Index(None, "account_id"),
)

official_invitations = Table(
    "official_invitations",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code_hash", String(64), nullable=False),
    Column("role", String(20), nullable=False),
    Column("agency_id", Id),
    Column("invited_by", Id),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Id),
    ForeignKeyConstraint(["community_id", "agency_id"], ["agencies.community_id", "agencies.id"]),
    UniqueConstraint("community_id", "code_hash"),
)

# Of the installation, not of a town: the first code comes before the first town.
owner_codes = Table(
    "owner_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("community_id", Id, ForeignKey("communities.id")),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Id),
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    Column("bot_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
