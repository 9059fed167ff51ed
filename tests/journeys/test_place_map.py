"""A resident looks at a place on a map: the same picture comes at once the next time."""

from civic.kernel.ids import ResidentId
from civic.places.model import Point
from civic.service_requests.actions.filing import file_request
from civic.service_requests.model import NewRequest
from tests.journeys.asking_people import BENCH, HOME, HOME_POINT, press, takes_requests
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.journeys.test_courtyard import INSIDE, SADOVA_NAME
from tests.journeys.test_survey_answer import neighbour


async def test_the_place_that_was_sent_comes_as_a_picture_with_its_words(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    await olena.send_location(*INSIDE)
    offer = await olena.until_button(say("map-show"))

    await press(olena, say("map-show"))
    assert (await olena.look()).toast == say("drawing-is-coming")
    await town.tick()
    first = await olena.until_text(say("map-of-place", place=SADOVA_NAME))
    assert (await olena.download(first)).startswith(b"\x89PNG")

    await olena.press(say("map-show"), message=offer.id)
    await olena.until(lambda chat: chat.last.kind == "photo" and chat.last.id > first.id)
    assert olena.last.text == first.text


async def test_a_request_is_shown_with_its_pin_and_the_numbers_around_it(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    latitude, longitude = HOME_POINT
    new = NewRequest(
        draft=1, category=BENCH, text="Зламана лавка", place=HOME,
        point=Point(latitude=latitude, longitude=longitude),
    )  # fmt: skip
    async with town.wiring.storage.writing() as work:
        resident = await work.residents.resident(TOWN, ResidentId(olena.id))
        await file_request(
            TOWN, new, by=resident, desk=work, new_id=town.wiring.new_id, now=town.now
        )
    town.wiring.outbox_bell.ring()
    await press(olena, say("map-show"))
    await town.tick()
    shown = await olena.until_text(say("map-of-request", number="1"))
    assert say("map-nearby", numbers="231, 232, 233, 234, 235") in shown.text
