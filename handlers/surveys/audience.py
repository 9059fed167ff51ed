"""Whom a draft is for: the town, districts, courtyards, with how many residents that makes."""

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.communities.model import Community
from civic.kernel.ids import PlaceId
from civic.places.model import PlaceKind
from civic.surveys import actions
from civic.surveys.composing import edits
from civic.surveys.model import Survey
from civic.unit_of_work import Work
from handlers.effects import Reply
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.surveys import AudiencePress, SetAudiencePress
from handlers.screens.screen import Screen
from handlers.screens.surveys.questions import PlacesPage, audience_screen, places_screen
from handlers.screens.surveys.wording import PAGE
from handlers.surveys.drafts import audience_in_words, composer
from locales.catalog import Say


def build_audience_router() -> Router:
    router = leaving_forms(Router(name="surveys-audience"))
    router.callback_query.register(show_audience, Pressed(AudiencePress))
    router.callback_query.register(set_audience, Pressed(SetAudiencePress))
    return router


async def show_audience(
    _query: CallbackQuery, press: AudiencePress, person: Person, work: Work, say: Say
) -> Reply:
    office, _ = composer(person)
    draft = await actions.draft_of(office.id, press.survey, surveys=work.surveys)
    return await _audience(draft, office, press, work, say)


async def set_audience(
    _query: CallbackQuery, press: SetAudiencePress, person: Person, work: Work, say: Say
) -> Reply:
    office, _ = composer(person)
    place = None
    if press.place:
        place = (await work.places.place(office.id, press.place)).id
    draft = await actions.change_draft(
        office.id, press.survey, edits.with_audience(place, on=press.on), surveys=work.surveys
    )
    return await _audience(draft, office, press, work, say)


async def _audience(
    draft: Survey,
    office: Community,
    press: AudiencePress | SetAudiencePress,
    work: Work,
    say: Say,
) -> Screen:
    people = await work.audiences.count(office.id, draft.questionnaire.audience)
    if press.kind not in {PlaceKind.DISTRICT, PlaceKind.COURTYARD}:
        words = await audience_in_words(draft, work, say)
        return audience_screen(draft, people=people, places=words, say=say)
    shown = await _places(office, PlaceKind(press.kind), press.parent, press.page, work)
    return places_screen(draft, shown, people=people, say=say)


async def _places(
    office: Community, kind: PlaceKind, parent: PlaceId, page: int, work: Work
) -> PlacesPage:
    page = max(page, 0)
    within = parent or None
    looked_for = kind
    if kind is PlaceKind.COURTYARD and within is None:
        # Courtyards are many: first the district, where the town has districts.
        districts = await work.places.count_inside(office.id, None, PlaceKind.DISTRICT)
        looked_for = PlaceKind.DISTRICT if districts else kind
    return PlacesPage(
        places=await work.places.inside(
            office.id, within, looked_for, offset=page * PAGE, limit=PAGE
        ),
        kind=kind,
        parent=parent,
        page=page,
        count=await work.places.count_inside(office.id, within, looked_for),
        is_to_look_into=looked_for is not kind,
    )
