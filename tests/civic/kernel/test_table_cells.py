"""A cell that would be a formula in a spreadsheet is words there, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.table_cells import guarded, unguarded


@pytest.mark.parametrize(
    "cell", ["=1+1", '=HYPERLINK("http://x")', "+380 44", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"]
)
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Яма", "5-та лінія", "п'ять", "'Зоря'", "12"])
def test_words_and_numbers_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == unguarded(cell) == cell


@given(st.text(st.sampled_from("'=+-@\t\raя "), max_size=6))
def test_whatever_was_guarded_comes_back_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
