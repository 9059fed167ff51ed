"""Whatever is sent while a request is being written: words, a place, photos, a voice message."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from civic.assets.actions.finding import (
    BESIDE,
    NEAREST,
    find_by_ending,
    find_by_number,
    nearest_assets,
    visible_kinds,
)
from civic.assets.model import Asset, AssetKind
from civic.assets.rules.numbers import names_alone
from civic.kernel.abuse import check_words
from civic.kernel.ids import AssetKindId, IdMaker
from civic.kernel.language import language_of
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import Refusal
from civic.places.actions import search_address
from civic.places.model import Point
from civic.service_requests.actions.placing import at_place, at_point
from civic.service_requests.draft import Ask, Draft
from civic.service_requests.model import Category
from civic.service_requests.rules.filing import (
    ADDRESS_LIMIT,
    CONTACT_LIMIT,
    PHOTOS_LIMIT,
    cleaned_text,
)
from civic.service_requests.rules.guessing import guess_categories
from civic.surveys.answering.rules import matching_options, why_unfit, written
from civic.unit_of_work import Work
from handlers.dialogues.sitting import is_said_already
from handlers.effects import Reply, Send, Show
from handlers.person import Person
from handlers.photos import is_photo
from handlers.screens.fallback import form_waits_screen
from handlers.screens.screen import Screen
from handlers.screens.service_requests.asking import (
    FOUND,
    found_screen,
    full_screen,
    nearest_screen,
)
from handlers.screens.why import why_not
from handlers.service_requests.files import bring_file
from handlers.service_requests.holding import held_files, hold, noted, of_asset
from handlers.service_requests.map_search import offer_map
from handlers.service_requests.offering import takes_requests
from handlers.service_requests.sitting import (
    Desk,
    RequestForm,
    asked_screen,
    category_screen,
    desk_of,
    next_screen,
    show_question,
)
from handlers.service_requests.words import Sent
from locales.catalog import LANGUAGES, Say
from locales.catalog import say as speak

PLACE_STATES = (RequestForm.place, RequestForm.spot)
GOES_ON = frozenset(
    one.state for one in (RequestForm.category, RequestForm.nearby, RequestForm.summary)
)
"""Where more words are more of the same; while they are asked for, they replace what was said."""
SEARCHED_WORDS = 2
"""So few, amid categories, look for one of them."""


class ShownOrSpoken(Filter):
    """A photo or a voice message that nobody asked for, in a town that takes requests."""

    async def __call__(self, message: Message, person: Person, work: Work) -> bool:
        is_meant = bool(message.photo or message.voice) and message.forward_origin is None
        if not is_meant or person.resident is None:
            return False
        return await takes_requests(person.community, work)


def build_taking_router() -> Router:
    router = Router(name="service-requests-taking")
    router.message.register(take, StateFilter(RequestForm), Sent())
    return router


def build_unasked_router() -> Router:
    """Behind every form: what is sent without a question may be the beginning of a request."""
    router = Router(name="service-requests-unasked")
    router.message.register(take_unasked, StateFilter(None), ShownOrSpoken())
    return router


async def take(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker, *, has_map_search: bool,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    desk = replace(desk, has_map_search=has_map_search)
    if message.location is not None:
        return await _take_place(message, desk)
    if message.voice is not None or is_photo(message):
        return await _take_file(message, desk)
    if message.text is None:
        return form_waits_screen(say=say)
    return await _take_words(message.text, desk)


async def take_unasked(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    """It begins a request; where one was begun before, it may belong there."""
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await desk.draft()
    if not draft.is_begun:
        await state.clear()
        return await _take_file(message, desk)
    is_again = await is_said_already(message, state)
    files = await held_files(desk) if is_again else []
    brought = bring_file(message, then="request-draft-file", params={"draft": draft.id})
    files.append(noted(brought, message.caption or ""))
    screen = await hold(draft, desk, {"files": files[:PHOTOS_LIMIT]})
    return None if is_again else screen


async def _take_file(message: Message, desk: Desk) -> Reply:
    """An album is one thing: it is answered once."""
    draft = await desk.draft()
    is_again = await is_said_already(message, desk.state)
    is_picture = message.voice is None
    brought = bring_file(message, then="request-draft-file", params={"draft": draft.id})
    if is_picture and draft.pictures >= PHOTOS_LIMIT:
        if await _is_told_full(message, desk):
            return None
        return Send(screen=full_screen(say=desk.say))
    words = await _checked(cleaned_text(message.caption or ""), draft, desk)
    text = draft.text or words
    coming = draft.coming + is_picture
    # Whoever speaks has said it.
    is_wordless = not text and (draft.is_wordless or not is_picture)
    draft = await desk.keep(replace(draft, text=text, coming=coming, is_wordless=is_wordless))
    screen = await _after_file(draft, desk, message, is_again=is_again)
    # Of an album the first is answered; the answer then counts how many there are.
    return [brought, Show(screen=screen, replaces=not is_again, changes=is_again)]


async def _after_file(draft: Draft, desk: Desk, message: Message, *, is_again: bool) -> Screen:
    """The question at hand again, or the next one where the words came with the photo."""
    at_hand = await desk.state.get_state()
    is_spoken = message.voice is not None
    if at_hand in {None, RequestForm.what.state} and not is_spoken:
        return await (next_screen(draft, desk) if message.caption else _ask_what(draft, desk))
    screen = await next_screen(draft, desk)
    if is_again:
        return screen
    added = desk.say("ask-voice-added" if is_spoken else "ask-photo-added")
    return replace(screen, text=f"{added}\n\n{screen.text}")


async def _ask_what(draft: Draft, desk: Desk) -> Screen:
    return await asked_screen(Ask.WHAT, draft, desk)


async def _is_told_full(message: Message, desk: Desk) -> bool:
    if message.media_group_id is None:
        return False
    told = (await desk.state.get_data()).get("told_full") == message.media_group_id
    await desk.state.update_data(told_full=message.media_group_id)
    return told


async def _take_words(typed: str, desk: Desk) -> Reply:
    at_hand = await desk.state.get_state()
    draft = await desk.draft()
    if at_hand in {state.state for state in PLACE_STATES}:
        return await _take_address(typed, draft, desk, had_key=at_hand == RequestForm.spot.state)
    if at_hand == RequestForm.question.state:
        return await _take_answer(typed, draft, desk)
    if at_hand == RequestForm.category.state and len(typed.split()) <= SEARCHED_WORDS:
        found = guess_categories(typed, await desk.categories(), limit=7)
        if found and draft.text:
            return Show(screen=await category_screen(draft, desk, only=found), replaces=True)
    if at_hand == RequestForm.contact.state:
        draft = replace(draft, contact=_contact(typed))
    else:
        goes_on = at_hand in GOES_ON and draft.text
        words = cleaned_text(f"{draft.text}\n{typed}" if goes_on else typed)
        words = await _checked(words, draft, desk)
        draft = replace(draft, text=words, is_wordless=False)
    return Show(screen=await next_screen(await desk.keep(draft), desk), replaces=True)


async def _checked(words: str, draft: Draft, desk: Desk) -> str:
    """Raise Refusal for abuse, at once and not at the end; nobody minds words in danger."""
    category = await desk.category_of(draft)
    if category is None:
        category = next(iter(guess_categories(words, await desk.categories(), limit=1)), None)
    if category is None or not category.is_emergency:
        check_words(words)
    return words


def _contact(typed: str) -> str:
    line = " ".join(typed.split())
    if len(line) > CONTACT_LIMIT:
        raise Refusal("ask-contact-long", limit=CONTACT_LIMIT)
    return line


async def _take_answer(typed: str, draft: Draft, desk: Desk) -> Reply:
    """Typed words answer the question at hand, or search its options."""
    category = await desk.category_of(draft)
    number = (await desk.state.get_data()).get("question")
    asked = category.questions if category is not None else ()
    if category is None or not isinstance(number, int) or not 1 <= number <= len(asked):
        return Show(screen=await next_screen(draft, desk), replaces=True)
    question, before = asked[number - 1], draft.answers.get(number)
    why = why_unfit(question, typed, before)
    if why is not None:
        found = matching_options(question, typed) if why.key == "survey-press-a-button" else []
        note = desk.say("survey-several-match") if found else why_not(why, desk.say)
        screen = await show_question(
            number, draft, category, desk, only=found[:8] or None, note=note
        )
        return Show(screen=screen, replaces=True)
    draft = await desk.keep(draft.with_answer(number, written(question, typed, before)))
    return Show(screen=await next_screen(draft, desk), replaces=True)


async def _take_place(message: Message, desk: Desk) -> Reply:
    """A location, a place from the map; of a live location where it is now."""
    location, say = message.location, desk.say
    if location is None:
        raise ValueError("a message without a location was taken for a place")
    point = Point(latitude=location.latitude, longitude=location.longitude)
    title = message.venue.title if message.venue else ""
    draft = await at_point(
        await desk.draft(), point, title=title, language=language_of(say.language), desk=desk.work
    )
    had_key = await desk.state.get_state() == RequestForm.spot.state
    draft = await desk.keep(draft)
    screen = await _which_asset(draft, point, desk) or await next_screen(draft, desk)
    if location.live_period:
        live = Send(screen=Screen(text=say("ask-live-location"), keys=()))
        return [live, Show(screen=screen)]
    return _shown(screen, say, had_key=had_key)


async def _which_asset(draft: Draft, point: Point, desk: Desk) -> Screen | None:
    """Where its category is about things that the town lists: which of those around."""
    category = await desk.category_of(draft)
    kinds = await visible_kinds(desk.town.id, for_office=False, assets=desk.work.assets)
    if category is None or category.asset_kind not in kinds:
        return None
    near = await nearest_assets(
        point, community=desk.town.id, kinds=[category.asset_kind], assets=desk.work.assets,
        within=BESIDE,
    )  # fmt: skip
    if not near:
        return None
    await desk.state.set_state(RequestForm.place)
    named = [(one, _called(kinds[one.asset.kind], one.asset.label, desk.say)) for one in near]
    return nearest_screen(named, say=desk.say)


async def _take_address(typed: str, draft: Draft, desk: Desk, *, had_key: bool) -> Reply:
    """The number on a thing, or a street and a house; else as it was written."""
    if had_key and typed.strip().lower() in _labels("cancel"):
        return _shown(await asked_screen(Ask.PLACE, draft, desk), desk.say, had_key=True)
    kinds = await _kinds_meant(await desk.category_of(draft), desk)
    assets = await _numbered(typed, kinds, desk)
    understood = await search_address(typed, community=desk.town.id, places=desk.work.places)
    exact = [one for one in understood.suggestions if one.exact]
    every = [name for kind in kinds.values() for name in kind.name.texts.values()]
    if not assets and not understood.suggestions and names_alone(typed, every):
        assets = await find_by_ending(
            typed, community=desk.town.id, kinds=list(kinds), assets=desk.work.assets, limit=FOUND
        )
    is_alone = len(assets) == 1 and names_alone(typed, [*every, assets[0].label])
    if is_alone and not exact:
        draft = await desk.keep(await of_asset(draft, assets[0].id, desk))
        return _shown(await next_screen(draft, desk), desk.say, had_key=had_key)
    if len(exact) == 1 and not assets:
        draft = await at_place(
            draft, exact[0].building.place.id, language=language_of(desk.say.language),
            places=desk.work.places,
        )  # fmt: skip
        screen = await next_screen(await desk.keep(draft), desk)
        return _shown(screen, desk.say, had_key=had_key)
    await desk.state.set_state(RequestForm.place)
    await desk.state.update_data(typed=clean_line(typed, ADDRESS_LIMIT))
    offered = [(one.id, _called(kinds[one.kind], one.label, desk.say)) for one in assets]
    screen = found_screen(typed, offered, understood.suggestions, say=desk.say)
    return _shown(await offer_map(screen, typed, draft, desk), desk.say, had_key=had_key)


async def _numbered(typed: str, kinds: Mapping[AssetKindId, AssetKind], desk: Desk) -> list[Asset]:
    if not any(letter.isdigit() for letter in typed):
        return []
    return await find_by_number(
        typed, community=desk.town.id, kinds=list(kinds), assets=desk.work.assets, limit=NEAREST
    )


def _shown(screen: Screen, say: Say, *, had_key: bool) -> Reply:
    """The key beside the text field goes away with a message of its own."""
    if not had_key:
        return Show(screen=screen, replaces=True)
    return [Send(screen=Screen(text=say("ask-spot-taken"), keys=())), Show(screen=screen)]


async def _kinds_meant(category: Category | None, desk: Desk) -> dict[AssetKindId, AssetKind]:
    kinds = await visible_kinds(desk.town.id, for_office=False, assets=desk.work.assets)
    if category is not None and category.asset_kind in kinds:
        return {category.asset_kind: kinds[category.asset_kind]}
    return kinds


def _called(kind: AssetKind, number: str, say: Say) -> str:
    return say("ask-asset-title", kind=kind.name.in_(language_of(say.language)), number=number)


def _labels(key: str) -> frozenset[str]:
    return frozenset(speak(language)(key).lower() for language in LANGUAGES)
