"""Who wants no invitations says so under the invitation itself."""

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.residents.actions.settings import turn_topic
from civic.residents.model import Topic
from civic.unit_of_work import Work
from handlers.effects import Reply
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.surveys import MuteSurveysPress
from handlers.screens.surveys.standing import muted_screen
from handlers.settings import lives_somewhere
from locales.catalog import Say


def build_mute_router() -> Router:
    router = Router(name="surveys-mute")
    router.callback_query.register(mute, Pressed(MuteSurveysPress))
    return router


async def mute(
    _query: CallbackQuery, press: MuteSurveysPress, person: Person, work: Work, say: Say
) -> Reply:
    """At once; the same message takes it back or opens the survey all the same."""
    resident, _town = lives_somewhere(person)
    await turn_topic(resident, Topic.SURVEYS, on=not press.off, residents=work.residents)
    return muted_screen(press.survey, is_off=press.off, say=say)
