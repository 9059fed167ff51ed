"""Who is asked whether it is done sees before and after in one picture."""

from civic.kernel.ids import ResidentId
from civic.places.model import Point
from civic.service_requests.actions.filing import file_request
from civic.service_requests.actions.handling import accept_request, finish_request
from civic.service_requests.model import NewPhoto, NewRequest, PhotoKind
from tests.journeys.asking_people import BENCH, HOME, HOME_POINT, press, takes_requests
from tests.journeys.running_town import OKSANA, TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.journeys.test_survey_answer import neighbour
from tests.made_photos import saved, scene


async def test_before_and_after_come_side_by_side(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    await town.official()
    olena = await neighbour(town, language=language)
    latitude, longitude = HOME_POINT
    async with town.wiring.storage.writing() as work:
        resident = await work.residents.resident(TOWN, ResidentId(olena.id))
        oksana = await work.officials.official(TOWN, OKSANA)
        before = await work.photos.take(TOWN, resident.account, saved(scene()), now=town.now)
        after = await work.photos.take(TOWN, OKSANA, saved(scene(480, 640)), now=town.now)
        new = NewRequest(
            draft=1, category=BENCH, text="Зламана лавка", place=HOME,
            point=Point(latitude=latitude, longitude=longitude), photos=(NewPhoto(file=before),),
        )  # fmt: skip
        done = await file_request(
            TOWN, new, by=resident, desk=work, new_id=town.wiring.new_id, now=town.now
        )
        request = done.request.id
        await accept_request(TOWN, request, by=oksana, desk=work, now=town.now)
        await finish_request(
            TOWN, request, photo=NewPhoto(file=after, kind=PhotoKind.AFTER), by=oksana, desk=work,
            now=town.now,
        )  # fmt: skip
    await town.tick()
    asked = await olena.until_button(say("my-request-photos"))
    await olena.press(say("my-request-photos"), message=asked.id)
    await olena.until(lambda chat: chat.toast == say("drawing-is-coming"))
    await town.tick()
    both = await olena.until_text(say("my-request-both", number="1"))
    assert (await olena.download(both)).startswith(b"\xff\xd8\xff")
    await press(olena, say("my-request-yes-done"))
    await olena.until_any(say("my-request-said-done", number="1"))
