"""Who must not be seen, audited by a reader who solves for every hidden number."""

import json
import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from scipy.optimize import linprog

from civic.reports import suppression
from civic.reports.suppression import Concealment, GroupCounts, conceal
from tests.shared_cases import case_file, needs_cases

Tree = Mapping[str, Sequence[str]]
T = 5


def hide(tree: Tree, counts: Mapping[str, Sequence[int]], *, sensitive: bool) -> Concealment[str]:
    groups = {
        name: GroupCounts(base=sum(cells), cells=tuple(cells)) for name, cells in counts.items()
    }
    return conceal(tree, groups, root="town", threshold=T, is_sensitive=sensitive)


@needs_cases
def test_the_reference_towns_hide_the_expected_groups() -> None:
    for case in json.loads(case_file("statistics/suppression.json").read_text()):
        assert case["threshold"] == T
        hidden = hide(case["tree"], case["counts"], sensitive=case["sensitive"]).hidden
        # The reference lists the groups with people in them.
        with_people = {group for group in hidden if sum(case["counts"][group])}
        assert with_people == set(case["hidden"])


def random_town(seed: int) -> tuple[dict[str, list[str]], dict[str, list[int]]]:
    chance = random.Random(seed)
    answers = chance.randint(2, 3)
    tree: dict[str, list[str]] = {"town": []}
    counts: dict[str, list[int]] = {}
    for district in (f"d{n}" for n in range(chance.randint(2, 4))):
        tree["town"].append(district)
        tree[district] = [f"{district}c{n}" for n in range(chance.randint(1, 4))]
        for courtyard in tree[district]:
            size = chance.choice([0, 1, 2, 4, 8, 20])
            counts[courtyard] = [chance.randint(0, size) for _ in range(answers)]
        counts[district] = total(counts, tree[district], answers)
    counts["town"] = total(counts, tree["town"], answers)
    return tree, counts


def total(counts: Mapping[str, Sequence[int]], parts: Sequence[str], answers: int) -> list[int]:
    return [sum(counts[part][answer] for part in parts) for answer in range(answers)]


class Attacker:
    """Knows the tree and every shown row; asks how far each hidden number can still range."""

    def __init__(
        self, tree: Tree, counts: Mapping[str, Sequence[int]], hidden: frozenset[str]
    ) -> None:
        self.tree, self.counts, self.hidden = tree, counts, hidden
        self.leaves = [group for group in counts if group not in tree]
        self.answers = len(counts["town"])
        rows, sums = [], []
        for group in counts:
            if group not in hidden:
                for answer in range(self.answers):
                    rows.append(self.cell(group, answer))
                    sums.append(counts[group][answer])
        self.rows, self.sums = np.array(rows), np.array(sums)

    def under(self, group: str) -> list[str]:
        below = self.tree.get(group)
        return [group] if below is None else [leaf for sub in below for leaf in self.under(sub)]

    def cell(self, group: str, answer: int) -> np.ndarray:
        weights = np.zeros(len(self.leaves) * self.answers)
        for leaf in self.under(group):
            weights[self.leaves.index(leaf) * self.answers + answer] = 1
        return weights

    def is_determined(self, weights: np.ndarray) -> bool:
        ends = [
            linprog(sign * weights, A_eq=self.rows, b_eq=self.sums, bounds=(0, None)).fun
            for sign in (1, -1)
        ]
        return bool(abs(ends[0] + ends[1]) < 1e-6)

    def finds(self) -> list[str]:
        found = []
        # Where one group holds everybody, the whole survey's table says it all by right.
        for group in sorted(g for g in self.hidden if self.counts[g] != self.counts["town"]):
            cells = [self.cell(group, answer) for answer in range(self.answers)]
            size = np.sum(cells, axis=0)
            if sum(self.counts[group]) and self.is_determined(size):
                found.append(f"{group}: how many")
            found += [
                f"{group}: answer {answer}"
                for answer, cell in enumerate(cells)
                if self.counts[group][answer] and self.is_determined(cell)
            ]
        return found


def big_enough(tree: Tree, counts: Mapping[str, Sequence[int]]) -> bool:
    return sum(counts["town"]) >= 2 * T


def audit(seeds: range, *, sensitive: bool) -> list[str]:
    found = []
    for seed in seeds:
        tree, counts = random_town(seed)
        if big_enough(tree, counts):
            hidden = hide(tree, counts, sensitive=sensitive).hidden
            found += [f"{seed} {what}" for what in Attacker(tree, counts, hidden).finds()]
    return found


@pytest.mark.parametrize("sensitive", [False, True])
def test_no_hidden_number_can_be_worked_out_from_what_is_shown(*, sensitive: bool) -> None:
    assert audit(range(12), sensitive=sensitive) == []


@pytest.mark.soak
@pytest.mark.parametrize("sensitive", [False, True])
def test_no_hidden_number_can_be_worked_out_in_many_towns(*, sensitive: bool) -> None:
    assert audit(range(12, 130), sensitive=sensitive) == []


def test_the_audit_notices_when_the_complement_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suppression, "_complement", lambda small, _children, _rule: small)
    assert audit(range(12), sensitive=False) != []


def test_a_row_that_subtraction_would_give_passes_as_a_row_itself() -> None:
    for seed in range(300):
        tree, counts = random_town(seed)
        answers = len(counts["town"])
        for parent, together in hide(tree, counts, sensitive=False).hidden_children.items():
            union = total(counts, together, answers)
            assert sum(union) >= T or set(together) >= {
                child for child in tree[parent] if sum(counts[child])
            }


def test_one_small_courtyard_takes_the_next_smallest_with_it() -> None:
    tree = {"town": ["oak", "lime", "pine"]}
    counts = {"town": [40, 20], "oak": [2, 1], "lime": [20, 10], "pine": [18, 9]}
    assert hide(tree, counts, sensitive=False).hidden == {"oak", "pine"}


def test_an_empty_courtyard_stays_shown_and_covers_nobody() -> None:
    tree = {"town": ["oak", "lime", "pine"]}
    counts = {"town": [23, 10], "oak": [2, 1], "lime": [0, 0], "pine": [21, 9]}
    assert hide(tree, counts, sensitive=False).hidden == {"oak", "pine"}


def test_neighbours_who_all_said_the_same_are_hidden_at_a_sensitive_question() -> None:
    tree = {"town": ["oak", "lime", "pine"]}
    counts = {"town": [46, 30], "oak": [6, 0], "lime": [20, 15], "pine": [20, 15]}
    assert hide(tree, counts, sensitive=False).hidden == set()
    assert "oak" in hide(tree, counts, sensitive=True).hidden
