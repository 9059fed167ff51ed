"""Labels to print and files to map, for officials: they come as a message when they are made."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.assets.actions.keeping import want_sheet
from civic.assets.model import SheetKind, WantedSheet
from civic.communities.model import Official
from civic.communities.rules import Action, check_may
from civic.kernel.ids import AssetKindId
from civic.kernel.language import language_of
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.effects import Reply
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.assets import (
    EVERY_KIND,
    AssetKindPress,
    AssetsPress,
    GeojsonPress,
    LabelSheetsPress,
    LabelsPress,
)
from handlers.presses.registry import Press
from handlers.screens.assets.office import being_made_screen, label_sheets_screen
from locales.catalog import Say

_MOST_SHEETS = 10_000


def build_router() -> Router:
    router = Router(name="asset-papers")
    router.callback_query.register(choose_sheet, Pressed(LabelSheetsPress))
    router.callback_query.register(ask_labels, Pressed(LabelsPress))
    router.callback_query.register(ask_geojson, Pressed(GeojsonPress))
    return router


async def choose_sheet(
    _query: CallbackQuery, press: LabelSheetsPress, person: Person, work: Work, say: Say
) -> Reply:
    official = check_may(person.official, Action.SEE_ASSETS)
    kind = await work.assets.kind(official.community, press.kind)
    count = (await work.assets.counts(official.community)).get(kind.id, 0)
    return label_sheets_screen(kind, count, page=max(0, press.page), say=say)


async def ask_labels(
    _query: CallbackQuery, press: LabelsPress, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    official = check_may(person.official, Action.SEE_ASSETS)
    if not 0 <= press.number <= _MOST_SHEETS:
        raise Refusal("assets-nothing-to-print")
    await _want(official, SheetKind.LABELS, press.kind, work, say, now, number=press.number)
    return being_made_screen(AssetKindPress(press.kind), say=say)


async def ask_geojson(
    _query: CallbackQuery, press: GeojsonPress, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    official = check_may(person.official, Action.SEE_ASSETS)
    await _want(official, SheetKind.GEOJSON, press.kind, work, say, now)
    back: Press = AssetsPress() if press.kind == EVERY_KIND else AssetKindPress(press.kind)
    return being_made_screen(back, say=say)


async def _want(
    official: Official, what: SheetKind, kind: AssetKindId, work: Work, say: Say, now: datetime,
    *, number: int = 0,
) -> None:  # fmt: skip
    wanted = WantedSheet(
        community=official.community,
        account=official.account,
        language=language_of(say.language),
        what=what,
        kind=None if kind == EVERY_KIND else kind,
        number=number,
    )
    await want_sheet(
        wanted, assets=work.assets, sheets=work.asset_sheets, audit=work.audit, now=now
    )
