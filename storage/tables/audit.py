"""The table of what officials did: appended plain, numbered and chained by the tick."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.tables.metadata import Document, Id, Moment, metadata

audit = Table(
    "audit",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor_id", Id),
    Column("verb", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Document, nullable=False),
    # Given in order by the tick: two units that append at once share no counter.
    Column("seq", Integer),
    Column("hash", String(64)),
    UniqueConstraint("community_id", "seq"),
)

Index(
    "ix_audit_unchained",
    audit.c.community_id,
    audit.c.id,
    sqlite_where=audit.c.seq.is_(None),
    postgresql_where=audit.c.seq.is_(None),
)
