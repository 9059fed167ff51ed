"""Whoever writes broadcasts, at a draft; of what is no draft any more they see how it stands."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from civic.broadcasts.actions.writing import Change, Edited, edit_broadcast
from civic.broadcasts.model import Broadcast, BroadcastState
from civic.communities.model import Community, Official
from civic.communities.rules import Action, check_may
from civic.kernel.ids import BroadcastId
from civic.kernel.language import Language
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.broadcasts.standing import present
from handlers.effects import Toast
from handlers.person import Person
from locales.catalog import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An official who may write broadcasts, and their town."""

    official: Official
    town: Community

    @property
    def own(self) -> Language:
        """Which all can fall back to."""
        return self.town.languages[0]


def at_desk(person: Person, action: Action = Action.COMPOSE_BROADCAST) -> Desk:
    official = check_may(person.official, action)
    if person.office is None:
        raise Refusal("not-allowed")
    return Desk(official=official, town=person.office)


async def draft_at(desk: Desk, broadcast: BroadcastId, work: Work) -> Broadcast:
    """Raise Refusal when it is no draft any more."""
    found = await work.broadcasts.broadcast(desk.town.id, broadcast)
    if found.state is not BroadcastState.DRAFT:
        raise Refusal(f"broadcast-is-{found.state.value}", number=found.number)
    return found


class AtDraft(BaseMiddleware):
    """Hands each handler of a press the `desk` and the `draft`; leaves whatever form was open.

    A button of what is no draft any more leads to how it stands.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        person, work, say = data["person"], data["work"], data["say"]
        await data["state"].clear()
        desk = at_desk(person)
        found = await work.broadcasts.broadcast(desk.town.id, data["press"].broadcast)
        if found.state is BroadcastState.DRAFT:
            return await handler(event, {**data, "desk": desk, "draft": found})
        shown = await present(found.id, person, work, say, data["now"])
        number = say.number(found.number)
        return [Toast(text=say(f"broadcast-is-{found.state.value}", number=number)), shown]


async def edited(
    broadcast: BroadcastId, change: Change, desk: Desk, work: Work, now: datetime
) -> Edited:
    return await edit_broadcast(
        broadcast,
        change,
        desk.official,
        broadcasts=work.broadcasts,
        communities=work.communities,
        officials=work.officials,
        outbox=work.outbox,
        audit=work.audit,
        now=now,
    )


def taken_back_words(edit: Edited, say: Say) -> str:
    """Whoever typed into what had meanwhile been asked for hears that it is a draft again."""
    return say("broadcast-took-back") if edit.took_back else ""
