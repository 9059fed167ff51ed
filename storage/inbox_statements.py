"""What the inbox is asked all day long: statements made once."""

from sqlalchemy import TextualSelect, bindparam, column, func, select, text, update

from storage.prepared import Prepared, among
from storage.tables.inbox import inbox
from storage.upsert import INSERTS

# `+bot_id` keeps SQLite from the unique key (bot, update): it would walk all that was ever done.
_HEADS = """
SELECT i.id, i.update_id, i.chat_id, i.kind, i.raw, i.received_at, i.answered_early, i.bot_id
FROM inbox AS i
WHERE i.state = 'ready' AND +i.bot_id = :bot AND NOT EXISTS (
    SELECT 1 FROM inbox AS earlier
    WHERE earlier.state = 'ready' AND +earlier.bot_id = i.bot_id
      AND earlier.chat_id = i.chat_id AND earlier.id < i.id)
ORDER BY i.id LIMIT :limit
"""
_selected = [
    column(name, inbox.c[name].type)
    for name in (
        "id",
        "update_id",
        "chat_id",
        "kind",
        "raw",
        "received_at",
        "answered_early",
        "bot_id",
    )
]
# The lock of a dead process goes with its connection; another one's head is skipped, not awaited.
_LOCK = {"sqlite": "", "postgresql": "FOR UPDATE OF i SKIP LOCKED"}


def heads_for(dialect: str) -> TextualSelect:
    return text(_HEADS + _LOCK[dialect]).columns(*_selected)


ready = Prepared(heads_for)
waiting_of = Prepared(
    lambda dialect: (
        select(inbox.c.chat_id, func.count())
        .where(text("state = 'ready' AND +bot_id = :bot"), among(inbox.c.chat_id, "chats", dialect))
        .group_by(inbox.c.chat_id)
    )
)
_oldest = text(
    "SELECT received_at FROM inbox WHERE state = 'ready' AND +bot_id = :bot ORDER BY id LIMIT 1"
).columns(column("received_at", inbox.c.received_at.type))
oldest = Prepared(lambda _: _oldest)
known = Prepared(
    lambda dialect: select(inbox.c.update_id).where(
        inbox.c.bot_id == bindparam("bot"), among(inbox.c.update_id, "updates", dialect)
    )
)
new_ones = Prepared(
    lambda dialect: INSERTS[dialect](inbox).on_conflict_do_nothing(
        index_elements=["bot_id", "update_id"]
    ),
    given=["bot_id", "update_id", "chat_id", "kind", "raw", "state", "received_at"],
)
done = Prepared(
    lambda dialect: (
        update(inbox)
        .where(among(inbox.c.id, "ids", dialect))
        .values(state="done", raw=None, done_at=bindparam("now"))
    )
)
dead = (
    update(inbox)
    .where(inbox.c.id == bindparam("row"), inbox.c.state == "ready")
    .values(
        state="dead",
        error=bindparam("error"),
        error_code=bindparam("code"),
        raw=bindparam("masked"),
        done_at=bindparam("now"),
    )
)
