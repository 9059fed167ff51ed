"""Importing a town's places; finding one by a location or by an address."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from itertools import islice

from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AccountId, CommunityId, IdMaker, PlaceId
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import (
    Address,
    Finding,
    ImportPlan,
    ImportSummary,
    Located,
    Place,
    PlaceKind,
    PlaceRow,
    Point,
    Suggestion,
)
from civic.places.ports import OpenDesk, PlaceBook, PlaceDesk, PlaceSource
from civic.places.rules.addresses import number_base, split_address, without_number
from civic.places.rules.folding import cleaned, fold_text
from civic.places.rules.importing import ORDER, finding_of_repeat, plan_import, plan_retiring
from civic.places.rules.locating import box_around, locate
from civic.places.rules.searching import likely_streets, pieces_of, suggest

CHUNK = 200
"""So many places are kept at a time: a fraction of a tenth of a second."""
NAMED = 20
"""How many of the added, changed and retired a summary names."""
FINDINGS = 1_000
_CANDIDATES = 600
_BUILDINGS = 200


async def import_places(
    source: PlaceSource,
    *,
    community: CommunityId,
    complete: bool,
    actor: AccountId | None,
    look: OpenDesk,
    keep: OpenDesk | None,
    new_id: IdMaker,
    now: datetime,
    most: int | None = None,
) -> ImportSummary:
    """Add and change by external id; what a `complete` list no longer names is retired.

    More than `most` rows are refused. The whole file is looked at before anything is kept, and
    without `keep` nothing is. What is kept goes in short transactions: whoever writes besides
    waits for one of them, not for the file, and a run that was killed is mended by another.
    """
    file = _File(source, community=community, complete=complete, most=most, new_id=new_id, now=now)
    planned = await file.go_through(look, dry_run=True)
    if keep is None or planned.changes_nothing:
        return replace(planned, dry_run=keep is None)
    counts = {"added": planned.added, "changed": planned.changed, "retired": planned.retired}
    async with keep() as desk:
        # First, so that nothing is ever kept without a word of it.
        entry = AuditEntry(community=community, actor=actor, verb="places-imported", details=counts)
        await desk.audit.note(entry, now=now)
    return await file.go_through(keep, dry_run=False)


def within(desk: PlaceDesk) -> OpenDesk:
    """All in a transaction that is open already."""
    return lambda: nullcontext(desk)


async def locate_home(point: Point, *, community: CommunityId, places: PlaceBook) -> Located:
    """The courtyard of a location; in a town that lists no courtyards, its district."""
    finest = await finest_kind(community, places=places)
    around = box_around(point)
    drawn = await places.touching(community, around, {finest}, limit=_CANDIDATES)
    located = locate(point, drawn, {})
    if located.inside is not None:
        return located
    # Houses only where no outline holds the point: they are many.
    houses = await places.touching(community, around, {PlaceKind.BUILDING}, limit=_CANDIDATES)
    holders = {place.parent for place in houses if place.parent is not None}
    courtyards = {
        key: place
        for key, place in (await places.some(community, holders)).items()
        if place.kind is finest and not place.retired
    }
    return locate(point, [*drawn, *houses], courtyards)


async def place_to_live(place: PlaceId, *, community: CommunityId, places: PlaceBook) -> Place:
    """A building, or the finest kind that the town lists; raise NotFound for anything else."""
    found = await places.place(community, place)
    finest = await finest_kind(community, places=places)
    if found.retired or found.kind not in {finest, PlaceKind.BUILDING}:
        raise NotFound("place-not-found")
    return found


async def finest_kind(community: CommunityId, *, places: PlaceBook) -> PlaceKind:
    """What residents of this town may call home besides a building."""
    has_courtyards = await places.count(community, PlaceKind.COURTYARD)
    return PlaceKind.COURTYARD if has_courtyards else PlaceKind.DISTRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was made of a typed address."""

    address: Address | None
    """None: nothing that could be a street."""
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def number_is_missing(self) -> bool:
        return self.address is not None and not self.address.number

    @property
    def is_exact(self) -> bool:
        return bool(self.suggestions) and self.suggestions[0].exact


async def search_address(typed: str, *, community: CommunityId, places: PlaceBook) -> Understood:
    """At most eight buildings that the words may mean, the best first."""
    split = split_address(typed)
    readings = [split] if split is not None else []
    bare = without_number(typed)
    if bare:
        readings.append(Address(street=bare, number=""))
    if not readings:
        return Understood(address=None)
    for address in readings:
        known = await places.streets(community, pieces_of(address.street))
        streets = likely_streets(address.street, known)
        if not streets:
            continue
        buildings = await places.buildings(
            community,
            [street.id for _, street in streets],
            number=number_base(address.number) or 0,
            limit=_BUILDINGS,
        )
        return Understood(address=address, suggestions=tuple(suggest(address, streets, buildings)))
    return Understood(address=readings[0])


