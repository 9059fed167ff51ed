"""How many it makes is told in words, and never so exactly that it names somebody."""

import pytest

from civic.audiences.model import Headcount, LeftOut
from handlers.screens.audiences.words import headcount_lines
from locales.catalog import say

UK = say("uk")


def told(belong: int, left_out: int = 0, *, hides_below: int | None = 5) -> str:
    counted = Headcount(belong=belong, left_out={LeftOut.UNREACHABLE: left_out})
    return "\n".join(headcount_lines(counted, topic=None, hides_below=hides_below, say=UK))


def test_who_is_known_by_where_they_live_is_counted_exactly() -> None:
    assert told(43, 2, hides_below=None).startswith(UK("audience-recipients", count="41"))
    assert UK("audience-left-out", count="2") in told(43, 2, hides_below=None)


@pytest.mark.parametrize(("belong", "about"), [(5, 10), (14, 10), (38, 40), (42, 40), (573, 570)])
def test_who_is_known_by_their_answers_is_counted_in_tens(belong: int, about: int) -> None:
    assert told(belong) == UK("audience-about", count=str(about))


@pytest.mark.parametrize(("belong", "left_out"), [(0, 0), (4, 0), (4, 2), (7, 3)])
def test_few_of_them_are_not_told_from_nobody(belong: int, left_out: int) -> None:
    assert told(belong, left_out) == UK("audience-few", limit="5")


def test_one_more_or_less_does_not_show_by_whom_it_differs() -> None:
    assert told(41, 1) == told(42, 2) == told(40)
