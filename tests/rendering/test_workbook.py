"""The workbook, read back as a spreadsheet would."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from civic.kernel.language import Language
from civic.reports.model import AskedQuestion, QuestionKind, QuestionNumber, Report, Status
from civic.reports.place_tables import PlaceTree
from civic.reports.question_tables import question_figures
from civic.reports.tally import AnswerRow, tally_answers
from rendering.voice import Voice
from rendering.workbook import write_workbook
from tests.made_reports import BENCHES, PLACES, option, report, survey, words


def read_back(found: Report, folder: Path, language: Language = "uk") -> Workbook:
    path = folder / "report.xlsx"
    write_workbook(found, Voice(found, language), path)
    return load_workbook(path)


def values(book: Workbook, sheet: str) -> list[list[object]]:
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def test_there_is_a_sheet_a_question_between_summary_and_method(tmp_path: Path) -> None:
    book = read_back(report(), tmp_path)
    assert book.sheetnames == ["Підсумок", "1", "2", "3", "4", "5", "За районами", "Метод"]
    assert all(book[name].freeze_panes for name in ("Підсумок", "1", "2", "5", "За районами"))


def test_counts_and_shares_are_numbers_and_add_up(tmp_path: Path) -> None:
    rows = values(read_back(report(), tmp_path), "1")
    table = rows[[row[0] for row in rows].index("Відповідь") + 1 :]
    assert [row[:2] for row in table] == [
        ["Лавки", 33],
        ["Освітлення", 10],
        ["Дерева", 4],
        ["Інше", 21],
        ["Важко сказати", 10],
    ]
    shares = [row[2] for row in table]
    assert all(isinstance(share, float) for share in shares)
    assert sum(float(str(share)) for share in shares) == pytest.approx(1)


@pytest.mark.parametrize(
    "typed", ["=1+1", "+380441234567", "@SUM(A1)", "https://example.org", "12"]
)
def test_what_people_typed_stays_text(tmp_path: Path, typed: str) -> None:
    asked = AskedQuestion(
        number=QuestionNumber(1),
        kind=QuestionKind.ONE_CHOICE,
        prompt=words(typed),
        options=(option("a", typed, typed), option("b", "<b>ні</b>", "no")),
    )
    found = report(questions=(asked,), of=survey(title=words(typed)))
    book = read_back(found, tmp_path)
    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert [cell.data_type for cell in cells if cell.value == typed].count("s") >= 2
    assert any(cell.value == "<b>ні</b>" for cell in cells)


def test_a_hidden_courtyard_is_a_mark_and_nothing_else(tmp_path: Path) -> None:
    rows = values(read_back(report(), tmp_path), "За районами")
    hidden = [row for row in rows if row[2] in {"Сосновий двір", "Ялиновий двір"}]
    assert hidden
    for row in hidden:
        assert row[3] == "Північ"
        assert row[4:] == ["приховано"] + [None] * 5


def test_without_places_there_is_no_sheet_by_district(tmp_path: Path) -> None:
    book = read_back(report(places=PlaceTree.of(PLACES.town, ())), tmp_path)
    assert "За районами" not in book.sheetnames


def test_somebody_who_rounds_to_nothing_is_shown_as_less_than_a_tenth(tmp_path: Path) -> None:
    asked = AskedQuestion(
        number=QuestionNumber(1),
        kind=QuestionKind.ONE_CHOICE,
        prompt=words("?"),
        options=(BENCHES.options[0], BENCHES.options[1]),
    )
    rows = [
        AnswerRow(
            question=asked.number,
            place=None,
            status=Status.ANSWERED,
            values=(str(chosen.code),),
            count=count,
        )
        for chosen, count in zip(asked.options, (9_999, 1), strict=True)
    ]
    figures = question_figures(asked, tally_answers(rows)[asked.number].whole(), None, threshold=5)
    found = replace(report(), questions=(figures,))
    sheet = read_back(found, tmp_path)["1"]
    tiny = [cell for row in sheet.iter_rows() for cell in row if cell.number_format == '"<0,1 %"']
    assert [cell.value for cell in tiny] == [0]


def test_an_open_survey_has_no_table_to_read(tmp_path: Path) -> None:
    book = read_back(report(of=survey(closed=False), with_tables=False), tmp_path)
    assert "За районами" not in book.sheetnames
    assert "Поки опитування триває" in str(values(book, "1"))
    assert "Відповідь" not in str(values(book, "1"))
