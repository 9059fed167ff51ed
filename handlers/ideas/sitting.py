"""All that an idea's screens need of the moment at hand."""

from dataclasses import dataclass
from datetime import datetime

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from civic.communities.model import Community
from civic.ideas.actions.supporting import seen_idea
from civic.ideas.actions.wishing import draft_for, yard_of
from civic.ideas.model import Idea, PhotoLook
from civic.kernel.ids import IdeaId, IdMaker
from civic.kernel.refusal import NotFound
from civic.places.model import Place
from civic.residents.model import Resident
from civic.unit_of_work import Work
from handlers.person import Person
from handlers.screens.ideas.residents import (
    idea_screen,
    photo_screen,
    summary_screen,
    text_screen,
    where_screen,
)
from handlers.screens.screen import Screen
from handlers.service_requests.sitting import asker_of
from locales.catalog import Say


class IdeaForm(StatesGroup):
    text = State()
    where = State()
    photo = State()
    summary = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaDeskAtHand:
    resident: Resident
    town: Community
    work: Work
    say: Say
    state: FSMContext
    now: datetime
    new_id: IdMaker

    async def draft(self) -> Idea:
        return await draft_for(self.resident, desk=self.work, new_id=self.new_id, now=self.now)

    async def yard(self) -> Place | None:
        return await yard_of(self.resident, desk=self.work)


def at_hand(
    person: Person, work: Work, say: Say, state: FSMContext, now: datetime, new_id: IdMaker
) -> IdeaDeskAtHand:
    resident, town = asker_of(person)
    return IdeaDeskAtHand(
        resident=resident, town=town, work=work, say=say, state=state, now=now, new_id=new_id
    )


async def asked(part: str, draft: Idea, desk: IdeaDeskAtHand) -> Screen:
    """The question that was named; what is sent from now on belongs to it."""
    yard = await desk.work.places.place(desk.town.id, draft.courtyard)
    if not draft.text or part == "text":
        await desk.state.set_state(IdeaForm.text)
        return text_screen(draft, yard, say=desk.say)
    if part == "where":
        await desk.state.set_state(IdeaForm.where)
        return where_screen(draft, say=desk.say)
    if part == "photo":
        await desk.state.set_state(IdeaForm.photo)
        return photo_screen(draft, say=desk.say)
    await desk.state.set_state(IdeaForm.summary)
    coming = bool((await desk.state.get_data()).get("photo_comes"))
    rules = await desk.work.ideas.rules(desk.town.id)
    return summary_screen(draft, yard, rules, photo_comes=coming, say=desk.say)


async def shown(idea: IdeaId, desk: IdeaDeskAtHand) -> Screen:
    """The card as this resident may see it. Raise NotFound."""
    found = await seen_idea(desk.town.id, idea, by=desk.resident, desk=desk.work)
    if found.number is None:
        raise NotFound("idea-gone")
    is_own = found.author == desk.resident.id
    behind = await desk.work.ideas.is_supporter(desk.town.id, idea, desk.resident.id)
    return idea_screen(
        found,
        await desk.work.ideas.rules(desk.town.id),
        is_own=is_own,
        stands_behind=behind,
        request_number=await request_number(found, desk.work),
        picture=await has_picture(found, is_own=is_own, work=desk.work),
        zone=desk.town.timezone,
        say=desk.say,
    )


async def request_number(idea: Idea, work: Work) -> int | None:
    if idea.request is None:
        return None
    return (await work.service_requests.request(idea.community, idea.request)).number


async def has_picture(idea: Idea, *, is_own: bool, work: Work) -> bool:
    """Nobody but its author and the office sees a photo that no official found fit."""
    if idea.photo is None or not (is_own or idea.photo_look is PhotoLook.PUBLIC):
        return False
    return await work.photos.is_developed(idea.community, idea.photo)
