"""Audiences under a name: kept, begun with, deleted; and who is left out."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.audiences.actions import delete_audience, save_audience
from civic.audiences.edits import from_saved, without_saved
from civic.audiences.rules import NAME_LIMIT, check_can_be_saved, check_rule
from civic.communities.rules import Action, check_may
from civic.kernel.ids import IdMaker, SavedAudienceId
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.audiences.choosing import first_of
from handlers.audiences.holding import Holders, holder_of, picking, town_of
from handlers.audiences.words import headcount_in_words, names_of, picked_count
from handlers.effects import Reply, Show, Toast
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.audiences import (
    AudienceExceptPress,
    AudiencePress,
    DeleteSavedPress,
    NameAudiencePress,
    SavedAudiencePress,
    SavedAudiencesPress,
    SubjectId,
    ToggleWithoutSavedPress,
    UseSavedPress,
    WithoutSavedPress,
)
from handlers.screens.audiences.steps import (
    PAGE,
    ask_name_screen,
    except_screen,
    one_saved_screen,
    saved_screen,
    without_saved_screen,
)
from handlers.screens.audiences.words import rule_lines
from handlers.screens.screen import Screen
from locales.catalog import Say


class AudienceNameForm(StatesGroup):
    name = State()


def build_keeping_router() -> Router:
    router = Router(name="audiences-keeping")
    router.message.register(save, StateFilter(AudienceNameForm.name), Typed())
    router.callback_query.register(show_except, Pressed(AudienceExceptPress))
    router.callback_query.register(show_without_saved, Pressed(WithoutSavedPress))
    router.callback_query.register(turn_without_saved, Pressed(ToggleWithoutSavedPress))
    router.callback_query.register(show_saved, Pressed(SavedAudiencesPress))
    router.callback_query.register(show_one_saved, Pressed(SavedAudiencePress))
    router.callback_query.register(use_saved, Pressed(UseSavedPress))
    router.callback_query.register(delete_saved, Pressed(DeleteSavedPress))
    router.callback_query.register(ask_name, Pressed(NameAudiencePress))
    return router


async def show_except(
    _query: CallbackQuery,
    press: AudienceExceptPress,
    person: Person,
    work: Work,
    say: Say,
    holders: Holders,
) -> Reply:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    names = await names_of(picked.rule, town_of(person), work)
    return except_screen(picked, who=rule_lines(picked.rule, names, say), say=say)


async def show_without_saved(
    _query: CallbackQuery,
    press: WithoutSavedPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    return await _without_saved(press, person, work, say, now, holders)


async def turn_without_saved(
    _query: CallbackQuery,
    press: ToggleWithoutSavedPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town = town_of(person)
    if press.on:
        saved = await work.saved_audiences.saved(town.id, press.saved)
        if saved.rule.is_of_officials != picked.rule.is_of_officials:
            raise Refusal("audience-mixed")
    rule = without_saved(picked.rule, press.saved, on=press.on)
    if press.on:
        check_rule(rule, gone=await work.audiences.gone(town.id, rule))
    await holder_of(press.of, holders).keep(press.subject, rule, person, work, now)
    return await _without_saved(press, person, work, say, now, holders)


async def _without_saved(
    press: WithoutSavedPress | ToggleWithoutSavedPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Screen:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town, page = town_of(person), max(0, press.page)
    kept = await work.saved_audiences.all(town.id)
    shown = kept[page * PAGE : (page + 1) * PAGE]
    counted = await picked_count(picked, town, work, say, now)
    return without_saved_screen(picked, shown, page=page, count=len(kept), counted=counted, say=say)


async def show_saved(
    _query: CallbackQuery,
    press: SavedAudiencesPress,
    person: Person,
    work: Work,
    say: Say,
    holders: Holders,
) -> Reply:
    return await _saved(press.of, press.subject, press.page, person, work, say, holders)


async def _saved(
    of: str,
    subject: SubjectId,
    page: int,
    person: Person,
    work: Work,
    say: Say,
    holders: Holders,
) -> Screen:
    picked = await picking(of, subject, holders, person, work, say)
    kept = await work.saved_audiences.all(town_of(person).id)
    page = max(0, page)
    shown = kept[page * PAGE : (page + 1) * PAGE]
    return saved_screen(picked, shown, page=page, count=len(kept), say=say)


async def show_one_saved(
    _query: CallbackQuery,
    press: SavedAudiencePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    return await _one_saved(press, person, work, say, now, holders)


async def _one_saved(
    press: SavedAudiencePress | DeleteSavedPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Screen:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town = town_of(person)
    saved = await work.saved_audiences.saved(town.id, press.saved)
    counted = await headcount_in_words(
        saved.rule,
        town,
        work,
        say,
        topic=picked.topic,
        is_urgent=picked.is_urgent,
        now=now,
    )
    names = await names_of(saved.rule, town, work)
    return one_saved_screen(
        picked,
        saved,
        who=rule_lines(saved.rule, names, say),
        counted=[counted],
        is_sure=isinstance(press, DeleteSavedPress),
        say=say,
    )


async def use_saved(
    _query: CallbackQuery,
    press: UseSavedPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    await picking(press.of, press.subject, holders, person, work, say)
    saved = await work.saved_audiences.saved(town_of(person).id, press.saved)
    holder = holder_of(press.of, holders)
    await holder.keep(press.subject, from_saved(saved), person, work, now)
    first = AudiencePress(of=press.of, subject=press.subject)
    return await first_of(first, person, work, say, now, holders)


async def delete_saved(
    _query: CallbackQuery,
    press: DeleteSavedPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Reply:
    official = check_may(person.official, Action.MANAGE_AUDIENCES)
    if not press.is_sure:
        return await _one_saved(press, person, work, say, now, holders)
    deleted = await delete_audience(
        official.community,
        SavedAudienceId(press.saved),
        by=official.account,
        saved=work.saved_audiences,
        audit=work.audit,
        now=now,
    )
    screen = await _saved(press.of, press.subject, 0, person, work, say, holders)
    return [Toast(text=say("audience-deleted", name=deleted.name)), Show(screen=screen)]


async def ask_name(
    _query: CallbackQuery,
    press: NameAudiencePress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    holders: Holders,
) -> Reply:
    check_may(person.official, Action.MANAGE_AUDIENCES)
    picked = await picking(press.of, press.subject, holders, person, work, say)
    check_can_be_saved(picked.rule)
    names = await names_of(picked.rule, town_of(person), work)
    await state.set_state(AudienceNameForm.name)
    await state.set_data({"of": press.of, "subject": press.subject})
    who = rule_lines(picked.rule, names, say)
    return ask_name_screen(picked, who=who, limit=NAME_LIMIT, say=say)


async def save(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
    holders: Holders,
) -> Reply:
    official = check_may(person.official, Action.MANAGE_AUDIENCES)
    noted = await state.get_data()
    of, subject = noted["of"], SubjectId(noted["subject"])
    picked = await picking(of, subject, holders, person, work, say)
    await save_audience(
        official.community,
        typed,
        picked.rule,
        by=official.account,
        audiences=work.audiences,
        saved=work.saved_audiences,
        audit=work.audit,
        now=now,
        new_id=new_id,
    )
    await state.clear()
    screen = await _saved(of, subject, 0, person, work, say, holders)
    return Show(screen=screen, replaces=True)
