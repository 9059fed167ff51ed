"""What people type cannot disguise itself."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.plain_text import clean_line, clean_text


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert clean_line("Оле\u200bна\u202e ana\ufeff", 100) == "Олена ana"


def test_a_name_of_invisible_characters_is_no_name() -> None:
    assert clean_line("\u3164\u2800\u200d\u200f", 100) == ""


def test_pictures_joined_into_one_stay_one() -> None:
    assert clean_line("👨\u200d👩\u200d👧", 100) == "👨\u200d👩\u200d👧"


def test_a_tower_of_accents_is_cut_down() -> None:
    assert len(clean_line("а" + "\u0301" * 200, 100)) <= 6


def test_lines_become_one_line_but_paragraphs_of_a_text_stay() -> None:
    assert clean_line("пн–пт\n  9–18", 100) == "пн–пт 9–18"
    assert clean_text("пн–пт\r\n\n\n\nсб  зачинено\n", 100) == "пн–пт\n\nсб зачинено"


@given(st.text(max_size=300), st.integers(1, 100))
def test_nothing_long_and_nothing_that_turns_the_line_comes_through(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    turning = {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}
    assert not turning & set(line)
    assert "\n" not in line
    assert all(unicodedata.category(char) != "Cc" for char in line)


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text, 500), 500) == clean_text(text, 500)
