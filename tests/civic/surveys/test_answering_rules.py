"""What counts as an answer, and which question comes next."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.refusal import NotFound, Refusal
from civic.surveys.answering import rules
from civic.surveys.answering.model import Answer, AnswerStatus
from tests.asked import CLEAN, LACKS, LIGHT, WORDS, YARD, YEARS, all_answers, response


def test_an_exclusive_option_stands_alone() -> None:
    both = rules.toggled(LACKS, 1, Answer(chosen=("1",)), on=True)
    assert both == Answer(chosen=("1", "2"))
    nothing = rules.toggled(LACKS, 4, both, on=True)
    assert nothing == Answer(chosen=("5",))
    assert rules.toggled(LACKS, 0, nothing, on=True) == Answer(chosen=("1",))


def test_the_last_option_taken_off_leaves_no_answer() -> None:
    assert rules.toggled(LACKS, 0, Answer(chosen=("1",)), on=False) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=20))
def test_toggles_pressed_twice_do_what_they_do_once(presses: list[tuple[int, bool]]) -> None:
    once: Answer | None = None
    twice: Answer | None = None
    for option, on in presses:
        once = rules.toggled(LACKS, option, once, on=on)
        twice = rules.toggled(LACKS, option, twice, on=on)
        twice = rules.toggled(LACKS, option, twice, on=on)
    assert once == twice
    if once is not None:
        assert once.chosen
        assert len(once.chosen) == 1 or "5" not in once.chosen
        assert list(once.chosen) == sorted(once.chosen)


def test_the_words_of_other_go_with_it() -> None:
    other = Answer(chosen=("1", "6"), text="альтанка")
    assert rules.toggled(LACKS, 1, other, on=True) == Answer(
        chosen=("1", "2", "6"), text="альтанка"
    )
    assert rules.toggled(LACKS, 5, other, on=False) == Answer(chosen=("1",))
    assert rules.chosen(CLEAN, 0, Answer(chosen=("3",), text="по-різному")) == Answer(chosen=("1",))


@pytest.mark.parametrize(("option", "key"), [(-1, "gone"), (5, "gone"), (99, "gone")])
def test_a_forged_option_is_not_there(option: int, key: str) -> None:
    with pytest.raises(NotFound):
        rules.chosen(LIGHT, option, None)
    with pytest.raises(NotFound):
        rules.chosen(CLEAN, option, None)


def test_a_press_of_another_kind_of_question_is_refused() -> None:
    with pytest.raises(NotFound):
        rules.chosen(LACKS, 0, None)
    with pytest.raises(NotFound):
        rules.toggled(CLEAN, 0, None, on=True)
    with pytest.raises(NotFound):
        rules.chosen(WORDS, 0, None)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), (" 1 2 ", 12), ("+7", 7), ("0", 0), ("120", 120), ("007", 7)],
)
def test_a_whole_number_is_read_as_people_write_it(typed: str, number: int) -> None:
    assert rules.written(YEARS, typed, None) == Answer(number=number)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("дванадцять", "survey-number-unclear"),
        ("1.5", "survey-number-unclear"),
        ("1e3", "survey-number-unclear"),
        ("", "survey-number-unclear"),
        ("9" * 40, "survey-number-unclear"),
        ("-1", "survey-number-outside"),
        ("121", "survey-number-outside"),
    ],
)
def test_what_is_no_number_within_the_limits_is_refused(typed: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.written(YEARS, typed, None)
    assert refused.value.key == key


def test_words_are_kept_as_they_are_but_without_tricks() -> None:
    kept = rules.written(WORDS, "=1+1 <b>так</b>\u200b \u202eдалі", None)
    assert kept.text == "=1+1 <b>так</b> далі"


def test_ten_thousand_characters_are_too_many_and_it_says_so() -> None:
    with pytest.raises(Refusal) as refused:
        rules.written(WORDS, "я" * 10_000, None)
    assert refused.value.key == "survey-text-too-long"
    assert refused.value.params == {"length": 10_000, "limit": 4_000}


def test_nothing_but_invisible_characters_is_no_answer() -> None:
    with pytest.raises(Refusal) as refused:
        rules.written(WORDS, "\u200b\u2060 \u202e", None)
    assert refused.value.key == "survey-text-empty"


def test_a_typed_label_chooses_its_option() -> None:
    assert rules.written(CLEAN, "так", None) == Answer(chosen=("1",))
    assert rules.written(LACKS, "ОСВІТ", Answer(chosen=("1",))) == Answer(chosen=("1", "2"))
    with pytest.raises(Refusal):
        rules.written(CLEAN, "хтозна", None)


def test_an_exact_label_wins_over_beginnings() -> None:
    question = replace(CLEAN, options=CLEAN.options)
    assert rules.matching_options(question, "Ні") == [1]
    assert rules.matching_options(LACKS, "д") == [2, 3]


def test_hard_to_say_and_skipping_are_not_the_same() -> None:
    assert rules.check_hard_to_say(LACKS).status is AnswerStatus.HARD_TO_SAY
    with pytest.raises(Refusal):
        rules.check_hard_to_say(YEARS)
    assert rules.check_skip(CLEAN).status is AnswerStatus.SKIPPED
    with pytest.raises(Refusal):
        rules.check_skip(LACKS)


@given(st.sets(st.integers(1, 5)), st.integers(1, 5))
def test_next_leads_through_all_questions_to_the_summary(done: set[int], number: int) -> None:
    answered = done | {number}
    following = rules.next_after(YARD, answered, number)
    if len(answered) == 5:
        assert following == rules.summary_of(YARD)
    elif number < 5:
        assert following == number + 1
    else:
        assert following not in answered


@given(st.permutations(range(1, 6)))
def test_whoever_answers_what_is_asked_next_reaches_the_end(order: list[int]) -> None:
    answered: set[int] = set()
    at = order[0]
    for _ in range(25):
        answered.add(at)
        at = rules.next_after(YARD, answered, at)
        if at == rules.summary_of(YARD):
            break
    assert answered == {1, 2, 3, 4, 5}


def test_a_skipped_required_question_is_a_gap() -> None:
    answers = all_answers() | {1: rules.SKIPPED}
    assert rules.first_gap(YARD, response(answers=answers)) == 1
    assert rules.first_gap(YARD, response(answers=all_answers())) is None
    missing = {n: a for n, a in all_answers().items() if n != 3}
    assert rules.first_gap(YARD, response(answers=missing)) == 3
