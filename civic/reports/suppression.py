"""Who must not be seen: which groups of a tree are hidden so that nothing shown gives them away."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

WHOLE_SURVEY_NEEDS = 2
"""A whole survey's table is shown once this many times the threshold answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCounts:
    """A group's base, and how many of it gave each answer."""

    base: int
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concealment(Generic[K]):
    hidden: frozenset[K]
    hidden_children: Mapping[K, tuple[K, ...]]
    """By each shown parent: those of its children that anybody gets together by subtraction."""


def is_publishable(group: GroupCounts, *, threshold: int, is_sensitive: bool) -> bool:
    """Whether this row alone gives nobody away."""
    if group.base == 0:
        return True
    if group.base < threshold:
        return False
    if not is_sensitive:
        return True
    return all(count == 0 or threshold <= count < group.base for count in group.cells)


def conceal(
    tree: Mapping[K, Sequence[K]],
    groups: Mapping[K, GroupCounts],
    *,
    root: K,
    threshold: int,
    is_sensitive: bool,
) -> Concealment[K]:
    """Hide what is too small and, top down, what would give it away by subtraction.

    The root is taken for shown: whether a whole survey may be is `WHOLE_SURVEY_NEEDS`.
    """
    rule = _Rule(groups=groups, threshold=threshold, is_sensitive=is_sensitive)
    hidden: set[K] = set()
    hidden_children: dict[K, tuple[K, ...]] = {}
    shown = [root]
    while shown:
        parent = shown.pop()
        children = tree.get(parent, ())
        away = set(_complement([c for c in children if not rule.passes([c])], children, rule))
        if away:
            hidden_children[parent] = tuple(c for c in children if c in away)
            hidden.update(_with_all_below(away, tree))
        shown.extend(c for c in children if c not in away)
    return Concealment(hidden=frozenset(hidden), hidden_children=hidden_children)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule(Generic[K]):
    groups: Mapping[K, GroupCounts]
    threshold: int
    is_sensitive: bool

    def base(self, group: K) -> int:
        return self.groups[group].base

    def passes(self, together: Iterable[K]) -> bool:
        union = union_of(self.groups[group] for group in together)
        return is_publishable(union, threshold=self.threshold, is_sensitive=self.is_sensitive)


def union_of(groups: Iterable[GroupCounts]) -> GroupCounts:
    parts = list(groups)
    return GroupCounts(
        base=sum(part.base for part in parts),
        cells=tuple(sum(cell) for cell in zip(*(part.cells for part in parts), strict=True)),
    )


def _complement(small: list[K], children: Sequence[K], rule: _Rule[K]) -> list[K]:
    """The small ones with as many more as it takes that their union may be known.

    The union is a row that anybody gets by subtraction, so it must pass as a row. An empty
    group protects nobody and stays shown.
    """
    away = list(small)
    already = set(small)
    # Sorting is stable: among equally small ones the tree's order decides.
    left = sorted((c for c in children if c not in already and rule.base(c)), key=rule.base)
    while away and left and (len(away) < 2 or not rule.passes(away)):
        away.append(left.pop(0))
    return away


def _with_all_below(groups: Iterable[K], tree: Mapping[K, Sequence[K]]) -> set[K]:
    below: set[K] = set()
    waiting = list(groups)
    while waiting:
        group = waiting.pop()
        below.add(group)
        waiting.extend(tree.get(group, ()))
    return below
