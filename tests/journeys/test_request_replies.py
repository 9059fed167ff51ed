"""Telegram's own "reply" to a request's card, and to what the office asks, is for that request."""

from civic.service_requests.actions.handling import accept_request, ask_back
from civic.service_requests.model import PhotoKind, ServiceRequest
from tests.journeys.asking_people import BENCH, button, press, takes_requests
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_request_nearby import PHOTO, filed_bench
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.writing_people import base64_of
from tests.sandbox_client import PersonChat, Seen


def card_of(chat: PersonChat, language: str) -> Seen:
    heading = seen(
        voice(language)("my-request-heading", number=1, category=button(BENCH, language))
    )
    return [m for m in chat.received if heading in m.text][-1]


async def test_words_and_photos_in_reply_to_the_card_are_added_whatever_form_is_open(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    request = await filed_bench(town, olena, language)
    card = card_of(olena, language)
    # Amid another form: what is typed as a reply is not its answer.
    await olena.send("/courtyard")
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Це ще й небезпечно для дітей", reply_to=card.id)
    await olena.until_any(say("my-request-comment-kept", number="1"))
    await olena.send_album(
        [{"photo": base64_of(PHOTO), "caption": "Ось цвях"}, {"photo": base64_of(PHOTO)}],
        reply_to=card.id,
    )
    await olena.until_any(say("my-request-photo-kept", number="1"))
    await town.settle(olena)
    told = [m for m in olena.received if say("my-request-photo-kept", number="1") in m.text]
    assert len(told) == 1
    assert f"{say('happened-you-wrote')}: Це ще й небезпечно" in card_of(olena, language).text
    assert "Ось цвях" in card_of(olena, language).text
    assert await kinds_of_photos(town, request) == ["before", "comment", "comment"]
    # The question of the form is still at hand.
    await olena.send("Тече труба")
    await olena.until_text(seen(say("ask-category")), "Тече труба")


async def test_a_reply_to_what_the_office_asks_is_the_answer(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    await town.official(language=language)
    olena = await neighbour(town, language=language)
    request = await filed_bench(town, olena, language)
    async with town.as_oksana() as (work, oksana):
        await accept_request(TOWN, request.id, by=oksana, desk=work, now=town.now)
        await ask_back(TOWN, request.id, "Яка саме лавка?", by=oksana, desk=work, now=town.now)
    asked = await olena.until_any("Яка саме лавка?", gist(language, "my-request-question"))
    await town.settle(olena)
    await olena.send("Та, що ближче до під'їзду", reply_to=asked.id)
    await olena.until_any(say("my-request-answered", number="1"))
    await town.settle(olena)
    assert say("request-status-accepted") in card_of(olena, language).text


async def kinds_of_photos(town: RunningTown, request: ServiceRequest) -> list[PhotoKind]:
    async with town.wiring.storage.reading() as work:
        photos = await work.service_requests.photos(TOWN, request.id)
    return [photo.kind for photo in photos]
