"""When a broadcast goes, in which hours, until when it matters, and whether it is urgent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.broadcasts.actions.writing import Edited
from civic.broadcasts.model import Broadcast, Timing, Urgency
from civic.broadcasts.rules.approvals import URGENT_WITHIN
from civic.broadcasts.rules.clock import EVENING, MORNING, moment_typed, on_day, window_typed
from civic.broadcasts.rules.content import checked_reason
from civic.kernel.ids import BroadcastId
from civic.kernel.refusal import NotFound
from civic.unit_of_work import Work
from handlers.broadcasts.desk import AtDraft, Desk, at_desk, edited
from handlers.effects import Reply, Show
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.broadcasts import (
    ExpiryPress,
    StartsPress,
    TimingPress,
    UrgentPress,
    WindowPress,
)
from handlers.screens.broadcasts.timing import (
    ANY,
    HOURS,
    expiry_screen,
    hours_screen,
    starts_screen,
    timing_screen,
    urgent_screen,
)
from locales.catalog import Say

A_DAY = timedelta(days=1)


class TimingForm(StatesGroup):
    starts = State()
    hours = State()
    expiry = State()
    reason = State()


def build_timing_router() -> Router:
    router = Router(name="broadcasts-timing")
    router.callback_query.middleware(AtDraft())
    router.callback_query.register(show, Pressed(TimingPress))
    router.callback_query.register(set_start, Pressed(StartsPress))
    router.callback_query.register(set_hours, Pressed(WindowPress))
    router.callback_query.register(set_expiry, Pressed(ExpiryPress))
    router.callback_query.register(set_urgent, Pressed(UrgentPress))
    router.message.register(take_start, StateFilter(TimingForm.starts), Typed())
    router.message.register(take_hours, StateFilter(TimingForm.hours), Typed())
    router.message.register(take_expiry, StateFilter(TimingForm.expiry), Typed())
    router.message.register(take_reason, StateFilter(TimingForm.reason), Typed())
    return router


async def show(_query: CallbackQuery, draft: Broadcast, desk: Desk, say: Say) -> Reply:
    return timing_screen(draft, desk.town.timezone, say=say)


# --- From when.


async def set_start(
    _query: CallbackQuery,
    press: StartsPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    if not press.when:
        await _expect(TimingForm.starts, draft, state)
        return starts_screen(draft, desk.town.timezone, now=now, say=say)
    zone = ZoneInfo(desk.town.timezone)
    moments = {
        "now": None,
        "evening": on_day(0, EVENING, zone, now=now),
        "morning": on_day(1, MORNING, zone, now=now),
    }
    if press.when not in moments:
        raise NotFound("not-found")
    starts = moments[press.when]
    edit = await _timed(draft.id, lambda one: replace(one, starts_at=starts), desk, work, now)
    return timing_screen(edit.broadcast, desk.town.timezone, say=say)


async def take_start(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    desk = at_desk(person)
    starts = moment_typed(typed, ZoneInfo(desk.town.timezone), now=now)
    return await _typed(lambda one: replace(one, starts_at=starts), desk, work, say, now, state)


# --- In which hours of the day.


async def set_hours(
    _query: CallbackQuery,
    press: WindowPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    if not press.hours:
        await _expect(TimingForm.hours, draft, state)
        return hours_screen(draft, say=say)
    window: tuple[time, time] | None = None
    if press.hours in HOURS:
        window = window_typed(press.hours)
    elif press.hours != ANY:
        raise NotFound("not-found")
    edit = await _timed(draft.id, lambda one: replace(one, window=window), desk, work, now)
    return timing_screen(edit.broadcast, desk.town.timezone, say=say)


async def take_hours(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    desk, window = at_desk(person), window_typed(typed)
    return await _typed(lambda one: replace(one, window=window), desk, work, say, now, state)


# --- Until when it matters.


async def set_expiry(
    _query: CallbackQuery,
    press: ExpiryPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    if not press.when:
        await _expect(TimingForm.expiry, draft, state)
        return expiry_screen(draft, say=say)
    begins = max(now, draft.timing.starts_at or now)
    zone = ZoneInfo(desk.town.timezone)
    moments = {
        "day": on_day(1, time(0), zone, now=begins),
        "next": begins + A_DAY,
        "never": None,
    }
    if press.when not in moments:
        raise NotFound("not-found")
    ends = moments[press.when]
    edit = await _timed(draft.id, lambda one: replace(one, expires_at=ends), desk, work, now)
    return timing_screen(edit.broadcast, desk.town.timezone, say=say)


async def take_expiry(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    desk = at_desk(person)
    ends = moment_typed(typed, ZoneInfo(desk.town.timezone), now=now)
    return await _typed(lambda one: replace(one, expires_at=ends), desk, work, say, now, state)


# --- How urgent.


async def set_urgent(
    _query: CallbackQuery,
    press: UrgentPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    if press.off:
        edit = await edited(draft.id, lambda one: replace(one, urgency=None), desk, work, now)
        return timing_screen(edit.broadcast, desk.town.timezone, say=say)
    used = await work.broadcasts.urgent_since(desk.town.id, now - URGENT_WITHIN, but=draft.id)
    limit = desk.town.urgent_a_week
    if used < limit:
        await _expect(TimingForm.reason, draft, state)
    return urgent_screen(draft, left=limit - used, limit=limit, say=say)


async def take_reason(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    """What is urgent goes at any hour: hours of the day are left."""
    desk, urgency = at_desk(person), Urgency(reason=checked_reason(typed))

    def urgent(one: Broadcast) -> Broadcast:
        return replace(one, urgency=urgency, timing=replace(one.timing, window=None))

    broadcast = BroadcastId((await state.get_data())["broadcast"])
    edit = await edited(broadcast, urgent, desk, work, now)
    await state.clear()
    screen = timing_screen(edit.broadcast, desk.town.timezone, say=say)
    return Show(screen=screen, replaces=True)


Retimed = Callable[[Timing], Timing]


async def _expect(form: State, draft: Broadcast, state: FSMContext) -> None:
    await state.set_state(form)
    await state.set_data({"broadcast": draft.id})


async def _typed(
    change: Retimed, desk: Desk, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    broadcast = BroadcastId((await state.get_data())["broadcast"])
    edit = await _timed(broadcast, change, desk, work, now)
    await state.clear()
    screen = timing_screen(edit.broadcast, desk.town.timezone, say=say)
    return Show(screen=screen, replaces=True)


async def _timed(
    broadcast: BroadcastId, change: Retimed, desk: Desk, work: Work, now: datetime
) -> Edited:
    return await edited(
        broadcast, lambda one: replace(one, timing=change(one.timing)), desk, work, now
    )
