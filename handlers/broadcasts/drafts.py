"""The list of broadcasts, a draft's card, its topic, a copy, the bin."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.broadcasts.actions.writing import copy_broadcast, discard_broadcast
from civic.broadcasts.model import Broadcast, BroadcastState
from civic.communities.rules import Action, is_allowed
from civic.kernel.ids import BroadcastId, IdMaker
from civic.kernel.refusal import NotFound
from civic.residents.model import Topic
from civic.unit_of_work import Work
from handlers.broadcasts.card import draft_card
from handlers.broadcasts.desk import AtDraft, Desk, at_desk, edited
from handlers.effects import Reply, Show, Toast
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.broadcasts import (
    BroadcastsPress,
    CopyBroadcastPress,
    DiscardBroadcastPress,
    DraftPress,
    MorePress,
    SetTopicPress,
)
from handlers.screens.broadcasts.drafts import (
    LIST,
    TOPICS,
    broadcasts_screen,
    discard_screen,
    more_screen,
    topic_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say

EVERY_STATE = frozenset(BroadcastState)


def build_list_router() -> Router:
    router = leaving_forms(Router(name="broadcasts-list"))
    router.callback_query.register(show_list, Pressed(BroadcastsPress))
    router.callback_query.register(copy, Pressed(CopyBroadcastPress))
    return router


def build_drafts_router() -> Router:
    router = Router(name="broadcasts-drafts")
    router.callback_query.middleware(AtDraft())
    router.callback_query.register(show_draft, Pressed(DraftPress))
    router.callback_query.register(show_more, Pressed(MorePress))
    router.callback_query.register(set_topic, Pressed(SetTopicPress))
    router.callback_query.register(discard, Pressed(DiscardBroadcastPress))
    return router


async def show_list(
    _query: CallbackQuery, press: BroadcastsPress, person: Person, work: Work, say: Say
) -> Reply:
    return await broadcasts_list(person, work, say, page=press.page)


async def broadcasts_list(person: Person, work: Work, say: Say, *, page: int = 0) -> Screen:
    """The newest first, whatever has become of them."""
    desk = at_desk(person, Action.STEER_BROADCAST)
    page = max(page, 0)
    listed = await work.broadcasts.in_states(
        desk.town.id, EVERY_STATE, offset=page * LIST, limit=LIST
    )
    count = await work.broadcasts.count(desk.town.id, EVERY_STATE)
    may_write = is_allowed(desk.official, Action.COMPOSE_BROADCAST)
    return broadcasts_screen(listed, page=page, count=count, may_write=may_write, say=say)


async def show_draft(
    _query: CallbackQuery, draft: Broadcast, desk: Desk, work: Work, say: Say, now: datetime
) -> Reply:
    return await draft_card(draft, desk, work, say, now)


async def show_more(_query: CallbackQuery, draft: Broadcast, say: Say) -> Reply:
    return more_screen(draft, say=say)


async def set_topic(
    _query: CallbackQuery,
    press: SetTopicPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    if not press.topic:
        return topic_screen(draft, say=say)
    topic = topic_named(press.topic)
    edit = await edited(draft.id, lambda one: replace(one, topic=topic), desk, work, now)
    return await draft_card(edit.broadcast, desk, work, say, now)


def topic_named(name: str) -> Topic:
    topic = next((known for known in TOPICS if known.value == name), None)
    if topic is None:
        raise NotFound("not-found")
    return topic


async def copy(
    _query: CallbackQuery,
    press: CopyBroadcastPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    """Also of what was sent long ago."""
    desk = at_desk(person)
    made = await copy_broadcast(
        press.broadcast,
        BroadcastId(new_id(now)),
        desk.official,
        broadcasts=work.broadcasts,
        audit=work.audit,
        now=now,
    )
    return [
        Toast(text=say("broadcast-copied", number=say.number(made.number))),
        Show(screen=await draft_card(made, desk, work, say, now)),
    ]


async def discard(
    _query: CallbackQuery,
    press: DiscardBroadcastPress,
    draft: Broadcast,
    desk: Desk,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    if not press.is_sure:
        return discard_screen(draft, say=say)
    await state.clear()
    await discard_broadcast(
        draft.id, desk.official, broadcasts=work.broadcasts, audit=work.audit, now=now
    )
    return [
        Toast(text=say("broadcast-discarded", number=say.number(draft.number))),
        Show(screen=await broadcasts_list(person, work, say)),
    ]
