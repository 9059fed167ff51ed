"""A resident tells the town of something: the way in, what it is about, where."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.assets.actions.finding import visible_kinds
from civic.kernel.ids import CategoryId, IdMaker
from civic.kernel.language import language_of
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Point
from civic.service_requests.actions.placing import as_written, at_place, at_point
from civic.service_requests.draft import Ask
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.links import page_button_link
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_requests import (
    DEGREE,
    AnewPress,
    AskPress,
    AsTypedPress,
    AtHomePress,
    CategoriesPress,
    ChooseAssetPress,
    ChooseBuildingPress,
    ChooseCategoryPress,
    CourtyardPress,
    DropPhotosPress,
    NewRequestPress,
    ReportAssetPress,
    ReportHerePress,
    SendSpotPress,
    WordlessPress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.asking import (
    NO_ASSET,
    anew_screen,
    not_here_screen,
    spot_screen,
)
from handlers.screens.service_requests.mine import courtyard_screen
from handlers.service_requests.holding import hold, of_asset, taken_up
from handlers.service_requests.offering import takes_requests
from handlers.service_requests.sitting import (
    Desk,
    RequestForm,
    asked_screen,
    asker_of,
    category_screen,
    desk_of,
    home_of_resident,
    next_screen,
)
from locales.catalog import Say


def build_asking_router() -> Router:
    router = Router(name="service-requests-asking")
    router.message.register(courtyard_by_command, Command("courtyard"))
    presses = router.callback_query
    presses.register(courtyard, Pressed(CourtyardPress))
    presses.register(begin, Pressed(NewRequestPress))
    presses.register(begin_anew, Pressed(AnewPress))
    presses.register(ask, Pressed(AskPress))
    presses.register(without_words, Pressed(WordlessPress))
    presses.register(drop_photos, Pressed(DropPhotosPress))
    presses.register(browse_categories, Pressed(CategoriesPress))
    presses.register(choose_category, Pressed(ChooseCategoryPress))
    presses.register(at_home, Pressed(AtHomePress))
    presses.register(ask_spot, Pressed(SendSpotPress))
    presses.register(choose_building, Pressed(ChooseBuildingPress))
    presses.register(choose_asset, Pressed(ChooseAssetPress))
    presses.register(as_typed, Pressed(AsTypedPress))
    presses.register(report_here, Pressed(ReportHerePress))
    presses.register(report_asset, Pressed(ReportAssetPress))
    return router


async def courtyard_by_command(
    _message: Message, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker, public_url: str | None,
) -> Reply:  # fmt: skip
    await state.clear()
    return await courtyard_of(desk_of(person, work, say, state, now, new_id), public_url)


async def courtyard(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker, public_url: str | None,
) -> Reply:  # fmt: skip
    await state.clear()
    return await courtyard_of(desk_of(person, work, say, state, now, new_id), public_url)


async def courtyard_of(desk: Desk, public_url: str | None) -> Screen:
    draft, town = await desk.draft(), desk.town
    return courtyard_screen(
        await home_of_resident(desk),
        takes_requests=await takes_requests(town, desk.work),
        draft=draft if draft.is_begun else None,
        page=page_button_link(public_url, town.slug) if town.has_public_pages else None,
        say=desk.say,
    )


async def begin(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    """With what they wrote before anybody knew what it was for."""
    offered = str((await state.get_data()).get("offered") or "")
    await state.clear()
    desk = desk_of(person, work, say, state, now, new_id)
    if not await takes_requests(desk.town, work):
        return not_here_screen(say=say)
    draft = await desk.draft()
    if draft.is_begun:
        return await hold(draft, desk, {"text": offered})
    if offered:
        return await next_screen(await desk.keep(replace(draft, text=offered)), desk)
    return await asked_screen(Ask.WHAT, draft, desk)


async def begin_anew(
    _query: CallbackQuery, press: AnewPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await desk.draft()
    if draft.id == press.draft and not press.is_sure:
        return anew_screen(draft, say=say)
    if draft.id == press.draft:
        await work.request_drafts.drop(draft.community, draft.resident, with_files=True)
        draft = await desk.draft()
    draft, brought = await taken_up(draft, desk, is_new=True)
    return [*brought, Show(screen=await next_screen(draft, desk))]


async def ask(
    _query: CallbackQuery, press: AskPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """One question again; without a name: whatever is missing."""
    desk = desk_of(person, work, say, state, now, new_id)
    wanted = next((one for one in Ask if one.value == press.ask), None)
    if wanted is not None:
        return await asked_screen(wanted, await desk.draft(), desk)
    draft, brought = await taken_up(await desk.draft(), desk, is_new=False)
    return [*brought, Show(screen=await next_screen(draft, desk))]


async def without_words(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await desk.draft()
    if draft.pictures:
        draft = await desk.keep(replace(draft, is_wordless=not draft.text))
    return await next_screen(draft, desk)


async def drop_photos(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await desk.draft()
    if draft.files:
        await work.files.erase(draft.community, draft.files)
    draft = await desk.keep(replace(draft, photos=(), coming=0, is_wordless=False))
    return await asked_screen(Ask.WHAT, draft, desk)


async def browse_categories(
    _query: CallbackQuery, press: CategoriesPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    return await category_screen(await desk.draft(), desk, parent=press.parent, page=press.page)


async def choose_category(
    _query: CallbackQuery, press: ChooseCategoryPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    return await with_category(press.category, desk_of(person, work, say, state, now, new_id))


async def with_category(category: CategoryId, desk: Desk) -> Screen:
    """Raise NotFound for one that is offered no more; a group shows what it holds."""
    known = await desk.categories()
    if all(one.id != category for one in known):
        raise NotFound("request-category-gone")
    draft = await desk.draft()
    if any(one.parent == category for one in known):
        return await category_screen(draft, desk, parent=category)
    return await next_screen(await desk.keep(draft.with_category(category)), desk)


async def at_home(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    if desk.resident.home is None:
        raise Refusal("ask-no-home")
    draft = await at_place(
        await desk.draft(), desk.resident.home, language=language_of(say.language),
        places=work.places,
    )  # fmt: skip
    return await next_screen(await desk.keep(draft), desk)


async def ask_spot(_query: CallbackQuery, person: Person, say: Say, state: FSMContext) -> Reply:
    asker_of(person)
    await state.set_state(RequestForm.spot)
    return spot_screen(say=say)


async def choose_building(
    _query: CallbackQuery, press: ChooseBuildingPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await at_place(
        await desk.draft(), press.place, language=language_of(say.language), places=work.places
    )
    return await next_screen(await desk.keep(draft), desk)


async def as_typed(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    typed = (await state.get_data()).get("typed")
    draft = await desk.draft()
    if isinstance(typed, str) and typed:
        draft = await desk.keep(as_written(draft, typed))
    return await next_screen(draft, desk)


async def choose_asset(
    _query: CallbackQuery, press: ChooseAssetPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await desk.draft()
    if press.asset != NO_ASSET:
        found = await work.assets.asset(desk.town.id, press.asset)
        seen = await visible_kinds(desk.town.id, for_office=False, assets=work.assets)
        if found.retired or found.kind not in seen:
            raise NotFound("asset-gone")
        draft = await desk.keep(await of_asset(draft, found.id, desk))
    return await next_screen(draft, desk)


async def report_asset(
    _query: CallbackQuery, press: ReportAssetPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """Who stands before it may tell of it, whether or not the public sees where it stands."""
    desk = desk_of(person, work, say, state, now, new_id)
    await state.clear()
    if not await takes_requests(desk.town, work):
        return not_here_screen(say=say)
    asset = await work.assets.asset(desk.town.id, press.asset)
    if asset.retired:
        raise NotFound("asset-gone")
    draft = await desk.draft()
    if draft.is_begun:
        return await hold(draft, desk, {"asset": asset.id})
    return await next_screen(await desk.keep(await of_asset(draft, asset.id, desk)), desk)


async def report_here(
    _query: CallbackQuery, press: ReportHerePress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """From a location that came by itself."""
    desk = desk_of(person, work, say, state, now, new_id)
    await state.clear()
    if not await takes_requests(desk.town, work):
        return not_here_screen(say=say)
    latitude, longitude = press.latitude / DEGREE, press.longitude / DEGREE
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise NotFound("not-found")
    draft = await desk.draft()
    if draft.is_begun:
        return await hold(draft, desk, {"point": [latitude, longitude]})
    point = Point(latitude=latitude, longitude=longitude)
    draft = await at_point(draft, point, language=language_of(say.language), desk=work)
    return await next_screen(await desk.keep(draft), desk)
