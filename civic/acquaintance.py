"""Who is speaking: an account, the town they live in, the town they serve."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.communities.model import Community, Official
from civic.kernel.ids import AccountId
from civic.kernel.language import Language
from civic.residents.model import Account, Resident


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    account: Account
    community: Community | None
    """Where they live, else the town they serve."""
    resident: Resident | None
    official: Official | None
    office: Community | None
    """The town of `official`: of those they serve, the one they look at."""


class People(Protocol):
    async def meet(
        self, account: AccountId, *, first_name: str, language: Language, now: datetime
    ) -> Acquaintance:
        """Who they are, in one statement; a stranger is noted, and whoever writes is reachable.

        `language` is what their phone says: taken while they chose none themselves.
        """

    async def find(self, account: AccountId) -> Acquaintance | None:
        """Who they are, if the bot ever met them."""
