"""Three languages say the same things, and nobody says what no catalogue knows."""

import re
from collections import Counter

import pytest
from babel.messages.plurals import get_plural

from locales.catalog import LANGUAGES, say
from tests.workshop.spoken import KEY, catalogues, forms_of, key_of, messages, placeholders, speech
from tests.workshop.tree import ROOT

TAGS = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})
DOCUMENTS_ONLY = "report-method-"  # printed, never sent: "<0.1" may stand as it is
FOREIGN = {"uk": re.compile("[ыэёъ]", re.IGNORECASE), "ru": re.compile("[іїєґ]", re.IGNORECASE)}


def test_every_feature_has_a_catalogue_in_every_language() -> None:
    names = {language: set(catalogues(language)) for language in LANGUAGES}
    assert names["uk"] == names["en"] == names["ru"]


def test_every_language_knows_the_same_keys() -> None:
    known = {language: set(messages(language)) for language in LANGUAGES}
    everything = set().union(*known.values())
    assert everything
    assert {
        language: everything - keys for language, keys in known.items() if keys != everything
    } == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_is_translated_once_and_written_as_a_key(language: str) -> None:
    keys = Counter(
        key_of(message)
        for catalogue in catalogues(language).values()
        for message in catalogue
        if message.id
    )
    assert [key for key, times in keys.items() if times > 1] == []
    assert [key for key in keys if not KEY.match(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_written_and_none_is_a_guess(language: str) -> None:
    said = messages(language).values()
    assert [key_of(one) for one in said if not all(form.strip() for form in forms_of(one))] == []
    assert [key_of(one) for one in said if one.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_all_the_forms_of_its_language(language: str) -> None:
    rule = get_plural(language)
    for name, catalogue in catalogues(language).items():
        assert catalogue.num_plurals == rule.num_plurals, name
        plural = [message for message in catalogue if message.id and message.pluralizable]
        short = [key_of(one) for one in plural if len(forms_of(one)) != rule.num_plurals]
        assert short == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_take_the_form_that_people_would_say(language: str) -> None:
    counted = [message for message in messages(language).values() if message.pluralizable]
    assert counted
    ones = {"uk": (1, 21, 101), "ru": (1, 21, 101), "en": (1,)}[language]
    many = {"uk": (5, 11, 12, 25), "ru": (5, 11, 12, 25), "en": (0, 2, 11, 21)}[language]
    for message in counted:
        key = key_of(message)
        params = {name: "-" for form in forms_of(message) for name in placeholders(form)}
        params.pop("count", None)
        forms = forms_of(message)
        for count in ones:
            written = forms[0].format(count=say(language).number(count), **params)
            assert say(language).n(key, count, **params) == written
        for count in many:
            written = forms[-1].format(count=say(language).number(count), **params)
            assert say(language).n(key, count, **params) == written


def test_every_language_leaves_the_same_places_to_fill() -> None:
    filled = {
        language: {
            key: frozenset().union(*(placeholders(form) for form in forms_of(message)))
            for key, message in messages(language).items()
        }
        for language in LANGUAGES
    }
    assert [
        key
        for key, names in filled["uk"].items()
        if any(filled[language].get(key, names) != names for language in LANGUAGES)
    ] == []


def test_a_key_counts_in_every_language_or_in_none() -> None:
    counted = {
        language: {key for key, message in messages(language).items() if message.pluralizable}
        for language in LANGUAGES
    }
    assert counted["uk"] == counted["en"] == counted["ru"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_in_a_sentence_are_telegrams_and_are_closed(language: str) -> None:
    for key, message in messages(language).items():
        if key.startswith(DOCUMENTS_ONLY):
            continue
        for form in forms_of(message):
            opened: list[str] = []
            for closing, tag in re.findall(r"<(/?)([a-z-]+)[^<>]*>", form):
                assert tag in TAGS, key
                if closing:
                    assert opened.pop() == tag, key
                else:
                    opened.append(tag)
            assert opened == [], key
            bare = re.sub(r"<(/?)([a-z-]+)[^<>]*>|&(amp|lt|gt|quot);", "", form)
            assert not re.search(r"[<>]|&(?! )", bare), key


@pytest.mark.parametrize("language", sorted(FOREIGN))
def test_no_letter_of_the_neighbouring_language_slips_in(language: str) -> None:
    # A language is named in its own words wherever people choose one.
    own_names = re.compile("Українська|Українською|Русский|По-русски|По-українськи", re.IGNORECASE)
    assert [
        key
        for key, message in messages(language).items()
        if any(FOREIGN[language].search(own_names.sub("", form)) for form in forms_of(message))
    ] == []


def registered_notices() -> set[str]:
    text = "".join(path.read_text("utf-8") for path in (ROOT / "handlers").rglob("*.py"))
    return set(re.findall(r'@notice\("([\w-]+)"\)', text))


def test_every_key_that_the_code_names_is_in_the_catalogues() -> None:
    # A notice with a screen of its own needs no plain sentence.
    known = messages("uk").keys() | registered_notices()
    assert [f"{one.where} {one.key}" for one in speech().spoken if one.key not in known] == []


def test_whoever_names_a_key_gives_all_that_its_sentence_needs() -> None:
    known = messages("uk")
    short = []
    for one in speech().spoken:
        if one.given is None or one.key not in known:
            continue
        needed = frozenset().union(*map(placeholders, forms_of(known[one.key])))
        missing = needed - one.given - ({"count"} if one.counted else set())
        if missing:
            short.append(f"{one.where} {one.key}: {sorted(missing)}")
    assert short == []


def test_only_what_is_counted_has_plural_forms_and_the_other_way_round() -> None:
    known = messages("uk")
    # Without forms `say.n` still writes the number, so only the opposite is a slip.
    assert [
        f"{one.where} {one.key}"
        for one in speech().spoken
        if one.key in known and known[one.key].pluralizable and not one.counted and one.given
    ] == []


def test_no_catalogue_keeps_a_sentence_that_nobody_says() -> None:
    assert [key for key in messages("uk") if not speech().uses(key)] == []
