"""Two neighbours say that it is not done: each hears what comes of it, once, and the second time."""

from civic.kernel.ids import ResidentId
from civic.service_requests.actions.confirming import say_whether_done
from civic.service_requests.actions.handling import accept_request, finish_request
from civic.service_requests.model import ServiceRequest, Status
from tests.journeys.asking_people import press
from tests.journeys.handled_requests import filed, joined, put_categories, request_now
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.sandbox_client import PersonChat


async def test_who_says_no_hears_what_comes_of_it(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    await town.official(language=language)
    olena = await neighbour(town, language=language)
    petro = await neighbour(town, number=602, language=language)
    request = await filed(town, olena)
    await joined(town, request, [petro])
    await finished(town, request)
    await says_no(olena, language)
    await olena.until_any(say("my-request-said-not-done", number="1"))
    await says_no(petro, language)
    await petro.until_any(say("my-request-said-reopened", number="1"))
    assert (await request_now(town, request)).status is Status.REOPENED
    # The second time it is not reopened again: somebody else decides.
    await finished(town, request)
    async with town.wiring.storage.writing() as work:
        resident = await work.residents.resident(TOWN, ResidentId(olena.id))
        await say_whether_done(
            TOWN, request.id, is_done=False, by=resident, desk=work, now=town.now
        )
    await says_no(petro, language)
    await petro.until_any(say("my-request-said-disputed", number="1"))


async def finished(town: RunningTown, request: ServiceRequest) -> None:
    async with town.as_oksana() as (work, oksana):
        if (await work.service_requests.request(TOWN, request.id)).status is Status.RECEIVED:
            await accept_request(TOWN, request.id, by=oksana, desk=work, now=town.now)
        await finish_request(TOWN, request.id, note="Готово", by=oksana, desk=work, now=town.now)
    await town.settle()


async def says_no(chat: PersonChat, language: str) -> None:
    """To the latest question whether it is done."""
    say = voice(language)
    await chat.until_any(seen(say("my-request-is-it-done", number="1")))
    asked = [m for m in chat.received if seen(say("my-request-is-it-done", number="1")) in m.text]
    await chat.press(say("my-request-not-done"), message=asked[-1].id)
    await press(chat, say("my-request-not-done-wordless"))
