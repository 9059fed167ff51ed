"""Responses and their answers: one row a question, kept as they come."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    delete,
    func,
    literal,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, CommunityId, PlaceId, ResidentId, ResponseId, SurveyId
from civic.kernel.language import Language
from civic.reports.ports import Mark
from civic.surveys.answering.model import Answer, AnswerStatus, Arrival, Mode, Response
from civic.surveys.answering.ports import FinishMark, Respondent
from storage.prepared import Prepared
from storage.tables.residents import residents
from storage.tables.surveys import answers, responses
from storage.upsert import Upsert, insert_for

_CHUNK = 500
_BY_COLUMNS = text(
    "INSERT INTO answers"
    " (community_id, response_id, question, status, chosen, number, words)"
    " SELECT * FROM unnest(CAST(:community_id AS bigint[]), CAST(:response_id AS bigint[]),"
    " CAST(:question AS smallint[]), CAST(:status AS text[]), CAST(:chosen AS text[]),"
    " CAST(:number AS bigint[]), CAST(:words AS text[]))"
)


class SqlResponses:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_resident(
        self, community: CommunityId, survey: SurveyId, resident: ResidentId
    ) -> Response | None:
        given = {"community": community, "survey": survey, "resident": resident}
        rows = await _RESPONSE.rows(self._connection, given)
        return _response_of(rows) if rows else None

    async def begin(self, response: Response) -> bool:
        insert = (
            insert_for(self._connection, responses)
            .values(_row_of(response))
            .on_conflict_do_nothing(index_elements=["community_id", "survey_id", "resident_id"])
        )
        return (await self._connection.execute(insert)).rowcount > 0

    async def put_answer(
        self, response: Response, number: int, answer: Answer | None, *, at: int
    ) -> None:
        if answer is None:
            await self._connection.execute(
                delete(answers).where(
                    answers.c.community_id == response.community,
                    answers.c.response_id == response.id,
                    answers.c.question == number,
                )
            )
        elif response.answers.get(number) != answer:
            row = _answer_row(response, number, answer)
            if response.at != at and self._connection.dialect.name == "postgresql":
                await _ANSWERED_AND_MOVED.run(self._connection, row | {"to": at})
                return
            await _PUT_ANSWER.run(self._connection, row)
        await self.move(response, at=at)

    async def move(self, response: Response, *, at: int) -> None:
        if response.at != at:
            given = {"community": response.community, "response": response.id, "to": at}
            await _MOVED.run(self._connection, given)

    async def finish(self, response: Response, *, place: PlaceId | None, now: datetime) -> None:
        await self._change(response, place_id=place, finished_at=now, at=response.at)

    async def begun_among(
        self, community: CommunityId, resident: ResidentId, surveys: Collection[SurveyId]
    ) -> dict[SurveyId, bool]:
        rows = await self._connection.execute(
            select(responses.c.survey_id, responses.c.finished_at).where(
                responses.c.community_id == community,
                responses.c.resident_id == resident,
                responses.c.survey_id.in_(surveys),
            )
        )
        return {SurveyId(survey): finished is not None for survey, finished in rows}

    async def put_many(self, whole: Iterable[Response]) -> int:
        new = 0
        for chunk in _chunks(whole, _CHUNK):
            insert = insert_for(self._connection, responses).on_conflict_do_nothing()
            before = await self._present(chunk)
            fresh = [response for response in chunk if response.id not in before]
            if not fresh:
                continue
            await self._connection.execute(insert, [_row_of(response) for response in fresh])
            kept = await self._present(fresh)
            rows = [
                _answer_row(response, number, answer)
                for response in fresh
                if response.id in kept
                for number, answer in response.answers.items()
            ]
            for some in _chunks(rows, 1000):
                await self._add_answers(some)
            new += len(kept)
        return new

    async def known_external(
        self, community: CommunityId, survey: SurveyId, external_ids: Sequence[str]
    ) -> set[str]:
        rows = await self._connection.scalars(
            select(responses.c.external_id).where(
                responses.c.community_id == community,
                responses.c.survey_id == survey,
                responses.c.external_id.in_(external_ids),
            )
        )
        return {known for known in rows if known is not None}

    async def erase_some(self, community: CommunityId, survey: SurveyId, *, limit: int) -> int:
        gone = list(
            await self._connection.scalars(
                select(responses.c.id)
                .where(responses.c.community_id == community, responses.c.survey_id == survey)
                .limit(limit)
            )
        )
        await self._erase(community, gone)
        return len(gone)

    async def finished_after(
        self, community: CommunityId, survey: SurveyId, resident: int, *, limit: int
    ) -> list[Respondent]:
        of_resident = and_(
            residents.c.community_id == responses.c.community_id,
            residents.c.id == responses.c.resident_id,
        )
        rows = await self._connection.execute(
            select(responses.c.resident_id, residents.c.account_id, responses.c.place_id)
            .select_from(responses.join(residents, of_resident))
            .where(
                responses.c.community_id == community,
                responses.c.survey_id == survey,
                responses.c.resident_id > resident,
                responses.c.finished_at.is_not(None),
            )
            .order_by(responses.c.resident_id)
            .limit(limit)
        )
        return [
            Respondent(
                resident=ResidentId(row.resident_id),
                account=AccountId(row.account_id),
                place=None if row.place_id is None else PlaceId(row.place_id),
            )
            for row in rows
        ]

    async def finished_count(
        self, community: CommunityId, survey: SurveyId, *, until: FinishMark | None = None
    ) -> int:
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(responses)
            .where(*finished_ones(community, survey, until))
        )
        return counted or 0

    async def mark_of(
        self, community: CommunityId, survey: SurveyId, count: int
    ) -> FinishMark | None:
        if count < 1:
            return None
        row = (
            await self._connection.execute(
                select(responses.c.finished_at, responses.c.id)
                .where(*finished_ones(community, survey, None))
                .order_by(responses.c.finished_at, responses.c.id)
                .offset(count - 1)
                .limit(1)
            )
        ).one_or_none()
        if row is None:
            return None
        return FinishMark(finished_at=row.finished_at, response=ResponseId(row.id))

    async def _change(self, response: Response, **values: Any) -> None:
        await self._connection.execute(
            update(responses)
            .where(responses.c.community_id == response.community, responses.c.id == response.id)
            .values(**values)
        )

    async def _add_answers(self, rows: Sequence[dict[str, Any]]) -> None:
        if self._connection.dialect.name == "sqlite":
            await self._connection.execute(answers.insert(), rows)
            return
        # Row by row through asyncpg takes five times as long as columns at once.
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        await self._connection.execute(_BY_COLUMNS, columns)

    async def _present(self, among: Sequence[Response]) -> set[int]:
        rows = await self._connection.scalars(
            select(responses.c.id).where(
                responses.c.community_id.in_({one.community for one in among}),
                responses.c.id.in_([one.id for one in among]),
            )
        )
        return set(rows)

    async def _erase(self, community: CommunityId, gone: Sequence[int]) -> None:
        for some in _chunks(gone, _CHUNK):
            await self._connection.execute(
                delete(answers).where(
                    answers.c.community_id == community, answers.c.response_id.in_(some)
                )
            )
            await self._connection.execute(
                delete(responses).where(
                    responses.c.community_id == community, responses.c.id.in_(some)
                )
            )


_of_resident = (
    select(
        responses,
        answers.c.question,
        answers.c.status,
        answers.c.chosen,
        answers.c.number,
        answers.c.words,
    )
    .select_from(
        responses.outerjoin(
            answers,
            and_(
                answers.c.community_id == responses.c.community_id,
                answers.c.response_id == responses.c.id,
            ),
        )
    )
    .where(
        responses.c.community_id == bindparam("community"),
        responses.c.survey_id == bindparam("survey"),
        responses.c.resident_id == bindparam("resident"),
    )
)
_put_answer = Upsert(
    answers,
    key=("community_id", "response_id", "question"),
    changed=("status", "chosen", "number", "words"),
)
_moved = (
    update(responses)
    .where(
        responses.c.community_id == bindparam("community"),
        responses.c.id == bindparam("response"),
    )
    .values(at=bindparam("to"))
)
_RESPONSE = Prepared(lambda _: _of_resident)
_PUT_ANSWER = Prepared(_put_answer.for_dialect, given=[column.key for column in answers.c])
_MOVED = Prepared(lambda _: _moved)
# SQLite knows no change within a statement; there a second one costs next to nothing.
_ANSWERED_AND_MOVED = Prepared(
    lambda _: text(
        """
