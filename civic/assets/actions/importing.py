"""Bringing a list of assets: looked at whole, then kept in short transactions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from itertools import islice

from civic.assets.actions.seating import yards_of
from civic.assets.model import AssetKind, AssetPlan, AssetRow, AssetSummary
from civic.assets.ports import AssetDesk, AssetSource, OpenAssetDesk
from civic.assets.rules.importing import (
    finding_of_kind,
    finding_of_repeat,
    plan_import,
    plan_retiring,
)
from civic.assets.rules.kinds import USUAL_KINDS, usual_kind
from civic.assets.rules.standing import Yards
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AccountId, AssetId, AssetKindId, CommunityId, IdMaker, PlaceId
from civic.kernel.refusal import Refusal
from civic.places.model import Finding, Point

CHUNK = 500
"""So many assets are kept at a time: a fraction of a tenth of a second."""
LONG = 1_000
NAMED = 20
"""How many of the added, changed and retired a summary names."""
FINDINGS = 1_000


async def import_assets(
    source: AssetSource,
    *,
    community: CommunityId,
    complete: bool,
    actor: AccountId | None,
    look: OpenAssetDesk,
    keep: OpenAssetDesk | None,
    new_id: IdMaker,
    now: datetime,
    most: int | None = None,
) -> AssetSummary:
    """Add and change by kind and external id; what a `complete` list lacks is retired.

    More than `most` rows are refused. The whole file is looked at before anything is kept, and
    without `keep` nothing is. What is kept goes in short transactions: whoever writes besides
    waits for one of them, not for the file, and a run that was killed is mended by another.
    """
    file = _File(source, community=community, complete=complete, new_id=new_id, now=now)
    await file.look_through(look, most)
    planned = await file.go_through(look, dry_run=True)
    if keep is None or planned.changes_nothing:
        return replace(planned, dry_run=keep is None)
    async with keep() as desk:
        # First, so that nothing is ever kept without a word of it.
        await file.begin(desk, planned, actor)
    return await file.go_through(keep, dry_run=False)


def within(desk: AssetDesk) -> OpenAssetDesk:
    """All in a transaction that is open already."""
    return lambda: nullcontext(desk)


def _unknown(code: str, kinds: Iterable[AssetKind]) -> Refusal:
    own = [kind.code for kind in kinds if not kind.retired]
    codes = dict.fromkeys([*own, *(usual.code for usual in USUAL_KINDS)])
    return Refusal("assets-kind-unknown", kind=code[:40], known=", ".join(codes))


@dataclass(slots=True)
class _Tally:
    """Counts a whole import in bounded room."""

    counts: Counter[str] = field(default_factory=Counter)
    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0
    found: int = 0
    placed: int = 0
    named: AssetPlan = field(default_factory=AssetPlan)

    @property
    def kept(self) -> int:
        return self.added + self.changed + self.retired

    def add(self, plan: AssetPlan) -> None:
        self.added += len(plan.added)
        self.changed += len(plan.changed)
        self.retired += len(plan.retired)
        self.unchanged += plan.unchanged
        self.found += len(plan.findings)
        self.named = AssetPlan(
            added=(self.named.added + plan.added)[:NAMED],
            changed=(self.named.changed + plan.changed)[:NAMED],
            retired=(self.named.retired + plan.retired)[:NAMED],
            findings=(self.named.findings + plan.findings)[:FINDINGS],
        )

    def summary(self, source: AssetSource, *, dry_run: bool) -> AssetSummary:
        return AssetSummary(
            counts=dict(self.counts),
            added=self.added,
            changed=self.changed,
            retired=self.retired,
            unchanged=self.unchanged,
            found=self.found,
            placed=self.placed,
            first_added=self.named.added,
            first_changed=self.named.changed,
            first_retired=self.named.retired,
            findings=tuple(sorted(self.named.findings, key=lambda one: one.row)),
            columns=dict(source.columns),
            left=source.left,
            dry_run=dry_run,
        )


@dataclass(slots=True)
class _File:
    """Read more than once, in chunks, so that its size does not matter."""

    source: AssetSource
    _: KW_ONLY
    community: CommunityId
    complete: bool
    new_id: IdMaker
    now: datetime
    first: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """By kind and id: the row that names it first."""
    again: dict[tuple[str, str], int] = field(default_factory=dict)
    """Ids that stand twice, and the row that names them next."""
    kinds: dict[str, AssetKind] = field(default_factory=dict)
    fresh: list[AssetKind] = field(default_factory=list)
    yards: Yards = field(default_factory=lambda: Yards(()))

    async def look_through(self, look: OpenAssetDesk, most: int | None) -> None:
        """What the file names, which kinds and courtyards there are to put it in."""
        has_rows = False
        for count, row in enumerate(self.source.rows(), start=1):
            if most is not None and count > most:
                raise Refusal("assets-file-long", most=most)
            has_rows = True
            if isinstance(row, AssetRow) and (
                self.first[row.kind].setdefault(row.external_id, row.row) != row.row
            ):
                self.again.setdefault((row.kind, row.external_id), row.row)
        if not has_rows:
            raise Refusal("assets-file-empty")
        async with look() as desk:
            known = {kind.code: kind for kind in await desk.assets.kinds(self.community)}
            self.yards = await yards_of(self.community, desk)
        for code in self.first:
            kind = known.get(code) or self._usual(code)
            if kind is not None and not kind.retired:
                self.kinds[code] = kind
        if self.first and not self.kinds:
            raise _unknown(next(iter(self.first)), known.values())

    async def begin(self, desk: AssetDesk, planned: AssetSummary, actor: AccountId | None) -> None:
        counts = {"added": planned.added, "changed": planned.changed, "retired": planned.retired}
        entry = AuditEntry(
            community=self.community, actor=actor, verb="assets-imported", details=counts
        )
        await desk.audit.note(entry, now=self.now)
        for kind in self.fresh:
            if not await desk.assets.put_kind(self.community, kind):
                # Somebody else brought the kind meanwhile.
                raise Refusal("assets-import-again")
            added = AuditEntry(
                community=self.community, actor=actor, verb="asset-kind-added",
                subject=f"asset-kind:{kind.id}",
            )  # fmt: skip
            await desk.audit.note(added, now=self.now)

    async def go_through(self, open_desk: OpenAssetDesk, *, dry_run: bool) -> AssetSummary:
        told = _Tally()
        rows = self._good_rows(told)
        weighed = 0
        while chunk := list(islice(rows, CHUNK)):
            by_kind: dict[str, list[AssetRow]] = defaultdict(list)
            for row in chunk:
                by_kind[row.kind].append(row)
            async with open_desk() as desk:
                for code, some in by_kind.items():
                    plan = await self._plan(some, self.kinds[code], desk, told)
                    if not dry_run:
                        after = (one.after for one in plan.changed)
                        await desk.assets.put_assets(self.community, [*plan.added, *after])
                    told.add(plan)
                # At the first thousand, and whenever there are ten times as many.
                if not dry_run and told.kept >= max(LONG, 10 * weighed):
                    weighed = told.kept
                    await desk.assets.weigh(self.community)
        if self.complete:
            for code, kind in self.kinds.items():
                await self._retire(kind, self.first[code], open_desk, told, dry_run=dry_run)
        if not dry_run and told.kept >= LONG:
            async with open_desk() as desk:
                await desk.assets.weigh(self.community)
        return told.summary(self.source, dry_run=dry_run)

    def _good_rows(self, told: _Tally) -> Iterator[AssetRow]:
        """What is wrong with the others is told."""
        for row in self.source.rows():
            finding = row if isinstance(row, Finding) else self._finding(row)
            if finding is not None:
                told.add(AssetPlan(findings=(finding,)))
            elif isinstance(row, AssetRow):
                told.counts[row.kind] += 1
                yield row

    def _finding(self, row: AssetRow) -> Finding | None:
        if row.kind not in self.kinds:
            return finding_of_kind(row)
        other = self.again.get((row.kind, row.external_id))
        if other is None:
            return None
        first = self.first[row.kind][row.external_id]
        return finding_of_repeat(row, other if row.row == first else first)

    async def _plan(
        self, rows: list[AssetRow], kind: AssetKind, desk: AssetDesk, told: _Tally
    ) -> AssetPlan:
        ids = [row.external_id for row in rows]
        existing = await desk.assets.by_external_id(self.community, kind.id, ids)
        return plan_import(
            existing, rows, kind=kind, place_at=self._counting(told), new_asset=self._new_asset
        )

    def _counting(self, told: _Tally) -> Callable[[Point], PlaceId | None]:
        def place_at(point: Point) -> PlaceId | None:
            place = self.yards.at(point)
            told.placed += place is not None
            return place

        return place_at

    def _new_asset(self) -> AssetId:
        return AssetId(self.new_id(self.now))

    def _usual(self, code: str) -> AssetKind | None:
        usual = usual_kind(code)
        if usual is None:
            return None
        kind = usual.in_town(self.community, AssetKindId(self.new_id(self.now)))
        self.fresh.append(kind)
        return kind

    async def _retire(
        self, kind: AssetKind, listed: Mapping[str, int], open_desk: OpenAssetDesk,
        told: _Tally, *, dry_run: bool,
    ) -> None:  # fmt: skip
        after: AssetId | None = None
        while True:
            async with open_desk() as desk:
                page = await desk.assets.page(self.community, [kind.id], after=after, limit=CHUNK)
                plan = plan_retiring(page, listed, prefix=self.source.prefix)
                if not dry_run:
                    await desk.assets.put_assets(self.community, plan.retired)
            if not page:
                return
            after = page[-1].id
            told.add(plan)
