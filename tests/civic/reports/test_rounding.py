"""Percentages that a reader can add up."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from civic.reports.rounding import share_by_itself, shares_of_whole
from tests.shared_cases import case_file, needs_cases


@needs_cases
def test_the_reference_tables_are_rounded_as_expected() -> None:
    for case in json.loads(case_file("statistics/rounding.json").read_text()):
        shares = shares_of_whole(case["counts"])
        printed = None if shares is None else [str(share.value) for share in shares]
        assert printed == case["percent"], case["counts"]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_percentages_of_one_question_add_up_to_exactly_one_hundred(counts: list[int]) -> None:
    shares = shares_of_whole(counts)
    if sum(counts) == 0:
        assert shares is None
        return
    assert shares is not None
    assert sum(share.value for share in shares) == Decimal("100.0")
    for share, count in zip(shares, counts, strict=True):
        assert abs(share.value - Decimal(100 * count) / sum(counts)) < Decimal("0.1")


def test_nobody_is_zero_and_hardly_anybody_is_less_than_a_tenth() -> None:
    shares = shares_of_whole([9999, 1, 0])
    assert shares is not None
    assert [share.is_tiny for share in shares] == [False, True, False]
    assert shares[1].value == Decimal("0.0")


def test_a_tie_goes_to_the_earlier_choice() -> None:
    shares = shares_of_whole([46, 46, 46])
    assert shares is not None
    assert [str(share.value) for share in shares] == ["33.4", "33.3", "33.3"]


def test_shares_of_several_answers_are_rounded_by_themselves_half_away_from_zero() -> None:
    rounded = {count: share_by_itself(count, 2000) for count in (0, 1, 3, 1999, 2000)}
    assert {count: str(share.value) for count, share in rounded.items() if share} == {
        0: "0.0",
        1: "0.1",
        3: "0.2",
        1999: "100.0",
        2000: "100.0",
    }
    tiny = share_by_itself(1, 10_000)
    assert tiny is not None
    assert tiny.is_tiny
    assert share_by_itself(0, 0) is None
