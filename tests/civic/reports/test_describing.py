"""Median, quartiles, mean and spread, against R."""

import csv
import json
from collections import Counter

import pytest

from civic.reports.describing import describe, number_figures
from tests.shared_cases import case_file, needs_cases


@needs_cases
@pytest.mark.parametrize("column", ["q2", "q3"])
def test_the_figures_of_the_reference_town_are_those_of_r(column: str) -> None:
    expected = json.loads(case_file("statistics/town-1/expected.json").read_text())[column]
    with case_file("statistics/town-1/microdata.csv").open() as opened:
        given = Counter(int(row[column]) for row in csv.DictReader(opened) if row[column])
    found = describe(given)
    assert found is not None
    assert found.n == expected["n"]
    assert float(found.mean) == pytest.approx(expected["mean"], rel=1e-6)
    if "sd" in expected:
        assert found.deviation == pytest.approx(expected["sd"], rel=1e-6)
    assert float(found.quartile_1) == pytest.approx(expected["type7"]["p25"])
    assert float(found.median) == pytest.approx(expected["type7"]["p50"])
    assert float(found.quartile_3) == pytest.approx(expected["type7"]["p75"])


def test_quartiles_lie_between_two_people_as_type_7_says() -> None:
    found = number_figures({1: 1, 2: 1, 3: 1, 10: 7}, threshold=5)
    assert found is not None
    quartiles = [str(found.quartile_1), str(found.median), str(found.quartile_3)]
    assert quartiles == ["4.75", "10.00", "10.00"]


def test_a_median_is_shown_only_of_twice_the_threshold() -> None:
    nine, ten = number_figures({3: 9}, threshold=5), number_figures({3: 10}, threshold=5)
    assert nine is not None
    assert ten is not None
    assert nine.median is nine.quartile_1 is nine.quartile_3 is None
    assert ten.median == 3


def test_nobody_has_no_mean_and_one_person_no_spread() -> None:
    assert describe({}) is None
    alone = describe({7: 1})
    assert alone is not None
    assert alone.deviation is None


def test_large_numbers_lose_nothing() -> None:
    found = describe({10**15 + 1: 1, 10**15 + 3: 1})
    assert found is not None
    assert found.mean == 10**15 + 2
    assert found.deviation == pytest.approx(2**0.5)
