"""What the sender asks of the ledger: statements made once, for they run all day long."""

from sqlalchemy import Boolean, TextualSelect, bindparam, column, func, select, text, update

from civic.kernel.outbox import Lane, MessageState
from storage.prepared import Prepared, among
from storage.tables.communities import communities
from storage.tables.conversation import cards
from storage.tables.outbox import contents, outbox
from storage.tables.residents import accounts, residents

_moment = outbox.c.due_at.type
_columns = {
    "id": outbox.c.id.type,
    "lane": outbox.c.lane.type,
    "chat_id": outbox.c.chat_id.type,
    "community_id": outbox.c.community_id.type,
    "method": outbox.c.method.type,
    "payload": outbox.c.payload.type,
    "content": contents.c.payload.type,
    "card": outbox.c.card.type,
    "replaces": outbox.c.replaces.type,
    "topic": outbox.c.topic.type,
    "attempts": outbox.c.attempts.type,
    "expires_at": outbox.c.expires_at.type,
    "card_message": cards.c.message_id.type,
    "main_message": cards.c.message_id.type,
    "language": accounts.c.language.type,
    "reachable": accounts.c.reachable.type,
    "muted": residents.c.muted.type,
    "quiet_start": residents.c.quiet_start.type,
    "quiet_end": residents.c.quiet_end.type,
    "weekly_limit": residents.c.weekly_limit.type,
    "unasked_week": residents.c.unasked_week.type,
    "unasked": residents.c.unasked.type,
    "timezone": communities.c.timezone.type,
    "content_id": outbox.c.content_id.type,
    "failures_in_row": contents.c.failures_in_row.type,
}
_selected = [column(name, kind) for name, kind in _columns.items()]
# In a chat one message is in flight at a time; one that waits for its hour holds back nobody.
# What may leave is found first, along the index of what is queued: asked by itself and by nothing
# that could be joined, so that PostgreSQL never reads and sorts a whole queue that its statistics
# do not know of yet. Then follows what has to be known of so few.
_HEAD = """
SELECT o.id, o.lane, o.chat_id, o.community_id, o.method, o.payload, o.card, o.replaces, o.topic,
       o.attempts, o.expires_at, o.content_id, o.due_at, o.bot_id
FROM outbox AS o
WHERE o.state = 0 AND o.bot_id = :bot AND o.lane = :lane AND o.paced = :paced AND o.due_at <= :now
  AND (SELECT k.held FROM outbox_contents AS k WHERE k.id = o.content_id) IS NULL
  AND (o.lane < 0 OR coalesce((
    SELECT p.next_at FROM chat_pace AS p WHERE p.bot_id = o.bot_id AND p.chat_id = o.chat_id
  ), 0) <= :real)
  AND (o.lane < 0 OR NOT EXISTS (
    SELECT 1 FROM outbox AS e
    WHERE e.state < 2 AND e.bot_id = o.bot_id AND e.chat_id = o.chat_id AND e.id <> o.id
      AND e.lane >= 0
      AND (e.state = 1 OR (e.due_at <= :now AND e.lane <= o.lane AND e.id < o.id))))
ORDER BY o.due_at, o.id LIMIT :limit
"""
_CLAIM = """
SELECT o.id, o.lane, o.chat_id, o.community_id, o.method, o.payload, k.payload AS content, o.card,
       o.replaces, o.topic, o.attempts, o.expires_at, c.message_id AS card_message,
       m.message_id AS main_message,
       a.language, a.reachable, r.muted, r.quiet_start, r.quiet_end, r.weekly_limit,
       r.unasked_week, r.unasked, t.timezone, o.content_id, k.failures_in_row
FROM ({head}) AS o
LEFT JOIN cards AS c ON c.bot_id = o.bot_id AND c.chat_id = o.chat_id AND c.name = o.card
LEFT JOIN cards AS m ON m.bot_id = o.bot_id AND m.chat_id = o.chat_id AND m.name = 'main'
LEFT JOIN outbox_contents AS k ON k.id = o.content_id
LEFT JOIN accounts AS a ON a.bot_id = o.bot_id AND a.id = o.chat_id
LEFT JOIN residents AS r ON r.community_id = o.community_id AND r.account_id = o.chat_id
LEFT JOIN communities AS t ON t.id = r.community_id
ORDER BY o.due_at, o.id
"""
_typed_claim = [bindparam("now", type_=outbox.c.due_at.type)]
_LOCK = {"sqlite": "", "postgresql": "FOR UPDATE SKIP LOCKED"}


def claim_of(dialect: str) -> TextualSelect:
    asked = _CLAIM.format(head=_HEAD + _LOCK[dialect])
    return text(asked).bindparams(*_typed_claim).columns(*_selected)


claim = Prepared(claim_of)
LANES = [(int(lane), paced) for paced in (False, True) for lane in Lane]
_DUE = "EXISTS (SELECT 1 FROM outbox WHERE state = 0 AND bot_id = :bot AND due_at <= :now AND "
_in_use = text(
    "SELECT "
    + ", ".join(f"{_DUE} lane = {lane} AND paced = {str(paced).lower()})" for lane, paced in LANES)
).bindparams(*_typed_claim)
# A lane at a time: each is the first entry of a part of the index.
oldest_in_lanes = select(
    *(
        select(func.min(outbox.c.due_at))
        .where(text("state = 0"), outbox.c.bot_id == bindparam("bot"))
        .where(outbox.c.lane == lane, outbox.c.paced.is_(paced))
        .where(outbox.c.due_at <= bindparam("now", type_=_moment))
        .scalar_subquery()
        for lane, paced in LANES
    )
)
lanes_in_use = Prepared(
    lambda _: _in_use.columns(*(column(f"lane_{n}", Boolean) for n in range(len(LANES))))
)
leased = Prepared(
    lambda dialect: (
        update(outbox)
        .where(among(outbox.c.id, "ids", dialect))
        .values(
            state=int(MessageState.LEASED),
            lease_boot=bindparam("boot"),
            lease_until=bindparam("until"),
            attempts=outbox.c.attempts + 1,
        )
    )
)
_settled = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), text("state = 1"))
    .values(
        state=bindparam("to_state"),
        method=bindparam("to_method"),
        message_id=bindparam("to_message"),
        album=bindparam("to_album", type_=outbox.c.album.type),
        error=bindparam("why"),
        reason=bindparam("because"),
        final_at=bindparam("at", type_=outbox.c.final_at.type),
        due_at=func.coalesce(bindparam("later", type_=_moment), outbox.c.due_at),
        lease_boot=None,
    )
)
settled = Prepared(lambda _: _settled)
nearest_pace = text(
    "SELECT min(p.next_at) FROM outbox AS o JOIN chat_pace AS p "
    "ON p.bot_id = o.bot_id AND p.chat_id = o.chat_id "
    "WHERE o.state = 0 AND o.bot_id = :bot AND o.due_at <= :now AND p.next_at > :real"
).bindparams(*_typed_claim)
