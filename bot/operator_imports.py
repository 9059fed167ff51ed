"""Files brought from the terminal: places, and responses on paper or from elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from bot.operator import at_the_desk, town_of
from civic.assets.actions.importing import import_assets as bring_assets
from civic.assets.actions.seating import seat_assets
from civic.assets.model import Asset, AssetChange, AssetSummary
from civic.places.actions import import_places as bring_places
from civic.places.model import Change, Finding, ImportSummary, Place
from civic.surveys.importing.model import ImportedResponses, RowFinding
from gateways.asset_files.columns import FIELDS
from gateways.asset_files.opening import assets_on_disk
from gateways.place_files.opening import places_on_disk
from gateways.response_files import responses_on_disk
from jobs.surveys.importing import import_responses as bring_responses
from locales.catalog import Say

SHOWN = 20


async def import_places(path: Path, slug: str, *, dry_run: bool, complete: bool) -> list[str]:
    async with at_the_desk() as (wiring, say):
        storage = wiring.storage
        async with storage.reading() as work:
            town = await town_of(work, slug)
        told = await bring_places(
            places_on_disk(path),
            community=town.id,
            complete=complete,
            actor=None,
            look=storage.reading,
            keep=None if dry_run else storage.writing,
            new_id=wiring.new_id,
            now=wiring.clock.now(),
        )
        if not dry_run and not told.changes_nothing:
            await seat_assets(town.id, look=storage.reading, keep=storage.writing)
    return _places_told(told, say, dry_run=dry_run)


async def import_assets(
    path: Path, slug: str, *, kind: str, columns: Sequence[str], dry_run: bool, partial: bool
) -> list[str]:
    async with at_the_desk() as (wiring, say):
        storage = wiring.storage
        async with storage.reading() as work:
            town = await town_of(work, slug)
        told = await bring_assets(
            assets_on_disk(path, kind, _named(columns)),
            community=town.id,
            complete=not partial,
            actor=None,
            look=storage.reading,
            keep=None if dry_run else storage.writing,
            new_id=wiring.new_id,
            now=wiring.clock.now(),
        )
    return _assets_told(told, say, dry_run=dry_run)


async def import_responses(path: Path, slug: str, *, survey: int, dry_run: bool) -> list[str]:
    async with at_the_desk() as (wiring, say):
        async with wiring.storage.reading() as work:
            town = await town_of(work, slug)
        told = await bring_responses(
            responses_on_disk(path),
            community=town.id,
            number=survey,
            dry_run=dry_run,
            actor=None,
            begin=wiring.storage.writing,
            new_id=wiring.new_id,
            now=wiring.clock.now(),
        )
    return _responses_told(told, say)


def _places_told(told: ImportSummary, say: Say, *, dry_run: bool) -> list[str]:
    heading = "Nothing is kept (dry run)." if dry_run else "Imported."
    counts = f"Added {told.added}, changed {told.changed}, retired {told.retired}"
    return [
        f"{heading} {counts}, unchanged {told.unchanged}, findings {told.found}.",
        *_some("added", told.first_added, told.added),
        *_changes(told.first_changed, told.changed),
        *_some("retired", told.first_retired, told.retired),
        *_findings(told.findings, told.found, say),
    ]


def _assets_told(told: AssetSummary, say: Say, *, dry_run: bool) -> list[str]:
    heading = "Nothing is kept (dry run)." if dry_run else "Imported."
    counts = f"Added {told.added}, changed {told.changed}, retired {told.retired}"
    kinds = ", ".join(f"{kind} {count}" for kind, count in told.counts.items())
    read = ", ".join(f"{field}={column}" for field, column in told.columns.items())
    return [
        f"{heading} {counts}, unchanged {told.unchanged}, findings {told.found}.",
        f"  read: {kinds or 'nothing'}; in a known courtyard: {told.placed}",
        f"  columns: {read}",
        *([f"  not kept: {', '.join(told.left)}"] if told.left else []),
        *_assets("added", told.first_added, told.added),
        *_assets_changed(told.first_changed, told.changed),
        *_assets("retired", told.first_retired, told.retired),
        *_findings(told.findings, told.found, say),
    ]


def _assets(what: str, assets: Sequence[Asset], count: int) -> list[str]:
    lines = [f"  {what}: {asset.external_id}" for asset in assets[:SHOWN]]
    return [*lines, *_more(count - len(lines), what)]


def _assets_changed(changes: Sequence[AssetChange], count: int) -> list[str]:
    lines = [
        f"  changed: {change.after.external_id} ({', '.join(change.fields)})"
        for change in changes[:SHOWN]
    ]
    return [*lines, *_more(count - len(lines), "changed")]


def _named(columns: Sequence[str]) -> dict[str, str]:
    """`id=FACILITYID` as our field and the file's column."""
    named = dict(column.partition("=")[::2] for column in columns)
    if any(field not in FIELDS or not column for field, column in named.items()):
        raise SystemExit(f"--column takes FIELD=COLUMN; fields are: {', '.join(FIELDS)}.")
    return named


def _some(what: str, places: Sequence[Place], count: int) -> list[str]:
    lines = [f"  {what}: {place.external_id} {_name(place)}" for place in places[:SHOWN]]
    return [*lines, *_more(count - len(lines), what)]


def _changes(changes: Sequence[Change], count: int) -> list[str]:
    lines = [
        f"  changed: {change.after.external_id} {_name(change.after)} ({_fields(change)})"
        for change in changes[:SHOWN]
    ]
    return [*lines, *_more(count - len(lines), "changed")]


def _fields(change: Change) -> str:
    fields = ("kind", "parent", "name", "street", "number", "point", "area", "retired")
    differ = [
        name for name in fields if getattr(change.before, name) != getattr(change.after, name)
    ]
    return ", ".join(differ)


def _findings(findings: Sequence[Finding | RowFinding], count: int, say: Say) -> list[str]:
    lines = [f"  row {one.row}: {say(one.key, **one.params)}" for one in findings[:SHOWN]]
    return [*lines, *_more(count - len(lines), "findings")]


def _responses_told(told: ImportedResponses, say: Say) -> list[str]:
    heading = "Nothing is kept (dry run)." if told.is_dry_run else "Imported."
    lines = [
        f"{heading} Added {told.added}, known before {told.known}, refused {told.refused}.",
        *_findings(told.findings, told.refused, say),
    ]
    if told.without_column:
        numbers = ", ".join(str(number) for number in told.without_column)
        lines.append(f"  questions without a column: {numbers}")
    if told.unread:
        lines.append(f"  columns not read: {', '.join(told.unread)}")
    return lines


def _more(rest: int, what: str) -> list[str]:
    return [f"  … and {rest} more {what}"] if rest > 0 else []


def _name(place: Place) -> str:
    return place.title_in("uk")
