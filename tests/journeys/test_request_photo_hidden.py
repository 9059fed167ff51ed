"""A photo that an official takes back is gone from the cards of those who saw it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from civic.kernel.ids import FileId
from civic.service_requests.actions.handling import accept_request, finish_request
from civic.service_requests.actions.looking import look_at_photo
from civic.service_requests.model import Look, ServiceRequest
from tests.journeys.asking_people import BENCH, button, press, takes_requests
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_request_nearby import filed_bench, told_of_bench
from tests.journeys.test_survey_answer import neighbour
from tests.sandbox_client import PersonChat, Seen


def card(chat: PersonChat, language: str) -> Seen:
    heading = seen(
        voice(language)("my-request-heading", number=1, category=button(BENCH, language))
    )
    return [one for one in chat.received if heading in one.text][-1]


async def looked_at(town: RunningTown, request: ServiceRequest, look: Look) -> FileId:
    async with town.as_oksana() as (work, oksana):
        (photo,) = await work.service_requests.photos(TOWN, request.id)
        await look_at_photo(TOWN, request.id, photo.file, look, by=oksana, desk=work, now=town.now)
    return photo.file


async def test_a_photo_that_is_hidden_again_is_gone_from_every_card(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    await town.official(language=language)
    olena, petro = (
        await neighbour(town, language=language),
        await neighbour(town, number=602, language=language),
    )
    request = await filed_bench(town, olena, language)
    async with town.as_oksana() as (work, oksana):
        await accept_request(TOWN, request.id, by=oksana, desk=work, now=town.now)
    await looked_at(town, request, Look.PUBLIC)
    await told_of_bench(town, petro, language, words="Лавка!")
    near = await petro.until_text(seen(say.n("ask-nearby", 1)))
    await petro.press(
        say("ask-nearby-at", number="1", metres="0", status=say("request-brief-accepted")),
        message=near.id,
    )
    await press(petro, say("my-request-me-too"))
    await town.settle(olena, petro)
    pictures = [await chat.download(card(chat, language)) for chat in (olena, petro)]
    assert all(len(one) > 2_000 for one in pictures)

    await looked_at(town, request, Look.HIDDEN)
    await town.settle(olena, petro)
    for chat, before in zip((olena, petro), pictures, strict=True):
        after = card(chat, language)
        # The words stay, and so do the buttons; the picture says nothing any more.
        assert "пісочниці" in after.text
        assert after.buttons
        assert await chat.download(after) != before
        assert len(await chat.download(after)) < 500


async def test_what_is_hidden_before_the_morning_is_not_shown_in_the_morning(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    await town.official(language=language)
    olena = await neighbour(town, language=language)
    petro = await neighbour(town, number=602, language=language)
    request = await filed_bench(town, olena, language)
    evening = town.now.astimezone(ZoneInfo("Europe/Kyiv")).replace(hour=23, minute=30)
    await town.move_to(evening)
    async with town.as_oksana() as (work, oksana):
        await accept_request(TOWN, request.id, by=oksana, desk=work, now=town.now)
    await looked_at(town, request, Look.PUBLIC)
    async with town.wiring.storage.writing() as work:
        await finish_request(TOWN, request.id, by=oksana, desk=work, now=town.now)
    await town.settle(olena, petro)
    asked = seen(say("my-request-is-it-done", number="1"))
    assert not [one for one in petro.received if asked in one.text]

    await looked_at(town, request, Look.HIDDEN)
    await town.move_to(evening + timedelta(hours=11))
    assert (await petro.until_any(asked)).kind == "text"
