"""Who is away, who stands in for them, who is told at night."""

from dataclasses import dataclass
from datetime import date

from civic.kernel.ids import AccountId, CommunityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """One an official; a new one takes the place of the last."""

    community: CommunityId
    account: AccountId
    substitute: AccountId
    first: date
    last: date
    """Both days are days away."""

    def is_on(self, day: date) -> bool:
        return self.first <= day <= self.last
