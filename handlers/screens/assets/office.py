"""The town's inventory in the office: kinds, who sees them, papers."""

from collections.abc import Mapping, Sequence

from civic.assets.model import LABELS_A_SHEET, AssetKind
from civic.assets.rules.kinds import UsualKind
from civic.kernel.ids import AssetKindId
from civic.kernel.language import language_of
from handlers.presses.assets import (
    EVERY_KIND,
    AddAssetKindPress,
    AssetKindPress,
    AssetsPress,
    GeojsonPress,
    LabelSheetsPress,
    LabelsPress,
    RetireKindPress,
    ShowKindPress,
    UsualKindPress,
)
from handlers.presses.menu import OfficePress
from handlers.presses.registry import Press
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say

PAGE = 6
Counts = Mapping[AssetKindId, int]


def assets_screen(
    kinds: Sequence[AssetKind], counts: Counts, *, page: int, may_keep: bool, say: Say
) -> Screen:
    """Words typed here are a number to look for, a location asks for what is nearby."""
    shown = kinds[page * PAGE : (page + 1) * PAGE]
    total = sum(counts.get(kind.id, 0) for kind in kinds)
    parts = [say.n("assets-heading", total) if kinds else say("assets-none")]
    if total:
        parts.append(say("assets-look-up"))
    if may_keep:
        parts.append(say("assets-send-any"))
    buttons = [_kind_button(kind, counts, say) for kind in shown]
    rows: Rows = (*column(buttons), *pages(page, len(kinds), PAGE, AssetsPress, say))
    if may_keep:
        rows += ((_to("assets-add-kind", AddAssetKindPress(), say),),)
    if total:
        rows += ((_to("assets-geojson", GeojsonPress(EVERY_KIND), say),),)
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, OfficePress())))


def kind_screen(kind: AssetKind, count: int, *, may_keep: bool, most: int, say: Say) -> Screen:
    seen = say("asset-kind-public" if kind.is_public else "asset-kind-hidden")
    parts = [f"<b>{kind_name(kind, say)}</b>\n{say.n('assets-count', count)}\n{seen}"]
    rows: Rows = ()
    if may_keep:
        parts.append(say("assets-send-file", most=say.number(most)))
        turned = ShowKindPress(kind.id, is_public=not kind.is_public)
        rows += ((_to("asset-kind-hide" if kind.is_public else "asset-kind-show", turned, say),),)
    if count:
        labels: Press = LabelsPress(kind.id, 0)
        if count > LABELS_A_SHEET:
            labels = LabelSheetsPress(kind.id, 0)
        rows += (
            (_to("assets-labels", labels, say),),
            (_to("assets-geojson-kind", GeojsonPress(kind.id), say),),
        )
    if may_keep:
        rows += ((_to("asset-kind-retire", RetireKindPress(kind.id, is_sure=False), say),),)
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, AssetsPress())))


def ask_retire_kind_screen(kind: AssetKind, count: int, *, say: Say) -> Screen:
    text = say("asset-kind-retire-ask", kind=kind_name(kind, say))
    counted = say.n("assets-count", count)
    sure = RetireKindPress(kind.id, is_sure=True)
    rows = ((_to("asset-kind-retire-sure", sure, say),), *ways(say, AssetKindPress(kind.id)))
    return Screen(text=f"{text}\n\n{counted}", rows=rows)


def add_kind_screen(usual: Sequence[UsualKind], *, page: int, say: Say) -> Screen:
    language = language_of(say.language)
    buttons = [
        Button(
            label=f"{one.icon} {({'uk': one.uk, 'en': one.en, 'ru': one.ru})[language]}",
            press=UsualKindPress(one.code).pack(),
        )
        for one in usual[page * PAGE : (page + 1) * PAGE]
    ]
    turning = pages(page, len(usual), PAGE, AddAssetKindPress, say)
    return Screen(
        text=say("asset-kind-ask"), rows=(*column(buttons), *turning, *ways(say, AssetsPress()))
    )


def label_sheets_screen(kind: AssetKind, count: int, *, page: int, say: Say) -> Screen:
    sheets = -(-count // LABELS_A_SHEET)
    buttons = []
    for number in range(page * PAGE, min(sheets, (page + 1) * PAGE)):
        first = number * LABELS_A_SHEET + 1
        last = min(count, (number + 1) * LABELS_A_SHEET)
        label = say("assets-labels-range", first=say.number(first), last=say.number(last))
        buttons.append(Button(label=label, press=LabelsPress(kind.id, number).pack()))
    turning = pages(page, sheets, PAGE, lambda to: LabelSheetsPress(kind.id, to), say)
    return Screen(
        text=say("assets-labels-which", kind=kind_name(kind, say)),
        rows=(*column(buttons), *turning, *ways(say, AssetKindPress(kind.id))),
    )


def being_made_screen(back: Press, *, say: Say) -> Screen:
    return Screen(text=say("assets-being-made"), rows=ways(say, back))


def kind_name(kind: AssetKind, say: Say) -> str:
    """Safe in HTML."""
    return escape(kind.title_in(language_of(say.language)))


def _kind_button(kind: AssetKind, counts: Counts, say: Say) -> Button:
    name = kind.title_in(language_of(say.language))
    count = say.number(counts.get(kind.id, 0))
    key = "assets-kind-line" if kind.is_public else "assets-kind-line-hidden"
    return Button(label=say(key, kind=name, count=count), press=AssetKindPress(kind.id).pack())


def _to(key: str, press: Press, say: Say) -> Button:
    return Button(label=say(key), press=press.pack())
