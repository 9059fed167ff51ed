"""A resident makes an official appeal of a request: what it is, who they are, how to answer."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.appeals.actions.filing import file_appeal, may_appeal
from civic.appeals.model import AppealDraft, ReplyBy
from civic.appeals.rules import email_of, full_name_of, residence_of
from civic.kernel.ids import IdMaker, ServiceRequestId
from civic.kernel.refusal import NotFound
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Show, Toast, effects_of
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.appeals import (
    AppealDraftPress,
    AppealPress,
    AppealReplyPress,
    AskAppealPress,
    FileAppealPress,
    WriteAppealPress,
)
from handlers.presses.service_requests import FilePress
from handlers.screens.appeals.residents import (
    appeal_screen,
    email_screen,
    explain_screen,
    name_screen,
    reply_screen,
    residence_screen,
    summary_screen,
)
from handlers.screens.screen import Screen
from handlers.service_requests.filing import file as file_signal
from handlers.service_requests.sitting import asker_of
from locales.catalog import Say

_LATELY = 20


class AppealForm(StatesGroup):
    name = State()
    residence = State()
    reply = State()
    email = State()
    summary = State()


def build_filing_router() -> Router:
    router = Router(name="appeals-filing")
    router.message.register(take_name, StateFilter(AppealForm.name), Typed())
    router.message.register(take_residence, StateFilter(AppealForm.residence), Typed())
    router.message.register(take_email, StateFilter(AppealForm.email), Typed())
    presses = router.callback_query
    presses.register(explain, Pressed(AppealPress))
    presses.register(from_draft, Pressed(AppealDraftPress))
    presses.register(begin, Pressed(WriteAppealPress))
    presses.register(ask, Pressed(AskAppealPress))
    presses.register(reply_by, Pressed(AppealReplyPress))
    presses.register(file, Pressed(FileAppealPress))
    return router


async def explain(
    _query: CallbackQuery, press: AppealPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    """In a message of its own: the request's card stays where it is."""
    await state.clear()
    return Send(screen=await _explained(press.request, person, work, say))


async def _explained(request: ServiceRequestId, person: Person, work: Work, say: Say) -> Screen:
    resident, town = asker_of(person)
    stage = await may_appeal(town.id, request, by=resident, desk=work)
    filed = await work.appeals.of_author(town.id, resident.id, limit=_LATELY)
    known = next((one for one in filed if one.request == request), None)
    if known is not None:
        return appeal_screen(known, zone=town.timezone, say=say)
    return explain_screen(request, stage.request.number, say=say)


async def from_draft(
    query: CallbackQuery, press: AppealDraftPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """The services get the request at once; the appeal about it is the next message."""
    resident, town = asker_of(person)
    told = await file_signal(query, FilePress(press.draft), person, work, say, state, now, new_id)
    lately = await work.service_requests.of_resident(town.id, resident.id, limit=_LATELY)
    filed = next((one for one in lately if one.draft == press.draft), None)
    if filed is None:
        return told
    return [*effects_of(told), Send(screen=await _explained(filed.id, person, work, say))]


async def begin(
    _query: CallbackQuery, press: WriteAppealPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime,
) -> Reply:  # fmt: skip
    """With what they wrote before, also about another request: it is the same person."""
    resident, town = asker_of(person)
    await may_appeal(town.id, press.request, by=resident, desk=work)
    kept = await work.appeals.draft(town.id, resident.id)
    begun = kept or AppealDraft(
        community=town.id, resident=resident.id, request=press.request, changed_at=now
    )
    return await _kept(replace(begun, request=press.request), work, say, state, now)


async def take_name(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext,
    now: datetime,
) -> Reply:  # fmt: skip
    draft = replace(await _draft(person, work), full_name=full_name_of(typed))
    return Show(screen=await _kept(draft, work, say, state, now), replaces=True)


async def take_residence(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext,
    now: datetime,
) -> Reply:  # fmt: skip
    draft = replace(await _draft(person, work), residence=residence_of(typed))
    return Show(screen=await _kept(draft, work, say, state, now), replaces=True)


async def take_email(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext,
    now: datetime,
) -> Reply:  # fmt: skip
    draft = replace(await _draft(person, work), reply_by=ReplyBy.EMAIL, email=email_of(typed))
    return Show(screen=await _kept(draft, work, say, state, now), replaces=True)


async def reply_by(
    _query: CallbackQuery, press: AppealReplyPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime,
) -> Reply:  # fmt: skip
    draft = await _draft(person, work)
    if press.how not in set(ReplyBy):
        raise NotFound("press-outdated")
    if press.how == ReplyBy.EMAIL.value:
        await state.set_state(AppealForm.email)
        return email_screen(say=say)
    draft = replace(draft, reply_by=ReplyBy(press.how), email="")
    return await _kept(draft, work, say, state, now)


async def ask(
    _query: CallbackQuery, press: AskAppealPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    await _draft(person, work)
    if press.part == "reply":
        await state.set_state(AppealForm.reply)
        return reply_screen(say=say)
    if press.part == "residence":
        await state.set_state(AppealForm.residence)
        return residence_screen(say=say)
    await state.set_state(AppealForm.name)
    return name_screen(say=say)


async def _draft(person: Person, work: Work) -> AppealDraft:
    """Raise NotFound when it was filed, or erased, meanwhile."""
    resident, town = asker_of(person)
    kept = await work.appeals.draft(town.id, resident.id)
    if kept is None:
        raise NotFound("press-outdated")
    return kept


async def _kept(
    draft: AppealDraft, work: Work, say: Say, state: FSMContext, now: datetime
) -> Screen:
    """Whatever is still missing, then the summary."""
    await work.appeals.put_draft(replace(draft, changed_at=now))
    if not draft.full_name:
        await state.set_state(AppealForm.name)
        return name_screen(say=say)
    if not draft.residence:
        await state.set_state(AppealForm.residence)
        return residence_screen(say=say)
    if draft.reply_by is None:
        await state.set_state(AppealForm.reply)
        return reply_screen(say=say)
    request = await work.service_requests.request(draft.community, draft.request)
    await state.set_state(AppealForm.summary)
    return summary_screen(
        request.id, request.text, name=draft.full_name, residence=draft.residence,
        reply=draft.email or say(f"appeal-reply-{draft.reply_by.value}"), say=say,
    )  # fmt: skip


async def file(
    _query: CallbackQuery, press: FileAppealPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """Once, however often it is pressed."""
    resident, town = asker_of(person)
    draft = await work.appeals.draft(town.id, resident.id)
    new = draft.new_appeal if draft is not None and draft.request == press.request else None
    if new is None:
        return Show(screen=await _explained(press.request, person, work, say))
    filed = await file_appeal(town.id, new, by=resident, desk=work, new_id=new_id, now=now)
    await work.appeals.drop_draft(town.id, resident.id)
    await state.clear()
    toast = Toast(text=say("appeal-filed", number=say.number(filed.number)))
    return [toast, Show(screen=appeal_screen(filed, zone=town.timezone, say=say))]
