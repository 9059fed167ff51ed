"""One question by district and courtyard, with what would name neighbours hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from civic.kernel.ids import PlaceId
from civic.kernel.language import Translated
from civic.reports.model import (
    AskedQuestion,
    GroupKind,
    GroupRow,
    GroupTable,
    PlaceNode,
    QuestionKind,
    RowFigures,
)
from civic.reports.question_tables import counts_of, row_figures
from civic.reports.suppression import Concealment, conceal
from civic.reports.tally import QuestionTally, Tally, sum_tallies


@dataclass(frozen=True, slots=True)
class _Group:
    """A node of the tree: a place (None is the town), or the people of it in no smaller one."""

    place: PlaceId | None
    is_rest: bool = False


_TOWN = _Group(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTree:
    """The town's published tree of places, the same for every question of a survey."""

    town: Translated
    names: Mapping[PlaceId, Translated]
    children: Mapping[PlaceId | None, tuple[PlaceId, ...]]

    @classmethod
    def of(cls, town: Translated, nodes: tuple[PlaceNode, ...]) -> "PlaceTree":
        """A parent that is not among the nodes counts as the town."""
        known = {node.place for node in nodes}
        children: dict[PlaceId | None, tuple[PlaceId, ...]] = {}
        for node in nodes:
            parent = node.parent if node.parent in known else None
            children[parent] = (*children.get(parent, ()), node.place)
        return cls(town=town, names={node.place: node.name for node in nodes}, children=children)

    def name(self, place: PlaceId | None) -> Translated:
        return self.town if place is None else self.names[place]


def has_groups(question: AskedQuestion) -> bool:
    """Texts say nothing by place; a sensitive number's mean would say too much."""
    if question.kind is QuestionKind.WHOLE_NUMBER:
        return not question.is_sensitive
    return question.kind is not QuestionKind.TEXT


def group_table(
    question: AskedQuestion, tally: QuestionTally, tree: PlaceTree, *, threshold: int
) -> GroupTable:
    """Every group of the tree once, the hidden ones as marks, and "others together"."""
    layout = _Layout(tree, tally)
    tallies = layout.tallies
    concealment = conceal(
        layout.children,
        {group: counts_of(question, found) for group, found in tallies.items()},
        root=_TOWN,
        threshold=threshold,
        is_sensitive=question.is_sensitive,
    )
    drawn = _Rows(question=question, layout=layout, concealment=concealment, threshold=threshold)
    return GroupTable(rows=tuple(drawn.below(_TOWN, 0)))


class _Layout:
    """The tree with everybody in it: whoever is in no smaller place makes a group of their own."""

    def __init__(self, tree: PlaceTree, tally: QuestionTally) -> None:
        self.tree = tree
        self.children: dict[_Group, tuple[_Group, ...]] = {}
        self.tallies: dict[_Group, Tally] = {}
        own: dict[PlaceId | None, Tally] = {
            place: found for place, found in tally.places.items() if place in tree.names
        }
        own[None] = sum_tallies(
            found for place, found in tally.places.items() if place not in tree.names
        )
        self._settle(None, own)

    def _settle(self, place: PlaceId | None, own: Mapping[PlaceId | None, Tally]) -> Tally:
        group, below = _Group(place), self.tree.children.get(place, ())
        mine = own.get(place, Tally())
        if not below and place is not None:
            self.tallies[group] = mine
            return mine
        parts = [self._settle(child, own) for child in below]
        children = tuple(_Group(child) for child in below)
        if mine.statuses:
            rest = _Group(place, is_rest=True)
            self.tallies[rest] = mine
            children, parts = (*children, rest), [*parts, mine]
        self.children[group] = children
        self.tallies[group] = sum_tallies(parts)
        return self.tallies[group]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    question: AskedQuestion
    layout: _Layout
    concealment: Concealment[_Group]
    threshold: int

    def below(self, group: _Group, depth: int) -> Iterator[GroupRow]:
        yield self._row(group, depth)
        children = self.layout.children.get(group, ())
        for child in children:
            yield from self.below(child, depth + 1)
        together = self.concealment.hidden_children.get(group, ())
        # All of them together are the parent, which is shown already.
        if together and any(child not in together for child in children):
            yield self._others(group, together, depth + 1)

    def _row(self, group: _Group, depth: int) -> GroupRow:
        is_hidden = group in self.concealment.hidden
        kind = GroupKind.TOWN if group == _TOWN else GroupKind.PLACE
        return GroupRow(
            kind=GroupKind.UNPLACED if group.is_rest else kind,
            place=group.place,
            depth=depth,
            name=self.layout.tree.name(group.place),
            figures=None if is_hidden else self._figures(self.layout.tallies[group]),
        )

    def _others(self, parent: _Group, together: tuple[_Group, ...], depth: int) -> GroupRow:
        union = sum_tallies(self.layout.tallies[child] for child in together)
        return GroupRow(
            kind=GroupKind.OTHERS,
            place=parent.place,
            depth=depth,
            name=self.layout.tree.name(parent.place),
            figures=self._figures(union),
        )

    def _figures(self, tally: Tally) -> RowFigures:
        return row_figures(self.question, tally, threshold=self.threshold)
