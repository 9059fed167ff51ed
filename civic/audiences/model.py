"""Whom something is meant for."""

from collections.abc import Collection
from dataclasses import dataclass

from civic.kernel.ids import AccountId, PlaceId, ResidentId
from civic.kernel.language import Language
from civic.residents.model import QuietHours

Audience = Collection[PlaceId]
"""Districts, courtyards or buildings; residents belong by their home. Empty: the whole town."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A resident in an audience, as far as a message to them needs to know."""

    resident: ResidentId
    account: AccountId
    language: Language
    quiet: QuietHours
