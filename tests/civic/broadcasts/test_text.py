"""What stands in braces becomes the reader's, and a text is as long as its longest reader."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.broadcasts.model import Content
from civic.broadcasts.rules.text import (
    LIMIT,
    Field,
    check_texts,
    fields_of,
    filled,
    longest_of,
    units,
    visible,
)
from civic.kernel.refusal import Refusal

DEFAULTS = {Field.NAME: "сусіде", Field.COURTYARD: "ваш двір"}
NOBODY: dict[Field, str | None] = {}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Вітаємо, {ім'я}!", "Вітаємо, Олено!"),
        ("Вітаємо, {ІМ’Я}!", "Вітаємо, Олено!"),
        ("Здравствуйте, {имя|сосед}!", "Здравствуйте, Олено!"),
        ("Hello, { name }!", "Hello, Олено!"),
        ("<b>У {двір|вашому дворі}</b> — ремонт", "<b>У Липовий двір</b> — ремонт"),
        ("Кінець }", "Кінець }"),
        ("5 &lt; 6, {courtyard}", "5 &lt; 6, Липовий двір"),
    ],
)
def test_a_placeholder_shows_what_is_known_of_the_reader(text: str, shown: str) -> None:
    values = {Field.NAME: "Олено", Field.COURTYARD: "Липовий двір"}
    assert filled(text, values, defaults=DEFAULTS) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Вітаємо, {ім'я}!", "Вітаємо, сусіде!"),
        ("Вітаємо, {ім'я|друже}!", "Вітаємо, друже!"),
        ("Вітаємо{ім'я|}!", "Вітаємо!"),
        ("{двір|A &amp; B}", "A &amp; B"),
    ],
)
def test_who_is_not_known_reads_the_fallback(text: str, shown: str) -> None:
    assert filled(text, NOBODY, defaults=DEFAULTS) == shown


def test_a_readers_name_cannot_bring_tags_or_placeholders_with_it() -> None:
    shown = filled("{name}", {Field.NAME: "<b>{двір}&"}, defaults=DEFAULTS)
    assert shown == "&lt;b&gt;{двір}&amp;"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Вітаємо, {прізвище}!", "broadcast-field-unknown"),
        ("Порожньо: {}", "broadcast-field-unknown"),
        ("Вітаємо, {ім'я!", "broadcast-brace-open"),
        ("Вітаємо, {ім'я|{двір}}!", "broadcast-brace-open"),
        ("Вітаємо, {<b>ім'я</b>}!", "broadcast-field-marked"),
        ("<b>Вітаємо, {ім'я</b>}!", "broadcast-field-marked"),
        ("{двір|<i>вашому</i>}", "broadcast-field-marked"),
    ],
)
def test_what_cannot_be_filled_in_is_refused(text: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_texts({"uk": text})
    assert refused.value.key == key


def test_an_unknown_placeholder_is_named_as_it_was_typed() -> None:
    with pytest.raises(Refusal) as refused:
        check_texts({"uk": "{A &amp; B}"})
    assert refused.value.params == {"name": "A & B"}


def test_a_text_may_be_just_as_long_as_telegram_takes_it() -> None:
    check_texts({"uk": "<b>" + "я" * LIMIT + "</b>", "en": "&amp;" * LIMIT})


def test_the_language_whose_text_is_too_long_is_named() -> None:
    with pytest.raises(Refusal) as refused:
        check_texts({"uk": "коротко", "en": "x" * (LIMIT + 3)})
    assert refused.value.key == "broadcast-text-long-en"
    assert refused.value.params == {"limit": LIMIT, "over": 3}


def test_emoji_count_twice_and_a_name_as_long_as_names_get() -> None:
    assert longest_of("😀") == 2
    assert longest_of("{ім'я}, так") == 64 + len(", так")
    assert longest_of("{ім'я|" + "х" * 90 + "}") == 90


def test_only_what_is_used_must_be_known_of_a_reader() -> None:
    assert fields_of(Content(texts={"uk": "Вода", "en": "{courtyard}"})) == (Field.COURTYARD,)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["", "друже"]))
def test_no_reader_makes_a_text_longer_than_was_reckoned(name: str, fallback: str) -> None:
    text = f"<i>Вітаємо</i>, {{ім'я|{fallback}}}! {{двір}} &amp; більше"
    shown = filled(text, {Field.NAME: name, Field.COURTYARD: name}, defaults=DEFAULTS)
    assert units(visible(shown)) <= longest_of(text)
    assert "<script" not in shown


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}")))
def test_a_text_without_braces_is_shown_as_it_is(text: str) -> None:
    assert filled(escape(text), NOBODY, defaults=DEFAULTS) == escape(text)
