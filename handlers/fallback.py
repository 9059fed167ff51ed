"""What fits no question: an answer that makes sense all the same. The last router to be asked."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.service_requests.rules.guessing import guess_categories
from civic.unit_of_work import Work
from handlers.effects import Reply, Show, Toast
from handlers.menu import home_of
from handlers.message_filters import Said
from handlers.person import Person
from handlers.screens.fallback import form_waits_screen, likely_screen, lost_screen
from handlers.screens.screen import Screen
from handlers.service_requests.offering import takes_requests
from locales.catalog import Say

HOME_WORDS = ("меню", "menu")
_SILENT = frozenset({"pinned_message", "message_auto_delete_timer_changed", "new_chat_title"})
_BY_KIND = {
    "text": "fallback-text",
    "sticker": "fallback-sticker",
    "animation": "fallback-sticker",
    "dice": "fallback-sticker",
    "voice": "fallback-voice",
    "audio": "fallback-voice",
    "video": "fallback-video",
    "video_note": "fallback-video",
    "photo": "fallback-photo",
    "document": "fallback-document",
    "contact": "fallback-contact",
    "location": "fallback-location",
    "venue": "fallback-location",
    "poll": "fallback-poll",
}


def build_router() -> Router:
    router = Router(name="fallback")
    router.message.register(home_by_word, Said(HOME_WORDS))
    router.message.register(lost)
    router.edited_message.register(edited)
    router.callback_query.register(outdated)
    return router


async def home_by_word(_message: Message, person: Person, say: Say, state: FSMContext) -> Reply:
    await state.clear()
    return home_of(person, say)


async def lost(message: Message, person: Person, work: Work, say: Say, state: FSMContext) -> Reply:
    if message.content_type in _SILENT or await _is_said_already(message, state):
        return None
    text = message.text or ""
    if await state.get_state() is not None and not text.startswith("/"):
        return form_waits_screen(say=say)
    if message.forward_origin is not None:
        return _lost("fallback-forwarded", person, say)
    if text.startswith("/"):
        return _lost("fallback-command", person, say)
    return await _likely(message, person, work, say, state)


async def _likely(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext
) -> Screen:
    """What they may have meant; where the town takes requests, most of all such a one."""
    key = _BY_KIND.get(message.content_type, "fallback-other")
    town = person.community if person.resident is not None else None
    if town is None or not await takes_requests(town, work):
        return _lost(key, person, say)
    if message.text:
        # What they wrote is what they would report: they need not write it again.
        await state.update_data(offered=message.text)
        known = await work.request_categories.all(town.id)
        for likely in guess_categories(message.text, known, limit=1):
            return likely_screen(likely, town, say=say)
    return _lost(key, person, say, may_report=True)


def _lost(key: str, person: Person, say: Say, *, may_report: bool = False) -> Screen:
    return lost_screen(
        key,
        person.community,
        is_official=person.official is not None,
        may_report=may_report,
        say=say,
    )


async def edited(message: Message, person: Person, say: Say) -> Reply:
    """A live location edits its message all the time; nobody meant to say anything by that."""
    if message.text is None and message.caption is None:
        return None
    return _lost("fallback-edited", person, say)


async def outdated(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    """A forged press, one of an older version, or of a form that is over: the present state."""
    return [Toast(text=say("press-outdated")), Show(screen=home_of(person, say))]


async def _is_said_already(message: Message, state: FSMContext) -> bool:
    """An album comes as several messages: they are one thing and get one answer."""
    if message.media_group_id is None:
        return False
    if (await state.get_data()).get("album") == message.media_group_id:
        return True
    await state.update_data(album=message.media_group_id)
    return False