async def search_places(
    typed: str, *, community: CommunityId, places: PlaceBook, limit: int
) -> list[Place]:
    """Districts and courtyards by a part of their name, buildings by their address."""
    words = fold_text(cleaned(typed)).split()
    named = await places.named(community, words, limit=limit)
    understood = await search_address(typed, community=community, places=places)
    built = [one.building.place for one in understood.suggestions]
    return [*named, *built][:limit]


@dataclass(slots=True)
class _Tally:
    """Counts a whole import in bounded room."""

    dry_run: bool
    counts: Counter[PlaceKind] = field(default_factory=Counter)
    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0
    found: int = 0
    named: ImportPlan = field(default_factory=ImportPlan)
    refused: set[str] = field(default_factory=set)
    """Ids of rows with findings: the list names them, so they are not retired."""

    def add(self, plan: ImportPlan) -> None:
        self.added += len(plan.added)
        self.changed += len(plan.changed)
        self.retired += len(plan.retired)
        self.unchanged += plan.unchanged
        self.found += len(plan.findings)
        self.refused |= {str(one.params["id"]) for one in plan.findings if "id" in one.params}
        self.named = ImportPlan(
            added=(self.named.added + plan.added)[:NAMED],
            changed=(self.named.changed + plan.changed)[:NAMED],
            retired=(self.named.retired + plan.retired)[:NAMED],
            findings=(self.named.findings + plan.findings)[:FINDINGS],
        )

    def summary(self) -> ImportSummary:
        return ImportSummary(
            counts=dict(self.counts),
            added=self.added,
            changed=self.changed,
            retired=self.retired,
            unchanged=self.unchanged,
            found=self.found,
            first_added=self.named.added,
            first_changed=self.named.changed,
            first_retired=self.named.retired,
            findings=tuple(sorted(self.named.findings, key=lambda one: one.row)),
            dry_run=self.dry_run,
        )


def _first_rows(source: PlaceSource, told: _Tally, most: int | None) -> dict[str, int]:
    """Where each id is first used; the file's own findings are told."""
    first: dict[str, int] = {}
    for count, row in enumerate(source.rows(), start=1):
        if most is not None and count > most:
            raise Refusal("places-file-long", most=most)
        finding = row if isinstance(row, Finding) else None
        if isinstance(row, PlaceRow):
            where = first.setdefault(row.external_id, row.row)
            told.counts[row.kind] += where == row.row
            finding = None if where == row.row else finding_of_repeat(row, where)
        if finding is not None:
            told.add(ImportPlan(findings=(finding,)))
    return first


def _rows_of(source: PlaceSource, kind: PlaceKind, first: dict[str, int]) -> Iterator[PlaceRow]:
    for row in source.rows():
        if isinstance(row, PlaceRow) and row.kind is kind and first[row.external_id] == row.row:
            yield row


@dataclass(frozen=True, slots=True)
class _File:
    """Read once a kind, in chunks, so that its size does not matter."""

    source: PlaceSource
    _: KW_ONLY
    community: CommunityId
    complete: bool
    most: int | None
    new_id: IdMaker
    now: datetime

    async def go_through(self, open_desk: OpenDesk, *, dry_run: bool) -> ImportSummary:
        told = _Tally(dry_run=dry_run)
        first = _first_rows(self.source, told, self.most)
        if not first and not told.found:
            raise Refusal("places-file-empty")
        holders: dict[str, Place] = {}
        for kind in ORDER:
            rows = _rows_of(self.source, kind, first)
            while chunk := list(islice(rows, CHUNK)):
                async with open_desk() as desk:
                    plan = await self._plan(chunk, holders, desk.places)
                    if not dry_run:
                        after = (one.after for one in plan.changed)
                        await desk.places.put(self.community, [*plan.added, *after])
                if kind is not PlaceKind.BUILDING:
                    holders |= {place.external_id: replace(place, area=()) for place in plan.added}
                told.add(plan)
        if self.complete and first:
            await self._retire(first.keys() | told.refused, open_desk, told)
        return told.summary()

    async def _plan(
        self, rows: Sequence[PlaceRow], holders: dict[str, Place], places: PlaceBook
    ) -> ImportPlan:
        existing = await places.by_external_id(self.community, [row.external_id for row in rows])
        named = {row.parent for row in rows if row.parent and row.parent not in holders}
        parents = holders | await places.by_external_id(self.community, named)
        return plan_import(
            existing,
            rows,
            community=self.community,
            parents=parents,
            new_place=lambda: PlaceId(self.new_id(self.now)),
        )

    async def _retire(self, listed: set[str], open_desk: OpenDesk, told: _Tally) -> None:
        after: PlaceId | None = None
        while True:
            async with open_desk() as desk:
                page = await desk.places.page(self.community, after=after, limit=CHUNK)
                plan = plan_retiring(page, listed)
                if not told.dry_run:
                    await desk.places.put(self.community, plan.retired)
            if not page:
                return
            after = page[-1].id
            told.add(plan)
