"""Kinds of assets in the office: what there is, who sees it."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.assets.actions.keeping import (
    NAME_LIMIT,
    add_own_kind,
    add_usual_kind,
    retire_kind,
    show_kind,
)
from civic.assets.model import AssetKind
from civic.assets.rules.kinds import USUAL_KINDS, kinds_in_use
from civic.communities.rules import Action, check_may, is_allowed
from civic.kernel.ids import AssetKindId, IdMaker
from civic.kernel.language import language_of
from civic.kernel.refusal import NotFound
from civic.unit_of_work import Work
from handlers.assets.lists import IN_CHAT
from handlers.assets.waiting import AssetForm
from handlers.effects import Reply, Show
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.assets import (
    AddAssetKindPress,
    AssetKindPress,
    AssetsPress,
    RetireKindPress,
    ShowKindPress,
    UsualKindPress,
)
from handlers.screens.assets.office import (
    add_kind_screen,
    ask_retire_kind_screen,
    assets_screen,
    kind_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say


def build_router() -> Router:
    router = Router(name="asset-kinds")
    router.message.register(name_kind, StateFilter(AssetForm.kind_name), Typed())
    router.callback_query.register(show_assets, Pressed(AssetsPress))
    router.callback_query.register(open_kind, Pressed(AssetKindPress))
    router.callback_query.register(ask_kind, Pressed(AddAssetKindPress))
    router.callback_query.register(add_usual, Pressed(UsualKindPress))
    router.callback_query.register(show_or_hide, Pressed(ShowKindPress))
    router.callback_query.register(retire, Pressed(RetireKindPress))
    return router


async def show_assets(
    _query: CallbackQuery, press: AssetsPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    await state.set_state(AssetForm.inventory)
    return await inventory_of(person, work, say, page=press.page)


async def inventory_of(person: Person, work: Work, say: Say, *, page: int = 0) -> Screen:
    official = check_may(person.official, Action.SEE_ASSETS)
    kinds = kinds_in_use(await work.assets.kinds(official.community), for_office=True)
    return assets_screen(
        kinds,
        await work.assets.counts(official.community),
        page=max(0, page),
        may_keep=is_allowed(official, Action.IMPORT_ASSETS),
        say=say,
    )


async def open_kind(
    _query: CallbackQuery, press: AssetKindPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    official = check_may(person.official, Action.SEE_ASSETS)
    kind = await work.assets.kind(official.community, press.kind)
    return await _opened(kind, person, work, say, state)


async def _opened(
    kind: AssetKind, person: Person, work: Work, say: Say, state: FSMContext
) -> Screen:
    """A file that is sent now is of this kind."""
    if kind.retired:
        raise NotFound("asset-kind-gone")
    await state.set_state(AssetForm.inventory)
    await state.set_data({"kind": kind.id})
    counts = await work.assets.counts(kind.community)
    return kind_screen(
        kind,
        counts.get(kind.id, 0),
        may_keep=is_allowed(person.official, Action.IMPORT_ASSETS),
        most=IN_CHAT,
        say=say,
    )


async def ask_kind(
    _query: CallbackQuery, press: AddAssetKindPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    official = check_may(person.official, Action.IMPORT_ASSETS)
    kinds = kinds_in_use(await work.assets.kinds(official.community), for_office=True)
    taken = {kind.code for kind in kinds}
    usual = [one for one in USUAL_KINDS if one.code not in taken]
    await state.set_state(AssetForm.kind_name)
    return add_kind_screen(usual, page=max(0, press.page), say=say)


async def add_usual(
    _query: CallbackQuery, press: UsualKindPress, person: Person, work: Work, say: Say,
    now: datetime, new_id: IdMaker, state: FSMContext,
) -> Reply:  # fmt: skip
    official = check_may(person.official, Action.IMPORT_ASSETS)
    kind = await add_usual_kind(
        press.usual, community=official.community, by=official.account, assets=work.assets,
        audit=work.audit, new_id=new_id, now=now,
    )  # fmt: skip
    return await _opened(kind, person, work, say, state)


async def name_kind(
    _message: Message, typed: str, person: Person, work: Work, say: Say, now: datetime,
    new_id: IdMaker, state: FSMContext,
) -> Reply:  # fmt: skip
    official = check_may(person.official, Action.IMPORT_ASSETS)
    kind = await add_own_kind(
        typed[: 2 * NAME_LIMIT], language_of(say.language), community=official.community,
        by=official.account, assets=work.assets, audit=work.audit, new_id=new_id, now=now,
    )  # fmt: skip
    return Show(screen=await _opened(kind, person, work, say, state), replaces=True)


async def show_or_hide(
    _query: CallbackQuery, press: ShowKindPress, person: Person, work: Work, say: Say,
    now: datetime, state: FSMContext,
) -> Reply:  # fmt: skip
    official = check_may(person.official, Action.IMPORT_ASSETS)
    kind = await show_kind(
        press.kind, is_public=press.is_public, community=official.community,
        by=official.account, assets=work.assets, audit=work.audit, now=now,
    )  # fmt: skip
    return await _opened(kind, person, work, say, state)


async def retire(
    _query: CallbackQuery, press: RetireKindPress, person: Person, work: Work, say: Say,
    now: datetime, state: FSMContext,
) -> Reply:  # fmt: skip
    official = check_may(person.official, Action.IMPORT_ASSETS)
    if not press.is_sure:
        kind = await work.assets.kind(official.community, press.kind)
        count = (await work.assets.counts(official.community)).get(AssetKindId(press.kind), 0)
        return ask_retire_kind_screen(kind, count, say=say)
    await retire_kind(
        press.kind, community=official.community, by=official.account, assets=work.assets,
        audit=work.audit, now=now,
    )  # fmt: skip
    await state.set_state(AssetForm.inventory)
    return await inventory_of(person, work, say)
