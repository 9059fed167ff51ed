"""Ready answers: said with one press, written and translated by those who say them."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Role
from civic.communities.rules import Action
from civic.kernel.ids import AnswerTemplateId, IdMaker
from civic.kernel.language import LANGUAGES, Language, language_of
from civic.kernel.refusal import NotFound
from civic.service_requests.actions.handling import finish_request
from civic.service_requests.rules.transitions import Step
from civic.service_requests.templates.actions import (
    agency_of,
    check_keeps,
    remove_template,
    translate_template,
    write_template,
)
from civic.service_requests.templates.model import AnswerTemplate, TemplateUse
from civic.unit_of_work import Work
from handlers.effects import Reply, Show, Toast
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_office import (
    NewTemplatePress,
    RemoveTemplatePress,
    SeeTemplatePress,
    TemplatePress,
    TemplatesPress,
    UseTemplatePress,
    WordTemplatePress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_templates import (
    chosen_screen,
    template_screen,
    templates_screen,
    uses_screen,
    writing_screen,
)
from handlers.service_requests.office_card import card_of
from handlers.service_requests.office_desk import (
    AtRequest,
    RequestOffice,
    leave_form,
    leaving_request_forms,
    request_office,
)
from handlers.service_requests.office_steps import (
    WORDS,
    after_step,
    at_own_request,
    expect_words,
    is_open_to,
    ready_for,
    stands_otherwise,
)
from locales.catalog import Say


class AnswerTemplateForm(StatesGroup):
    text = State()


def build_templates_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-templates"))
    router.callback_query.register(see, Pressed(SeeTemplatePress))
    router.callback_query.register(use, Pressed(UseTemplatePress))
    router.callback_query.register(show_all, Pressed(TemplatesPress))
    router.callback_query.register(show_one, Pressed(TemplatePress))
    router.callback_query.register(ask_new, Pressed(NewTemplatePress))
    router.callback_query.register(ask_words, Pressed(WordTemplatePress))
    router.callback_query.register(remove, Pressed(RemoveTemplatePress))
    router.message.register(take_text, StateFilter(AnswerTemplateForm.text), Typed())
    return router


# --- Said.


async def see(
    _query: CallbackQuery,
    press: SeeTemplatePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, press.step):
        return await stands_otherwise(at, work, say, now)
    template = await _ready(at, press.step, press.template, work)
    # Whoever wants other words types them.
    await expect_words(at, press.step, state)
    language = await _language_of_asker(at, work)
    return chosen_screen(await card_of(at, work, say, now), press.step, template, language, say=say)


async def use(
    _query: CallbackQuery,
    press: UseTemplatePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, press.step):
        return await stands_otherwise(at, work, say, now)
    template = await _ready(at, press.step, press.template, work)
    text = template.texts.in_(await _language_of_asker(at, work))
    if press.step == Step.FINISH.value:
        moved = await finish_request(
            at.desk.town.id, at.request.id, note=text, by=at.desk.official, desk=work, now=now
        )
    else:
        moved = await WORDS[press.step](at, text, work, now)
    return await after_step(press.step, at.with_request(moved), work, say, now)


async def _ready(
    at: AtRequest, step: str, template: AnswerTemplateId, work: Work
) -> AnswerTemplate:
    """Raise NotFound when it was taken away, or is another agency's."""
    for one in await ready_for(at, step, work):
        if one.id == template:
            return one
    raise NotFound("answer-template-gone")


async def _language_of_asker(at: AtRequest, work: Work) -> Language:
    if at.request.asker is None:
        return at.desk.town.languages[0]
    return (await work.residents.resident(at.desk.town.id, at.request.asker)).language


# --- Kept.


async def show_all(
    _query: CallbackQuery, press: TemplatesPress, person: Person, work: Work, say: Say
) -> Reply:
    return await _all(person, work, say, page=max(press.page, 0))


async def _all(person: Person, work: Work, say: Say, *, page: int = 0) -> Screen:
    """Of one's own agency and of everybody; an administrator sees every agency's."""
    desk = await request_office(person, work, action=Action.HANDLE_REQUESTS)
    kept = await work.answer_templates.all(desk.town.id)
    if desk.official.role is not Role.ADMINISTRATOR:
        kept = [one for one in kept if one.agency in {None, agency_of(desk.official)}]
    return templates_screen(kept, page=page, say=say)


async def show_one(
    _query: CallbackQuery, press: TemplatePress, person: Person, work: Work, say: Say
) -> Reply:
    desk = await request_office(person, work, action=Action.HANDLE_REQUESTS)
    template = await work.answer_templates.template(desk.town.id, press.template)
    return _one(template, desk, say)


def _one(template: AnswerTemplate, desk: RequestOffice, say: Say) -> Screen:
    is_administrator = desk.official.role is Role.ADMINISTRATOR
    may_keep = is_administrator or desk.official.agency == template.agency
    return template_screen(template, desk.agencies, may_keep=may_keep, say=say)


async def ask_new(
    _query: CallbackQuery,
    press: NewTemplatePress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    desk = await request_office(person, work, action=Action.HANDLE_REQUESTS)
    if press.use not in set(TemplateUse):
        return uses_screen(say=say)
    await state.set_state(AnswerTemplateForm.text)
    language = desk.town.languages[0]
    await state.update_data(use=press.use, language=language, template=None)
    return writing_screen(press.use, language=language, say=say)


async def ask_words(
    _query: CallbackQuery,
    press: WordTemplatePress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    desk = await request_office(person, work, action=Action.HANDLE_REQUESTS)
    template = await work.answer_templates.template(desk.town.id, press.template)
    check_keeps(desk.official, template)
    if press.language not in LANGUAGES:
        raise NotFound("not-found")
    language = language_of(press.language)
    await state.set_state(AnswerTemplateForm.text)
    await state.update_data(use=template.use.value, language=language, template=template.id)
    return writing_screen(template.use.value, language=language, say=say)


async def take_text(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    desk = await request_office(person, work, action=Action.HANDLE_REQUESTS)
    data = await state.get_data()
    language = language_of(data["language"])
    if data["template"] is None:
        kept = await write_template(
            desk.town.id, AnswerTemplateId(new_id(now)), TemplateUse(data["use"]), typed,
            language=language, by=desk.official, templates=work.answer_templates,
            audit=work.audit, now=now,
        )  # fmt: skip
    else:
        kept = await translate_template(
            desk.town.id, AnswerTemplateId(data["template"]), typed, language=language,
            by=desk.official, templates=work.answer_templates, audit=work.audit, now=now,
        )  # fmt: skip
    await leave_form(state)
    return Show(screen=_one(kept, desk, say), replaces=True)


async def remove(
    _query: CallbackQuery,
    press: RemoveTemplatePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk = await request_office(person, work, action=Action.HANDLE_REQUESTS)
    await remove_template(
        desk.town.id, press.template, by=desk.official, templates=work.answer_templates,
        audit=work.audit, now=now,
    )  # fmt: skip
    said = Toast(text=say("office-template-removed"))
    return [said, Show(screen=await _all(person, work, say))]
