"""What the picker asks of a feature whose things have an audience.

Another feature lets its audience be picked in three steps:

1. it writes a `Holder`: `held` finds the rule and refuses whoever may not change it, `keep` keeps
   what they chose (loads, checks, notes and stores in its own way, at each toggle);
2. `handlers/routers.py` names it: `audiences.build_router({"n": BroadcastAudience()})`, under a
   letter or two that stand as `of` in each press;
3. it opens the picker by `AudiencePress(of="n", subject=SubjectId(broadcast.id))`; the way back
   from the picker's first screen is `Held.back`.

For its own cards: `handlers/audiences/words.py` says a rule and its headcount in words.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from civic.audiences.model import AudienceRule
from civic.communities.model import Community
from civic.kernel.refusal import NotFound, Refusal
from civic.unit_of_work import Work
from handlers.person import Person
from handlers.presses.audiences import SubjectId
from handlers.presses.registry import Press
from handlers.screens.audiences.picking import Picking
from locales.catalog import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An audience as its feature keeps it now."""

    rule: AudienceRule
    title: str
    """What it is the audience of, safe in HTML: stands over each screen."""
    topic: str | None
    """Who turned it off is left out; officials, who are written to as such, are not asked."""
    is_urgent: bool = False
    """Weekly limits leave nobody out."""
    back: Press


class Holder(Protocol):
    async def held(self, subject: SubjectId, person: Person, work: Work, say: Say) -> Held:
        """Raise Refusal where this person may not change it, or nobody may any more."""

    async def keep(
        self,
        subject: SubjectId,
        rule: AudienceRule,
        person: Person,
        work: Work,
        now: datetime,
    ) -> None: ...


Holders = Mapping[str, Holder]


class WithHolders(BaseMiddleware):
    """Hands each handler the features that may be picked for."""

    def __init__(self, holders: Holders) -> None:
        self._holders = holders

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        return await handler(event, {**data, "holders": self._holders})


def holder_of(of: str, holders: Holders) -> Holder:
    holder = holders.get(of)
    if holder is None:
        raise NotFound("not-found")
    return holder


async def picking(
    of: str, subject: SubjectId, holders: Holders, person: Person, work: Work, say: Say
) -> Picking:
    """What is being picked for, with the right to do so checked."""
    held = await holder_of(of, holders).held(subject, person, work, say)
    return Picking(
        of=of,
        subject=subject,
        rule=held.rule,
        title=held.title,
        topic=held.topic,
        is_urgent=held.is_urgent,
        back=held.back,
    )


def town_of(person: Person) -> Community:
    if person.official is None or person.office is None:
        raise Refusal("not-allowed")
    return person.office
