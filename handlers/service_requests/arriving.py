"""Links on posters that lead straight to asking, to a category, to a request."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from civic.kernel.ids import CategoryId, CommunityId, IdMaker, ServiceRequestId
from civic.kernel.refusal import NotFound
from civic.residents.actions.joining import join_town
from civic.service_requests.draft import Ask
from civic.unit_of_work import Work
from handlers.deep_links import Opened
from handlers.effects import Effect, Reply, Send, Show
from handlers.links import id_in
from handlers.person import Person
from handlers.screens.screen import Screen
from handlers.screens.service_requests.asking import not_here_screen
from handlers.screens.start import move_screen, privacy_sentence
from handlers.service_requests.asking import with_category
from handlers.service_requests.following import seen_card, shown
from handlers.service_requests.holding import hold
from handlers.service_requests.offering import takes_requests
from handlers.service_requests.sitting import Desk, asked_screen, desk_of
from locales.catalog import Say


def build_arriving_router() -> Router:
    router = Router(name="service-requests-arriving")
    router.message.register(arrive_to_ask, CommandStart(), Opened("r"))
    router.message.register(arrive_at_request, CommandStart(), Opened("z"))
    return router


async def arrive_to_ask(
    _message: Message, link_parts: tuple[str, ...], person: Person, work: Work, say: Say,
    now: datetime, new_id: IdMaker, state: FSMContext,
) -> Reply:  # fmt: skip
    """`r-<town>`, or `r-<town>-<category>`."""
    await state.clear()
    town, *named = _ids(link_parts)
    welcome, desk = await _arrived(CommunityId(town), person, work, say, now, new_id, state)
    if desk is None:
        return welcome
    if not await takes_requests(desk.town, work):
        return [*welcome, Show(screen=not_here_screen(say=say))]
    draft = await desk.draft()
    if draft.is_begun:
        held = {"category": named[0]} if named else {}
        return [*welcome, Show(screen=await hold(draft, desk, held))]
    if named:
        return [*welcome, Show(screen=await with_category(CategoryId(named[0]), desk))]
    return [*welcome, Show(screen=await asked_screen(Ask.WHAT, draft, desk))]


async def arrive_at_request(
    _message: Message, link_parts: tuple[str, ...], person: Person, work: Work, say: Say,
    now: datetime, new_id: IdMaker, state: FSMContext,
) -> Reply:  # fmt: skip
    """`z-<town>-<request>`."""
    await state.clear()
    town, *named = _ids(link_parts)
    if not named:
        raise NotFound("request-gone")
    welcome, desk = await _arrived(CommunityId(town), person, work, say, now, new_id, state)
    if desk is None:
        return welcome
    return [*welcome, shown(await seen_card(ServiceRequestId(named[0]), desk), say)]


async def _arrived(
    town: CommunityId, person: Person, work: Work, say: Say, now: datetime, new_id: IdMaker,
    state: FSMContext,
) -> tuple[list[Effect], Desk | None]:  # fmt: skip
    """No desk: they live elsewhere. Language can wait; the sentence of privacy cannot."""
    community = await work.communities.community(town)
    lives_in = person.community if person.resident is not None else None
    if lives_in is not None and lives_in.id != town:
        return [Show(screen=move_screen(lives_in, community, say=say))], None
    if lives_in is not None:
        return [], desk_of(person, work, say, state, now, new_id)
    await join_town(
        person.account, town, accounts=work.accounts, residents=work.residents, now=now,
        new_id=new_id,
    )  # fmt: skip
    met = await work.people.find(person.account.id) or person
    welcome = Send(screen=Screen(text=privacy_sentence(say)))
    return [welcome], desk_of(met, work, say, state, now, new_id)


def _ids(parts: tuple[str, ...]) -> list[int]:
    found = [one for part in parts if (one := id_in(part)) is not None]
    if not found or len(found) != len(parts) or len(found) > 2:
        raise NotFound("start-link-outdated")
    return found
