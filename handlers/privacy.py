"""What is kept about me, and erasing it at once."""

import json
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.communities.actions.officials import revoke_official
from civic.residents.actions.privacy import erase_me, tell_all
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Show
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.settings import AskErasePress, ErasePress, PrivacyPress, TellAllPress
from handlers.screens.privacy import (
    ask_erase_screen,
    erased_screen,
    everything_in_words_screen,
    everything_screen,
    privacy_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say

FILE_NAME = "viche-about-me.json"


def build_router() -> Router:
    router = Router(name="privacy")
    router.message.register(privacy_by_command, Command("privacy"))
    router.callback_query.register(privacy, Pressed(PrivacyPress))
    router.callback_query.register(tell_me_all, Pressed(TellAllPress))
    router.callback_query.register(ask_erase, Pressed(AskErasePress))
    router.callback_query.register(erase, Pressed(ErasePress))
    return router


async def privacy_by_command(
    _message: Message, person: Person, say: Say, state: FSMContext
) -> Reply:
    await state.clear()
    return _privacy(person, say)


async def privacy(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    return _privacy(person, say)


def _privacy(person: Person, say: Say) -> Screen:
    shown_on = ""
    if person.resident is not None and person.resident.consent is not None and person.community:
        shown_on = say.day(person.resident.consent.at, person.community.timezone)
    return privacy_screen(shown_on=shown_on, say=say)


async def tell_me_all(
    _query: CallbackQuery, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    told = await tell_all(
        person.account.id,
        residents=work.residents,
        personal=work.personal,
        accountwide=work.accountwide,
        now=now,
    )
    written = json.dumps(told, ensure_ascii=False, indent=2)
    if person.community is None:
        return everything_in_words_screen(written, say=say)
    file = await work.files.put(
        person.community.id, person.account.id, FILE_NAME, "application/json",
        written.encode(), now=now,
    )  # fmt: skip
    return Send(screen=everything_screen(file, say=say))


async def ask_erase(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    return ask_erase_screen(serves=person.official is not None, say=say)


async def erase(
    _query: CallbackQuery,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """Posts are left first: the last administrator of a town must hand it over before."""
    posts = await work.officials.serving(person.account.id)
    for post in posts:
        await revoke_official(
            post.community, post.account, by=post, officials=work.officials,
            audit=work.audit, outbox=work.outbox, now=now,
        )  # fmt: skip
    await erase_me(
        person.account.id,
        residents=work.residents,
        personal=work.personal,
        accountwide=work.accountwide,
        now=now,
    )
    return Show(screen=erased_screen(served=bool(posts), say=say))
