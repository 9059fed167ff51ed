"""Finds, counts and walks through the people of an audience."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.audiences.model import Audience, AudienceRule, Gone, Headcount, LeftOut, Member
from civic.audiences.rules import asks_of_answers, from_document
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    BotId,
    CommunityId,
    PlaceId,
    ResidentId,
    SavedAudienceId,
    SurveyId,
)
from civic.kernel.refusal import NotFound
from civic.residents.model import QuietHours
from storage.audience_conditions import (
    Named,
    belongs,
    had_enough,
    lives_in,
    of_the_office,
    whole,
)
from storage.residents import hears, lives_here, quiet_from
from storage.tables.audiences import saved_audiences
from storage.tables.communities import agencies, officials
from storage.tables.places import places
from storage.tables.residents import accounts, residents
from storage.tables.surveys import responses, survey_versions

_FEW = 4_000
"""So many residents are quicker found by their homes and sorted than met in a walk by id."""


class SqlAudiences:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def count(self, community: CommunityId, audience: Audience) -> int:
        asked = select(func.count()).select_from(residents).where(*_in(community, audience))
        return int((await self._connection.execute(asked)).scalar_one())

    async def members(
        self,
        community: CommunityId,
        audience: Audience,
        *,
        topic: str,
        after: ResidentId | None,
        limit: int,
    ) -> list[Member]:
        asked = (
            select(residents)
            .where(
                *_in(community, audience),
                residents.c.reachable,
                hears(topic),
                residents.c.id > (after or 0),
            )
            .order_by(residents.c.id)
            .limit(limit)
        )
        return [_resident_of(row) for row in await self._connection.execute(asked)]

    async def headcount(
        self, community: CommunityId, rule: AudienceRule, *, topic: str | None, week: int | None
    ) -> Headcount:
        named = await self._named(community, rule)
        reached = accounts.c.reachable if rule.is_of_officials else residents.c.reachable
        hearing = _hearing(topic)
        eager = ~had_enough(week)
        counted = select(
            func.count().label("belong"),
            func.count().filter(~reached).label("unreachable"),
            func.count().filter(reached, ~hearing).label("topic"),
            func.count().filter(reached, hearing, ~eager).label("week"),
        )
        row = (await self._connection.execute(self._of(counted, community, rule, named))).one()
        left_out = {
            LeftOut.UNREACHABLE: row.unreachable,
            LeftOut.TOPIC_OFF: row.topic,
            LeftOut.WEEKLY_LIMIT: row.week,
        }
        return Headcount(
            belong=row.belong,
            left_out={why: people for why, people in left_out.items() if people},
            without_home=await self._without_home(community, rule, named),
            asks_of_answers=asks_of_answers((rule, *named.saved.values())),
        )

    async def recipients(
        self,
        community: CommunityId,
        rule: AudienceRule,
        *,
        topic: str | None,
        week: int | None,
        after: int,
        limit: int,
    ) -> list[Member]:
        named = await self._named(community, rule)
        willing = (_hearing(topic), ~had_enough(week))
        if rule.is_of_officials:
            asked = self._of(_OFFICE, community, rule, named).where(
                accounts.c.reachable, officials.c.account_id > after, *willing
            )
            asked = asked.order_by(officials.c.account_id).limit(limit)
            return [_official_of(row) for row in await self._connection.execute(asked)]
        by_home = await self._are_few(community, whole(rule, named).places)
        found = self._walk(community, rule, named, after=after, by_home=by_home)
        asked = found.where(residents.c.reachable, *willing).limit(limit)
        return [_resident_of(row) for row in await self._connection.execute(asked)]

    async def gone(self, community: CommunityId, rule: AudienceRule) -> Gone:
        wanted = {rule.saved, *rule.without_saved} - {None}
        saved = await self._saved(community, wanted)
        rules = [rule, *saved.values()]
        named_places = {place for one in rules for place in (*one.places, *one.without_places)}
        named_agencies = {agency for one in rules for agency in one.agencies}
        surveys = {one.survey.survey for one in rules if one.survey}
        here = await self._ids(
            select(places.c.id).where(
                places.c.community_id == community,
                places.c.id.in_(named_places),
                ~places.c.retired,
            )
        )
        offices = await self._ids(
            select(agencies.c.id).where(
                agencies.c.community_id == community, agencies.c.id.in_(named_agencies)
            )
        )
        asked = set(await self._audiences_of_surveys(community, surveys))
        return Gone(
            places=tuple(PlaceId(place) for place in sorted(named_places - here)),
            saved=tuple(one for one in sorted(wanted - set(saved), key=str) if one),
            agencies=tuple(AgencyId(agency) for agency in sorted(named_agencies - offices)),
            survey=next(iter(sorted(surveys - asked)), None),
        )

    def _of(
        self,
        asked: Select[*tuple[Any, ...]],
        community: CommunityId,
        rule: AudienceRule,
        named: Named,
    ) -> Select[*tuple[Any, ...]]:
        """The columns asked for, of everybody who belongs."""
        if not rule.is_of_officials:
            return asked.select_from(residents).where(belongs(community, rule, named))
        theirs = and_(
            residents.c.community_id == officials.c.community_id,
            residents.c.account_id == officials.c.account_id,
        )
        known = and_(accounts.c.bot_id == self._bot, accounts.c.id == officials.c.account_id)
        joined = officials.join(accounts, known).outerjoin(residents, theirs)
        return asked.select_from(joined).where(of_the_office(community, rule, named))

    def _walk(
        self,
        community: CommunityId,
        rule: AudienceRule,
        named: Named,
        *,
        after: int,
        by_home: bool,
    ) -> Select[*tuple[Any, ...]]:
        """Residents by id, found by whichever index meets them soonest."""
        survey = whole(rule, named).survey
        by_answer = survey if survey is not None and survey.did and not by_home else None
        if by_answer is not None and rule.survey == by_answer:
            rule = replace(rule, survey=None)  # the walk itself sees to it
        condition = belongs(community, rule, named, by_home=by_home)
        # Few are found by their homes and sorted: as an expression the id lends no index.
        by_id = residents.c.id + 0 if by_home else residents.c.id
        if by_answer is None:
            return select(*_RESIDENT).where(condition, by_id > after).order_by(by_id)
        answered = responses.alias("answered")
        theirs = and_(
            residents.c.community_id == answered.c.community_id,
            by_id == answered.c.resident_id,
        )
        return (
            select(*_RESIDENT)
            .select_from(answered.join(residents, theirs))
            .where(
                answered.c.community_id == community,
                answered.c.survey_id == by_answer.survey,
                answered.c.finished_at.is_not(None),
                answered.c.resident_id > after,
                condition,
            )
            .order_by(answered.c.resident_id)
        )

    async def _are_few(self, community: CommunityId, audience: Audience) -> bool:
        if not audience:
            return False
        first = (
            select(literal(1))
            .select_from(residents)
            .where(residents.c.community_id == community, lives_in(community, audience))
            .limit(_FEW + 1)
            .subquery()
        )
        found = await self._connection.scalar(select(func.count()).select_from(first))
        return (found or 0) <= _FEW

    async def _without_home(self, community: CommunityId, rule: AudienceRule, named: Named) -> int:
        if rule.is_of_officials or not whole(rule, named).places:
            return 0
        asked = (
            select(func.count())
            .select_from(residents)
            .where(
                belongs(community, rule, named, wherever=True),
                residents.c.home_id.is_(None),
            )
        )
        return int((await self._connection.execute(asked)).scalar_one())

    async def _named(self, community: CommunityId, rule: AudienceRule) -> Named:
        wanted = {rule.saved, *rule.without_saved} - {None}
        saved = await self._saved(community, wanted)
        if len(saved) < len(wanted):
            raise NotFound("audience-saved-gone")
        unanswered = {
            one.survey.survey
            for one in (rule, *saved.values())
            if one.survey and not one.survey.did
        }
        return Named(saved=saved, surveys=await self._audiences_of_surveys(community, unanswered))

    async def _saved(
        self, community: CommunityId, wanted: "set[SavedAudienceId | None]"
    ) -> dict[SavedAudienceId, AudienceRule]:
        if not wanted:
            return {}
        asked = select(saved_audiences.c.id, saved_audiences.c.rule).where(
            saved_audiences.c.community_id == community,
            saved_audiences.c.id.in_([one for one in wanted if one is not None]),
        )
        found = await self._connection.execute(asked)
        return {SavedAudienceId(row.id): from_document(row.rule) for row in found}

    async def _audiences_of_surveys(
        self, community: CommunityId, wanted: set[SurveyId]
    ) -> dict[SurveyId, tuple[PlaceId, ...]]:
        """Of those that were launched: each as its latest version has it."""
        if not wanted:
            return {}
        version = survey_versions.c
        asked = (
            select(version.survey_id, version.content["audience"].label("audience"))
            .where(version.community_id == community, version.survey_id.in_(wanted))
            .order_by(version.number)
        )
        found = await self._connection.execute(asked)
        return {
            SurveyId(row.survey_id): tuple(PlaceId(place) for place in row.audience)
            for row in found
        }

    async def _ids(self, asked: Select[Any]) -> set[int]:
        return set((await self._connection.execute(asked)).scalars())


_RESIDENT = (
    residents.c.id,
    residents.c.account_id,
    residents.c.language,
    residents.c.quiet_start,
    residents.c.quiet_end,
)
_OFFICE = select(
    officials.c.account_id,
    accounts.c.language,
    residents.c.quiet_start,
    residents.c.quiet_end,
)


def _hearing(topic: str | None) -> ColumnElement[bool]:
    """An official who lives elsewhere turned nothing off here."""
    if topic is None:
        return true()
    return func.coalesce(hears(topic), true())


def _resident_of(row: Any) -> Member:
    return Member(
        resident=ResidentId(row.id),
        account=AccountId(row.account_id),
        language=row.language,
        quiet=quiet_from(row.quiet_start, row.quiet_end),
    )


def _official_of(row: Any) -> Member:
    return Member(
        resident=None,
        account=AccountId(row.account_id),
        language=row.language,
        quiet=QuietHours()
        if row.quiet_start is None
        else quiet_from(row.quiet_start, row.quiet_end),
    )


def _in(community: CommunityId, audience: Audience) -> list[ColumnElement[bool]]:
    conditions = [residents.c.community_id == community, lives_here()]
    if audience:
        conditions.append(lives_in(community, audience))
    return conditions
