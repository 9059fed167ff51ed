"""How a draft changes, and how people's typing is read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.ids import PlaceId
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from civic.surveys.composing import edits, rules
from civic.surveys.composing.rules import Part, Slot
from civic.surveys.model import OptionRole, QuestionKind
from civic.surveys.moments import in_days, moment_on, moment_typed
from tests.asked import CLEAN, LACKS, YARD, uk

OTHER = Translated({"uk": "Інше…", "en": "Other…", "ru": "Другое…"})
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
KYIV = "Europe/Kyiv"


def test_options_are_read_one_a_line_without_bullets() -> None:
    typed = "1. Лавки\n- Освітлення\n\n  • Дерева  \n2) Гойдалка"
    assert rules.options_typed(typed) == ["Лавки", "Освітлення", "Дерева", "Гойдалка"]
    assert rules.options_typed("5 поверхів\n9 поверхів") == ["5 поверхів", "9 поверхів"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Одне", "survey-options-two"),
        ("", "survey-options-two"),
        ("Так\nтак", "survey-option-twice"),
        ("Так\n" + "я" * 61, "survey-option-long"),
        ("\n".join(str(n) for n in range(31)), "survey-options-many"),
    ],
)
def test_options_that_will_not_do_are_refused_with_a_reason(typed: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.options_typed(typed)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("typed", "limits"),
    [("0 120", (0, 120)), ("0-120", (0, 120)), ("від 1 до 5", (1, 5)), ("-5 5", (-5, 5))],
)
def test_limits_are_read_as_people_write_them(typed: str, limits: tuple[int, int]) -> None:
    assert rules.limits_typed(typed) == limits


@pytest.mark.parametrize("typed", ["5", "5 5", "9 1", "сто", "1 2 3", "0 9999999999999"])
def test_limits_that_make_no_sense_are_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        rules.limits_typed(typed)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(-2, 9)), max_size=8))
def test_moving_questions_loses_none(moves: list[tuple[int, int]]) -> None:
    asked = YARD
    for number, to in moves:
        asked = rules.moved_question(asked, number, to)
    assert sorted(q.prompt.in_("uk") for q in asked.questions) == sorted(
        q.prompt.in_("uk") for q in YARD.questions
    )


def test_a_moved_question_stands_where_it_was_put() -> None:
    assert rules.moved_question(YARD, 1, 3).questions[2] == LACKS
    assert rules.moved_question(YARD, 2, 1).questions[0] == CLEAN


def test_options_written_anew_keep_the_codes_of_those_that_stay() -> None:
    changed = rules.with_options(LACKS, ["Дерева", "Фонтан"], "uk", OTHER)
    assert [(o.code, o.label.in_("uk")) for o in changed.options] == [
        ("4", "Дерева"),
        ("7", "Фонтан"),
        ("5", "Нічого"),
        ("6", "Інше…"),
    ]


@pytest.mark.parametrize("typed", ["Інше", "Інше…", "інше...", "Other…", "Другое", "Інше:"])
def test_other_typed_as_an_option_asks_for_words_of_ones_own(typed: str) -> None:
    asked = replace(CLEAN, options=CLEAN.options[:2])
    changed = rules.with_options(asked, ["Так", "Ні", typed], "uk", OTHER)
    assert [o.role for o in changed.options] == [
        OptionRole.PLAIN,
        OptionRole.PLAIN,
        OptionRole.OTHER,
    ]
    assert changed.options[-1].label == OTHER
    again = rules.with_options(changed, ["Так", "Ні", "Можливо", typed], "uk", OTHER)
    assert [o.role is OptionRole.OTHER for o in again.options] == [False, False, False, True]
    assert again.options[-1].code == changed.options[-1].code


def test_words_begun_for_a_question_never_land_in_another() -> None:
    asks = edits.prompt_at(YARD, 3)
    write = edits.of_the_same(3, asks, edits.with_question_text(3, "prompt", "Нове", OTHER))
    assert edits.prompt_at(write(YARD), 3) == "Нове"
    # A colleague deleted the second question while these words were typed.
    with pytest.raises(Refusal) as refused:
        write(rules.without_question(YARD, 2))
    assert refused.value.key == "survey-changed-meanwhile"


def test_a_wording_is_mended_in_one_language_and_stays_in_the_others() -> None:
    asked = replace(YARD, language="ru", title=Translated({"ru": "Двор", "uk": "Двір"}))
    mended = edits.with_texts_in(Slot(part=Part.TITLE), "ru", "Наш двор")(asked)
    assert mended.title.texts == {"ru": "Наш двор", "uk": "Двір"}


def test_other_typed_in_two_languages_is_one_option_too_many() -> None:
    with pytest.raises(Refusal) as refused:
        rules.with_options(CLEAN, ["Так", "Інше", "Other"], "uk", OTHER)
    assert refused.value.key == "survey-option-twice"


def test_other_is_put_on_and_taken_off() -> None:
    without = rules.with_other(CLEAN, uk("Інше…"))
    assert all(option.role is OptionRole.PLAIN for option in without.options)
    assert rules.with_other(without, uk("Інше…")).options[-1].role is OptionRole.OTHER


def test_a_double_press_of_a_setting_sets_it_once() -> None:
    on = edits.with_alone(1, 0, on=True)
    assert on(on(YARD)) == on(YARD)
    other = edits.with_flag(2, "other", uk("Інше…"), on=False)
    assert other(other(YARD)) == other(YARD)
    place = edits.with_audience(PlaceId(5), on=True)
    assert place(place(YARD)).audience == (PlaceId(5),)


def test_another_language_is_asked_text_by_text() -> None:
    missing = rules.untranslated(YARD, "en")
    assert missing[0] == Slot(part=Part.TITLE)
    assert Slot(part=Part.OPTIONS, question=1) in missing
    asked = rules.with_texts(YARD, missing[0], "en", "Yard at Shevchenka 12")
    assert asked.title.in_("en") == "Yard at Shevchenka 12"
    assert asked.title.in_("uk") == YARD.title.in_("uk")
    assert rules.untranslated(asked, "en") == missing[1:]


def test_translated_options_must_be_as_many() -> None:
    slot = Slot(part=Part.OPTIONS, question=2)
    asked = rules.with_texts(YARD, slot, "en", "Yes\nNo\nOther…")
    assert [o.label.in_("en") for o in asked.questions[1].options] == ["Yes", "No", "Other…"]
    with pytest.raises(Refusal) as refused:
        rules.with_texts(YARD, slot, "en", "Yes\nNo")
    assert refused.value.key == "survey-options-as-many"


def test_a_title_written_anew_forgets_its_translations() -> None:
    both = replace(YARD, title=Translated({"uk": "Двір", "en": "Yard"}))
    assert edits.with_own_text(Part.TITLE, "Парк")(both).title == uk("Парк")


def test_a_new_question_counts_against_the_limit() -> None:
    asked = YARD
    while len(asked.questions) < rules.QUESTIONS_LIMIT:
        asked = rules.with_question(asked, rules.new_question(QuestionKind.TEXT, "Ще?", "uk"))
    with pytest.raises(Refusal):
        rules.with_question(asked, rules.new_question(QuestionKind.TEXT, "Ще?", "uk"))


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("25.12 18:00", "2026-12-25T16:00"),
        ("25.12.2026 18:00", "2026-12-25T16:00"),
        ("25.12.26, 18.00", "2026-12-25T16:00"),
        ("25/12 о 18:00", "2026-12-25T16:00"),
        ("25.12", "2026-12-25T18:00"),
        ("1.2 8", "2027-02-01T06:00"),
        ("24.11 09:00", "2027-11-24T07:00"),
        ("31.10.2027 03:30", "2027-10-31T00:30"),
    ],
)
def test_a_typed_moment_is_the_towns_own(typed: str, moment: str) -> None:
    read = moment_typed(typed, KYIV, now=NOW, hour=20)
    assert read.isoformat(timespec="minutes") == f"{moment}+00:00"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("завтра", "survey-moment-unclear"),
        ("31.02 10:00", "survey-moment-unclear"),
        ("25.12 25:00", "survey-moment-unclear"),
        ("1.1.2020 10:00", "survey-moment-past"),
        ("29.02 10:00", "survey-moment-unclear"),
        ("01.01.0001 00:00", "survey-moment-unclear"),
        ("00.00.0000", "survey-moment-unclear"),
        ("31.12.9999 23:59", "survey-moment-far"),
    ],
)
def test_a_moment_that_makes_no_sense_is_refused(typed: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        moment_typed(typed, KYIV, now=NOW, hour=20)
    assert refused.value.key == key


def test_an_old_button_means_the_day_that_it_says() -> None:
    day = NOW + timedelta(days=3)
    later = NOW + timedelta(days=2)
    assert moment_on(day.toordinal(), 20, KYIV, now=later).date() == day.date()
    for wrong, key in (
        (NOW.toordinal() - 1, "survey-moment-past"),
        (NOW.toordinal() + 800, "survey-moment-far"),
        (0, "survey-button-old"),
        (2**31 - 1, "survey-button-old"),
    ):
        with pytest.raises(Refusal) as refused:
            moment_on(wrong, 20, KYIV, now=NOW)
        assert refused.value.key == key


def test_days_from_now_keep_the_hour_over_the_change_of_clocks() -> None:
    before = datetime(2026, 10, 22, 10, 0, tzinfo=UTC)
    assert in_days(3, 20, KYIV, now=before).isoformat() == "2026-10-25T18:00:00+00:00"
    assert in_days(2, 20, KYIV, now=before).isoformat() == "2026-10-24T17:00:00+00:00"
