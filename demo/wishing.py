"""The year's ideas put through the product: published, supported, answered, become a request."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot.wiring import Wiring
from civic.ideas.actions.office import answer_idea, set_threshold
from civic.ideas.actions.supporting import support_idea
from civic.ideas.actions.wishing import draft_for, publish_idea
from civic.kernel.ids import IdeaId
from civic.residents.model import Resident
from civic.surveys.moments import in_days
from demo.cast import CAST, IHOR, OKSANA
from demo.crowd import Neighbour
from demo.history.wishes import IDEAS, THRESHOLD, PastIdea
from demo.past import Past
from demo.request_desk import Memory, past_desk
from demo.requesting import Requesting
from demo.town import Town
from storage.unit_of_work import SqlWork

_TOLD = timedelta(minutes=20)
"""So long after it is published its neighbours have been told."""
_ANSWERED = timedelta(hours=15)
_PLAYED = frozenset(one.account for one in CAST)
Event = tuple[datetime, Callable[[datetime], Awaitable[None]]]


@dataclass(slots=True, kw_only=True)
class Wishing:
    town: Town
    wiring: Wiring
    past: Past
    requesting: Requesting
    here: Sequence[Neighbour]
    _memory: Memory = field(default_factory=Memory)
    _ideas: dict[str, IdeaId] = field(default_factory=dict)

    def events(self, now: datetime) -> list[Event]:
        """All of the year, each at its moment; the rule of the town comes first."""
        zone = self.town.community.timezone
        made: list[Event] = [(now - timedelta(days=IDEAS[0].days + 30), self._rule)]
        for one in IDEAS:
            hour, minute = one.at
            at = in_days(-one.days, hour, zone, now=now) + timedelta(minutes=minute)
            made.append((at, partial(self._publish, one)))
            made += [
                (at + timedelta(hours=1 + one.every * n), partial(self._support, one, n))
                for n in range(one.supporters)
            ]
            if one.answer:
                made.append((at + _ANSWERED, partial(self._answer, one)))
        return made

    async def _rule(self, at: datetime) -> None:
        async with self.wiring.storage.writing() as work:
            ihor = await work.officials.official(self.town.community.id, IHOR.account)
            await set_threshold(THRESHOLD, by=ihor, desk=work, now=at)

    async def _publish(self, one: PastIdea, at: datetime) -> None:
        async with self.wiring.storage.writing() as work:
            desk = past_desk(work, self._memory, is_said=False)
            by = await self._resident(one, 0, work)
            draft = await draft_for(by, desk=desk, new_id=self.wiring.new_id, now=at)
            draft = replace(draft, text=one.text, where=one.where)
            published = await publish_idea(draft, by=by, desk=desk, now=at)
            self._ideas[one.key] = published.id
        await self.past.pass_by(at + _TOLD, only=("ideas",))

    async def _support(self, one: PastIdea, number: int, at: datetime) -> None:
        async with self.wiring.storage.writing() as work:
            idea = await support_idea(
                self.town.community.id, self._ideas[one.key],
                by=await self._resident(one, number + 1, work),
                desk=past_desk(work, self._memory, is_said=False), new_id=self.wiring.new_id,
                now=at,
            )  # fmt: skip
            author = await self._resident(one, 0, work)
        if idea.request is not None:
            await self.requesting.take_over(idea.request, one.deeds, key=one.key, by=author, at=at)

    async def _answer(self, one: PastIdea, at: datetime) -> None:
        async with self.wiring.storage.writing() as work:
            oksana = await work.officials.official(self.town.community.id, OKSANA.account)
            desk = past_desk(work, self._memory, is_said=False)
            await answer_idea(self._ideas[one.key], one.answer, by=oksana, desk=desk, now=at)

    async def _resident(self, one: PastIdea, number: int, work: SqlWork) -> Resident:
        """Of those who live in that yard, in the order in which they came."""
        living = [
            neighbour
            for neighbour in self.here
            if neighbour.stays
            and neighbour.account not in _PLAYED
            and neighbour.language == "uk"
            and neighbour.courtyard is not None
            and neighbour.courtyard.title == one.yard
        ]
        resident = living[number].resident
        assert resident is not None  # whoever is here has one
        return await work.residents.resident(self.town.community.id, resident)
