"""A list of assets in the office: an administrator sends a file, sees, and keeps."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.assets.actions.importing import import_assets, within
from civic.assets.model import AssetKind, AssetSummary, WantedAssets
from civic.assets.ports import ReadAssets
from civic.assets.rules.kinds import USUAL_KINDS
from civic.communities.model import Official
from civic.communities.rules import Action, check_may
from civic.kernel.ids import AssetKindId, CommunityId, IdMaker
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.assets.waiting import AssetForm
from handlers.effects import FetchFile, Reply, Send
from handlers.fetched import Fetched, fetched
from handlers.message_filters import Documented
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.assets import EVERY_KIND, AskRetireAssetsPress, ImportAssetsPress
from handlers.screens.assets.lists import ask_retire_screen, being_kept_screen, dry_run_screen
from locales.catalog import Say

IN_CHAT = 5_000
"""Rows; a longer list would keep others waiting, and comes by `viche import assets`."""
LARGEST = 20_000_000
"""Bytes: Telegram gives a bot no larger file."""


def build_router() -> Router:
    router = Router(name="asset-lists")
    router.message.register(take_file, StateFilter(AssetForm.inventory), Documented())
    router.callback_query.register(ask_retire, Pressed(AskRetireAssetsPress))
    router.callback_query.register(keep_file, Pressed(ImportAssetsPress))
    return router


async def take_file(message: Message, person: Person, state: FSMContext) -> Reply:
    check_may(person.official, Action.IMPORT_ASSETS)
    document = message.document
    if document is None:
        raise ValueError("a message without a document passed the filter")
    size = document.file_size or 0
    if size > LARGEST:
        raise Refusal("assets-file-by-terminal")
    return FetchFile(
        file_id=document.file_id,
        name=document.file_name or "",
        size=size,
        then="assets-file",
        params={"kind": (await state.get_data()).get("kind", EVERY_KIND)},
    )


@fetched("assets-file")
async def look_at_file(given: Fetched) -> Reply:
    """What the file would change; it is kept until the administrator says yes."""
    official = check_may(given.person.official, Action.IMPORT_ASSETS)
    kind = AssetKindId(int(str(given.params["kind"])))
    code = await _code_of(kind, official.community, given.work)
    summary = await _looked_at(
        given.content, code, official, given.work, given.read_assets, given.new_id, given.now
    )
    name = given.name or given.say("places-file-unnamed")
    file = await given.work.files.put(
        official.community, official.account, name, "text/csv", given.content, now=given.now
    )
    kinds = await _by_code(official.community, given.work)
    return Send(screen=dry_run_screen(name, summary, file, kind, kinds, say=given.say))


async def ask_retire(
    _query: CallbackQuery, press: AskRetireAssetsPress, person: Person, work: Work, say: Say,
    now: datetime, new_id: IdMaker, read_assets: ReadAssets,
) -> Reply:  # fmt: skip
    official = check_may(person.official, Action.IMPORT_ASSETS)
    held = await work.files.read(official.community, press.file)
    code = await _code_of(press.kind, official.community, work)
    summary = await _looked_at(held.content, code, official, work, read_assets, new_id, now)
    if not summary.retired:
        # The list has changed since, or this was done already.
        kinds = await _by_code(official.community, work)
        return dry_run_screen(held.name, summary, press.file, press.kind, kinds, say=say)
    return ask_retire_screen(summary, press.file, press.kind, say=say)


async def keep_file(
    _query: CallbackQuery, press: ImportAssetsPress, person: Person, work: Work, say: Say,
    now: datetime, state: FSMContext,
) -> Reply:  # fmt: skip
    """The tick keeps it, bit by bit: nobody waits for a long list."""
    official = check_may(person.official, Action.IMPORT_ASSETS)
    await work.files.read(official.community, press.file)
    wanted = WantedAssets(
        community=official.community,
        account=official.account,
        file=press.file,
        kind=await _code_of(press.kind, official.community, work),
        complete=press.complete,
    )
    await work.asset_lists.want(wanted, now=now)
    await state.clear()
    return being_kept_screen(press.kind, say=say)


async def _looked_at(
    content: bytes, code: str, official: Official, work: Work, read_assets: ReadAssets,
    new_id: IdMaker, now: datetime,
) -> AssetSummary:  # fmt: skip
    return await import_assets(
        read_assets(content, code),
        community=official.community,
        complete=True,
        actor=official.account,
        most=IN_CHAT,
        look=within(work),
        keep=None,
        new_id=new_id,
        now=now,
    )


async def _code_of(kind: AssetKindId, community: CommunityId, work: Work) -> str:
    return "" if kind == EVERY_KIND else (await work.assets.kind(community, kind)).code


async def _by_code(community: CommunityId, work: Work) -> dict[str, AssetKind]:
    """Also those that the file would bring."""
    usual = {one.code: one.in_town(community, EVERY_KIND) for one in USUAL_KINDS}
    return usual | {kind.code: kind for kind in await work.assets.kinds(community)}
