"""What an administrator decides about kinds of assets, and papers that officials ask for."""

from dataclasses import replace
from datetime import datetime

from civic.assets.model import (
    LABELS_A_SHEET,
    Asset,
    AssetKind,
    SheetKind,
    WantedSheet,
)
from civic.assets.ports import Assets, AssetSheets
from civic.assets.rules.kinds import usual_kind
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, AssetId, AssetKindId, CommunityId, FileId, IdMaker
from civic.kernel.language import Language, Translated
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import NotFound, Refusal

KINDS_LIMIT = 40
NAME_LIMIT = 60


async def add_usual_kind(
    code: str,
    *,
    community: CommunityId,
    by: AccountId,
    assets: Assets,
    audit: AuditLog,
    new_id: IdMaker,
    now: datetime,
) -> AssetKind:
    """One of those that towns usually have; the town's own, if it has it already."""
    usual = usual_kind(code)
    if usual is None:
        raise NotFound("asset-kind-gone")
    known = await assets.kind_by_code(community, code)
    if known is not None and not known.retired:
        return known
    kind = known or usual.in_town(community, AssetKindId(new_id(now)))
    return await _put(replace(kind, retired=False), "added", by, assets, audit, now)


async def add_own_kind(
    name: str,
    language: Language,
    *,
    community: CommunityId,
    by: AccountId,
    assets: Assets,
    audit: AuditLog,
    new_id: IdMaker,
    now: datetime,
) -> AssetKind:
    """Not public until the administrator says so: nobody knows yet what it is."""
    title = clean_line(name, NAME_LIMIT)
    if not title:
        raise Refusal("asset-kind-name-empty")
    kinds = await assets.kinds(community)
    namesake = next((kind for kind in kinds if title.casefold() in _names(kind)), None)
    if namesake is not None and namesake.retired:
        return await _put(replace(namesake, retired=False), "added", by, assets, audit, now)
    if namesake is not None:
        raise Refusal("asset-kind-known", name=title)
    if len(kinds) >= KINDS_LIMIT:
        raise Refusal("asset-kinds-many", limit=KINDS_LIMIT)
    kind = AssetKind(
        id=AssetKindId(new_id(now)),
        community=community,
        code=f"own-{len(kinds) + 1}",
        name=Translated({language: title}),
        is_public=False,
    )
    return await _put(kind, "added", by, assets, audit, now)


async def show_kind(
    kind: AssetKindId,
    *,
    is_public: bool,
    community: CommunityId,
    by: AccountId,
    assets: Assets,
    audit: AuditLog,
    now: datetime,
) -> AssetKind:
    """From now on residents see where such things stand, or do not."""
    found = await assets.kind(community, kind)
    if found.is_public == is_public:
        return found
    verb = "shown" if is_public else "hidden"
    return await _put(replace(found, is_public=is_public), verb, by, assets, audit, now)


async def retire_kind(
    kind: AssetKindId,
    *,
    community: CommunityId,
    by: AccountId,
    assets: Assets,
    audit: AuditLog,
    now: datetime,
) -> AssetKind:
    """Nobody meets it any more; what is known of such things stays, and comes back with it."""
    found = await assets.kind(community, kind)
    if found.retired:
        return found
    return await _put(replace(found, retired=True), "retired", by, assets, audit, now)


async def show_photo(
    asset: AssetId,
    photo: FileId,
    *,
    community: CommunityId,
    by: AccountId,
    assets: Assets,
    audit: AuditLog,
    now: datetime,
) -> Asset:
    """An official took it: whoever sees where the asset stands sees the photo too."""
    found = await assets.asset(community, asset)
    if found.retired:
        raise NotFound("asset-gone")
    pictured = replace(found, photo=photo)
    await assets.put_assets(community, [pictured])
    entry = AuditEntry(
        community=community, actor=by, verb="asset-photo-taken", subject=f"asset:{asset}"
    )
    await audit.note(entry, now=now)
    return pictured


async def want_sheet(
    wanted: WantedSheet, *, assets: Assets, sheets: AssetSheets, audit: AuditLog, now: datetime
) -> None:
    """The file is made by the tick and comes as a message."""
    counts = await assets.counts(wanted.community)
    count = counts.get(wanted.kind, 0) if wanted.kind is not None else sum(counts.values())
    if count <= (wanted.number * LABELS_A_SHEET if wanted.what is SheetKind.LABELS else 0):
        raise Refusal("assets-nothing-to-print")
    await sheets.want(wanted, now=now)
    entry = AuditEntry(
        community=wanted.community, actor=wanted.account, verb=f"assets-asked-for-{wanted.what}"
    )
    await audit.note(entry, now=now)


def _names(kind: AssetKind) -> set[str]:
    return {name.casefold() for name in kind.name.texts.values()}


async def _put(
    kind: AssetKind, verb: str, by: AccountId, assets: Assets, audit: AuditLog, now: datetime
) -> AssetKind:
    if not await assets.put_kind(kind.community, kind):
        raise Refusal("asset-kind-known", name=kind.name.in_("uk"))
    entry = AuditEntry(
        community=kind.community, actor=by, verb=f"asset-kind-{verb}",
        subject=f"asset-kind:{kind.id}",
    )  # fmt: skip
    await audit.note(entry, now=now)
    return kind
