"""A poster's link opens the survey at once, also for somebody the bot never met."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from civic.kernel.ids import CommunityId, IdMaker, SurveyId
from civic.kernel.refusal import NotFound
from civic.residents.actions.joining import join_town
from civic.unit_of_work import Work
from handlers.deep_links import Opened
from handlers.effects import Reply, Send, Show
from handlers.links import id_in
from handlers.person import Person
from handlers.screens.screen import Screen
from handlers.screens.start import move_screen, privacy_sentence
from handlers.surveys.answer import opened_screen
from locales.catalog import Say


def build_arrive_router() -> Router:
    router = Router(name="surveys-arrive")
    router.message.register(arrive, CommandStart(), Opened("s"))
    return router


async def arrive(
    _message: Message,
    link_parts: tuple[str, ...],
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    """Language and courtyard can wait; the sentence of privacy cannot."""
    await state.clear()
    town, survey = _named(link_parts)
    found = await work.surveys.survey(town, survey)
    if not found.is_launched:
        raise NotFound("survey-gone")
    lives_in = person.community if person.resident is not None else None
    if lives_in is not None and lives_in.id == town:
        return await opened_screen(survey, person, work, say, now)
    community = await work.communities.community(town)
    if lives_in is not None:
        # Kept until they say yes: then the survey opens by itself.
        await state.update_data(then=[town, survey])
        return move_screen(lives_in, community, say=say)
    await join_town(
        person.account,
        town,
        accounts=work.accounts,
        residents=work.residents,
        now=now,
        new_id=new_id,
    )
    met = await work.people.find(person.account.id) or person
    return [
        Send(screen=Screen(text=privacy_sentence(say))),
        Show(screen=await opened_screen(survey, met, work, say, now)),
    ]


def _named(parts: tuple[str, ...]) -> tuple[CommunityId, SurveyId]:
    ids = [found for part in parts if (found := id_in(part)) is not None]
    if len(parts) != 2 or len(ids) != 2:
        raise NotFound("survey-gone")
    return CommunityId(ids[0]), SurveyId(ids[1])
