"""Who is speaking, as a handler sees them."""

from dataclasses import dataclass

from civic.communities.model import Community, Official
from civic.residents.model import Account, Resident


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account; the town it looks at; who it is there: a resident, an official, both or neither."""

    account: Account
    community: Community | None
    resident: Resident | None
    official: Official | None
