"""The picture in words."""

import pytest

from civic.kernel.language import Language
from civic.reports.model import AskedQuestion, QuestionKind, QuestionNumber
from rendering.caption import caption_of
from rendering.measuring import drawable, width_of, wrapped
from rendering.voice import Voice
from tests.made_reports import OAK, option, report, survey, words


@pytest.mark.parametrize("language", ["uk", "en", "ru"])
def test_the_longest_survey_still_fits_a_caption(language: Language) -> None:
    long = "Надзвичайно докладне запитання про благоустрій 🌳 " * 20
    asked = tuple(
        AskedQuestion(
            number=QuestionNumber(number),
            kind=QuestionKind.ONE_CHOICE,
            prompt=words(long),
            options=tuple(option(f"o{n}", long, long) for n in range(20)),
        )
        for number in range(1, 30)
    )
    found = report(questions=asked, people={OAK: 500}, of=survey(title=words(long)))
    caption = caption_of(found, Voice(found, language))
    assert len(caption.encode("utf-16-le")) // 2 <= 1_024
    assert caption.count("1. ") >= 1


def test_what_finds_no_room_is_said() -> None:
    found = report()
    caption = caption_of(found, Voice(found, "uk"))
    assert (
        "Лавки – 42,3\xa0%; Інше – 26,9\xa0%; Освітлення – 12,8\xa0%; ще 2 варіанти: 18,0\xa0%"
        in (caption)
    )
    assert "медіана 4; середнє 3,38" in caption
    assert "68 відповідей своїми словами" in caption


def test_an_open_survey_says_why_there_are_no_answers() -> None:
    found = report(of=survey(closed=False), with_tables=False)
    caption = caption_of(found, Voice(found, "uk"))
    assert "опитування триває" in caption
    assert "Поки опитування триває, таблиці немає." in caption
    assert "Лавки" not in caption


def test_lines_break_between_words_and_never_outgrow_the_picture() -> None:
    lines = wrapped("Встановлення енергоощадного освітлення " * 5, 15, 300, lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(width_of(line, 15) <= 300 for line in lines)
    assert wrapped("Довжелезнеслово" * 9, 15, 100, lines=30)[0] in "Довжелезнеслово" * 9


def test_what_no_font_can_draw_is_left_out() -> None:
    assert (
        drawable("Дерева 🌳 на\u200b вул. Об\u02bcїзна\n№ 5 \u202e!")
        == "Дерева на вул. Об’їзна № 5 !"
    )
