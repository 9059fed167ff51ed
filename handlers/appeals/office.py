"""The office reads appeals, sets their terms, answers them in writing."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.appeals.actions.answering import (
    answer_appeal,
    extend_appeal,
    office_appeal,
    set_office_email,
    shorten_appeal,
)
from civic.appeals.model import Appeal
from civic.appeals.rules import answer_of, check_open, check_pdf
from civic.communities.model import Community, Official
from civic.communities.rules import Action, check_may, is_allowed
from civic.kernel.ids import AppealId, IdMaker
from civic.kernel.refusal import NotFound, Refusal
from civic.unit_of_work import Work
from handlers.effects import FetchFile, Reply, Send, Show, Toast
from handlers.fetched import Fetched, fetched
from handlers.leaving import leaving_forms
from handlers.message_filters import Documented, Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.appeals import (
    AnswerAppealPress,
    AnsweredAppealsPress,
    AppealDeskPress,
    AppealEmailPress,
    AppealPaperPress,
    ExtendAppealPress,
    NoAppealEmailPress,
    OfficeAppealPress,
    SendAnswerPress,
    ShortenAppealPress,
)
from handlers.screens.appeals.office import (
    PAGE,
    ask_answer_screen,
    ask_reason_screen,
    check_answer_screen,
    desk_screen,
    email_screen,
    office_appeal_screen,
)
from handlers.screens.navigation import ways
from handlers.screens.screen import Screen
from locales.catalog import Say
from locales.catalog import say as speak

WRITTEN = "appeal_answer"
"""Where the conversation keeps what is to be looked at before it leaves."""


class AppealOfficeForm(StatesGroup):
    answer = State()
    reason = State()
    email = State()


def build_office_router() -> Router:
    router = leaving_forms(Router(name="appeals-office"))
    router.message.register(take_answer, StateFilter(AppealOfficeForm.answer), Typed())
    router.message.register(take_file, StateFilter(AppealOfficeForm.answer), Documented())
    router.message.register(take_reason, StateFilter(AppealOfficeForm.reason), Typed())
    router.message.register(take_email, StateFilter(AppealOfficeForm.email), Typed())
    presses = router.callback_query
    presses.register(desk, Pressed(AppealDeskPress))
    presses.register(answered, Pressed(AnsweredAppealsPress))
    presses.register(show, Pressed(OfficeAppealPress))
    presses.register(show_paper, Pressed(AppealPaperPress))
    presses.register(ask_answer, Pressed(AnswerAppealPress))
    presses.register(send_answer, Pressed(SendAnswerPress))
    presses.register(ask_reason, Pressed(ExtendAppealPress))
    presses.register(shorten, Pressed(ShortenAppealPress))
    presses.register(ask_email, Pressed(AppealEmailPress))
    presses.register(no_email, Pressed(NoAppealEmailPress))
    return router


async def desk(
    _query: CallbackQuery, press: AppealDeskPress, person: Person, work: Work, say: Say,
    now: datetime,
) -> Reply:  # fmt: skip
    return await _listed(press.page, person, work, say, now, is_open=True)


async def answered(
    _query: CallbackQuery, press: AnsweredAppealsPress, person: Person, work: Work, say: Say,
    now: datetime,
) -> Reply:  # fmt: skip
    return await _listed(press.page, person, work, say, now, is_open=False)


async def _listed(
    page: int, person: Person, work: Work, say: Say, now: datetime, *, is_open: bool
) -> Screen:
    """Numbers and days alone: whose they are stands behind each."""
    official, office = _clerk(person)
    page = max(0, page)
    found = await work.appeals.page(office.id, is_open=is_open, offset=page * PAGE, limit=PAGE)
    return desk_screen(
        found,
        page=page,
        count=await work.appeals.count(office.id, is_open=is_open),
        is_open=is_open,
        sets_rules=is_allowed(official, Action.SET_REQUEST_RULES),
        zone=office.timezone,
        now=now,
        say=say,
    )


async def show(
    _query: CallbackQuery, press: OfficeAppealPress, person: Person, work: Work, say: Say,
    now: datetime,
) -> Reply:  # fmt: skip
    official, office = _clerk(person)
    found, _stage = await office_appeal(press.appeal, by=official, desk=work)
    return office_appeal_screen(found, zone=office.timezone, now=now, say=say)


async def show_paper(
    _query: CallbackQuery, press: AppealPaperPress, person: Person, work: Work, say: Say
) -> Reply:
    official, _office = _clerk(person)
    found, _stage = await office_appeal(press.appeal, by=official, desk=work)
    if found.paper is None:
        raise NotFound("appeal-gone")
    text = say("appeal-paper-again", number=say.number(found.number))
    rows = ways(say, OfficeAppealPress(found.id))
    return Send(screen=Screen(text=text, document=found.paper, rows=rows))


async def ask_answer(
    _query: CallbackQuery, press: AnswerAppealPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    found = await _ask(press.appeal, AppealOfficeForm.answer, person, work, state)
    return ask_answer_screen(found, say=say)


async def ask_reason(
    _query: CallbackQuery, press: ExtendAppealPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    found = await _ask(press.appeal, AppealOfficeForm.reason, person, work, state)
    return ask_reason_screen(found, say=say)


async def _ask(
    appeal: AppealId, form: State, person: Person, work: Work, state: FSMContext
) -> Appeal:
    official, _office = _clerk(person)
    found, _stage = await office_appeal(appeal, by=official, desk=work)
    check_open(found)
    await state.set_state(form)
    await state.set_data({"appeal": found.id})
    return found


async def take_answer(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    official, _office = _clerk(person)
    appeal = AppealId((await state.get_data())["appeal"])
    found, _stage = await office_appeal(appeal, by=official, desk=work)
    check_open(found)
    words = answer_of(typed)
    await state.set_state(None)
    await state.set_data({"appeal": appeal, WRITTEN: words})
    return Show(screen=check_answer_screen(found, words, say=say), replaces=True)


async def send_answer(
    _query: CallbackQuery, press: SendAnswerPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """It cannot be taken back, so it leaves by a press and not by a slip of the pen."""
    official, office = _clerk(person)
    data = await state.get_data()
    if data.get("appeal") != press.appeal or WRITTEN not in data:
        found = await _ask(press.appeal, AppealOfficeForm.answer, person, work, state)
        return ask_answer_screen(found, say=say)
    kept = await answer_appeal(
        press.appeal, data[WRITTEN], None, subject=_subject(office), by=official, desk=work,
        new_id=new_id, now=now,
    )  # fmt: skip
    await state.clear()
    return office_appeal_screen(kept, zone=office.timezone, now=now, say=say)


async def take_file(message: Message, person: Person, state: FSMContext) -> Reply:
    """A PDF; the words under it go with it."""
    _clerk(person)
    document = message.document
    appeal = (await state.get_data()).get("appeal")
    if document is None or not isinstance(appeal, int):
        raise NotFound("appeal-gone")
    return FetchFile(
        file_id=document.file_id,
        name=document.file_name or "",
        size=document.file_size or 0,
        then="appeal-answer",
        params={"appeal": appeal, "words": message.caption or ""},
    )


@fetched("appeal-answer")
async def answer_with_file(given: Fetched) -> Reply:
    """The form waits for words still when it is no PDF."""
    official, office = _clerk(given.person)
    check_pdf(given.content)
    appeal = AppealId(int(str(given.params["appeal"])))
    found, _stage = await office_appeal(appeal, by=official, desk=given.work)
    check_open(found)
    file = await given.work.files.put(
        office.id,
        None,
        speak(office.languages[0])("appeal-answer-file", number=found.number),
        "application/pdf",
        given.content,
        stays=True,
        now=given.now,
    )
    kept = await answer_appeal(
        appeal, str(given.params["words"]), file, subject=_subject(office), by=official,
        desk=given.work, new_id=given.new_id, now=given.now,
    )  # fmt: skip
    screen = office_appeal_screen(kept, zone=office.timezone, now=given.now, say=given.say)
    return Send(screen=screen)


def _subject(office: Community) -> str:
    language = office.languages[0]
    return speak(language)("appeal-answer-subject", town=office.name.in_(language))


async def take_reason(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext,
    now: datetime,
) -> Reply:  # fmt: skip
    official, office = _clerk(person)
    appeal = AppealId((await state.get_data())["appeal"])
    kept = await extend_appeal(appeal, typed, by=official, desk=work, now=now)
    await state.clear()
    screen = office_appeal_screen(kept, zone=office.timezone, now=now, say=say)
    return Show(screen=screen, replaces=True)


async def shorten(
    _query: CallbackQuery, press: ShortenAppealPress, person: Person, work: Work, say: Say,
    now: datetime,
) -> Reply:  # fmt: skip
    official, office = _clerk(person)
    kept = await shorten_appeal(press.appeal, by=official, desk=work, now=now)
    screen = office_appeal_screen(kept, zone=office.timezone, now=now, say=say)
    return [Toast(text=say("appeal-shortened")), Show(screen=screen)]


async def ask_email(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    _sets, office = _administrator(person)
    await state.set_state(AppealOfficeForm.email)
    return email_screen(await work.appeals.rules(office.id), say=say)


async def take_email(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext,
    now: datetime,
) -> Reply:  # fmt: skip
    official, _office = _administrator(person)
    rules = await set_office_email(typed, by=official, desk=work, now=now)
    await state.clear()
    return Show(screen=email_screen(rules, say=say), replaces=True)


async def no_email(
    _query: CallbackQuery, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    official, _office = _administrator(person)
    return email_screen(await set_office_email("", by=official, desk=work, now=now), say=say)


def _clerk(person: Person) -> tuple[Official, Community]:
    return _may(person, Action.HANDLE_REQUESTS)


def _administrator(person: Person) -> tuple[Official, Community]:
    return _may(person, Action.SET_REQUEST_RULES)


def _may(person: Person, action: Action) -> tuple[Official, Community]:
    official = check_may(person.official, action)
    if person.office is None:
        raise Refusal("not-allowed")
    return official, person.office
