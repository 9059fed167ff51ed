"""The week's requests as a picture, a caption, paper and a workbook."""

import struct
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from civic.kernel.language import LANGUAGES, Language
from civic.reports.requests.model import Scope
from rendering.drawing import Drawer
from rendering.week_book import write_week_book
from rendering.week_paper import week_pdf
from rendering.week_picture import LONGEST, week_caption, week_picture
from rendering.week_voice import WeekVoice
from tests.made_weeks import ROADS, busy_report, kept, report_of, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_caption_tells_the_figures_and_fits(language: Language) -> None:
    report = busy_report()
    caption = week_caption(report, WeekVoice(report, language))
    assert len(caption.encode("utf-16-le")) // 2 <= LONGEST
    assert str(report.whole.new) in caption
    assert str(report.whole.overdue) in caption


def test_an_empty_week_says_that_nothing_waits() -> None:
    report = report_of([])
    voice = WeekVoice(report, "uk")
    assert "звернень не було" in week_caption(report, voice)
    assert week_picture(report, voice).startswith(b"\x89PNG")
    assert "звернень не було" in _text(week_pdf(report, voice))


def test_the_picture_is_as_tall_as_a_phone_shows() -> None:
    report = busy_report()
    drawn = week_picture(report, WeekVoice(report, "uk"))
    width, height = struct.unpack(">II", drawn[16:24])
    assert width < height < 3 * width


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_shows_tables_the_oldest_and_how_it_was_counted(language: Language) -> None:
    report = busy_report()
    voice = WeekVoice(report, language)
    text = _text(week_pdf(report, voice))
    for title in ("week-categories-title", "week-oldest-title", "week-method-title"):
        assert voice.say(title) in text


def test_the_workbook_has_numbers_and_no_formulas(tmp_path: Path) -> None:
    report = busy_report(Scope.AGENCY, agency=ROADS)
    write_week_book(report, WeekVoice(report, "uk"), tmp_path / "week.xlsx")
    book = load_workbook(tmp_path / "week.xlsx")
    assert book.sheetnames[:3] == ["Головне", "За темами", "За дворами"]
    numbers = {row[0].value: row[1].value for row in book["Головне"].iter_rows()}
    assert numbers["Нові"] == report.whole.new


def test_a_category_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    report = busy_report()
    write_week_book(report, WeekVoice(report, "uk"), tmp_path / "week.xlsx")
    cells = [
        cell for sheet in load_workbook(tmp_path / "week.xlsx") for row in sheet for cell in row
    ]
    named = [cell for cell in cells if "1+1" in str(cell.value)]
    assert named
    assert all(cell.data_type == "s" for cell in named)


async def test_a_week_of_reports_is_drawn_by_one_child_in_every_language() -> None:
    reports = [report_of([kept(1)]), busy_report(Scope.AGENCY, agency=ROADS)]
    drawn = await Drawer().draw_requests(reports, ["uk", "en"])
    assert [sorted(one) for one in drawn] == [["en", "uk"]] * 2
    assert "Дороги" in drawn[1]["uk"].caption
    assert drawn[0]["en"].pdf.startswith(b"%PDF")


def _text(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_words_in_a_language_that_was_not_written_fall_back_to_the_towns() -> None:
    report = report_of([kept(1)])
    assert WeekVoice(report, "ru").text(words("Двір")) == "Двір"
