"""Somebody else looks at the very messages, and says yes, or no with a reason."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.broadcasts.actions.approving import approve_broadcast, refuse_broadcast
from civic.broadcasts.actions.correcting import drop_correction, waiting_correction
from civic.broadcasts.actions.requesting import take_back
from civic.broadcasts.model import Broadcast, BroadcastState, BroadcastVersion
from civic.broadcasts.rules.approvals import check_may_approve
from civic.communities.rules import Action
from civic.kernel.ids import BroadcastId
from civic.unit_of_work import Work
from handlers.broadcasts.looking import looked_at
from handlers.broadcasts.standing import (
    AtWork,
    at_work,
    correction_screen,
    present,
    present_screen,
)
from handlers.effects import Reply, Send, Show, Toast, Unbutton
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.broadcast_steering import (
    ApprovePress,
    AskRefusalPress,
    DropCorrectionPress,
    FollowPress,
    PreviewPress,
    TakeBackPress,
)
from handlers.screens.broadcasts.approving import ask_refusal_screen
from handlers.surveys.answer import NotACommand
from locales.catalog import Say


class RefusalForm(StatesGroup):
    reason = State()


def build_approving_router() -> Router:
    router = leaving_forms(Router(name="broadcasts-approving"))
    router.callback_query.register(follow, Pressed(FollowPress))
    router.callback_query.register(look, Pressed(PreviewPress))
    router.callback_query.register(approve, Pressed(ApprovePress))
    router.callback_query.register(ask_refusal, Pressed(AskRefusalPress))
    router.callback_query.register(back_to_draft, Pressed(TakeBackPress))
    router.callback_query.register(drop, Pressed(DropCorrectionPress))
    router.message.register(refuse, StateFilter(RefusalForm.reason), NotACommand())
    return router


async def follow(
    _query: CallbackQuery,
    press: FollowPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    return await present(press.broadcast, person, work, say, now)


async def waiting_version(broadcast: Broadcast, work: Work) -> BroadcastVersion | None:
    """What is to be decided of: the request, else a correction."""
    if broadcast.state is BroadcastState.REQUESTED:
        return await work.broadcasts.version(broadcast.community, broadcast.id, broadcast.version)
    return await waiting_correction(broadcast, broadcasts=work.broadcasts)


async def look(
    _query: CallbackQuery,
    press: PreviewPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """The messages as they will look, and the decision below them, where the eyes are."""
    at = await at_work(person, press.broadcast, work)
    waits = await waiting_version(at.broadcast, work)
    if waits is None or waits.number != press.frozen:
        return await _meanwhile(press.broadcast, person, work, say, now)
    is_correction = waits.replaces is not None
    messages = await looked_at(
        at.broadcast, waits.content, at.town, person, work, say, is_corrected=is_correction
    )
    if is_correction:
        card = await correction_screen(at, waits, work, say, now)
    else:
        card = await present_screen(at, work, say, now)
    return [Unbutton(), *messages, Send(screen=card)]


async def _meanwhile(
    broadcast: BroadcastId, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    """An old button, or one pressed twice: how it stands by now."""
    return [
        Toast(text=say("told-changed-meanwhile")),
        await present(broadcast, person, work, say, now),
    ]


async def _deciding(
    broadcast: BroadcastId, version: int, person: Person, work: Work
) -> tuple[AtWork, BroadcastVersion | None]:
    """The version where it still waits; None where it does not, or was changed."""
    at = await at_work(person, broadcast, work, Action.APPROVE_BROADCAST)
    waits = await waiting_version(at.broadcast, work)
    return at, waits if waits is not None and waits.number == version else None


async def approve(
    _query: CallbackQuery,
    press: ApprovePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at, frozen = await _deciding(press.broadcast, press.frozen, person, work)
    if frozen is None:
        return await _meanwhile(press.broadcast, person, work, say, now)
    decided = await approve_broadcast(
        press.broadcast,
        press.frozen,
        at.official,
        broadcasts=work.broadcasts,
        audiences=work.audiences,
        communities=work.communities,
        officials=work.officials,
        bulks=work.bulks,
        outbox=work.outbox,
        audit=work.audit,
        now=now,
    )
    said = say("told-approved-toast")
    if decided.left:
        said = say.n("told-approved-left", decided.left)
    elif decided.is_correction:
        said = say("told-correction-approved-toast")
    return [Toast(text=said), await present(press.broadcast, person, work, say, now)]


async def ask_refusal(
    _query: CallbackQuery,
    press: AskRefusalPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at, frozen = await _deciding(press.broadcast, press.frozen, person, work)
    if frozen is None:
        return await _meanwhile(press.broadcast, person, work, say, now)
    said = await work.broadcasts.approvals(at.town.id, at.broadcast.id)
    check_may_approve(at.broadcast, at.official, at.town, frozen=frozen, approvals=said, now=now)
    await state.set_state(RefusalForm.reason)
    await state.set_data({"broadcast": press.broadcast, "version": press.frozen})
    return ask_refusal_screen(at.broadcast, say=say)


async def refuse(
    message: Message,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    kept = await state.get_data()
    broadcast, version = BroadcastId(kept["broadcast"]), int(kept["version"])
    at, frozen = await _deciding(broadcast, version, person, work)
    if frozen is not None:
        await refuse_broadcast(
            broadcast,
            version,
            message.text or "",
            at.official,
            broadcasts=work.broadcasts,
            communities=work.communities,
            outbox=work.outbox,
            audit=work.audit,
            now=now,
        )
    await state.clear()
    shown = await present(broadcast, person, work, say, now)
    said = "told-refused-toast" if frozen is not None else "told-changed-meanwhile"
    return [Toast(text=say(said)), Show(screen=shown.screen, replaces=True)]


async def back_to_draft(
    _query: CallbackQuery,
    press: TakeBackPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_work(person, press.broadcast, work, Action.SEND_BROADCAST)
    if at.broadcast.state in {BroadcastState.REQUESTED, BroadcastState.SCHEDULED}:
        await take_back(
            press.broadcast, at.official, broadcasts=work.broadcasts,
            communities=work.communities, officials=work.officials, outbox=work.outbox,
            audit=work.audit, now=now,
        )  # fmt: skip
    return await present(press.broadcast, person, work, say, now)


async def drop(
    _query: CallbackQuery,
    press: DropCorrectionPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_work(person, press.broadcast, work)
    waits = await waiting_correction(at.broadcast, broadcasts=work.broadcasts)
    if waits is None or waits.number != press.frozen:
        return await _meanwhile(press.broadcast, person, work, say, now)
    await drop_correction(
        press.broadcast, at.official, broadcasts=work.broadcasts, audit=work.audit, now=now
    )
    return [
        Toast(text=say("told-correction-dropped")),
        await present(press.broadcast, person, work, say, now),
    ]
