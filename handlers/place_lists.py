"""The town's list of places in the office: an administrator sends a file, sees, and keeps."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.rules import Action, check_may
from civic.kernel.ids import IdMaker
from civic.kernel.refusal import Refusal
from civic.places.actions import import_places, within
from civic.places.model import PlaceKind, WantedList
from civic.places.ports import PlaceSource
from civic.unit_of_work import Work
from handlers.effects import FetchFile, Reply, Send
from handlers.fetched import Fetched, fetched
from handlers.leaving import leaving_forms
from handlers.message_filters import Documented
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.places import AskRetirePress, ImportPlacesPress, PlacesOfficePress
from handlers.screens.place_lists import (
    ask_retire_screen,
    being_kept_screen,
    dry_run_screen,
    place_list_screen,
)
from locales.catalog import Say

IN_CHAT = 5_000
"""Rows; a longer list would keep others waiting, and comes by `viche import places`."""
LARGEST = 20_000_000
"""Bytes: Telegram gives a bot no larger file."""
ReadPlaces = Callable[[bytes], PlaceSource]


class PlaceListForm(StatesGroup):
    file = State()


def build_router() -> Router:
    router = leaving_forms(Router(name="place-lists"))
    router.message.register(take_file, StateFilter(PlaceListForm.file), Documented())
    router.callback_query.register(show_list, Pressed(PlacesOfficePress))
    router.callback_query.register(ask_retire, Pressed(AskRetirePress))
    router.callback_query.register(keep_file, Pressed(ImportPlacesPress))
    return router


async def show_list(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    official = check_may(person.official, Action.IMPORT_PLACES)
    counts = {kind: await work.places.count(official.community, kind) for kind in PlaceKind}
    await state.set_state(PlaceListForm.file)
    return place_list_screen(counts, most=IN_CHAT, say=say)


async def take_file(message: Message, person: Person) -> Reply:
    check_may(person.official, Action.IMPORT_PLACES)
    document = message.document
    if document is None:
        raise ValueError("a message without a document passed the filter")
    size = document.file_size or 0
    if size > LARGEST:
        raise Refusal("places-file-by-terminal")
    return FetchFile(
        file_id=document.file_id, name=document.file_name or "", size=size, then="places-file"
    )


@fetched("places-file")
async def look_at_file(given: Fetched) -> Reply:
    """What the file would change; it is kept until the administrator says yes."""
    official = check_may(given.person.official, Action.IMPORT_PLACES)
    summary = await import_places(
        given.read_places(given.content),
        community=official.community,
        complete=True,
        actor=official.account,
        most=IN_CHAT,
        look=within(given.work),
        keep=None,
        new_id=given.new_id,
        now=given.now,
    )
    name = given.name or given.say("places-file-unnamed")
    file = await given.work.files.put(
        official.community, official.account, name, "text/csv", given.content, now=given.now
    )
    return Send(screen=dry_run_screen(name, summary, file, say=given.say))


async def ask_retire(
    _query: CallbackQuery,
    press: AskRetirePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    read_places: ReadPlaces,
) -> Reply:
    official = check_may(person.official, Action.IMPORT_PLACES)
    held = await work.files.read(official.community, press.file)
    summary = await import_places(
        read_places(held.content),
        community=official.community,
        complete=True,
        actor=official.account,
        most=IN_CHAT,
        look=within(work),
        keep=None,
        new_id=new_id,
        now=now,
    )
    if not summary.retired:
        # The list has changed since, or this was done already.
        return dry_run_screen(held.name, summary, press.file, say=say)
    return ask_retire_screen(summary, press.file, say=say)


async def keep_file(
    _query: CallbackQuery,
    press: ImportPlacesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    """The tick keeps it, bit by bit: nobody waits for a long list."""
    official = check_may(person.official, Action.IMPORT_PLACES)
    await work.files.read(official.community, press.file)
    wanted = WantedList(
        community=official.community,
        account=official.account,
        file=press.file,
        complete=press.complete,
    )
    await work.place_lists.want(wanted, now=now)
    await state.clear()
    return being_kept_screen(say=say)
