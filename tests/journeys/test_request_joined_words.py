"""Who joins what is filed nearby brings along what they had written and photographed of it."""

from civic.service_requests.model import PhotoKind
from tests.journeys.asking_people import filed, press, takes_requests
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_request_nearby import PHOTO, filed_bench, told_of_bench
from tests.journeys.test_survey_answer import neighbour


async def test_words_and_photos_go_with_who_joins(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    petro = await neighbour(town, number=602, language=language)
    request = await filed_bench(town, olena, language)
    await told_of_bench(town, petro, language, words="Лавка: цвях стирчить")
    near = await petro.until_text(seen(say.n("ask-nearby", 1)))
    await petro.send_photo(PHOTO)
    near = await petro.until_text(say("ask-photo-added"), seen(say.n("ask-nearby", 1)))
    await town.settle(petro)
    await petro.press(near.buttons[0], message=near.id)
    await press(petro, say("my-request-me-too"))
    await petro.until_any("Лавка: цвях стирчить", say.n("my-request-joined", 1))
    await town.settle(olena, petro)
    assert any("Лавка: цвях стирчить" in message.text for message in olena.received)
    async with town.wiring.storage.reading() as work:
        photos = await work.service_requests.photos(TOWN, request.id)
    assert [photo.kind for photo in photos if photo.by == petro.id] == [PhotoKind.COMMENT]
    assert len(await filed(town)) == 1
