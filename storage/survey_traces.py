"""What surveys keep of one resident: to tell, and to forget."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CommunityId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.personal import Whom
from civic.surveys.answering.model import Arrival
from storage.tables.surveys import answers, responses, survey_erasures, survey_invitations
from storage.upsert import insert_for


class SqlSurveyTraces:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        told: list[Json] = []
        for row in await self._connection.execute(
            select(responses).where(*_theirs(responses, community, whom))
        ):
            said = await self._connection.execute(
                select(answers)
                .where(answers.c.community_id == community, answers.c.response_id == row.id)
                .order_by(answers.c.question)
            )
            told.append(
                {
                    "survey": row.survey_id,
                    "begun_at": row.begun_at.isoformat(),
                    "finished_at": row.finished_at.isoformat() if row.finished_at else None,
                    "language": row.language,
                    "place": row.place_id,
                    "answers": [
                        {
                            "question": answer.question,
                            "status": answer.status,
                            "chosen": answer.chosen,
                            "number": answer.number,
                            "words": answer.words,
                        }
                        for answer in said
                    ],
                }
            )
        invited: list[Json] = [
            {
                "survey": row.survey_id,
                "invited_at": row.invited_at.isoformat(),
                "opened_at": row.opened_at.isoformat() if row.opened_at else None,
            }
            for row in await self._connection.execute(
                select(survey_invitations).where(*_theirs(survey_invitations, community, whom))
            )
        ]
        kept: dict[str, Json] = {}
        if told:
            kept["survey_responses"] = told
        if invited:
            kept["survey_invitations"] = invited
        return kept

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        arrivals = await self._arrivals(community, whom)
        of_theirs = select(responses.c.id).where(*_theirs(responses, community, whom))
        await self._connection.execute(
            delete(answers).where(
                answers.c.community_id == community, answers.c.response_id.in_(of_theirs)
            )
        )
        for table in (responses, survey_invitations):
            await self._connection.execute(delete(table).where(*_theirs(table, community, whom)))
        for survey, arrival in arrivals.items():
            await self._count_one(community, survey, arrival)

    async def _arrivals(self, community: CommunityId, whom: Whom) -> dict[int, str]:
        """How they came to each survey that knows them."""
        invited = await self._connection.scalars(
            select(survey_invitations.c.survey_id).where(
                *_theirs(survey_invitations, community, whom)
            )
        )
        arrivals: dict[int, str] = dict.fromkeys(invited, Arrival.INVITED.value)
        began = await self._connection.execute(
            select(responses.c.survey_id, responses.c.arrival).where(
                *_theirs(responses, community, whom)
            )
        )
        return arrivals | {row.survey_id: row.arrival for row in began}

    async def _count_one(self, community: CommunityId, survey: int, arrival: str) -> None:
        insert = insert_for(self._connection, survey_erasures).values(
            community_id=community, survey_id=survey, arrival=arrival, count=1
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["community_id", "survey_id", "arrival"],
                set_={"count": survey_erasures.c.count + 1},
            )
        )


def _theirs(table: Table, community: CommunityId, whom: Whom) -> list[ColumnElement[bool]]:
    return [table.c.community_id == community, table.c.resident_id == whom.resident]
