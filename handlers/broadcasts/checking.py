"""Try it on oneself, look what will happen, send it or ask for its approval."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.broadcasts.actions.looking_ahead import outlook_of
from civic.broadcasts.actions.requesting import submit_broadcast
from civic.broadcasts.actions.testing import send_test
from civic.broadcasts.model import Broadcast, BroadcastState
from civic.communities.rules import Action
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.audiences.words import rule_in_words
from handlers.broadcasts.card import headcount_words
from handlers.broadcasts.desk import AtDraft, Desk, at_desk
from handlers.broadcasts.standing import present
from handlers.effects import Reply, Send, Toast, Unbutton
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.broadcasts import CheckPress, SubmitPress, TryPress
from handlers.screens.broadcasts.checking import Ahead, check_screen
from handlers.screens.broadcasts.drafts import tried_screen
from handlers.screens.screen import Screen
from handlers.screens.why import why_not
from locales.catalog import Say


def build_checking_router() -> Router:
    router = Router(name="broadcasts-checking")
    router.callback_query.middleware(AtDraft())
    router.callback_query.register(try_out, Pressed(TryPress))
    router.callback_query.register(check, Pressed(CheckPress))
    router.callback_query.register(submit, Pressed(SubmitPress))
    return router


async def try_out(
    _query: CallbackQuery, draft: Broadcast, desk: Desk, work: Work, say: Say, now: datetime
) -> Reply:
    """The messages as they will come, then the way on below them."""
    await send_test(
        draft.id,
        desk.official,
        broadcasts=work.broadcasts,
        communities=work.communities,
        officials=work.officials,
        outbox=work.outbox,
        audit=work.audit,
        now=now,
    )
    return [
        Toast(text=say("broadcast-trying")),
        Unbutton(),
        Send(screen=tried_screen(draft, say=say)),
    ]


async def check(
    _query: CallbackQuery, draft: Broadcast, desk: Desk, work: Work, say: Say, now: datetime
) -> Reply:
    return await _checked(draft, desk, work, say, now)


async def _checked(draft: Broadcast, desk: Desk, work: Work, say: Say, now: datetime) -> Screen:
    outlook = await outlook_of(
        draft,
        desk.official,
        desk.town,
        broadcasts=work.broadcasts,
        audiences=work.audiences,
        communities=work.communities,
        officials=work.officials,
        surveys=work.surveys,
        outlets=work.channels,
        now=now,
    )
    bound = await work.channels.some(desk.town.id, draft.channels)
    ahead = Ahead(
        audience=await rule_in_words(draft.audience, desk.town, work, say),
        headcount=await headcount_words(draft, desk, work, say, now),
        channels=tuple(bound[chat].title for chat in draft.channels if chat in bound),
        zone=desk.town.timezone,
        takes=None if isinstance(outlook, Refusal) else outlook,
        problem=why_not(outlook, say) if isinstance(outlook, Refusal) else "",
    )
    return check_screen(draft, ahead, say=say)


async def submit(
    _query: CallbackQuery,
    press: SubmitPress,
    draft: Broadcast,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """A second press finds no draft any more, and shows how it stands."""
    desk = at_desk(person, Action.SEND_BROADCAST)
    going = await submit_broadcast(
        draft.id,
        desk.official,
        seen=press.seen,
        broadcasts=work.broadcasts,
        audiences=work.audiences,
        communities=work.communities,
        officials=work.officials,
        surveys=work.surveys,
        outlets=work.channels,
        outbox=work.outbox,
        audit=work.audit,
        now=now,
    )
    is_asked = going.state is BroadcastState.REQUESTED
    key = "broadcast-asked-for" if is_asked else "broadcast-on-its-way"
    return [
        Toast(text=say(key, number=say.number(going.number))),
        await present(going.id, person, work, say, now),
    ]
