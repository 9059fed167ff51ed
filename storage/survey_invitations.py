"""Who was invited to a survey, and who opened the invitation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId, CommunityId, ResidentId, SurveyId
from civic.kernel.outbox import MessageState
from civic.surveys.answering.model import Mode
from civic.surveys.model import Progress
from civic.surveys.ports import Invitee
from civic.surveys.rules import once_key
from storage.residents import hears, lives_here, quiet_from
from storage.tables.metadata import Moment
from storage.tables.outbox import outbox
from storage.tables.residents import residents
from storage.tables.surveys import (
    responses,
    survey_erasures,
    survey_invitations,
    survey_mailings,
)
from storage.upsert import insert_for

_TOPIC = "surveys"
_LIVE_UP_TO = 2_000
"""So many messages are counted while somebody looks; of more the tick keeps the number."""


class SqlInvitations:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def add(
        self,
        community: CommunityId,
        survey: SurveyId,
        invitees: Sequence[Invitee],
        *,
        now: datetime,
    ) -> int:
        if not invitees:
            return 0
        rows = [
            {
                "community_id": community,
                "survey_id": survey,
                "resident_id": invitee.resident,
                "account_id": invitee.account,
                "invited_at": now,
                "opened_at": None,
            }
            for invitee in invitees
        ]
        insert = insert_for(self._connection, survey_invitations).on_conflict_do_nothing()
        added = await self._connection.scalars(
            insert.returning(survey_invitations.c.resident_id), rows
        )
        return len(added.all())

    async def note_opened(
        self, community: CommunityId, survey: SurveyId, resident: ResidentId, *, now: datetime
    ) -> bool:
        invited = survey_invitations.c
        result = await self._connection.execute(
            update(survey_invitations)
            .where(
                invited.community_id == community,
                invited.survey_id == survey,
                invited.resident_id == resident,
            )
            .values(opened_at=func.coalesce(invited.opened_at, literal(now, Moment())))
        )
        return result.rowcount > 0

    async def after(
        self, community: CommunityId, survey: SurveyId, resident: int, *, limit: int
    ) -> list[Invitee]:
        invited, who = survey_invitations.c, residents.c
        of_resident = and_(who.community_id == invited.community_id, who.id == invited.resident_id)
        rows = await self._connection.execute(
            select(who.id, who.account_id, who.quiet_start, who.quiet_end)
            .select_from(survey_invitations.join(residents, of_resident))
            .where(
                invited.community_id == community,
                invited.survey_id == survey,
                invited.resident_id > resident,
                who.reachable,
                lives_here(),
                hears(_TOPIC),
            )
            .order_by(invited.resident_id)
            .limit(limit)
        )
        return [_invitee_of(row) for row in rows]

    async def progress(
        self, community: CommunityId, survey: SurveyId, *, now: datetime
    ) -> Progress:
        invited, reached, waiting = await self._invited(community, survey)
        if invited <= _LIVE_UP_TO:
            reached, waiting = await self.count_told(community, survey, now=now)
        counted = await self._responses(community, survey)
        opened = await self._opened(community, survey)
        erased = await self._connection.scalar(
            select(func.coalesce(func.sum(survey_erasures.c.count), 0)).where(
                survey_erasures.c.community_id == community,
                survey_erasures.c.survey_id == survey,
            )
        )
        return Progress(
            invited=invited,
            reached=reached,
            waiting=waiting,
            opened=opened,
            erased=int(erased or 0),
            **counted,
        )

    async def count_told(
        self, community: CommunityId, survey: SurveyId, *, now: datetime
    ) -> tuple[int, int]:
        """How many invitations Telegram took, and how many wait for the end of quiet hours."""
        invited, told = survey_invitations.c, outbox.c
        their_message = and_(
            told.bot_id == self._bot,
            told.chat_id == invited.account_id,
            told.once == once_key(survey),
            text("outbox.once IS NOT NULL"),
        )
        is_waiting = and_(
            told.state == int(MessageState.QUEUED), told.due_at > literal(now, Moment())
        )
        counted = await self._connection.execute(
            select(
                func.count().filter(told.state == int(MessageState.SENT)).label("reached"),
                func.count().filter(is_waiting).label("waiting"),
            )
            .select_from(survey_invitations.join(outbox, their_message))
            .where(invited.community_id == community, invited.survey_id == survey)
        )
        row = counted.one()
        return row.reached, row.waiting

    async def note_told(
        self, community: CommunityId, survey: SurveyId, *, reached: int, waiting: int
    ) -> None:
        await self._connection.execute(
            update(survey_mailings)
            .where(*self._mailing(community, survey))
            .values(reached=reached, waiting=waiting)
        )

    async def _invited(self, community: CommunityId, survey: SurveyId) -> tuple[int, int, int]:
        kept = survey_mailings.c
        row = (
            await self._connection.execute(
                select(kept.written, kept.reached, kept.waiting).where(
                    *self._mailing(community, survey)
                )
            )
        ).one_or_none()
        return (0, 0, 0) if row is None else (row.written, row.reached, row.waiting)

    async def _responses(self, community: CommunityId, survey: SurveyId) -> dict[str, int]:
        is_imported = responses.c.mode == Mode.IMPORTED.value
        row = (
            await self._connection.execute(
                select(
                    func.count().filter(~is_imported).label("begun"),
                    func.count(responses.c.finished_at).filter(~is_imported).label("finished"),
                    func.count().filter(is_imported).label("imported"),
                ).where(responses.c.community_id == community, responses.c.survey_id == survey)
            )
        ).one()
        return {"begun": row.begun, "finished": row.finished, "imported": row.imported}

    async def _opened(self, community: CommunityId, survey: SurveyId) -> int:
        invited = survey_invitations.c
        counted = await self._connection.scalar(
            select(func.count(invited.opened_at)).where(
                invited.community_id == community, invited.survey_id == survey
            )
        )
        return counted or 0

    def _mailing(self, community: CommunityId, survey: SurveyId) -> list[ColumnElement[bool]]:
        return [
            survey_mailings.c.community_id == community,
            survey_mailings.c.survey_id == survey,
            survey_mailings.c.kind == "invitation",
        ]


def _invitee_of(row: Any) -> Invitee:
    quiet = quiet_from(row.quiet_start, row.quiet_end)
    return Invitee(
        resident=ResidentId(row.id),
        account=AccountId(row.account_id),
        quiet_start=quiet.start,
        quiet_end=quiet.end,
    )
