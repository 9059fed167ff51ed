"""The sheet of an official appeal, read back as text."""

from io import BytesIO

from pypdf import PdfReader

from civic.appeals.model import AppealPaper
from rendering.appeal import appeal_pdf, read_paper, written_paper

PAPER = AppealPaper(
    language="uk", town="Немішаєве", title="Звернення № 1 від 23 листопада 2026 р.",
    lines=(("Заявник", "Коваль Олена Іванівна"), ("Місце проживання", "#panic() *вул.* Шевченка")),
    text_title="Суть звернення", text="Темно.\n\n= Дуже темно $x$", signed="Подано електронно",
    law="Закон України «Про звернення громадян»",
)  # fmt: skip


def test_the_sheet_says_who_asks_what_and_when_and_words_are_only_words() -> None:
    pages = PdfReader(BytesIO(appeal_pdf(read_paper(written_paper(PAPER))))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for expected in (
        "Немішаєве", PAPER.title, "Коваль Олена Іванівна", "#panic() *вул.* Шевченка",
        "Темно.", "= Дуже темно $x$", "Подано електронно", PAPER.law,
    ):  # fmt: skip
        assert expected in text, expected
