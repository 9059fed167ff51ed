"""Makes the files of answers that officials asked for, a few at a time."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from civic.kernel.json_value import JsonObject
from civic.kernel.language import Language
from civic.kernel.outbox import Notice
from civic.kernel.table_cells import guarded
from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.document import texts_of
from civic.surveys.exporting.model import WantedAnswers
from civic.surveys.model import Question, Survey, WhoWillSee
from civic.unit_of_work import Begin, Read, Work
from locales.catalog import say as speak

AT_ONCE = 2
NOTICE = "survey-answers"


class Writer(Protocol):
    """A table that grows by rows."""

    def writerow(self, row: Iterable[str | int], /) -> object: ...


async def make_answer_files(*, begin: Begin, read: Read, now: datetime) -> int:
    """Read on a connection that never writes; sent and marked in one short transaction."""
    async with read() as work:
        waiting = await work.answer_files.wanted(limit=AT_ONCE)
    for wanted in waiting:
        async with read() as work:
            survey = await work.surveys.survey(wanted.community, wanted.survey)
            content = await _written(work, survey, wanted.language)
        async with begin() as work:
            if await work.answer_files.done(wanted.community, wanted.survey, wanted.account):
                await _send(work, survey, wanted, content, now=now)
    return len(waiting)


async def _send(
    work: Work, survey: Survey, wanted: WantedAnswers, content: bytes, *, now: datetime
) -> None:
    file = await work.files.put(
        survey.community,
        wanted.account,
        f"answers-{survey.number}.csv",
        "text/csv",
        content,
        now=now,
    )
    params: JsonObject = {
        "file": file,
        "title": texts_of(survey.title),
        "promise": survey.questionnaire.who_will_see.value,
    }
    await work.outbox.owe(
        Notice(to=wanted.account, community=survey.community, key=NOTICE, params=params),
        now=now,
    )


async def _written(work: Work, survey: Survey, language: Language) -> bytes:
    """A table that spreadsheets of our part of the world open as it is."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
    if survey.questionnaire.who_will_see is WhoWillSee.TOTALS:
        await _write_words(work, survey, writer, language)
    else:
        await _write_responses(work, survey, writer, language)
    return table.getvalue().encode("utf-8-sig")


async def _write_words(work: Work, survey: Survey, writer: Writer, language: Language) -> None:
    say, questions = speak(language), survey.questionnaire.questions
    writer.writerow([say("survey-file-question"), say("survey-file-words")])
    async for number, words in work.answer_files.words(survey.community, survey.id):
        prompt = questions[number - 1].prompt.in_(language) if number <= len(questions) else ""
        writer.writerow(_safe([f"{number}. {prompt}", words]))


async def _write_responses(work: Work, survey: Survey, writer: Writer, language: Language) -> None:
    say, questions = speak(language), list(enumerate(survey.questionnaire.questions, 1))
    with_names = survey.questionnaire.who_will_see is WhoWillSee.NAMED
    who = [say("survey-file-name"), say("survey-file-place")] if with_names else []
    prompts = [f"{number}. {question.prompt.in_(language)}" for number, question in questions]
    writer.writerow(_safe([*who, *prompts]))
    told = work.answer_files.responses(survey.community, survey.id, with_names=with_names)
    async for response in told:
        place = response.place.in_(language) if response.place else ""
        cells = [_cell(question, response.answers.get(n), language) for n, question in questions]
        writer.writerow(_safe([*([response.name, place] if with_names else []), *cells]))


def _cell(question: Question, answer: Answer | None, language: Language) -> str | int:
    if answer is None or answer.status is AnswerStatus.SKIPPED:
        return ""
    if answer.status is AnswerStatus.HARD_TO_SAY:
        return speak(language)("survey-answer-hard")
    if answer.number is not None:
        return answer.number
    chosen = [
        option.label.in_(language).rstrip("…")
        for code in answer.chosen
        if (option := question.option_of(code)) is not None
    ]
    told = "; ".join(chosen)
    return f"{told}: {answer.text}" if told and answer.text else told or answer.text


def _safe(cells: Iterable[str | int]) -> list[str | int]:
    return [guarded(cell) if isinstance(cell, str) else cell for cell in cells]
