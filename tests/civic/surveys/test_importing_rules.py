"""What a header means, and what a cell says as an answer."""

from dataclasses import replace

import pytest

from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.importing.model import ReadRow, RowFinding
from civic.surveys.importing.rules import hash_of_row, plan_columns, read_row
from civic.surveys.model import QuestionKind, Questionnaire
from tests.asked import CLEAN, LACKS, LIGHT, YARD, YEARS, uk

HEADER = ["id", "Чого найбільше бракує у вашому дворі", "q2", "3", "YEARS", "що ще скажете"]
ASKED = YARD.with_questions((LACKS, CLEAN, LIGHT, replace(YEARS, code="years"), YARD.questions[4]))


def read(*cells: str, header: list[str] = HEADER, asked: Questionnaire = ASKED) -> ReadRow:
    row = read_row(asked, plan_columns(asked, header), 2, cells)
    assert isinstance(row, ReadRow), row
    return row


def test_columns_are_known_by_words_code_or_number() -> None:
    plan = plan_columns(ASKED, HEADER)
    assert {n: columns.whole for n, columns in plan.questions.items()} == {
        1: 1,
        2: 2,
        3: 3,
        4: 4,
        5: 5,
    }
    assert (plan.external_id, plan.unread) == (0, ())


def test_a_row_becomes_answers() -> None:
    row = read("a-1", "Лавки; Дерева", "так", "4", "12", "=1+1 темно")
    assert row.external_id == "a-1"
    assert row.answers == {
        1: Answer(chosen=("1", "4")),
        2: Answer(chosen=("1",)),
        3: Answer(number=4),
        4: Answer(number=12),
        5: Answer(text="=1+1 темно"),
    }


def test_empty_cells_and_missing_columns_are_skipped() -> None:
    row = read("a-1", "", "", "", "", "")
    assert {answer.status for answer in row.answers.values()} == {AnswerStatus.SKIPPED}
    short = read("a-1", "1")
    assert short.answers[1] == Answer(chosen=("1",))
    assert short.answers[5].status is AnswerStatus.SKIPPED


def test_hard_to_say_is_read_in_any_language_unless_it_is_an_option() -> None:
    row = read("a", "важко сказати", "Hard to say", "трудно сказать", "1", "")
    assert [row.answers[n].status for n in (1, 2, 3)] == [
        AnswerStatus.HARD_TO_SAY,
        AnswerStatus.HARD_TO_SAY,
        AnswerStatus.HARD_TO_SAY,
    ]


def test_unknown_words_are_other_where_other_is_offered() -> None:
    assert read("a", "", "по-різному", "", "", "").answers[2] == Answer(
        chosen=("3",), text="по-різному"
    )


@pytest.mark.parametrize(
    ("cells", "key", "number"),
    [
        (("a", "Лавки; Нічого", "", "", "", ""), "responses-row-option", 1),
        (("a", "", "", "6", "", ""), "responses-row-scale", 3),
        (("a", "", "", "", "121", ""), "responses-row-number", 4),
        (("a", "", "", "", "дванадцять", ""), "responses-row-number", 4),
    ],
)
def test_what_the_question_does_not_allow_is_a_finding(
    cells: tuple[str, ...], key: str, number: int
) -> None:
    finding = read_row(ASKED, plan_columns(ASKED, HEADER), 7, cells)
    assert isinstance(finding, RowFinding)
    assert (finding.row, finding.key, finding.params["number"]) == (7, key, number)


def test_one_column_an_option_is_read_where_there_is_no_whole_column() -> None:
    header = ["1/Лавки", "1/2", "1/Нічого"]
    assert read("1", "0", "0", header=header).answers[1] == Answer(chosen=("1",))
    assert read("1", "так", "", header=header).answers[1] == Answer(chosen=("1", "2"))
    assert read("", "", "", header=header).answers[1].status is AnswerStatus.SKIPPED
    wrong = read_row(ASKED, plan_columns(ASKED, header), 2, ["1", "", "1"])
    assert isinstance(wrong, RowFinding)


def test_a_whole_column_beside_columns_of_options_is_read_once() -> None:
    skills = replace(
        LACKS,
        code="skills",
        options=tuple(
            replace(option, code=code, label=Translated({"en": code}))
            for option, code in zip(LACKS.options[:3], ["fund", "plan", "data"], strict=True)
        ),
    )
    asked = replace(YARD, questions=(skills,))
    header = ["skills", "skills/fund", "skills/plan", "skills/data", "today"]
    plan = plan_columns(asked, header)
    assert plan.questions[1].whole == 0
    assert plan.questions[1].by_option == {}
    assert set(plan.unread) == {"skills/fund", "skills/plan", "skills/data", "today"}
    row = read("plan fund", "1", "1", "0", "x", header=header, asked=asked)
    assert row.answers[1] == Answer(chosen=("fund", "plan"))


def test_a_file_about_something_else_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        plan_columns(ASKED, ["дата", "погода"])
    assert refused.value.key == "responses-no-columns"


def test_equal_rows_have_equal_hashes_and_others_not() -> None:
    assert hash_of_row(["a ", "b"]) == hash_of_row(["a", "b"])
    assert hash_of_row(["a", "b"]) != hash_of_row(["ab", ""])


def test_none_is_an_answer_where_it_is_an_option() -> None:
    head = replace(
        CLEAN,
        kind=QuestionKind.ONE_CHOICE,
        options=(
            replace(CLEAN.options[0], code="none", label=uk("ніколи")),
            replace(CLEAN.options[1], code="daily", label=uk("щодня")),
        ),
    )
    asked = replace(YARD, questions=(head,))
    assert read("none", header=["q1"], asked=asked).answers[1] == Answer(chosen=("none",))
