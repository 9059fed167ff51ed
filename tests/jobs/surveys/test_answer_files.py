"""A file of answers holds what was promised, and not a word more."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId, FileId, ResidentId, SurveyId
from civic.kernel.refusal import Refusal
from civic.surveys.actions import Officer
from civic.surveys.answering.model import Answer
from civic.surveys.exporting.actions import want_answers
from civic.surveys.model import SurveyState, WhoWillSee
from jobs.surveys.answer_files import make_answer_files
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.asked import AUTHOR, COURTYARD, MONDAY, TOWN, YARD, all_answers, response
from tests.survey_town import build_town, launch, settle, storage_on

SURVEY = SurveyId(1)
OFFICER = Officer(community=TOWN, account=AUTHOR, agency=None)
TRICK = "=1+1 <b>темно</b>"


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    async with made.writing() as work:
        await build_town(work)
    return made


async def answered(storage: Storage, promise: WhoWillSee) -> None:
    """Three finished, one broken off."""
    async with storage.writing() as work:
        await launch(work, asked=replace(YARD, who_will_see=promise))
        for n in (1, 2, 3, 4):
            await settle(work, AccountId(n), resident=ResidentId(n), home=COURTYARD)
            answers = all_answers() | {5: Answer(text=f"{TRICK} {4 - n}")}
            await work.responses.put_many(
                [
                    response(
                        n,
                        resident=ResidentId(n),
                        answers=answers,
                        place=COURTYARD,
                        finished_at=None if n == 4 else MONDAY + timedelta(minutes=n),
                    )
                ]
            )


async def asked_for(storage: Storage) -> None:
    async with storage.writing() as work:
        await want_answers(
            SURVEY,
            OFFICER,
            language="uk",
            surveys=work.surveys,
            answer_files=work.answer_files,
            audit=work.audit,
            now=MONDAY,
        )


async def file(storage: Storage) -> list[list[str]]:
    """The one file that came, as a table."""
    made = await make_answer_files(begin=storage.writing, read=storage.reading, now=MONDAY)
    again = await make_answer_files(begin=storage.writing, read=storage.reading, now=MONDAY)
    assert (made, again) == (1, 0)
    async with storage.reading() as work:
        rows = await work.connection.exec_driver_sql("SELECT id FROM files")
        (number,) = [row[0] for row in rows]
        kept = await work.files.read(TOWN, FileId(number))
    assert kept.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(kept.content.decode("utf-8-sig")), delimiter=";"))


async def close(storage: Storage) -> None:
    async with storage.writing() as work:
        going = await work.surveys.survey(TOWN, SURVEY)
        await work.surveys.put(replace(going, state=SurveyState.CLOSED, closed_at=MONDAY))


async def test_where_totals_were_promised_only_words_come_and_only_after_the_close(
    storage: Storage,
) -> None:
    await answered(storage, WhoWillSee.TOTALS)
    with pytest.raises(Refusal) as refused:
        await asked_for(storage)
    assert refused.value.key == "survey-words-after-close"
    await close(storage)
    await asked_for(storage)
    assert await file(storage) == [
        ["Питання", "Слова"],
        *[["5. Що ще скажете?", f"'{TRICK} {n}"] for n in (1, 2, 3)],
    ]


async def test_without_names_there_are_no_places_and_no_order_of_time(storage: Storage) -> None:
    await answered(storage, WhoWillSee.UNNAMED)
    await asked_for(storage)
    header, *rows = await file(storage)
    assert header[0] == "1. Чого найбільше бракує у вашому дворі?"
    assert len(header) == 5
    assert sorted(row[4] for row in rows) == [f"'{TRICK} {n}" for n in (1, 2, 3)]
    assert {tuple(row[:4]) for row in rows} == {("Лавки; Освітлення", "Так", "4", "12")}
    assert not any("Місце" in cell or "Олена" in cell for row in rows for cell in row)


async def test_with_names_who_and_where_stand_first(storage: Storage) -> None:
    await answered(storage, WhoWillSee.NAMED)
    await asked_for(storage)
    header, *rows = await file(storage)
    assert header[:2] == ["Ім’я", "Двір"]
    assert [row[:3] for row in rows] == [["Олена", "Місце 91", "Лавки; Освітлення"]] * 3
    assert [row[6] for row in rows] == [f"'{TRICK} {n}" for n in (3, 2, 1)]


async def test_a_draft_and_a_withdrawn_survey_have_no_answers_to_read(storage: Storage) -> None:
    await answered(storage, WhoWillSee.NAMED)
    async with storage.writing() as work:
        going = await work.surveys.survey(TOWN, SURVEY)
        await work.surveys.put(replace(going, state=SurveyState.WITHDRAWN, reason="Помилка"))
    with pytest.raises(Refusal) as refused:
        await asked_for(storage)
    assert refused.value.key == "survey-is-withdrawn"
