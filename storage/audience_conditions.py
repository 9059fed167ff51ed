"""A rule of an audience as conditions on the rows of residents and officials."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    exists,
    false,
    func,
    not_,
    select,
    union_all,
)

from civic.audiences.model import Audience, AudienceRule
from civic.kernel.ids import CommunityId, PlaceId, SavedAudienceId, SurveyId
from storage.residents import lives_here
from storage.tables.communities import officials
from storage.tables.places import places
from storage.tables.residents import accounts, residents
from storage.tables.surveys import responses


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a rule only names, read beforehand."""

    saved: Mapping[SavedAudienceId, AudienceRule]
    surveys: Mapping[SurveyId, tuple[PlaceId, ...]]
    """The places that a survey is for; empty: the whole town."""


def whole(rule: AudienceRule, named: Named) -> AudienceRule:
    """Where and by what survey most belong: said by the rule, else by the saved one in it."""
    within = named.saved[rule.saved] if rule.saved else AudienceRule()
    return replace(rule, places=rule.places or within.places, survey=rule.survey or within.survey)


def belongs(
    community: CommunityId,
    rule: AudienceRule,
    named: Named,
    *,
    by_home: bool = True,
    wherever: bool = False,
) -> ColumnElement[bool]:
    """Residents of the audience; `wherever`: whatever places it names.

    Not `by_home`: the index of homes is left alone, for a walk by id is quicker.
    """
    taken = [rule] if rule.saved is None else [rule, named.saved[rule.saved]]
    conditions = [residents.c.community_id == community, lives_here()]
    for one in taken:
        conditions += _meets(community, one, named, by_home=by_home, wherever=wherever)
    for left_out in rule.without_saved:
        meets = _meets(community, named.saved[left_out], named, by_home=False)
        conditions.append(not_(and_(*meets)))
    return and_(*conditions)


def of_the_office(community: CommunityId, rule: AudienceRule, named: Named) -> ColumnElement[bool]:
    """Officials of the audience, with their account beside them."""
    taken = [rule] if rule.saved is None else [rule, named.saved[rule.saved]]
    conditions = [officials.c.community_id == community]
    for one in taken:
        conditions += _serves(one)
    conditions += [not_(and_(*_serves(named.saved[left_out]))) for left_out in rule.without_saved]
    return and_(*conditions)


def lives_in(
    community: CommunityId, audience: Audience, *, by_home: bool = True
) -> ColumnElement[bool]:
    """Unless `by_home`, never unknown: it can be turned round."""
    home = residents.c.home_id
    homes = _homes(community, audience)
    if by_home:
        return home.in_(homes)
    return _asked_of_each((home + 0).in_(homes))


def had_enough(week: int | None) -> ColumnElement[bool]:
    """Residents who were written to as often in this week as they allow; never unknown."""
    if week is None:
        return false()
    who = residents.c
    return and_(
        who.weekly_limit.is_not(None), who.unasked_week == week, who.unasked >= who.weekly_limit
    )


def _meets(
    community: CommunityId,
    rule: AudienceRule,
    named: Named,
    *,
    by_home: bool,
    wherever: bool = False,
) -> list[ColumnElement[bool]]:
    if rule.is_of_officials:
        return [false()]
    conditions: list[ColumnElement[bool]] = []
    if rule.places and not wherever:
        conditions.append(lives_in(community, rule.places, by_home=by_home))
    if rule.languages:
        conditions.append(residents.c.language.in_(rule.languages))
    if rule.survey is not None:
        answered = _answered(rule.survey.survey)
        if not by_home:
            answered = _asked_of_each(answered)
        if rule.survey.did:
            conditions.append(answered)
        else:
            asked = named.surveys.get(rule.survey.survey)
            if asked is None:
                return [false()]
            if asked:
                conditions.append(lives_in(community, asked, by_home=by_home and not rule.places))
            conditions.append(not_(answered))
    if rule.without_places:
        conditions.append(not_(lives_in(community, rule.without_places, by_home=False)))
    return conditions


def _serves(rule: AudienceRule) -> list[ColumnElement[bool]]:
    if not rule.is_of_officials:
        return [false()]
    conditions: list[ColumnElement[bool]] = []
    if rule.roles:
        conditions.append(officials.c.role.in_([role.value for role in rule.roles]))
    if rule.agencies:
        in_it = officials.c.agency_id.in_(rule.agencies)
        conditions.append(and_(officials.c.agency_id.is_not(None), in_it))
    if rule.languages:
        conditions.append(accounts.c.language.in_(rule.languages))
    return conditions


def _asked_of_each(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Asked of one row after another, in a walk by id: no join is made of it, no index lent."""
    return func.coalesce(condition, false())


def _answered(survey: SurveyId) -> ColumnElement[bool]:
    return exists().where(
        responses.c.community_id == residents.c.community_id,
        responses.c.survey_id == survey,
        responses.c.resident_id == residents.c.id,
        responses.c.finished_at.is_not(None),
    )


def _homes(community: CommunityId, audience: Audience) -> CompoundSelect[Any]:
    """These places and all that lies in them: a district holds courtyards, they hold buildings."""
    wanted = list(audience)
    ours = select(places.c.id).where(places.c.community_id == community)
    inside = ours.where(places.c.parent_id.in_(wanted))
    # Three searches by key: one condition over a join would read every place of the town.
    return union_all(
        ours.where(places.c.id.in_(wanted)), inside, ours.where(places.c.parent_id.in_(inside))
    )
