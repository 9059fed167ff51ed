"""A draft's card: what it says, to whom, when, and what is still missing."""

from datetime import datetime

from civic.broadcasts.actions.looking_ahead import what_is_missing
from civic.broadcasts.model import Broadcast
from civic.unit_of_work import Work
from handlers.audiences.words import headcount_in_words, rule_in_words
from handlers.broadcasts.desk import Desk
from handlers.screens.broadcasts.drafts import Around, draft_screen
from handlers.screens.screen import Screen
from handlers.screens.why import why_not
from locales.catalog import Say


async def draft_card(
    draft: Broadcast, desk: Desk, work: Work, say: Say, now: datetime, *, took_back: str = ""
) -> Screen:
    problem = await what_is_missing(draft, desk.town, audiences=work.audiences, now=now)
    around = Around(
        audience=await rule_in_words(draft.audience, desk.town, work, say),
        headcount=await headcount_words(draft, desk, work, say, now),
        problem=why_not(problem, say) if problem else "",
        languages=desk.town.languages,
        zone=desk.town.timezone,
        took_back=took_back,
    )
    return draft_screen(draft, around, say=say)


async def headcount_words(draft: Broadcast, desk: Desk, work: Work, say: Say, now: datetime) -> str:
    return await headcount_in_words(
        draft.audience,
        desk.town,
        work,
        say,
        topic=None if draft.audience.is_of_officials else draft.topic.value,
        is_urgent=draft.urgency is not None,
        now=now,
    )
