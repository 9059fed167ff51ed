"""A town's categories: changed one by one, or as a table; guessed from what people write."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from civic.communities.model import Official
from civic.communities.rules import Action, check_may, check_serves
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import CategoryId, CommunityId, IdMaker
from civic.kernel.json_value import Json
from civic.kernel.language import LANGUAGES, Translated
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import NotFound, Refusal
from civic.service_requests.model import Category
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.guessing import guess_categories
from civic.service_requests.rules.tables import CategoryRow, read_categories, write_categories
from civic.service_requests.settings import QUESTIONS_LIMIT, CategoryPlan, TableFinding

NAME_LIMIT = 100
WORDS_LIMIT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What is offered: each of the first level with what it holds; none that is retired."""

    groups: tuple[tuple[Category, tuple[Category, ...]], ...]

    def can_be_filed_under(self, category: CategoryId) -> bool:
        for group, within in self.groups:
            if group.id == category:
                return not within
            if any(one.id == category for one in within):
                return True
        return False


async def category_tree(community: CommunityId, *, desk: RequestDesk) -> Tree:
    every = [one for one in await desk.request_categories.all(community) if not one.retired]
    return Tree(
        groups=tuple(
            (group, tuple(one for one in every if one.parent == group.id))
            for group in every
            if group.parent is None
        )
    )


async def guess_category(
    community: CommunityId, text: str, *, desk: RequestDesk, limit: int = 5
) -> list[Category]:
    """The likeliest first; none that nothing in the text speaks for."""
    return guess_categories(text, await desk.request_categories.all(community), limit=limit)


async def put_category(
    category: Category, *, by: Official, desk: RequestDesk, now: datetime
) -> Category:
    """Add or change. Raise Refusal when the tree would have a third level, or a code twice."""
    check_may(by, Action.SET_REQUEST_RULES, town=category.community)
    kept = _cleaned(category)
    every = {one.id: one for one in await desk.request_categories.all(category.community)}
    if any(one.code == kept.code and one.id != kept.id for one in every.values()):
        raise Refusal("request-category-code-taken", code=kept.code)
    _check_tree(kept, every)
    if kept.agency is not None:
        check_serves(await desk.officials.agency(kept.community, kept.agency))
    await desk.request_categories.put([kept])
    await _note(kept.community, "put", by, desk=desk, now=now, subject=f"category:{kept.id}")
    return kept


async def retire_category(
    community: CommunityId,
    category: CategoryId,
    *,
    retired: bool = True,
    by: Official,
    desk: RequestDesk,
    now: datetime,
) -> Category:
    """Nothing more is filed under it; what was stays. With `retired` False it comes back."""
    check_may(by, Action.SET_REQUEST_RULES, town=community)
    kept = replace(await desk.request_categories.category(community, category), retired=retired)
    await desk.request_categories.put([kept])
    verb = "retired" if retired else "taken-back"
    await _note(community, verb, by, desk=desk, now=now, subject=f"category:{category}")
    return kept


async def plan_categories(
    community: CommunityId,
    text: str,
    *,
    complete: bool,
    desk: RequestDesk,
    new_id: IdMaker,
    now: datetime,
) -> CategoryPlan:
    """What the table would change. Raise Refusal when it makes no sense as a whole."""
    rows, findings = read_categories(text, await desk.officials.agencies(community))
    known = {one.code: one for one in await desk.request_categories.all(community)}
    return _planned(community, rows, findings, known, complete=complete, new_id=new_id, now=now)


async def import_categories(
    community: CommunityId,
    text: str,
    *,
    complete: bool,
    by: Official,
    desk: RequestDesk,
    new_id: IdMaker,
    now: datetime,
) -> CategoryPlan:
    """Add and change by code; what a `complete` table no longer names is retired."""
    check_may(by, Action.SET_REQUEST_RULES, town=community)
    plan = await plan_categories(
        community, text, complete=complete, desk=desk, new_id=new_id, now=now
    )
    everything = [*plan.added, *plan.changed, *plan.retired]
    if everything:
        await desk.request_categories.put(everything)
        await _note(
            community, "imported", by, desk=desk, now=now,
            added=len(plan.added), changed=len(plan.changed), retired=len(plan.retired),
        )  # fmt: skip
    return plan


