"""Surveys, their frozen versions, and what is being told about them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, AgencyId, CommunityId, FileId, SurveyId
from civic.kernel.json_value import JsonObject
from civic.kernel.refusal import NotFound
from civic.surveys.document import from_document, to_document
from civic.surveys.model import (
    Mailing,
    MailingKind,
    Questionnaire,
    Survey,
    SurveyState,
    SurveyVersion,
)
from civic.surveys.ports import Hold
from storage.prepared import Prepared
from storage.questionnaires import questionnaires_of
from storage.tables.metadata import Moment
from storage.tables.surveys import (
    responses,
    survey_mailings,
    survey_numbers,
    survey_versions,
    surveys,
)
from storage.upsert import insert_for


class SqlSurveys:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def survey(
        self, community: CommunityId, survey: SurveyId, *, hold: Hold | None = None
    ) -> Survey:
        found = await self._one(_ONE[hold], {"community": community, "survey": survey})
        if not found:
            raise NotFound("survey-gone")
        return found[0]

    async def to_answer(self, community: CommunityId, survey: SurveyId, *, now: datetime) -> Survey:
        named = {"community": community, "survey": survey, "now": now}
        held = await self._one(_RUNNING, named)
        return held[0] if held else await self.survey(community, survey)

    async def numbered(self, community: CommunityId, number: int) -> Survey:
        found = await self._read(
            select(surveys).where(surveys.c.community_id == community, surveys.c.number == number)
        )
        if not found:
            raise NotFound("survey-gone")
        return found[0]

    async def next_number(self, community: CommunityId) -> int:
        # The row is held until the unit ends: of two officials the second waits for its number.
        given = insert_for(self._connection, survey_numbers).values(community_id=community, last=1)
        counted = given.on_conflict_do_update(
            index_elements=["community_id"], set_={"last": survey_numbers.c.last + 1}
        )
        number: int = (
            await self._connection.execute(counted.returning(survey_numbers.c.last))
        ).scalar_one()
        return number

    async def put(self, survey: Survey) -> None:
        row = _row_of(survey)
        insert = insert_for(self._connection, surveys).values(row)
        kept = {"community_id", "id", "number", "created_at"}
        changed = {name: value for name, value in row.items() if name not in kept}
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["community_id", "id"], set_=changed)
        )

    async def discard(self, community: CommunityId, survey: SurveyId) -> None:
        await self._connection.execute(
            delete(surveys).where(
                surveys.c.community_id == community,
                surveys.c.id == survey,
                surveys.c.state == SurveyState.DRAFT.value,
            )
        )

    async def add_version(self, version: SurveyVersion) -> None:
        await self._connection.execute(
            survey_versions.insert().values(
                community_id=version.community,
                survey_id=version.survey,
                number=version.number,
                replaces=version.replaces,
                content=to_document(version.questionnaire),
                content_hash=version.content_hash,
                frozen_at=version.frozen_at,
                frozen_by=version.frozen_by,
            )
        )
        await self._connection.execute(
            update(surveys)
            .where(surveys.c.community_id == version.community, surveys.c.id == version.survey)
            .values(content_hash=version.content_hash, version=version.number, draft=None)
        )

    async def version(self, community: CommunityId, survey: SurveyId, number: int) -> SurveyVersion:
        row = (
            await self._connection.execute(
                select(survey_versions).where(
                    survey_versions.c.community_id == community,
                    survey_versions.c.survey_id == survey,
                    survey_versions.c.number == number,
                )
            )
        ).one_or_none()
        if row is None:
            raise NotFound("survey-gone")
        return SurveyVersion(
            community=CommunityId(row.community_id),
            survey=SurveyId(row.survey_id),
            number=row.number,
            replaces=row.replaces,
            questionnaire=from_document(row.content),
            content_hash=row.content_hash,
            frozen_at=row.frozen_at,
            frozen_by=None if row.frozen_by is None else AccountId(row.frozen_by),
        )

    async def in_states(
        self,
        community: CommunityId,
        states: Collection[SurveyState],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Survey]:
        return await self._read(
            select(surveys)
            .where(surveys.c.community_id == community, surveys.c.state.in_(_values(states)))
            .order_by(surveys.c.id.desc())
            .offset(offset)
            .limit(limit)
        )

    async def count(self, community: CommunityId, states: Collection[SurveyState]) -> int:
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(surveys)
            .where(surveys.c.community_id == community, surveys.c.state.in_(_values(states)))
        )
        return counted or 0

    async def over_since(
        self, community: CommunityId, since: datetime, *, limit: int
    ) -> list[Survey]:
        return await self._read(
            select(surveys)
            .where(
                surveys.c.community_id == community,
                surveys.c.state == SurveyState.CLOSED.value,
                surveys.c.closed_at > since,
            )
            .order_by(surveys.c.closed_at.desc())
            .limit(limit)
        )

    async def due_to_open(self, now: datetime, *, limit: int) -> list[Survey]:
        return await self._read(
            select(surveys)
            .where(surveys.c.state == SurveyState.SCHEDULED.value, surveys.c.opens_at <= now)
            .order_by(surveys.c.opens_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )

    async def due_to_close(self, now: datetime, *, limit: int) -> list[Survey]:
        waits = (SurveyState.OPEN, SurveyState.PAUSED)
        return await self._read(
            select(surveys)
            .where(surveys.c.state.in_(_values(waits)), surveys.c.closes_at <= now)
            .order_by(surveys.c.closes_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )

    async def without_poster(self, *, limit: int) -> list[Survey]:
        waits = (SurveyState.SCHEDULED, SurveyState.OPEN, SurveyState.PAUSED)
        return await self._read(
            select(surveys)
            .where(surveys.c.state.in_(_values(waits)), surveys.c.poster_id.is_(None))
            .limit(limit)
        )

    async def put_poster(self, community: CommunityId, survey: SurveyId, poster: FileId) -> None:
        await self._change(community, survey, poster_id=poster)

    async def shown(self, *, closed_since: datetime, limit: int) -> list[tuple[Survey, JsonObject]]:
        runs = surveys.c.state.in_(_values((SurveyState.OPEN, SurveyState.PAUSED)))
        is_over = surveys.c.state.in_(_values((SurveyState.CLOSED, SurveyState.WITHDRAWN)))
        query = (
            select(surveys)
            .where(or_(runs, is_over & (surveys.c.closed_at > closed_since)))
            .order_by(surveys.c.id.desc())
            .limit(limit)
        )
        rows = list(await self._connection.execute(query))
        questionnaires = await questionnaires_of(self._connection, rows)
        return [
            (_survey_of(row, questionnaires[row.community_id, row.id]), row.shown or {})
            for row in rows
        ]

    async def put_shown(self, community: CommunityId, survey: SurveyId, shown: JsonObject) -> None:
        await self._change(community, survey, shown=shown)

    async def start_mailing(self, mailing: Mailing) -> bool:
        insert = (
            insert_for(self._connection, survey_mailings)
            .values(_mailing_row(mailing))
            .on_conflict_do_nothing()
        )
        result = await self._connection.execute(insert)
        return result.rowcount > 0

    async def mailings_under_way(self, *, limit: int) -> list[Mailing]:
        is_paused = exists().where(
            surveys.c.community_id == survey_mailings.c.community_id,
            surveys.c.id == survey_mailings.c.survey_id,
            surveys.c.state == SurveyState.PAUSED.value,
        )
        rows = await self._connection.execute(
            select(survey_mailings)
            .where(survey_mailings.c.done_at.is_(None), ~is_paused)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_mailing_of(row) for row in rows]

    async def mailing(
        self, community: CommunityId, survey: SurveyId, kind: MailingKind
    ) -> Mailing | None:
        row = (
            await self._connection.execute(
                select(survey_mailings).where(
                    survey_mailings.c.community_id == community,
                    survey_mailings.c.survey_id == survey,
                    survey_mailings.c.kind == kind.value,
                )
            )
        ).one_or_none()
        return None if row is None else _mailing_of(row)

    async def put_mailing(self, mailing: Mailing) -> None:
        await self._connection.execute(
            update(survey_mailings)
            .where(
                survey_mailings.c.community_id == mailing.community,
                survey_mailings.c.survey_id == mailing.survey,
                survey_mailings.c.kind == mailing.kind.value,
            )
            .values(after_id=mailing.after, written=mailing.written, done_at=mailing.done_at)
        )

    async def to_erase(self, *, limit: int) -> list[Survey]:
        of_survey = (
            responses.c.community_id == surveys.c.community_id,
            responses.c.survey_id == surveys.c.id,
        )
        return await self._read(
            select(surveys)
            .where(
                surveys.c.state == SurveyState.WITHDRAWN.value,
                surveys.c.keeps_answers.is_(False),
                exists(select(1).select_from(responses).where(*of_survey)),
            )
            .limit(limit)
        )

    async def _change(self, community: CommunityId, survey: SurveyId, **values: Any) -> None:
        await self._connection.execute(
            update(surveys)
            .where(surveys.c.community_id == community, surveys.c.id == survey)
            .values(**values)
        )

    async def _one(self, asked: Prepared, given: Mapping[str, Any]) -> list[Survey]:
        return await self._surveys_of(await asked.rows(self._connection, given))

    async def _read(self, query: Select[Any]) -> list[Survey]:
        return await self._surveys_of((await self._connection.execute(query)).all())

    async def _surveys_of(self, rows: Sequence[Row[Any]]) -> list[Survey]:
        questionnaires = await questionnaires_of(self._connection, rows)
        return [_survey_of(row, questionnaires[row.community_id, row.id]) for row in rows]


_one = select(surveys).where(
    surveys.c.community_id == bindparam("community"), surveys.c.id == bindparam("survey")
)
# Whoever comes too late leaves the row alone: there are always more of them, and the closing waits.
_running = or_(
    surveys.c.closes_at.is_(None), surveys.c.closes_at > bindparam("now", type_=Moment())
)
_RUNNING = Prepared(lambda _: _one.where(_running).with_for_update(read=True, key_share=True))
_ONE: Mapping[Hold | None, Prepared] = {
    None: Prepared(lambda _: _one),
    # Keeps it from being closed, but not from what the tick notes beside: who answers would queue.
    "reading": Prepared(lambda _: _one.with_for_update(read=True, key_share=True)),
    "changing": Prepared(lambda _: _one.with_for_update()),
}


def _values(states: Collection[SurveyState]) -> list[str]:
    return [state.value for state in states]


def _row_of(survey: Survey) -> dict[str, Any]:
    return {
        "community_id": survey.community,
        "id": survey.id,
        "number": survey.number,
        "author_id": survey.author,
        "agency_id": survey.agency,
        "state": survey.state.value,
        "version": survey.version,
        # Frozen: its words stand in survey_versions and are not said a second time here.
        "draft": None if survey.is_launched else to_document(survey.questionnaire),
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
        "is_extended": survey.is_extended,
        "reason": survey.reason,
        "keeps_answers": survey.keeps_answers,
        "created_at": survey.created_at,
        "launched_at": survey.launched_at,
        "closed_at": survey.closed_at,
    }


def _survey_of(row: Row[Any], questionnaire: Questionnaire) -> Survey:
    return Survey(
        id=SurveyId(row.id),
        community=CommunityId(row.community_id),
        number=row.number,
        author=AccountId(row.author_id),
        agency=None if row.agency_id is None else AgencyId(row.agency_id),
        state=SurveyState(row.state),
        version=row.version,
        questionnaire=questionnaire,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        is_extended=row.is_extended,
        reason=row.reason,
        keeps_answers=row.keeps_answers,
        poster=None if row.poster_id is None else FileId(row.poster_id),
        created_at=row.created_at,
        launched_at=row.launched_at,
        closed_at=row.closed_at,
    )


def _mailing_row(mailing: Mailing) -> dict[str, Any]:
    return {
        "community_id": mailing.community,
        "survey_id": mailing.survey,
        "kind": mailing.kind.value,
        "after_id": mailing.after,
        "written": mailing.written,
        "done_at": mailing.done_at,
    }


def _mailing_of(row: Row[Any]) -> Mailing:
    return Mailing(
        community=CommunityId(row.community_id),
        survey=SurveyId(row.survey_id),
        kind=MailingKind(row.kind),
        after=row.after_id,
        written=row.written,
        done_at=row.done_at,
    )
