"""What officials did: ids, verbs and hashes, never a resident's words, name or phone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.json_value import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    community: CommunityId
    actor: AccountId | None
    """Nobody: the operator's command line or the tick."""
    verb: str
    subject: str = ""
    details: Mapping[str, Json] = field(default_factory=dict)


class AuditLog(Protocol):
    async def note(self, entry: AuditEntry, *, now: datetime) -> None: ...

    async def entries(self, community: CommunityId, *, limit: int) -> list[AuditEntry]:
        """The latest first."""
