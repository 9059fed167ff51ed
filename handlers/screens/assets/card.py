"""One asset, some that share a number, and those that are nearest."""

from collections.abc import Mapping, Sequence

from civic.assets.model import Asset, AssetKind, NearAsset
from civic.kernel.ids import AssetKindId, FileId
from civic.kernel.language import language_of
from civic.places.model import Place
from handlers.presses.assets import (
    AssetHistoryPress,
    AssetPhotoPress,
    AssetPress,
    AssetSpotPress,
    AssetsPress,
    NearAssetsPress,
)
from handlers.presses.registry import Press
from handlers.screens.assets.office import kind_name
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Rows, Screen, Spot, column, escape
from locales.catalog import Say

ATTRIBUTES = 8
_CUT = 60
Kinds = Mapping[AssetKindId, AssetKind]


def asset_screen(
    asset: Asset,
    kind: AssetKind,
    place: Place | None,
    photo: FileId | None,
    *,
    back: Press | None,
    say: Say,
) -> Screen:
    """As the office sees it: all that the town's list says, its photo, or else a map."""
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
    key = "asset-another-photo" if asset.photo is not None else "asset-add-photo"
    take = Button(label=say(key), press=AssetPhotoPress(asset.id).pack())
    history = Button(label=say("asset-history"), press=AssetHistoryPress(asset.id).pack())
    rows: Rows = ((near, take), (history,), *ways(say, back))
    if photo is None:
        return Screen(text="\n".join(lines), rows=rows, spot=spot_of(asset))
    spot = Button(label=say("asset-spot"), press=AssetSpotPress(asset.id).pack())
    return Screen(text="\n".join(lines), rows=((spot,), *rows), picture=photo)


def spot_of(asset: Asset) -> Spot:
    return Spot(latitude=asset.point.latitude, longitude=asset.point.longitude)


def spot_screen(asset: Asset, kind: AssetKind, *, back: Press, say: Say) -> Screen:
    return Screen(text=_title(asset, kind, say), rows=ways(say, back), spot=spot_of(asset))


def ask_photo_screen(asset: Asset, kind: AssetKind, *, say: Say) -> Screen:
    parts = [_title(asset, kind, say), say("asset-ask-photo")]
    return Screen(text="\n".join(parts), rows=ways(say, AssetPress(asset.id)))


def photo_taken_screen(asset: Asset, *, say: Say) -> Screen:
    return Screen(text=say("asset-photo-taken"), rows=ways(say, AssetPress(asset.id)))


def label_screen(
    asset: Asset,
    kind: AssetKind,
    place: Place | None,
    photo: FileId | None,
    *,
    rows: Rows = (),
    say: Say,
) -> Screen:
    """What opens to whoever scans a label. Of what is not public only what stands on the label."""
    lines = [_title(asset, kind, say)]
    if kind.is_public and place is not None:
        lines.append(_in_place(place, say))
    lines.append(say("asset-retired" if asset.retired else "asset-tell-the-office"))
    picture = photo if kind.is_public else None
    return Screen(text="\n".join(lines), rows=(*rows, *ways(say)), picture=picture)


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