async def export_categories(community: CommunityId, *, desk: RequestDesk) -> str:
    """As CSV that can be imported again."""
    return write_categories(
        await desk.request_categories.all(community), await desk.officials.agencies(community)
    )


def _planned(
    community: CommunityId,
    rows: Sequence[CategoryRow],
    found: Sequence[TableFinding],
    known: dict[str, Category],
    *,
    complete: bool,
    new_id: IdMaker,
    now: datetime,
) -> CategoryPlan:
    findings = list(found)
    fit = _fit_rows(rows, known, findings)
    ids = {code: one.id for code, one in known.items()}
    for row in fit:
        ids.setdefault(row.code, CategoryId(new_id(now)))
    added, changed, unchanged = [], [], 0
    for position, row in enumerate(fit):
        before = known.get(row.code)
        made = _category_from(row, community, ids, before, position=position)
        if before is None:
            added.append(made)
        elif made != before:
            changed.append(made)
        else:
            unchanged += 1
    named = {row.code for row in rows}
    gone = [
        replace(one, retired=True)
        for one in known.values()
        if complete and not findings and not one.retired and one.code not in named
    ]
    return CategoryPlan(
        added=tuple(sorted(added, key=lambda one: one.parent is not None)),
        changed=tuple(changed),
        retired=tuple(gone),
        unchanged=unchanged,
        findings=tuple(findings),
    )


def _fit_rows(
    rows: Sequence[CategoryRow], known: dict[str, Category], findings: list[TableFinding]
) -> list[CategoryRow]:
    """Those that make a tree of two levels; what does not is told."""
    by_id = {one.id: one.code for one in known.values()}
    parents = {
        code: by_id.get(one.parent, "") if one.parent is not None else ""
        for code, one in known.items()
    }
    parents |= {row.code: row.parent for row in rows}
    seen: set[str] = set()
    fit: list[CategoryRow] = []
    for row in rows:
        wrong = ""
        if row.code in seen:
            wrong = "request-table-twice"
        elif row.parent and row.parent not in parents:
            wrong = "request-table-parent"
        elif row.parent and (parents[row.parent] or row.parent == row.code):
            wrong = "request-table-deep"
        seen.add(row.code)
        if wrong:
            findings.append(TableFinding(row=row.row, key=wrong, params={"code": row.code}))
        else:
            fit.append(row)
    return fit


def _category_from(
    row: CategoryRow,
    community: CommunityId,
    ids: dict[str, CategoryId],
    before: Category | None,
    *,
    position: int,
) -> Category:
    return Category(
        id=ids[row.code],
        community=community,
        parent=ids[row.parent] if row.parent else None,
        code=row.code,
        name=Translated({name: row.names[name] for name in LANGUAGES if name in row.names}),
        icon=row.icon,
        words=row.words,
        agency=row.agency,
        days=row.days,
        is_public=row.is_public,
        needs_photo_after=row.needs_photo_after,
        is_emergency=row.is_emergency,
        asset_kind=before.asset_kind if before else None,
        questions=before.questions if before else (),
        position=position,
        retired=row.retired,
    )


def _cleaned(category: Category) -> Category:
    names = {
        language: clean_line(name, NAME_LIMIT) for language, name in category.name.texts.items()
    }
    code = clean_line(category.code, 60)
    if not code or not any(names.values()):
        raise Refusal("request-category-unnamed")
    if not 1 <= category.days <= 365:
        raise Refusal("request-category-days")
    if len(category.questions) > QUESTIONS_LIMIT:
        raise Refusal("request-category-questions", limit=QUESTIONS_LIMIT)
    return replace(category, code=code, name=Translated(names), words=category.words[:WORDS_LIMIT])


def _check_tree(category: Category, every: dict[CategoryId, Category]) -> None:
    if category.parent is None:
        return
    parent = every.get(category.parent)
    if parent is None:
        raise NotFound("request-category-gone")
    holds_others = any(one.parent == category.id for one in every.values())
    if parent.parent is not None or parent.id == category.id or holds_others:
        raise Refusal("request-category-deep")


async def _note(
    community: CommunityId,
    verb: str,
    by: Official,
    *,
    desk: RequestDesk,
    now: datetime,
    subject: str = "",
    **details: Json,
) -> None:
    entry = AuditEntry(
        community=community, actor=by.account, verb=f"category-{verb}", subject=subject,
        details=details,
    )  # fmt: skip
    await desk.audit.note(entry, now=now)
