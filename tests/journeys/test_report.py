"""The report arrives by itself: a picture with words, a PDF and a workbook, once."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from civic.kernel.ids import PlaceId, ResidentId, ResponseId, SurveyId
from civic.kernel.language import Translated, language_of
from civic.residents.model import Resident
from civic.surveys.answering.model import Answer, AnswerStatus, Response
from civic.surveys.model import (
    Option,
    Question,
    QuestionKind,
    Questionnaire,
    Survey,
    SurveyState,
)
from civic.surveys.rules import launched
from tests.journeys.running_town import COURTYARDS, OKSANA, TOWN, RunningTown, running_town
from tests.journeys.speaking import voice
from tests.sandbox_client import Sandbox

SURVEY = SurveyId(9000)
SHEVCHENKA = next(iter(COURTYARDS))
TITLE = {
    "uk": "Лавки у дворах",
    "en": "Benches in the courtyards",
    "ru": "Скамейки во дворах",
}


async def put_answered_survey(town: RunningTown, people: int) -> None:
    """Open since yesterday, closing in two hours, answered by so many neighbours."""
    async with town.wiring.storage.writing() as work:
        draft = Survey(
            id=SURVEY,
            community=TOWN,
            number=await work.surveys.next_number(TOWN),
            author=OKSANA,
            questionnaire=Questionnaire(
                title=Translated({language_of(code): text for code, text in TITLE.items()}),
                questions=(
                    Question(
                        kind=QuestionKind.ONE_CHOICE,
                        prompt=Translated({"uk": "Чи вистачає лавок?"}),
                        options=(
                            Option(code="yes", label=Translated({"uk": "Так"})),
                            Option(code="no", label=Translated({"uk": "=1+1"})),
                        ),
                    ),
                    Question(kind=QuestionKind.SCALE, prompt=Translated({"uk": "Оцініть двір"})),
                ),
            ),
            opens_at=town.now - timedelta(days=1),
            closes_at=town.now + timedelta(hours=2),
            created_at=town.now - timedelta(days=2),
        )
        await work.surveys.put(draft)
        going, version = launched(draft, by=OKSANA, now=town.now - timedelta(days=1))
        await work.surveys.put(going)
        await work.surveys.add_version(version)
        assert going.state is SurveyState.OPEN
        responses = []
        for number in range(people):
            home = PlaceId(list(COURTYARDS)[number % 2])
            resident = ResidentId(7000 + number)
            await work.residents.put(
                Resident(
                    id=resident,
                    community=TOWN,
                    account=resident,  # type: ignore[arg-type]  # any number will do
                    language="uk",
                    home=home,
                    joined_at=town.now - timedelta(days=5),
                )
            )
            answers = {
                1: Answer(chosen=("yes" if number % 3 else "no",)),
                2: Answer(number=1 + number % 5)
                if number % 7
                else Answer(status=AnswerStatus.HARD_TO_SAY),
            }
            responses.append(
                Response(
                    id=ResponseId(8000 + number),
                    community=TOWN,
                    survey=SURVEY,
                    version=1,
                    resident=resident,
                    language="uk",
                    at=3,
                    place=home,
                    begun_at=town.now - timedelta(hours=3),
                    finished_at=town.now - timedelta(hours=2) + timedelta(seconds=number),
                    answers=answers,
                )
            )
        await work.responses.put_many(responses)


async def test_the_report_comes_at_the_close_with_numbers_that_add_up(
    town: RunningTown, language: str
) -> None:
    ihor = await town.administrator(language=language)
    await ihor.send("/menu")
    await put_answered_survey(town, people=30)

    await town.forward(timedelta(hours=2, minutes=1))
    await ihor.until(lambda chat: sum(m.kind == "document" for m in chat.received) == 2)
    await town.tick()

    picture = next(m for m in ihor.received if m.kind == "photo")
    assert TITLE[language] in picture.text
    assert "30" in picture.text
    pdf, xlsx = [await ihor.download(m) for m in ihor.received if m.kind == "document"]
    assert TITLE[language] in "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    book = load_workbook(BytesIO(xlsx))
    assert shares(book, "1") == {
        "Так": (20, Decimal("66.7")),
        "=1+1": (10, Decimal("33.3")),
        voice(language)("report-hard-to-say"): (0, 0),
    }
    assert sum(share for _, share in shares(book, "2").values()) == 100
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" and cell.data_type == "s" for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def shares(book: Workbook, question: str) -> dict[str, tuple[int, Decimal]]:
    """What a question's sheet says of each answer, as it is read there."""
    rows = book[question].iter_rows(values_only=True)
    return {
        str(row[0]): (int(str(row[1])), round(Decimal(str(row[2])) * 100, 1))
        for row in rows
        if len(row) > 2 and isinstance(row[1], int) and row[2] is not None
    }


async def test_whoever_answered_hears_once_what_came_of_it(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await town.person("Олена", language=language, id=7000)
    await olena.ask("/menu")
    await put_answered_survey(town, people=30)

    await town.forward(timedelta(hours=2, minutes=1))
    for _ in range(3):
        await town.tick()
    told = await olena.until_text(say("results-heading", title=TITLE[language]))
    assert say.n("results-responses", 30) in told.text
    assert COURTYARDS[SHEVCHENKA][0] in told.text
    assert "=1+1" in told.text
    await town.settle(olena)
    assert sum(TITLE[language] in text for text in olena.texts) == 1
    await olena.press(say("home"), message=told.id)
    await olena.until_button(say("menu-settings"))


async def test_a_report_that_was_sent_is_not_sent_again_after_a_restart(
    sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    async with running_town(sandbox, database_url, tmp_path) as town:
        ihor = await town.administrator()
        await ihor.send("/menu")
        await put_answered_survey(town, people=12)
        await town.forward(timedelta(hours=3))
        await ihor.until(lambda chat: sum(m.kind == "document" for m in chat.received) == 2)

    async with running_town(sandbox, database_url, tmp_path, build=False) as again:
        for _ in range(3):
            await again.forward(timedelta(hours=1))
        await again.settle(ihor)

    assert [m.kind for m in ihor.received].count("photo") == 1
    assert [m.kind for m in ihor.received].count("document") == 2
