"""Officials see who waits, read, take in hand, pass on."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.dialogues.actions.handling import pass_to_colleague, pass_to_desk, take_dialogue
from civic.dialogues.rules import check_open, check_passes, colleagues_of, holder_of
from civic.kernel.ids import IdMaker
from civic.unit_of_work import Work
from handlers.dialogues.desks import AtDesk, at_desk
from handlers.dialogues.shown import dialogue_card, dialogues_list
from handlers.effects import Reply, Send, Show, Toast, Unbutton
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.dialogues import (
    AskPassPress,
    DialoguePress,
    DialoguesPress,
    PassToAgencyPress,
    PassToColleaguePress,
    TakePress,
    WholeLinesPress,
)
from handlers.screens.dialogues.office import passing_screen
from handlers.screens.dialogues.wording import LINES_PAGE, office_label, whole_screens
from locales.catalog import Say


def build_office_router() -> Router:
    router = leaving_forms(Router(name="dialogues-office"))
    router.callback_query.register(listed, Pressed(DialoguesPress))
    router.callback_query.register(show, Pressed(DialoguePress))
    router.callback_query.register(show_whole, Pressed(WholeLinesPress))
    router.callback_query.register(take, Pressed(TakePress))
    router.callback_query.register(ask_pass, Pressed(AskPassPress))
    router.callback_query.register(pass_on, Pressed(PassToColleaguePress))
    router.callback_query.register(pass_away, Pressed(PassToAgencyPress))
    return router


async def listed(
    _query: CallbackQuery, press: DialoguesPress, person: Person, work: Work, say: Say
) -> Reply:
    return await dialogues_list(person, work, say, which=press.which, page=max(press.page, 0))


async def show(
    _query: CallbackQuery,
    press: DialoguePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_desk(person, press.dialogue, work, now)
    return await dialogue_card(at, work, say, page=max(press.page, 0))


async def show_whole(
    _query: CallbackQuery,
    press: WholeLinesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_desk(person, press.dialogue, work, now)
    lines = await work.dialogues.lines(
        at.town.community.id,
        at.dialogue.id,
        offset=max(press.page, 0) * LINES_PAGE,
        limit=LINES_PAGE,
    )
    # The card goes on below them, where the eyes are.
    whole = [Send(screen=one) for one in whole_screens(lines[::-1])]
    card = await dialogue_card(at, work, say, page=max(press.page, 0))
    return [Unbutton(), *whole, Send(screen=card)]


async def take(
    _query: CallbackQuery,
    press: TakePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_desk(person, press.dialogue, work, now)
    taken = await take_dialogue(
        at.dialogue, by=at.official, desk=at.desk, dialogues=work.dialogues,
        outbox=work.outbox, audit=work.audit, now=now,
    )  # fmt: skip
    at = AtDesk(official=at.official, town=at.town, dialogue=taken, desk=at.desk)
    number = say.number(taken.number)
    return [
        Toast(text=say("dialogue-taken-toast", number=number)),
        Show(screen=await dialogue_card(at, work, say)),
    ]


async def ask_pass(
    _query: CallbackQuery,
    press: AskPassPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_desk(person, press.dialogue, work, now)
    check_open(at.dialogue)
    check_passes(at.dialogue, at.official, at.desk)
    colleagues = colleagues_of(at.official, at.desk)
    page = max(press.page, 0)
    return passing_screen(at.dialogue, colleagues, at.town.agencies, page=page, say=say)


async def pass_on(
    _query: CallbackQuery,
    press: PassToColleaguePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    at = await at_desk(person, press.dialogue, work, now)
    passed = await pass_to_colleague(
        at.dialogue, press.account, by=at.official, desk=at.desk, dialogues=work.dialogues,
        outbox=work.outbox, audit=work.audit, now=now, new_id=new_id,
    )  # fmt: skip
    present = AtDesk(official=at.official, town=at.town, dialogue=passed, desk=at.desk)
    holder = holder_of(passed, at.desk)
    said = say("dialogue-passed-toast", to=holder.name if holder else "")
    return [Toast(text=said), Show(screen=await dialogue_card(present, work, say))]


async def pass_away(
    _query: CallbackQuery,
    press: PassToAgencyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    at = await at_desk(person, press.dialogue, work, now)
    agency = press.agency or None
    if agency is not None:
        await work.officials.agency(at.town.community.id, agency)
    to = at.town.desk(agency, now)
    await pass_to_desk(
        at.dialogue, to, by=at.official, desk=at.desk, dialogues=work.dialogues,
        outbox=work.outbox, audit=work.audit, now=now, new_id=new_id,
    )  # fmt: skip
    said = say("dialogue-passed-toast", to=office_label(to.name, say))
    return [
        Toast(text=said),
        Show(screen=await dialogues_list(person, work, say, which="waiting", page=0)),
    ]
