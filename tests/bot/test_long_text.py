"""Long texts arrive whole, in parts that Telegram takes."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.long_text import split_text, units
from sandbox.telegram.html import parse_html

_words = st.text(st.sampled_from("абвгдежabc 12&<>\"'😀\n."), min_size=1, max_size=120)
_tags = st.sampled_from(["b", "i", "code", 'a href="https://e.ua/a b"', "blockquote"])


@st.composite
def _html(draw: st.DrawFn) -> str:
    """What a screen may hold: escaped words in tags, tags in tags."""
    pieces = []
    for _ in range(draw(st.integers(1, 12))):
        words = escape(draw(_words), quote=False)
        for tag in draw(st.lists(_tags, max_size=2, unique=True)):
            words = f"<{tag}>{words}</{tag.split()[0]}>"
        pieces.append(words)
    return "".join(pieces)


def _seen(html: str) -> str:
    """As Telegram reads it: what does not parse is refused."""
    return "".join(parse_html(html)[0].split())


@settings(max_examples=60)
@given(_html(), st.integers(220, 500))
def test_nothing_is_lost_and_each_part_is_whole(html: str, limit: int) -> None:
    parts = split_text(html, limit)

    assert "".join(_seen(part) for part in parts) == _seen(html)
    assert all(units(parse_html(part)[0]) <= limit for part in parts)


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert split_text("<b>x</b> \n", 100) == ["<b>x</b> \n"]
    assert split_text("", 100) == [""]


def test_parts_end_where_a_reader_would_pause() -> None:
    text = "\n\n".join(["слово " * 30] * 4).strip()
    parts = split_text(text, 450)
    assert len(parts) == 2
    assert all(part.startswith("слово") and part.endswith("слово") for part in parts)


def test_emoji_count_as_two() -> None:
    parts = split_text("😀" * 3000, 4096)
    assert [units(part) <= 4096 for part in parts] == [True, True]
    assert "".join(parts) == "😀" * 3000


def test_ten_thousand_characters_without_a_blank_are_cut_hard() -> None:
    parts = split_text("<b>" + "x&amp;" * 2000 + "</b>", 4096)
    assert _seen("".join(parts)) == "x&" * 2000
    assert all(part.startswith("<b>") and part.endswith("</b>") for part in parts)
