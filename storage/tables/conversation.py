"""Where each conversation stands, and which message is its card."""

from sqlalchemy import BigInteger, Column, String, Table

from storage.tables.metadata import Document, Moment, metadata

conversations = Table(
    "conversations",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("user_id", BigInteger, primary_key=True),
    Column("state", String(100)),
    Column("data", Document, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
)

# Which commands an official's chat shows, so that a change is told to Telegram once.
command_menus = Table(
    "command_menus",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("account_id", BigInteger, primary_key=True),
    Column("shown", String(40), nullable=False),
)
