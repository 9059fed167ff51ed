"""Makes the papers of assets that officials asked for: labels to print, GeoJSON to map."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from civic.assets.actions.finding import visible_kinds
from civic.assets.model import (
    LABELS_A_SHEET,
    AssetKind,
    AssetLabel,
    LabelSheet,
    SheetKind,
    WantedSheet,
)
from civic.assets.rules.exporting import BEGINNING, END, geojson_lines
from civic.kernel.ids import AssetId, AssetKindId, CommunityId
from civic.kernel.json_value import JsonObject
from civic.kernel.outbox import Notice
from civic.unit_of_work import Begin, Read, Work
from locales.catalog import say as speak

AT_ONCE = 2
PAGE = 1_000
MOST = 100_000
"""So many assets a file: the messenger carries fifty megabytes."""
LABELS, GEOJSON, NOTHING = "asset-labels", "asset-geojson", "asset-sheet-empty"
Kinds = Mapping[AssetKindId, AssetKind]


class DrawLabels(Protocol):
    """Draws a sheet of labels, outside this process's memory."""

    async def __call__(self, sheet: LabelSheet) -> bytes: ...


class LinkTo(Protocol):
    """The address that opens an asset."""

    def __call__(self, community: CommunityId, asset: AssetId) -> str: ...


async def make_asset_sheets(
    *, begin: Begin, read: Read, draw: DrawLabels, link_to: LinkTo, now: datetime
) -> int:
    """Read on a connection that never writes; sent and marked in one short transaction."""
    async with read() as work:
        waiting = await work.asset_sheets.wanted(limit=AT_ONCE)
    for wanted in waiting:
        if wanted.what is SheetKind.LABELS:
            await _labels(wanted, begin=begin, read=read, draw=draw, link_to=link_to, now=now)
        else:
            await _geojson(wanted, begin=begin, read=read, now=now)
    return len(waiting)


async def _labels(
    wanted: WantedSheet, *, begin: Begin, read: Read, draw: DrawLabels, link_to: LinkTo,
    now: datetime,
) -> None:  # fmt: skip
    say = speak(wanted.language)
    async with read() as work:
        town = await work.communities.community(wanted.community)
        kinds = await _kinds(work, wanted)
        assets = await work.assets.numbered(
            wanted.community, list(kinds), offset=wanted.number * LABELS_A_SHEET,
            limit=LABELS_A_SHEET,
        )  # fmt: skip
    labels = tuple(
        AssetLabel(
            link=link_to(asset.community, asset.id),
            number=asset.label,
            # What sticks on a pole is read by residents: in the town's own language.
            kind=kinds[asset.kind].name.in_(town.languages[0]),
        )
        for asset in assets
    )
    invitation = speak(town.languages[0])("asset-label-invitation")
    sheet = LabelSheet(town=town.name.in_(town.languages[0]), invitation=invitation, labels=labels)
    made = await draw(sheet) if labels else b""
    async with begin() as work:
        if not await work.asset_sheets.done(wanted):
            return
        if not labels:
            await _tell(work, wanted, NOTHING, {}, now=now)
            return
        file = await work.files.put(
            wanted.community, wanted.account, say("asset-labels-file", number=wanted.number + 1),
            "application/pdf", made, now=now,
        )  # fmt: skip
        params: JsonObject = {"file": file, "count": len(labels)}
        await _tell(work, wanted, LABELS, params, now=now)


async def _geojson(wanted: WantedSheet, *, begin: Begin, read: Read, now: datetime) -> None:
    async with read() as work:
        kinds = await _kinds(work, wanted)
        files = await _written(work, wanted, kinds)
    async with begin() as work:
        if not await work.asset_sheets.done(wanted):
            return
        if not files:
            await _tell(work, wanted, NOTHING, {}, now=now)
        for number, (content, count) in enumerate(files, start=1):
            name = f"assets-{number}.geojson" if len(files) > 1 else "assets.geojson"
            file = await work.files.put(
                wanted.community, wanted.account, name, "application/geo+json", content, now=now
            )
            is_all_public = all(kind.is_public for kind in kinds.values())
            params: JsonObject = {"file": file, "count": count, "is_public": is_all_public}
            await _tell(work, wanted, GEOJSON, params, now=now)


async def _written(work: Work, wanted: WantedSheet, kinds: Kinds) -> list[tuple[bytes, int]]:
    files: list[tuple[bytes, int]] = []
    lines: list[str] = []
    after: AssetId | None = None
    while page := await work.assets.page(wanted.community, list(kinds), after=after, limit=PAGE):
        after = page[-1].id
        lines += geojson_lines(page, kinds, for_office=True, language=wanted.language)
        if len(lines) >= MOST:
            files.append(_whole(lines))
            lines = []
    if lines:
        files.append(_whole(lines))
    return files


def _whole(lines: list[str]) -> tuple[bytes, int]:
    return (BEGINNING + ",\n".join(lines) + END).encode(), len(lines)


async def _kinds(work: Work, wanted: WantedSheet) -> Kinds:
    kinds = await visible_kinds(wanted.community, for_office=True, assets=work.assets)
    if wanted.kind is None:
        return kinds
    return {kind: found for kind, found in kinds.items() if kind == wanted.kind}


async def _tell(
    work: Work, wanted: WantedSheet, key: str, params: JsonObject, *, now: datetime
) -> None:
    notice = Notice(to=wanted.account, community=wanted.community, key=key, params=params)
    await work.outbox.owe(notice, now=now)
