"""Where a survey may go, what a launch asks for, when answers are taken."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from civic.surveys import rules
from civic.surveys.document import from_document, hash_of, to_document
from civic.surveys.model import Survey, SurveyState
from tests.asked import AUTHOR, FRIDAY, LACKS, MONDAY, YARD, options, survey, uk

S = SurveyState
TUESDAY = MONDAY + timedelta(days=1)
MOVES = {
    "pause": lambda s: rules.paused(s, now=TUESDAY),
    "resume": lambda s: rules.resumed(s, now=TUESDAY),
    "close": lambda s: rules.closed(s, now=TUESDAY),
    "extend": lambda s: rules.extended(s, (s.closes_at or FRIDAY) + timedelta(days=1), now=TUESDAY),
    "withdraw": lambda s: rules.withdrawn(s, "Помилка", keeps_answers=True, now=TUESDAY),
    "launch": lambda s: rules.launched(s, by=AUTHOR, now=TUESDAY)[0],
}
ALLOWED = {
    ("launch", S.DRAFT),
    ("pause", S.OPEN),
    ("resume", S.PAUSED),
    ("close", S.OPEN),
    ("close", S.PAUSED),
    ("extend", S.OPEN),
    ("extend", S.PAUSED),
    ("extend", S.SCHEDULED),
    ("withdraw", S.SCHEDULED),
    ("withdraw", S.OPEN),
    ("withdraw", S.PAUSED),
}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("move", list(MOVES))
def test_each_move_is_allowed_from_some_states_only(move: str, state: SurveyState) -> None:
    standing = survey(state)
    if state is S.SCHEDULED:
        standing = replace(standing, opens_at=TUESDAY + timedelta(hours=1))
    if (move, state) in ALLOWED:
        MOVES[move](standing)
        return
    with pytest.raises(Refusal):
        MOVES[move](standing)


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_no_row_of_moves_finds_a_way_around(moves: list[str]) -> None:
    standing: Survey = survey(S.DRAFT)
    was_over = False
    extensions = 0
    for move in moves:
        try:
            after = MOVES[move](standing)
        except Refusal:
            continue
        assert not was_over
        assert after.state is standing.state or after.state in rules.WAYS[standing.state]
        extensions += move == "extend"
        standing = after
        was_over = standing.is_over
    assert extensions <= 1


def test_closing_at_nine_refuses_at_nine() -> None:
    rules.check_open(survey(), now=FRIDAY - timedelta(microseconds=1))
    with pytest.raises(Refusal) as refused:
        rules.check_open(survey(), now=FRIDAY)
    assert refused.value.key == "survey-closed"


def test_a_scheduled_survey_takes_answers_from_its_hour_even_before_the_tick() -> None:
    waiting = replace(survey(S.SCHEDULED), opens_at=TUESDAY)
    with pytest.raises(Refusal) as refused:
        rules.check_open(waiting, now=TUESDAY - timedelta(seconds=1))
    assert refused.value.key == "survey-not-yet"
    rules.check_open(waiting, now=TUESDAY)


def test_a_paused_survey_closes_at_its_hour_too() -> None:
    assert survey(S.PAUSED).state_at(FRIDAY) is S.CLOSED


def test_a_survey_that_closed_while_nobody_ran_closes_at_its_own_hour() -> None:
    assert rules.closed(survey(), now=FRIDAY + timedelta(days=3)).closed_at == FRIDAY


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"questionnaire": replace(YARD, questions=())}, "survey-needs-questions"),
        ({"questionnaire": replace(YARD, title=Translated({}))}, "survey-needs-title"),
        (
            {"questionnaire": replace(YARD, questions=(replace(LACKS, options=()),))},
            "survey-needs-options",
        ),
        ({"closes_at": None}, "survey-needs-close"),
        ({"closes_at": TUESDAY + timedelta(minutes=9)}, "survey-closes-too-soon"),
        ({"closes_at": TUESDAY + timedelta(days=400)}, "survey-closes-too-late"),
        ({"opens_at": FRIDAY}, "survey-closes-too-soon"),
    ],
)
def test_a_launch_says_what_is_missing(change: dict[str, object], key: str) -> None:
    draft = replace(survey(S.DRAFT), **change)  # type: ignore[arg-type]  # by name
    missing = rules.what_is_missing(draft, now=TUESDAY)
    assert missing is not None
    assert missing.key == key


def test_a_launch_freezes_version_one_and_hashes_it() -> None:
    going, version = rules.launched(survey(S.DRAFT), by=AUTHOR, now=TUESDAY)
    assert (going.state, going.version, going.opens_at) == (S.OPEN, 1, TUESDAY)
    assert (version.number, version.replaces) == (1, None)
    assert version.content_hash == hash_of(YARD)


def test_a_later_opening_makes_it_wait() -> None:
    draft = replace(survey(S.DRAFT), opens_at=TUESDAY + timedelta(hours=3))
    assert rules.launched(draft, by=AUTHOR, now=TUESDAY)[0].state is S.SCHEDULED


def test_a_correction_of_words_names_the_version_it_replaces() -> None:
    better = replace(YARD, title=uk("Двір на вулиці Шевченка, 12"))
    going, version = rules.corrected(survey(), better, by=AUTHOR, now=TUESDAY)
    assert (going.version, version.number, version.replaces) == (2, 2, 1)
    assert version.content_hash != hash_of(YARD)


@pytest.mark.parametrize(
    "worse",
    [
        replace(YARD, questions=YARD.questions[1:]),
        replace(YARD, questions=(YARD.questions[1], YARD.questions[0], *YARD.questions[2:])),
        replace(YARD, questions=(replace(LACKS, options=options("А", "Б")), *YARD.questions[1:])),
        replace(YARD, questions=(replace(LACKS, required=False), *YARD.questions[1:])),
    ],
)
def test_a_correction_cannot_ask_something_else(worse: object) -> None:
    with pytest.raises(Refusal) as refused:
        rules.corrected(survey(), worse, by=AUTHOR, now=TUESDAY)  # type: ignore[arg-type]  # is one
    assert refused.value.key == "survey-frozen"


def test_what_is_written_down_comes_back_the_same() -> None:
    both = replace(
        YARD, language="ru", title=Translated({"ru": "Двор", "uk": "Двір", "en": "Yard"})
    )
    again = from_document(to_document(both))
    assert again == both
    assert again.title.in_("ru") == "Двор"
    assert next(iter(again.title.texts)) == "ru"
    assert hash_of(again) == hash_of(both)
