"""How fast a bot may speak, who holds which lease, and how far the demo's clock is ahead."""

from sqlalchemy import BigInteger, Column, Float, Integer, String, Table, text

from storage.tables.metadata import Id, Moment, metadata

pace = Table(
    "pace",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("tat", Float, nullable=False),
    Column("blocked_until", Float, nullable=False),
    # The share of the full pace after a refusal for all, and when (real time) it was set.
    Column("share", Float, nullable=False, server_default=text("1")),
    Column("share_at", Float, nullable=False, server_default=text("0")),
)

chat_pace = Table(
    "chat_pace",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("tat", Float, nullable=False),
    Column("next_at", Float, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("holder", String(32), nullable=False),
    Column("until", Float, nullable=False),
)

clock = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("offset_seconds", Float, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

fires = Table(
    "fires",
    metadata,
    Column("community_id", Id, primary_key=True),
    Column("schedule", String(80), primary_key=True),
    Column("fire_key", String(40), primary_key=True),
    Column("lease_until", Float, nullable=False),
    # Of whoever is at it; nobody's while a failed try waits for the next.
    Column("lease_boot", String(32)),
    Column("attempts", Integer, nullable=False),
    Column("done_at", Moment),
)
