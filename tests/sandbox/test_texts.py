"""Texts: entities counted in UTF-16, tags nested, commands and links found, safe HTML shown."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.refusal import Refused
from sandbox.telegram.spans import Entity, units
from sandbox.telegram.texts import read_message_text, to_html


def spans(text: str, mode: str | None = "HTML") -> list[tuple[str, str]]:
    plain, entities = read_message_text(text, mode)
    wide = plain.encode("utf-16-le")
    return [
        (e["type"], wide[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in entities
    ]


def test_entities_are_counted_in_utf16_units() -> None:
    plain, entities = read_message_text("😀<b>так</b>", "HTML")
    assert plain == "😀так"
    assert entities == [{"type": "bold", "offset": 2, "length": 3}]


def test_tags_nest_and_an_outer_one_comes_first() -> None:
    assert spans("<b>а <i>б</i></b>") == [("bold", "а б"), ("italic", "б")]


def test_a_block_of_code_keeps_its_language() -> None:
    _, entities = read_message_text('<pre><code class="language-python">x</code></pre>', "HTML")
    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


def test_references_become_characters_and_unknown_ones_stay() -> None:
    assert read_message_text("&lt;b&gt; &amp; &#8212; &nbsp;", "HTML")[0] == "<b> & — &nbsp;"


def test_a_link_to_localhost_silently_loses_its_address() -> None:
    assert spans('<a href="http://localhost/x">тут</a>') == []
    assert spans('<a href="https://a.ua/x">тут</a>') == [("text_link", "тут")]


def test_commands_links_mentions_and_tags_are_found() -> None:
    text = "/start@viche_bot див. https://a.ua/x, @olena_k #двір me@a.ua"
    assert spans(text, None) == [
        ("bot_command", "/start@viche_bot"),
        ("url", "https://a.ua/x"),
        ("mention", "@olena_k"),
        ("hashtag", "#двір"),
        ("email", "me@a.ua"),
    ]


def test_blanks_around_a_text_are_trimmed_with_its_entities() -> None:
    plain, entities = read_message_text("  <b> так </b>\n", "HTML")
    assert plain == "так"
    assert entities == [{"type": "bold", "offset": 0, "length": 3}]


def test_control_characters_and_overrides_of_direction_are_dropped() -> None:
    assert read_message_text("а\u202eб\x07в")[0] == "абв"


def test_markdown_of_both_kinds_is_read() -> None:
    assert spans("*а _б_* `в`", "MarkdownV2") == [("bold", "а б"), ("italic", "б"), ("code", "в")]
    assert spans("[тут](https://a.ua/)", "MarkdownV2") == [("text_link", "тут")]
    assert spans(">цитата\nдалі", "MarkdownV2")[0][0] == "blockquote"
    assert spans("*а* [б](https://a.ua/)", "Markdown") == [("bold", "а"), ("text_link", "б")]


def test_what_a_person_sees_is_safe_html() -> None:
    plain, entities = read_message_text("<b>a&lt;script&gt; <i>б</i></b> /help", "HTML")
    shown = to_html(plain, entities)
    assert shown == ('<b>a&lt;script&gt; <i>б</i></b> <a class="command" href="#">/help</a>')


def test_entities_that_overlap_are_closed_and_opened_again() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "italic", "offset": 1, "length": 2},
    ]
    assert to_html("абв", entities) == "<b>а<i>б</i></b><i>в</i>"


def read_or_refusal(text: str, mode: str) -> tuple[str, list[Entity]] | str:
    try:
        return read_message_text(text, mode)
    except Refused as refused:
        return refused.description


@given(st.text(min_size=1, max_size=60))
def test_escaped_text_arrives_as_it_was(text: str) -> None:
    given_html = read_or_refusal(escape(text, quote=False), "HTML")
    given_plain = read_or_refusal(text, "none")
    if isinstance(given_html, str) or isinstance(given_plain, str):
        assert given_html == given_plain
    else:
        assert given_html[0] == given_plain[0]


@pytest.mark.parametrize("mode", ["HTML", "MarkdownV2", "Markdown"])
@given(text=st.text(alphabet="<>/abi =\"'&;*_[]()`~|!\\\n😀", max_size=40))
def test_any_text_is_read_or_refused_in_words(mode: str, text: str) -> None:
    read = read_or_refusal(text, mode)
    if isinstance(read, str):
        assert read.startswith("Bad Request: ")
    else:
        plain, entities = read
        assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units(plain) for e in entities)
        assert len(to_html(plain, entities)) >= len(plain)
