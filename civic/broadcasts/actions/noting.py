"""What the audit log keeps of a broadcast: ids, versions and hashes."""

from datetime import datetime

from civic.broadcasts.model import Broadcast
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId
from civic.kernel.json_value import Json


async def note(
    broadcast: Broadcast,
    verb: str,
    by: AccountId | None,
    *,
    audit: AuditLog,
    now: datetime,
    **details: Json,
) -> None:
    """`by` None: the tick."""
    entry = AuditEntry(
        community=broadcast.community,
        actor=by,
        verb=f"broadcast-{verb}",
        subject=f"broadcast:{broadcast.id}",
        details=details,
    )
    await audit.note(entry, now=now)
