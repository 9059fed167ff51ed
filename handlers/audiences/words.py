"""A rule and its headcount in words, for the picker and for the cards of whoever uses it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from civic.audiences.model import AudienceRule, Headcount
from civic.communities.model import Community
from civic.kernel.refusal import NotFound
from civic.residents.rules import week_of
from civic.unit_of_work import Work
from handlers.screens.audiences.picking import Picking
from handlers.screens.audiences.words import (
    RuleNames,
    headcount_lines,
    recipients_line,
    rule_lines,
)
from locales.catalog import Say


async def rule_in_words(rule: AudienceRule, town: Community, work: Work, say: Say) -> str:
    """Safe in HTML, a few lines; says what of it is no more."""
    return "\n".join(rule_lines(rule, await names_of(rule, town, work), say))


async def headcount_in_words(
    rule: AudienceRule,
    town: Community,
    work: Work,
    say: Say,
    *,
    topic: str | None,
    is_urgent: bool,
    now: datetime,
) -> str:
    """Safe in HTML: how many are written to, how many are left out and why."""
    counted = await _counted(rule, town, work, topic, is_urgent, now)
    if counted is None:
        return say("audience-cannot-count")
    hidden = _hides_below(counted, town)
    return "\n".join(headcount_lines(counted, topic=topic, hides_below=hidden, say=say))


async def picked_count(
    picking: Picking, town: Community, work: Work, say: Say, now: datetime
) -> str:
    """One line for the steps of the picker."""
    counted = await _counted(picking.rule, town, work, picking.topic, picking.is_urgent, now)
    if counted is None:
        return say("audience-cannot-count")
    hidden = _hides_below(counted, town)
    return recipients_line(counted, hides_below=hidden, say=say)


async def names_of(rule: AudienceRule, town: Community, work: Work) -> RuleNames:
    saved = {*rule.without_saved, *((rule.saved,) if rule.saved else ())}
    survey = None
    if rule.survey is not None:
        try:
            asked = await work.surveys.survey(town.id, rule.survey.survey)
            survey = asked.questionnaire.title
        except NotFound:
            survey = None
    agencies = await work.officials.agencies(town.id) if rule.agencies else []
    return RuleNames(
        places=await work.places.some(town.id, {*rule.places, *rule.without_places}),
        agencies={agency.id: agency for agency in agencies},
        saved=await work.saved_audiences.some(town.id, saved),
        survey=survey,
        gone=await work.audiences.gone(town.id, rule),
    )


async def _counted(
    rule: AudienceRule,
    town: Community,
    work: Work,
    topic: str | None,
    is_urgent: bool,
    now: datetime,
) -> Headcount | None:
    """None where it names a saved audience that is no more."""
    week = None if is_urgent else week_of(now, ZoneInfo(town.timezone))
    topic = None if rule.is_of_officials else topic
    try:
        return await work.audiences.headcount(town.id, rule, topic=topic, week=week)
    except NotFound:
        return None


def _hides_below(counted: Headcount, town: Community) -> int | None:
    return town.threshold if counted.asks_of_answers else None
