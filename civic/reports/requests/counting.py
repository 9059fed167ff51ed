"""Requests counted: new, closed, late, and in groups whose small ones are hidden whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from civic.reports.requests.durations import lasting, wait_between
from civic.reports.requests.model import (
    WATCHED_FOR,
    Course,
    RequestFigures,
    RequestRow,
    RowKind,
    Tree,
)
from civic.reports.suppression import Concealment, GroupCounts, conceal


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A request as one report counts it: an agency also hears of what it sent elsewhere."""

    course: Course
    is_theirs: bool = True
    wrong_addresses: int = 0


def figures_of(counted: Sequence[Counted], *, until: datetime, threshold: int) -> RequestFigures:
    theirs = [one.course for one in counted if one.is_theirs]
    watched = [one for one in theirs if until - WATCHED_FOR <= one.kept.filed_at < until]
    return RequestFigures(
        new=sum(one.is_new for one in theirs),
        closed=sum(one.is_closed for one in theirs),
        reopened=sum(one.is_reopened for one in theirs),
        wrong_addresses=sum(one.wrong_addresses for one in counted),
        open=sum(one.is_open for one in theirs),
        overdue=sum(one.is_overdue for one in theirs),
        to_answer=lasting(
            [
                wait_between(one.kept.filed_at, one.answered_at, given_up=one.over_at, until=until)
                for one in watched
            ],
            threshold=threshold,
        ),
        to_settled=lasting(
            [
                wait_between(one.kept.filed_at, one.settled_at, given_up=one.over_at, until=until)
                for one in watched
            ],
            threshold=threshold,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    key: int | None
    is_rest: bool = False


_WHOLE = _Group(None)


def group_rows(
    counted: Sequence[Counted],
    tree: Tree,
    *,
    key_of: Callable[[Course], int | None],
    until: datetime,
    threshold: int,
    hides: bool = True,
) -> tuple[RequestRow, ...]:
    """Every group in which anything was, the hidden ones as marks, and "others together"."""
    own: dict[int | None, list[Counted]] = {}
    for one in counted:
        key = key_of(one.course)
        own.setdefault(key if key in tree.names else None, []).append(one)
    layout = _Layout(tree, own)
    concealment: Concealment[_Group] = Concealment(hidden=frozenset(), hidden_children={})
    if hides:
        concealment = conceal(
            layout.children,
            {group: _people(found) for group, found in layout.found.items()},
            root=_WHOLE,
            threshold=threshold,
            is_sensitive=False,
        )
    drawn = _Rows(
        tree=tree, layout=layout, concealment=concealment, until=until, threshold=threshold
    )
    return tuple(drawn.below(_WHOLE, 0))


def _people(found: Sequence[Counted]) -> GroupCounts:
    """Different people: five requests of one neighbour are no group. Unknown ones are one each."""
    known = {one.course.kept.asker for one in found}
    unknown = sum(one.course.kept.asker is None for one in found)
    return GroupCounts(base=len(known - {None}) + unknown, cells=())


class _Layout:
    """The tree with every request in it: what is in no smaller part makes a group of its own."""

    def __init__(self, tree: Tree, own: Mapping[int | None, list[Counted]]) -> None:
        self.children: dict[_Group, tuple[_Group, ...]] = {}
        self.found: dict[_Group, list[Counted]] = {}
        self._settle(None, tree, own)

    def _settle(
        self, key: int | None, tree: Tree, own: Mapping[int | None, list[Counted]]
    ) -> list[Counted]:
        group, mine = _Group(key), own.get(key, [])
        below = [child for child in tree.children.get(key, ()) if self._settle(child, tree, own)]
        children = tuple(_Group(child) for child in below)
        if children and mine:
            rest = _Group(key, is_rest=True)
            self.found[rest] = mine
            children = (*children, rest)
        if children:
            self.children[group] = children
        parts = [self.found[child] for child in children]
        self.found[group] = [one for part in parts for one in part] if children else mine
        return self.found[group]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    tree: Tree
    layout: _Layout
    concealment: Concealment[_Group]
    until: datetime
    threshold: int

    def below(self, group: _Group, depth: int) -> Iterator[RequestRow]:
        yield self._row(group, depth)
        children = self.layout.children.get(group, ())
        for child in children:
            yield from self.below(child, depth + 1)
        together = self.concealment.hidden_children.get(group, ())
        # All of them together are the parent, which is shown already.
        if together and any(child not in together for child in children):
            union = [one for child in together for one in self.layout.found[child]]
            yield self._told(RowKind.OTHERS, group.key, depth + 1, union)

    def _row(self, group: _Group, depth: int) -> RequestRow:
        kind = RowKind.WHOLE if group == _WHOLE else RowKind.GROUP
        found = None if group in self.concealment.hidden else self.layout.found[group]
        return self._told(RowKind.REST if group.is_rest else kind, group.key, depth, found)

    def _told(
        self, kind: RowKind, key: int | None, depth: int, found: list[Counted] | None
    ) -> RequestRow:
        return RequestRow(
            kind=kind,
            id=key,
            depth=depth,
            name=self.tree.name(key),
            figures=None
            if found is None
            else figures_of(found, until=self.until, threshold=self.threshold),
        )
