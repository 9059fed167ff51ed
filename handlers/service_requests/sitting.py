"""While a resident writes a request: what is kept of it, and what is asked next."""

from dataclasses import dataclass, replace
from datetime import datetime

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from civic.assets.actions.finding import visible_kinds
from civic.communities.model import Community
from civic.kernel.ids import CategoryId, IdMaker
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Place
from civic.residents.model import Resident
from civic.service_requests.actions.filing import nearby_requests
from civic.service_requests.draft import Ask, Draft, next_ask, open_question
from civic.service_requests.model import Category
from civic.service_requests.rules.answers import fitting
from civic.service_requests.rules.guessing import guess_categories
from civic.unit_of_work import Work
from handlers.person import Person
from handlers.screens.emergencies import emergency_text
from handlers.screens.screen import Screen, escape
from handlers.screens.service_requests.asking import (
    FIRST_LEVEL,
    LIKELY,
    categories_screen,
    not_here_screen,
    place_screen,
    summary_screen,
    what_screen,
)
from handlers.screens.service_requests.card import nearby_screen
from handlers.screens.service_requests.questions import answers_in_words, question_screen
from locales.catalog import Say


class RequestForm(StatesGroup):
    what = State()
    category = State()
    place = State()
    spot = State()
    question = State()
    nearby = State()
    summary = State()
    contact = State()


