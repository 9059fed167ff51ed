"""Whom a broadcast is for: kept by the draft, picked in the picker of audiences."""

from dataclasses import replace
from datetime import datetime

from civic.audiences.model import AudienceRule
from civic.kernel.ids import BroadcastId
from civic.unit_of_work import Work
from handlers.audiences.holding import Held
from handlers.broadcasts.desk import at_desk, draft_at, edited
from handlers.person import Person
from handlers.presses.audiences import SubjectId
from handlers.presses.broadcasts import DraftPress
from handlers.screens.broadcasts.wording import heading
from locales.catalog import Say


class BroadcastAudience:
    """Only a draft's can be changed."""

    async def held(self, subject: SubjectId, person: Person, work: Work, say: Say) -> Held:
        draft = await draft_at(at_desk(person), BroadcastId(subject), work)
        return Held(
            rule=draft.audience,
            title=heading(draft, say),
            topic=None if draft.audience.is_of_officials else draft.topic.value,
            is_urgent=draft.urgency is not None,
            back=DraftPress(draft.id),
        )

    async def keep(
        self,
        subject: SubjectId,
        rule: AudienceRule,
        person: Person,
        work: Work,
        now: datetime,
    ) -> None:
        desk, broadcast = at_desk(person), BroadcastId(subject)
        await draft_at(desk, broadcast, work)
        await edited(broadcast, lambda one: replace(one, audience=rule), desk, work, now)