WITH moved AS (
    UPDATE responses SET at = :to WHERE community_id = :community_id AND id = :response_id)
INSERT INTO answers (community_id, response_id, question, status, chosen, number, words)
VALUES (:community_id, :response_id, :question, :status, :chosen, :number, :words)
ON CONFLICT (community_id, response_id, question) DO UPDATE
SET status = excluded.status, chosen = excluded.chosen, number = excluded.number,
    words = excluded.words
"""
    )
)


def finished_ones(
    community: CommunityId, survey: SurveyId, until: Mark | None
) -> list[ColumnElement[bool]]:
    """What a table of results is made of; finished at the same moment, the id decides."""
    wanted: list[ColumnElement[bool]] = [
        responses.c.community_id == community,
        responses.c.survey_id == survey,
        responses.c.finished_at.is_not(None),
    ]
    if until is not None:
        mark = tuple_(responses.c.finished_at, responses.c.id)
        # Typed: SQLite would hold a bare moment for a text, and every number below it.
        finished_at = literal(until.finished_at, responses.c.finished_at.type)
        wanted.append(mark <= tuple_(finished_at, until.response))
    return wanted


def _chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    coming = iter(items)
    while chunk := list(islice(coming, size)):
        yield chunk


def _row_of(response: Response) -> dict[str, Any]:
    return {
        "community_id": response.community,
        "id": response.id,
        "survey_id": response.survey,
        "version": response.version,
        "resident_id": response.resident,
        "mode": response.mode.value,
        "arrival": response.arrival.value,
        "language": response.language,
        "at": response.at,
        "place_id": response.place,
        "external_id": response.external_id or None,
        "begun_at": response.begun_at,
        "finished_at": response.finished_at,
    }


def _answer_row(response: Response, number: int, answer: Answer) -> dict[str, Any]:
    return {
        "community_id": response.community,
        "response_id": response.id,
        "question": number,
        "status": answer.status.value,
        "chosen": " ".join(answer.chosen) or None,
        "number": answer.number,
        "words": answer.text or None,
    }


def _response_of(rows: Sequence[Any]) -> Response:
    first = rows[0]
    language: Language = first.language
    return Response(
        id=ResponseId(first.id),
        community=CommunityId(first.community_id),
        survey=SurveyId(first.survey_id),
        version=first.version,
        resident=None if first.resident_id is None else ResidentId(first.resident_id),
        mode=Mode(first.mode),
        arrival=Arrival(first.arrival),
        language=language,
        at=first.at,
        place=None if first.place_id is None else PlaceId(first.place_id),
        external_id=first.external_id or "",
        begun_at=first.begun_at,
        finished_at=first.finished_at,
        answers={row.question: _answer_of(row) for row in rows if row.question is not None},
    )


def _answer_of(row: Any) -> Answer:
    return Answer(
        status=AnswerStatus(row.status),
        chosen=tuple(row.chosen.split()) if row.chosen else (),
        number=row.number,
        text=row.words or "",
    )
