"""The paper, read back as text."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from civic.kernel.language import Language
from civic.reports.model import AskedQuestion, QuestionKind, QuestionNumber, Report
from civic.reports.published import report_hash
from rendering.document import page_of, report_pdf
from rendering.voice import Voice
from tests.made_reports import FIR, LIME, OAK, PINE, option, report, survey, words


def text_of(found: Report, language: Language = "uk") -> str:
    pages = PdfReader(BytesIO(report_pdf(found, Voice(found, language)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_paper_says_what_was_asked_answered_and_how_it_was_counted() -> None:
    found = report()
    text = text_of(found)
    for expected in (
        "Двори, якими ми ходимо",
        "1. Чого найбільше бракує у вашому дворі?",
        "База: 78 · пропустили: 7",
        "За районами",
        "Відповіли ті, хто захотів. Цифри описують цих 85 людей",
        "Як це пораховано",
        report_hash(found),
    ):
        assert expected in text, expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Those answered who wanted to. The figures describe these 85 people"),
        ("ru", "Вопросы и ответы приведены на языке опроса"),
    ],
)
def test_the_paper_speaks_the_readers_language(language: Language, expected: str) -> None:
    assert expected in text_of(report(), language)


def test_words_that_look_like_commands_are_only_words() -> None:
    typed = '#sys.inputs = *$x$* _under_ `code` "quoted" \\ <label> @ref // no'
    asked = AskedQuestion(
        number=QuestionNumber(1),
        kind=QuestionKind.ONE_CHOICE,
        prompt=words(typed),
        options=(option("a", "#panic()", "a"), option("b", "= не заголовок", "b")),
    )
    text = text_of(report(questions=(asked,), of=survey(title=words(typed))))
    assert typed in text
    assert "#panic()" in text


def test_a_hidden_district_is_named_without_a_figure() -> None:
    found = report(people={OAK: 40, LIME: 25, PINE: 2, FIR: 1})
    (table, *_) = page_of(found, Voice(found, "uk"))["questions"][0]["groups"]
    hidden = {row["name"]: row["cells"] for row in table["rows"] if row["hidden"]}
    assert hidden == {"Центр": [], "Північ": []}


def test_twenty_long_answers_are_split_into_tables_of_a_pages_width() -> None:
    asked = AskedQuestion(
        number=QuestionNumber(1),
        kind=QuestionKind.SEVERAL_CHOICES,
        prompt=words("Що з цього потрібно вашому двору найбільше?"),
        options=tuple(
            option(f"o{n}", f"Енергоощадне освітлення пішохідних доріжок, черга {n}", "x")
            for n in range(20)
        ),
    )
    found = report(questions=(asked,), people={OAK: 400, LIME: 300, PINE: 200, FIR: 100})
    tables = page_of(found, Voice(found, "uk"))["questions"][0]["groups"]
    assert [len(table["head"]) - 2 for table in tables] == [6, 6, 6, 3]
    assert "черга 19" in text_of(found)


@pytest.mark.parametrize("language", ["uk", "en", "ru"])
def test_a_survey_that_nobody_answered_still_makes_a_paper(language: Language) -> None:
    assert report_hash(report(people={})) in text_of(report(people={}), language)