STATES = {
    Ask.WHAT: RequestForm.what,
    Ask.CATEGORY: RequestForm.category,
    Ask.PLACE: RequestForm.place,
    Ask.QUESTION: RequestForm.question,
    Ask.NEARBY: RequestForm.nearby,
    Ask.SUMMARY: RequestForm.summary,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that writing a request needs of the moment at hand."""

    resident: Resident
    town: Community
    work: Work
    say: Say
    state: FSMContext
    now: datetime
    new_id: IdMaker
    has_map_search: bool = False
    """Whether a map may be asked for an address."""

    async def draft(self) -> Draft:
        """What they are writing, else something new."""
        kept = await self.work.request_drafts.of(self.town.id, self.resident.id, hold=True)
        return kept or Draft(
            id=self.new_id(self.now),
            community=self.town.id,
            resident=self.resident.id,
            changed_at=self.now,
        )

    async def keep(self, draft: Draft) -> Draft:
        kept = replace(draft, changed_at=self.now)
        await self.work.request_drafts.put(kept)
        return kept

    async def categories(self) -> list[Category]:
        """Those that are offered."""
        every = await self.work.request_categories.all(self.town.id)
        return [one for one in every if not one.retired]

    async def category_of(self, draft: Draft) -> Category | None:
        """None also when it was retired meanwhile: then another is asked for."""
        if draft.category is None:
            return None
        found = await self.work.request_categories.category(self.town.id, draft.category)
        return None if found.retired else found


def desk_of(
    person: Person, work: Work, say: Say, state: FSMContext, now: datetime, new_id: IdMaker
) -> Desk:
    resident, town = asker_of(person)
    return Desk(
        resident=resident, town=town, work=work, say=say, state=state, now=now, new_id=new_id
    )


def asker_of(person: Person) -> tuple[Resident, Community]:
    """The resident who speaks, and their town."""
    resident, town = person.resident, person.community
    if resident is None or town is None or resident.community != town.id:
        raise Refusal("town-needed")
    return resident, town


async def next_screen(draft: Draft, desk: Desk) -> Screen:
    """What the draft still lacks; what lies nearby is passed over where nothing does."""
    category = await desk.category_of(draft)
    return await asked_screen(next_ask(draft, category), draft, desk)


async def asked_screen(ask: Ask, draft: Draft, desk: Desk) -> Screen:
    """The question that was named; what is typed from now on belongs to it."""
    category = await desk.category_of(draft)
    if category is not None:
        draft = replace(draft, answers=fitting(category.questions, draft.answers))
    missing = next_ask(draft, category)
    if category is None and ask not in {Ask.WHAT, Ask.CATEGORY}:
        ask = missing
    if ask is Ask.QUESTION and category is not None and not category.questions:
        ask = missing
    if ask is Ask.NEARBY and category is not None:
        found = await _nearby(draft, category, desk)
        if found is not None:
            await desk.state.set_state(RequestForm.nearby)
            return found
        draft = await desk.keep(replace(draft, looked_around=True))
        ask = next_ask(draft, category)
    await desk.state.set_state(STATES[ask])
    if category is None or ask in {Ask.WHAT, Ask.CATEGORY}:
        danger = await _danger(category, desk)
        if ask is Ask.WHAT:
            return what_screen(draft, danger=danger, say=desk.say)
        return await category_screen(draft, desk)
    match ask:
        case Ask.PLACE:
            return await _place(category, desk, is_complete=missing is Ask.SUMMARY)
        case Ask.QUESTION:
            return await show_question(open_question(draft, category) or 1, draft, category, desk)
        case _:
            return await _summary(draft, category, desk)


async def category_screen(
    draft: Draft,
    desk: Desk,
    *,
    parent: CategoryId = FIRST_LEVEL,
    page: int = 0,
    only: list[Category] | None = None,
) -> Screen:
    """`only`: what a typed word may mean, or what a thing may need."""
    known = await desk.categories()
    if not known:
        return not_here_screen(say=desk.say)
    groups = frozenset(one.parent for one in known if one.parent is not None)
    holder = next((one for one in known if one.id == parent), None)
    if parent != FIRST_LEVEL and holder is None:
        raise NotFound("request-category-gone")
    likely: list[Category] = []
    listed = only or [one for one in known if one.parent == (holder.id if holder else None)]
    if holder is None and only is None:
        likely = await _likely(draft, known, desk)
    await desk.state.set_state(RequestForm.category)
    screen = categories_screen(
        draft,
        likely,
        listed,
        groups,
        parent=holder,
        page=max(0, page),
        is_searched=only is not None,
        is_complete=next_ask(draft, await desk.category_of(draft)) is Ask.SUMMARY,
        say=desk.say,
    )
    # Before anything is chosen: whoever is in danger may read no further.
    danger = await _danger(likely[0] if likely else None, desk)
    return replace(screen, text=f"{danger}\n\n{screen.text}") if danger else screen


async def _likely(draft: Draft, known: list[Category], desk: Desk) -> list[Category]:
    """By what they wrote, of categories about such a thing as was named first."""
    guessed = guess_categories(draft.text, known, limit=LIKELY)
    if draft.asset is None:
        return guessed
    asset = await desk.work.assets.asset(desk.town.id, draft.asset)
    fitting = [one for one in known if one.asset_kind == asset.kind]
    first = sorted(fitting, key=lambda one: one not in guessed)
    return [*first, *(one for one in guessed if one not in first)][:LIKELY]


async def show_question(
    number: int,
    draft: Draft,
    category: Category,
    desk: Desk,
    *,
    page: int = 0,
    only: list[int] | None = None,
    note: str = "",
) -> Screen:
    await desk.state.set_state(RequestForm.question)
    await desk.state.update_data(question=number)
    return question_screen(
        draft, category, number, danger=await _danger(category, desk), page=max(0, page),
        only=only, note=note, say=desk.say,
    )  # fmt: skip


async def home_of_resident(desk: Desk) -> Place | None:
    if desk.resident.home is None:
        return None
    found = await desk.work.places.some(desk.town.id, {desk.resident.home})
    return found.get(desk.resident.home)


async def _nearby(draft: Draft, category: Category, desk: Desk) -> Screen | None:
    found = await nearby_requests(
        desk.town.id, category.id, point=draft.point, asset=draft.asset, desk=desk.work
    )
    if not found:
        return None
    return nearby_screen(found, danger=await _danger(category, desk), say=desk.say)


async def _place(category: Category, desk: Desk, *, is_complete: bool) -> Screen:
    kinds = await visible_kinds(desk.town.id, for_office=False, assets=desk.work.assets)
    return place_screen(
        category,
        await home_of_resident(desk),
        has_numbers=category.asset_kind in kinds,
        danger=await _danger(category, desk),
        is_complete=is_complete,
        say=desk.say,
    )


async def _summary(draft: Draft, category: Category, desk: Desk) -> Screen:
    # Whatever was chosen: their own words may speak of danger.
    guessed = guess_categories(draft.text, await desk.categories(), limit=1)
    danger = await _danger(category, desk) or await _danger(next(iter(guessed), None), desk)
    return summary_screen(
        draft,
        category,
        where=escape(draft.address),
        answers=answers_in_words(draft, category, desk.say),
        danger=danger,
        say=desk.say,
    )


async def _danger(category: Category | None, desk: Desk) -> str:
    """Of an emergency: whom to call, before anything else."""
    if category is None or not category.is_emergency:
        return ""
    return emergency_text(category, desk.town, say=desk.say)
