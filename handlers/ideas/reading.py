"""A neighbour reads the ideas of their courtyard, and stands behind some."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.ideas.actions.supporting import seen_idea, support_idea, take_support_back
from civic.ideas.actions.wishing import withdraw_idea
from civic.ideas.model import Idea, IdeaStatus
from civic.kernel.ids import IdeaId, IdMaker
from civic.kernel.refusal import NotFound
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Show, Toast, Unbutton
from handlers.ideas.sitting import IdeaDeskAtHand, at_hand, request_number, shown
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.ideas import (
    IdeaBesidePress,
    IdeaPress,
    IdeaSpotPress,
    IdeasPress,
    SupportBesidePress,
    SupportIdeaPress,
    WithdrawIdeaPress,
)
from handlers.screens.ideas.residents import (
    PAGE,
    ask_withdraw_screen,
    ideas_screen,
    no_yard_screen,
)
from handlers.screens.navigation import ways
from handlers.screens.screen import Screen, Spot
from locales.catalog import Say

SEEN = (IdeaStatus.GATHERING, IdeaStatus.BECAME)


def build_reading_router() -> Router:
    router = Router(name="ideas-reading")
    presses = router.callback_query
    presses.register(list_ideas, Pressed(IdeasPress))
    presses.register(show, Pressed(IdeaPress))
    presses.register(show_beside, Pressed(IdeaBesidePress))
    presses.register(support, Pressed(SupportIdeaPress))
    presses.register(support_beside, Pressed(SupportBesidePress))
    presses.register(show_spot, Pressed(IdeaSpotPress))
    presses.register(withdraw, Pressed(WithdrawIdeaPress))
    return router


async def list_ideas(
    _query: CallbackQuery, press: IdeasPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    await state.clear()
    return await listed(press.page, at_hand(person, work, say, state, now, new_id))


async def listed(page: int, desk: IdeaDeskAtHand) -> Screen:
    yard = await desk.yard()
    if yard is None:
        return no_yard_screen(say=desk.say)
    page = max(0, page)
    found = await desk.work.ideas.of_courtyard(
        desk.town.id, yard.id, SEEN, offset=page * PAGE, limit=PAGE + 1
    )
    return ideas_screen(
        yard,
        found[:PAGE],
        await desk.work.ideas.rules(desk.town.id),
        page=page,
        is_more=len(found) > PAGE,
        has_draft=await desk.work.ideas.draft_of(desk.town.id, desk.resident.id) is not None,
        say=desk.say,
    )


async def show(
    _query: CallbackQuery, press: IdeaPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    await state.clear()
    return await shown(press.idea, at_hand(person, work, say, state, now, new_id))


async def show_beside(
    _query: CallbackQuery, press: IdeaBesidePress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = at_hand(person, work, say, state, now, new_id)
    return Send(screen=await shown(press.idea, desk))


async def support(
    _query: CallbackQuery, press: SupportIdeaPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = at_hand(person, work, say, state, now, new_id)
    if press.on:
        toast = await _supported(press.idea, desk)
    else:
        await take_support_back(desk.town.id, press.idea, by=desk.resident, desk=work)
        toast = Toast(text=say("idea-support-taken-back"))
    return [toast, Show(screen=await shown(press.idea, desk))]


async def support_beside(
    _query: CallbackQuery, press: SupportBesidePress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = at_hand(person, work, say, state, now, new_id)
    toast = await _supported(press.idea, desk)
    return [toast, Unbutton(), Send(screen=await shown(press.idea, desk))]


async def _supported(idea: IdeaId, desk: IdeaDeskAtHand) -> Toast:
    found: Idea = await support_idea(
        desk.town.id, idea, by=desk.resident, desk=desk.work, new_id=desk.new_id, now=desk.now
    )
    number = await request_number(found, desk.work)
    if number is not None:
        return Toast(text=desk.say("idea-support-last", number=desk.say.number(number)))
    return Toast(text=desk.say.n("idea-support-thanks", found.supporters))


async def show_spot(
    _query: CallbackQuery, press: IdeaSpotPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = at_hand(person, work, say, state, now, new_id)
    found = await seen_idea(desk.town.id, press.idea, by=desk.resident, desk=work)
    if found.point is None:
        raise NotFound("idea-gone")
    spot = Spot(latitude=found.point.latitude, longitude=found.point.longitude)
    text = say("idea-heading", number=say.number(found.number or 0))
    return Send(screen=Screen(text=text, spot=spot, rows=ways(say, IdeaPress(found.id))))


async def withdraw(
    _query: CallbackQuery, press: WithdrawIdeaPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = at_hand(person, work, say, state, now, new_id)
    if not press.is_sure:
        found = await seen_idea(desk.town.id, press.idea, by=desk.resident, desk=work)
        if found.author != desk.resident.id:
            raise NotFound("idea-gone")
        return ask_withdraw_screen(found, say=say)
    await withdraw_idea(desk.town.id, press.idea, by=desk.resident, desk=work, now=now)
    return [Toast(text=say("idea-withdrawn")), Show(screen=await listed(0, desk))]
