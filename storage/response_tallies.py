"""Answers counted by the database: what a report asks, without reading anybody's row."""

from collections.abc import AsyncIterator

from sqlalchemy import and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId, CommunityId, PlaceId, SurveyId
from civic.kernel.outbox import MessageState
from civic.reports.model import Arrival, QuestionNumber, Stage, Status
from civic.reports.ports import Mark
from civic.reports.tally import AnswerRow, ParticipationRow
from civic.surveys.rules import once_key
from storage.responses import finished_ones
from storage.tables.outbox import outbox
from storage.tables.surveys import answers, responses, survey_erasures, survey_invitations

_AT_ONCE = 500


class SqlTallies:
    """Meant for a reading connection: a big town takes seconds."""

    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def tally_rows(
        self, community: CommunityId, survey: SurveyId, *, until: Mark | None = None
    ) -> AsyncIterator[AnswerRow]:
        """Finished responses only, those up to the mark where one is given."""
        keys = (
            answers.c.question,
            responses.c.place_id,
            answers.c.status,
            answers.c.chosen,
            answers.c.number,
        )
        of_response = and_(
            answers.c.community_id == responses.c.community_id,
            answers.c.response_id == responses.c.id,
        )
        query = (
            select(*keys, func.count().label("people"))
            .select_from(responses.join(answers, of_response))
            .where(*finished_ones(community, survey, until))
            .group_by(*keys)
        )
        found = await self._connection.stream(query, execution_options={"yield_per": _AT_ONCE})
        async for row in found:
            chosen = tuple(row.chosen.split()) if row.chosen else ()
            yield AnswerRow(
                question=QuestionNumber(row.question),
                place=None if row.place_id is None else PlaceId(row.place_id),
                status=Status(row.status),
                values=chosen if row.number is None else (row.number,),
                count=row.people,
            )

    async def participation_rows(
        self, community: CommunityId, survey: SurveyId
    ) -> list[ParticipationRow]:
        """Everybody who was invited, came by a link or was imported, each at one stage."""
        return [
            *await self._invited_but_silent(community, survey),
            *await self._who_began(community, survey),
            *await self._erased(community, survey),
        ]

    async def _invited_but_silent(
        self, community: CommunityId, survey: SurveyId
    ) -> list[ParticipationRow]:
        invited, told = survey_invitations.c, outbox.c
        their_message = and_(
            told.bot_id == self._bot,
            told.chat_id == invited.account_id,
            told.once == once_key(survey),
            # Lets the partial index on `once` serve.
            text("outbox.once IS NOT NULL"),
        )
        their_response = and_(
            responses.c.community_id == invited.community_id,
            responses.c.survey_id == invited.survey_id,
            responses.c.resident_id == invited.resident_id,
        )
        was_opened = invited.opened_at.is_not(None)
        query = (
            select(was_opened.label("opened"), told.state, func.count().label("people"))
            .select_from(
                survey_invitations.outerjoin(outbox, their_message).outerjoin(
                    responses, their_response
                )
            )
            .where(
                invited.community_id == community,
                invited.survey_id == survey,
                responses.c.id.is_(None),
            )
            .group_by(was_opened, told.state)
        )
        rows = []
        for row in await self._connection.execute(query):
            stage = Stage.NOT_DELIVERED
            if row.opened:
                stage = Stage.NOT_BEGUN
            elif row.state == MessageState.SENT:
                stage = Stage.NOT_OPENED
            rows.append(ParticipationRow(arrival=Arrival.INVITED, stage=stage, count=row.people))
        return rows

    async def _who_began(self, community: CommunityId, survey: SurveyId) -> list[ParticipationRow]:
        is_finished = responses.c.finished_at.is_not(None)
        rows = await self._connection.execute(
            select(responses.c.arrival, is_finished.label("finished"), func.count().label("people"))
            .where(responses.c.community_id == community, responses.c.survey_id == survey)
            .group_by(responses.c.arrival, is_finished)
        )
        return [
            ParticipationRow(
                arrival=Arrival(row.arrival),
                stage=Stage.COMPLETE if row.finished else Stage.BROKEN_OFF,
                count=row.people,
            )
            for row in rows
        ]

    async def _erased(self, community: CommunityId, survey: SurveyId) -> list[ParticipationRow]:
        rows = await self._connection.execute(
            select(survey_erasures.c.arrival, survey_erasures.c.count).where(
                survey_erasures.c.community_id == community,
                survey_erasures.c.survey_id == survey,
            )
        )
        return [
            ParticipationRow(arrival=Arrival(arrival), stage=Stage.ERASED, count=count)
            for arrival, count in rows
        ]
