"""A photo of an asset, taken by whoever serves the town."""

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.assets.actions.keeping import show_photo
from civic.communities.rules import Action, check_may
from civic.kernel.ids import AssetId
from civic.kernel.photos import check_photo
from civic.unit_of_work import Work
from handlers.assets.waiting import AssetForm
from handlers.effects import Reply, Send
from handlers.fetched import Fetched, fetched
from handlers.person import Person
from handlers.photos import bring_photo, is_photo
from handlers.press_filter import Pressed
from handlers.presses.assets import AssetPhotoPress
from handlers.screens.assets.card import ask_photo_screen, photo_taken_screen
from locales.catalog import Say


class Photographed(Filter):
    """A photo, or what may be meant as one."""

    async def __call__(self, message: Message) -> bool:
        return is_photo(message)


def build_router() -> Router:
    router = Router(name="asset-photos")
    router.message.register(take_photo, StateFilter(AssetForm.photo), Photographed())
    router.callback_query.register(ask_photo, Pressed(AssetPhotoPress))
    return router


async def ask_photo(
    _query: CallbackQuery, press: AssetPhotoPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    official = check_may(person.official, Action.SEE_ASSETS)
    asset = await work.assets.asset(official.community, press.asset)
    kind = await work.assets.kind(official.community, asset.kind)
    await state.set_state(AssetForm.photo)
    await state.set_data({"asset": asset.id})
    return Send(screen=ask_photo_screen(asset, kind, say=say))


async def take_photo(message: Message, person: Person, state: FSMContext) -> Reply:
    """Of several sent at once the last to come is kept."""
    check_may(person.official, Action.SEE_ASSETS)
    asset = (await state.get_data())["asset"]
    return bring_photo(message, then="asset-photo", params={"asset": asset})


@fetched("asset-photo")
async def keep_photo(given: Fetched) -> Reply:
    official = check_may(given.person.official, Action.SEE_ASSETS)
    check_photo(given.content)
    work, town = given.work, official.community
    photo = await work.photos.take(town, official.account, given.content, now=given.now)
    asset = await show_photo(
        AssetId(int(str(given.params["asset"]))), photo, community=town, by=official.account,
        assets=work.assets, audit=work.audit, now=given.now,
    )  # fmt: skip
    return Send(screen=photo_taken_screen(asset, say=given.say))
