"""What the tick does about ideas: tells neighbours, ends those whose time is over."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from civic.audiences.model import Member
from civic.ideas.actions.telling import EXCERPT, EXPIRED, tell_standing_behind
from civic.ideas.model import CourtyardNews, Idea, IdeaStatus
from civic.ideas.ports import IdeaDesk
from civic.kernel.ids import AccountId, ResidentId
from civic.kernel.json_value import Json
from civic.kernel.outbox import Lane, Notice, Recipient
from civic.residents.model import Topic
from civic.residents.rules import waking_moment

NEWS = "idea-news"
PAGE = 500
NAMED = 3
"""So many ideas stand in one message with their words; further ones are counted."""
PASSES = timedelta(days=3)
"""News of an idea that did not reach its reader by then is news no more."""
_NOBODY = AccountId(0)


async def expire_idea(idea: Idea, *, desk: IdeaDesk, now: datetime) -> None:
    """Whoever stood behind it hears so."""
    over = replace(idea, status=IdeaStatus.EXPIRED, changed_at=now)
    await desk.ideas.put(over)
    await tell_standing_behind(over, EXPIRED, desk=desk, now=now)


async def tell_neighbours(news: CourtyardNews, *, desk: IdeaDesk, now: datetime) -> int:
    """One message a courtyard, unasked: each at their waking hour, none who turned it off."""
    town = await desk.communities.community(news.community)
    yard = await desk.places.place(news.community, news.courtyard)
    named = news.ideas[:NAMED]
    params: dict[str, Json] = {
        "courtyard": {str(name): words for name, words in yard.name.texts.items()},
        "ideas": [
            {"idea": idea.id, "number": idea.number or 0, "text": idea.text[:EXCERPT]}
            for idea in named
        ],
        "more": len(news.ideas) - len(named),
    }
    bulk = await desk.bulks.begin(
        Notice(
            to=_NOBODY,
            community=news.community,
            key=NEWS,
            params=params,
            lane=Lane.BULK,
            topic=Topic.IDEAS.value,
            expires=now + PASSES,
        ),
        now=now,
    )
    authors = {idea.author for idea in news.ideas}
    zone = ZoneInfo(town.timezone)
    told, after = 0, ResidentId(0)
    while True:
        members = await desk.audiences.members(
            news.community, (news.courtyard,), topic=Topic.IDEAS.value, after=after, limit=PAGE
        )
        recipients = [
            Recipient(
                to=member.account,
                due=waking_moment(member.quiet, zone, now),
                once=f"idea-news:{bulk}",
            )
            for member in members
            # Whoever wrote all of it needs no news.
            if authors != {member.resident}
        ]
        told += await desk.bulks.add(news.community, bulk, recipients, now=now)
        if len(members) < PAGE:
            break
        after = _last(members)
    for idea in news.ideas:
        held = await desk.ideas.idea(idea.community, idea.id, hold=True)
        await desk.ideas.put(replace(held, told_at=now, news=bulk))
    return told


def _last(members: list[Member]) -> ResidentId:
    return ResidentId(members[-1].key)
