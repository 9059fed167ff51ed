"""One asset, some that share a number, and those that are nearest."""

from collections.abc import Mapping, Sequence

from civic.assets.model import Asset, AssetKind, NearAsset
from civic.kernel.ids import AssetKindId
from civic.kernel.language import language_of
from civic.places.model import Place
from handlers.presses.assets import AssetPress, AssetsPress, NearAssetsPress
from handlers.presses.registry import Press
from handlers.screens.assets.office import kind_name
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Rows, Screen, Spot, column, escape
from locales.catalog import Say

ATTRIBUTES = 8
_CUT = 60
Kinds = Mapping[AssetKindId, AssetKind]


def asset_screen(
    asset: Asset, kind: AssetKind, place: Place | None, *, back: Press | None, say: Say
) -> Screen:
    """As the office sees it: all that the town's list says, and where it stands on a map."""
    lines = [_title(asset, kind, say)]
    if asset.retired:
        lines.append(say("asset-retired"))
    if place is not None:
        lines.append(_in_place(place, say))
    if asset.owner:
        lines.append(say("asset-owner", owner=escape(_cut(asset.owner))))
    lines += [
        f"{escape(_cut(name))}: {escape(_cut(value))}"
        for name, value in list(asset.attributes.items())[:ATTRIBUTES]
    ]
    near = Button(label=say("asset-near"), press=NearAssetsPress(asset.id).pack())
    spot = Spot(latitude=asset.point.latitude, longitude=asset.point.longitude)
    return Screen(text="\n".join(lines), rows=((near,), *ways(say, back)), spot=spot)


def label_screen(
    asset: Asset, kind: AssetKind, place: Place | None, *, rows: Rows = (), say: Say
) -> Screen:
    """What opens to whoever scans a label. Of what is not public only what stands on the label."""
    lines = [_title(asset, kind, say)]
    if kind.is_public and place is not None:
        lines.append(_in_place(place, say))
    lines.append(say("asset-retired" if asset.retired else "asset-tell-the-office"))
    return Screen(text="\n".join(lines), rows=(*rows, *ways(say)))


def found_screen(found: Sequence[Asset], kinds: Kinds, typed: str, *, say: Say) -> Screen:
    key = "assets-found-some" if found else "assets-found-none"
    buttons = [
        Button(label=_label(asset, kinds, say), press=AssetPress(asset.id).pack())
        for asset in found
    ]
    text = say(key, typed=escape(_cut(typed)))
    return Screen(text=text, rows=(*column(buttons), *ways(say, AssetsPress())))


def near_screen(near: Sequence[NearAsset], kinds: Kinds, *, back: Press, say: Say) -> Screen:
    buttons = [
        Button(
            label=say(
                "asset-near-line",
                asset=_label(one.asset, kinds, say),
                metres=say.number(one.metres),
            ),
            press=AssetPress(one.asset.id).pack(),
        )
        for one in near
    ]
    text = say("assets-near-some" if near else "assets-near-none")
    return Screen(text=text, rows=(*column(buttons), *ways(say, back)))


def _title(asset: Asset, kind: AssetKind, say: Say) -> str:
    return say("asset-title", kind=kind_name(kind, say), number=escape(_cut(asset.label)))


def _in_place(place: Place, say: Say) -> str:
    return say("asset-place", place=escape(_cut(place.title_in(language_of(say.language)))))


def _label(asset: Asset, kinds: Kinds, say: Say) -> str:
    kind = kinds.get(asset.kind)
    name = kind.title_in(language_of(say.language)) if kind else ""
    return f"{name} {asset.label}".strip()


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"
