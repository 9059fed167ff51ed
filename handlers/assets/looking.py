"""Looking an asset up in the office: by its number, or near a location."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.assets.actions.finding import (
    find_by_ending,
    find_by_number,
    nearest_assets,
    visible_kinds,
)
from civic.assets.model import Asset
from civic.communities.rules import Action, check_may
from civic.kernel.ids import AssetKindId, FileId
from civic.places.model import Place, Point
from civic.unit_of_work import Work
from handlers.assets.waiting import AssetForm
from handlers.effects import Reply, Send, Show
from handlers.message_filters import Located, Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.assets import (
    AssetKindPress,
    AssetPress,
    AssetSpotPress,
    AssetsPress,
    NearAssetsPress,
)
from handlers.presses.registry import Press
from handlers.screens.assets.card import asset_screen, found_screen, near_screen, spot_screen
from handlers.screens.screen import Screen
from locales.catalog import Say

MOST = 8


def build_router() -> Router:
    router = Router(name="asset-looking")
    router.message.register(look_up, StateFilter(AssetForm.inventory), Typed())
    router.message.register(look_around, StateFilter(AssetForm.inventory), Located())
    router.callback_query.register(show_asset, Pressed(AssetPress))
    router.callback_query.register(show_spot, Pressed(AssetSpotPress))
    router.callback_query.register(show_near, Pressed(NearAssetsPress))
    return router


async def look_up(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    """Of the kind that is open, else of all."""
    official = check_may(person.official, Action.SEE_ASSETS)
    kinds = await visible_kinds(official.community, for_office=True, assets=work.assets)
    wanted = await _open_kind(state)
    among = [wanted] if wanted in kinds else list(kinds)
    town, assets = official.community, work.assets
    found = await find_by_number(typed, community=town, kinds=among, assets=assets, limit=MOST)
    found = found or await find_by_ending(
        typed, community=town, kinds=among, assets=assets, limit=MOST
    )
    if len(found) == 1:
        return Send(screen=await _card(found[0], AssetsPress(), person, work, say))
    return Show(screen=found_screen(found, kinds, typed, say=say), replaces=True)


async def look_around(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    official = check_may(person.official, Action.SEE_ASSETS)
    if message.location is None:
        raise ValueError("a message without a location passed the filter")
    point = Point(latitude=message.location.latitude, longitude=message.location.longitude)
    kinds = await visible_kinds(official.community, for_office=True, assets=work.assets)
    wanted = await _open_kind(state)
    near = await nearest_assets(
        point,
        community=official.community,
        kinds=[wanted] if wanted in kinds else list(kinds),
        assets=work.assets,
    )
    screen = near_screen(near, kinds, back=AssetsPress(), say=say)
    return Show(screen=screen, replaces=True)


async def show_asset(
    _query: CallbackQuery, press: AssetPress, person: Person, work: Work, say: Say
) -> Reply:
    official = check_may(person.official, Action.SEE_ASSETS)
    asset = await work.assets.asset(official.community, press.asset)
    return Send(screen=await _card(asset, AssetKindPress(asset.kind), person, work, say))


async def show_spot(
    _query: CallbackQuery, press: AssetSpotPress, person: Person, work: Work, say: Say
) -> Reply:
    official = check_may(person.official, Action.SEE_ASSETS)
    asset = await work.assets.asset(official.community, press.asset)
    kind = await work.assets.kind(official.community, asset.kind)
    return Send(screen=spot_screen(asset, kind, back=AssetKindPress(asset.kind), say=say))


async def show_near(
    _query: CallbackQuery, press: NearAssetsPress, person: Person, work: Work, say: Say
) -> Reply:
    official = check_may(person.official, Action.SEE_ASSETS)
    asset = await work.assets.asset(official.community, press.asset)
    kinds = await visible_kinds(official.community, for_office=True, assets=work.assets)
    near = await work.assets.nearest(official.community, asset.point, [asset.kind], limit=6)
    others = [one for one in near if one.asset.id != asset.id][:5]
    screen = near_screen(others, kinds, back=AssetKindPress(asset.kind), say=say)
    return Send(screen=screen)


async def _open_kind(state: FSMContext) -> AssetKindId | None:
    kind = (await state.get_data()).get("kind")
    return AssetKindId(kind) if isinstance(kind, int) else None


async def _card(asset: Asset, back: Press, person: Person, work: Work, say: Say) -> Screen:
    kind = await work.assets.kind(asset.community, asset.kind)
    place, photo = await place_of(asset, work), await photo_of(asset, person, work)
    return asset_screen(asset, kind, place, photo, back=back, say=say)


async def photo_of(asset: Asset, person: Person, work: Work) -> FileId | None:
    """None until it is developed, and when whoever took it had it erased."""
    is_of_town = person.community is not None and person.community.id == asset.community
    if asset.photo is None or not is_of_town:
        return None
    is_developed = await work.photos.is_developed(asset.community, asset.photo)
    return asset.photo if is_developed else None


async def place_of(asset: Asset, work: Work) -> Place | None:
    if asset.place is None:
        return None
    return (await work.places.some(asset.community, [asset.place])).get(asset.place)
