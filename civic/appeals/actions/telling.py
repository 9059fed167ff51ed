"""Who hears what of an appeal."""

from collections.abc import Iterable
from datetime import datetime

from civic.appeals.model import Appeal
from civic.appeals.ports import AppealDesk
from civic.communities.model import Official
from civic.kernel.audit import AuditEntry
from civic.kernel.json_value import Json
from civic.kernel.outbox import Notice

AUTHOR = "appeal-news"
OFFICE = "appeal-office"
REGISTERED, PAPER, EXTENDED, SHORTENED, ANSWERED = (
    "registered", "paper", "extended", "shortened", "answered",
)  # fmt: skip
WARNED, OVERDUE = "warned", "overdue"


async def tell_author(
    appeal: Appeal,
    news: str,
    *,
    file: int | None = None,
    zone: str,
    desk: AppealDesk,
    now: datetime,
) -> None:
    """A message of its own: what the law makes the office say must be heard."""
    if appeal.account is None:
        return
    words = appeal.answer if news == ANSWERED else appeal.reason
    notice = Notice(
        to=appeal.account,
        community=appeal.community,
        key=AUTHOR,
        params={**_called(appeal, zone), "news": news, "words": words, "file": file},
        once=f"appeal:{appeal.id}:{news}",
    )
    await desk.outbox.owe(notice, now=now)


async def tell_officials(
    appeal: Appeal,
    news: str,
    to: Iterable[Official],
    *,
    file: int | None = None,
    zone: str,
    desk: AppealDesk,
    now: datetime,
) -> None:
    """Without a name or an address: these stand on the paper and on the screen alone."""
    for account in sorted({one.account for one in to}):
        notice = Notice(
            to=account,
            community=appeal.community,
            key=OFFICE,
            params={**_called(appeal, zone), "news": news, "file": file},
            once=f"appeal-office:{appeal.id}:{news}",
        )
        await desk.outbox.owe(notice, now=now)


async def note_in_audit(
    appeal: Appeal, by: Official, verb: str, *, desk: AppealDesk, now: datetime
) -> None:
    entry = AuditEntry(
        community=appeal.community,
        actor=by.account,
        verb=verb,
        subject=f"appeal:{appeal.id}",
        details={"number": appeal.number},
    )
    await desk.audit.note(entry, now=now)


def _called(appeal: Appeal, zone: str) -> dict[str, Json]:
    return {
        "appeal": appeal.id,
        "number": appeal.number,
        "registered_at": appeal.registered_at.isoformat(),
        "due_at": appeal.due_at.isoformat(),
        "answer_number": appeal.answer_number,
        "reply_by": appeal.reply_by.value,
        "zone": zone,
    }
