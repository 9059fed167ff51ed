"""A label's code opens what it sticks on, also for somebody the bot never met."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from civic.kernel.ids import AssetId, CommunityId, IdMaker
from civic.kernel.refusal import NotFound
from civic.residents.actions.joining import join_town
from civic.unit_of_work import Work
from handlers.assets.looking import photo_of, place_of
from handlers.deep_links import Opened
from handlers.effects import Reply, Send, Show
from handlers.links import id_in
from handlers.person import Person
from handlers.presses.dialogues import TalkPress
from handlers.presses.service_requests import ReportAssetPress
from handlers.screens.assets.card import label_screen
from handlers.screens.screen import Button, Screen
from handlers.screens.start import move_screen, privacy_sentence
from locales.catalog import Say


def build_router() -> Router:
    router = Router(name="assets-arriving")
    router.message.register(arrive, CommandStart(), Opened("o"))
    return router


async def arrive(
    _message: Message, link_parts: tuple[str, ...], person: Person, work: Work, say: Say,
    now: datetime, new_id: IdMaker, state: FSMContext,
) -> Reply:  # fmt: skip
    """Language and courtyard can wait; the sentence of privacy cannot."""
    await state.clear()
    town, asset = named_asset(link_parts)
    lives_in = person.community if person.resident is not None else None
    if lives_in is not None and lives_in.id != town:
        community = await work.communities.community(town)
        return move_screen(lives_in, community, say=say)
    if lives_in is not None:
        return await _labelled(town, asset, person, work, say)
    await work.assets.asset(town, asset)
    await join_town(
        person.account, town, accounts=work.accounts, residents=work.residents, now=now,
        new_id=new_id,
    )  # fmt: skip
    met = await work.people.find(person.account.id) or person
    screen = await _labelled(town, asset, met, work, say)
    return [Send(screen=Screen(text=privacy_sentence(say))), Show(screen=screen, of=town)]


def named_asset(parts: tuple[str, ...]) -> tuple[CommunityId, AssetId]:
    """Raise NotFound for what is no link of a label."""
    ids = [found for part in parts if (found := id_in(part)) is not None]
    if len(parts) != 2 or len(ids) != 2:
        raise NotFound("asset-gone")
    return CommunityId(ids[0]), AssetId(ids[1])


async def _labelled(
    town: CommunityId, asset: AssetId, person: Person, work: Work, say: Say
) -> Screen:
    found = await work.assets.asset(town, asset)
    kind = await work.assets.kind(town, found.kind)
    first = Button(label=say("menu-talk"), press=TalkPress().pack())
    if any(not one.retired for one in await work.request_categories.all(town)):
        first = Button(label=say("asset-report"), press=ReportAssetPress(asset).pack())
    place, photo = await place_of(found, work), await photo_of(found, person, work)
    return label_screen(found, kind, place, photo, rows=((first,),), say=say)
