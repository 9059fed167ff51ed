"""Answers read one by one for a file, and who still waits for one."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import and_, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId, CommunityId, SurveyId
from civic.kernel.language import Language, Translated
from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.exporting.model import ToldResponse, WantedAnswers
from storage.responses import finished_ones
from storage.tables.places import places
from storage.tables.residents import accounts, residents
from storage.tables.surveys import answers, responses, survey_exports
from storage.upsert import insert_for

_AT_ONCE = 500
_CHANCE = 1 << 20
"""The lowest bits of our ids are chance: by them responses lie in no order of time."""


class SqlAnswerFiles:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def want(
        self,
        community: CommunityId,
        survey: SurveyId,
        account: AccountId,
        *,
        language: Language,
        now: datetime,
    ) -> None:
        wish = {"language": language, "wanted_at": now, "done": False}
        await self._connection.execute(
            insert_for(self._connection, survey_exports)
            .values(community_id=community, survey_id=survey, account_id=account, **wish)
            .on_conflict_do_update(
                index_elements=["community_id", "survey_id", "account_id"], set_=wish
            )
        )

    async def wanted(self, *, limit: int) -> list[WantedAnswers]:
        rows = await self._connection.execute(
            select(survey_exports)
            .where(survey_exports.c.done.is_(False))
            .order_by(survey_exports.c.wanted_at)
            .limit(limit)
        )
        return [
            WantedAnswers(
                community=CommunityId(row.community_id),
                survey=SurveyId(row.survey_id),
                account=AccountId(row.account_id),
                language=row.language,
            )
            for row in rows
        ]

    async def done(self, community: CommunityId, survey: SurveyId, account: AccountId) -> bool:
        mine = survey_exports.c
        result = await self._connection.execute(
            update(survey_exports)
            .where(
                mine.community_id == community,
                mine.survey_id == survey,
                mine.account_id == account,
                mine.done.is_(False),
            )
            .values(done=True)
        )
        return result.rowcount > 0

    async def words(
        self, community: CommunityId, survey: SurveyId
    ) -> AsyncIterator[tuple[int, str]]:
        found = await self._connection.stream(
            select(answers.c.question, answers.c.words)
            .select_from(responses.join(answers, _OF_RESPONSE))
            .where(*finished_ones(community, survey, None), answers.c.words.is_not(None))
            .order_by(answers.c.question, answers.c.words),
            execution_options={"yield_per": _AT_ONCE},
        )
        async for row in found:
            yield row.question, row.words

    async def responses(
        self, community: CommunityId, survey: SurveyId, *, with_names: bool
    ) -> AsyncIterator[ToldResponse]:
        joined = responses.outerjoin(answers, _OF_RESPONSE)
        named: tuple[Any, ...] = (literal("").label("name"), literal(None).label("place"))
        if with_names:
            joined = (
                joined.outerjoin(residents, _OF_RESIDENT)
                .outerjoin(
                    accounts,
                    and_(accounts.c.bot_id == self._bot, accounts.c.id == residents.c.account_id),
                )
                .outerjoin(places, _OF_PLACE)
            )
            named = (accounts.c.first_name.label("name"), places.c.name.label("place"))
        order = [responses.c.id % _CHANCE, responses.c.id, answers.c.question]
        if with_names:
            order = [responses.c.finished_at, responses.c.id, answers.c.question]
        found = await self._connection.stream(
            select(
                responses.c.id,
                *named,
                answers.c.question,
                answers.c.status,
                answers.c.chosen,
                answers.c.number,
                answers.c.words,
            )
            .select_from(joined)
            .where(*finished_ones(community, survey, None))
            .order_by(*order),
            execution_options={"yield_per": _AT_ONCE},
        )
        rows: list[Any] = []
        async for row in found:
            if rows and rows[0].id != row.id:
                yield _told(rows)
                rows = []
            rows.append(row)
        if rows:
            yield _told(rows)


_OF_RESPONSE = and_(
    answers.c.community_id == responses.c.community_id, answers.c.response_id == responses.c.id
)
_OF_RESIDENT = and_(
    residents.c.community_id == responses.c.community_id,
    residents.c.id == responses.c.resident_id,
)
_OF_PLACE = and_(
    places.c.community_id == responses.c.community_id, places.c.id == responses.c.place_id
)


def _told(rows: list[Any]) -> ToldResponse:
    first = rows[0]
    return ToldResponse(
        name=first.name or "",
        place=Translated(first.place) if first.place else None,
        answers={
            row.question: Answer(
                status=AnswerStatus(row.status),
                chosen=tuple(row.chosen.split()) if row.chosen else (),
                number=row.number,
                text=row.words or "",
            )
            for row in rows
            if row.question is not None
        },
    )
