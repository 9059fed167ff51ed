"""Neighbours: the same nearby, "me too", one card for all, and whether it is really done."""

from civic.service_requests.actions.handling import (
    accept_request,
    ask_back,
    finish_request,
)
from civic.service_requests.actions.looking import look_at_photo
from civic.service_requests.model import Look, NewPhoto, PhotoKind, ServiceRequest, Status
from tests.journeys.asking_people import BENCH, SHEVCHENKA, button, filed, press, takes_requests
from tests.journeys.running_town import OKSANA, TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.made_photos import saved, scene
from tests.sandbox_client import PersonChat, Seen

PHOTO = saved(scene())


async def told_of_bench(town: RunningTown, chat: PersonChat, language: str, *, words: str) -> None:
    """As far as what is filed nearby is asked, or the summary."""
    say = voice(language)
    await press(chat, say("menu-courtyard"))
    await press(chat, say("my-courtyard-tell"))
    await chat.until_text(seen(say("ask-what")))
    await chat.send(words)
    await press(chat, button(BENCH, language))
    await press(chat, say("ask-at-home", place=SHEVCHENKA))


async def filed_bench(town: RunningTown, chat: PersonChat, language: str) -> ServiceRequest:
    say = voice(language)
    await told_of_bench(town, chat, language, words="Зламана лавка біля пісочниці")
    await chat.until_text(seen(say("ask-summary")))
    await chat.send_photo(PHOTO)
    await chat.until_text(say("ask-photo-added"), say.n("ask-photos", 1))
    await press(chat, say("ask-file"))
    await chat.until_any(
        seen(say("my-request-heading", number=1, category=button(BENCH, language)))
    )
    await town.settle(chat)
    (request,) = await filed(town)
    return request


async def test_a_neighbour_joins_and_both_confirm(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    await town.official(language=language)
    olena, petro = (
        await neighbour(town, language=language),
        await neighbour(town, number=602, language=language),
    )
    request = await filed_bench(town, olena, language)
    assert request.category == BENCH

    # The same nearby is offered first; its words nobody of the office has read yet.
    await told_of_bench(town, petro, language, words="Лавка!")
    near = await petro.until_text(seen(say.n("ask-nearby", 1)))
    assert "пісочниці" not in near.text
    await petro.press(
        say("ask-nearby-at", number="1", metres="0", status=say("request-brief-received")),
        message=near.id,
    )
    await press(petro, say("my-request-me-too"))
    assert petro.toast == say("my-request-joined-toast", number="1")
    await petro.until_any(say("request-status-received"))
    await town.settle(olena, petro)
    assert len(await filed(town)) == 1
    assert say.n("my-request-joined", 1) in _card(olena, language).text

    # What the office does, both see on the card they have.
    async with town.as_oksana() as (work, oksana):
        await accept_request(TOWN, request.id, by=oksana, desk=work, now=town.now)
        photos = await work.service_requests.photos(TOWN, request.id)
        await look_at_photo(
            TOWN, request.id, photos[0].file, Look.PUBLIC, by=oksana, desk=work, now=town.now
        )
        after = await work.photos.take(TOWN, OKSANA, PHOTO, now=town.now)
        await finish_request(
            TOWN, request.id, photo=NewPhoto(file=after, kind=PhotoKind.AFTER), by=oksana,
            desk=work, now=town.now,
        )  # fmt: skip
    asked = await petro.until_any(seen(say("my-request-is-it-done", number="1")))
    assert asked.kind == "photo"
    await petro.press(say("my-request-photos"), message=asked.id)
    await petro.until_any(say("my-request-before", number="1"))
    await petro.until_any(say("my-request-after", number="1"))
    await petro.press(say("my-request-yes-done"), message=asked.id)
    await petro.until_any(say("my-request-said-done", number="1"))
    asked = await olena.until_any(seen(say("my-request-is-it-done", number="1")))
    await olena.press(say("my-request-not-done"), message=asked.id)
    await olena.until_text(gist(language, "my-request-not-done-why"))
    await olena.send("Знову хитається")
    await olena.until_any(say("my-request-said-not-done", number="1"))
    # She thinks better of it: her latest word counts.
    await olena.press(say("my-request-yes-done"), message=asked.id)
    await town.settle(olena, petro)
    (request,) = await filed(town)
    assert request.status is Status.CONFIRMED
    assert say("request-status-confirmed") in _card(petro, language).text


async def test_the_office_asks_and_the_answer_goes_on(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    await town.official(language=language)
    olena = await neighbour(town, language=language)
    request = await filed_bench(town, olena, language)
    async with town.as_oksana() as (work, oksana):
        await accept_request(TOWN, request.id, by=oksana, desk=work, now=town.now)
        await ask_back(TOWN, request.id, "Яка саме лавка?", by=oksana, desk=work, now=town.now)
    asked = await olena.until_any("Яка саме лавка?", gist(language, "my-request-question"))
    await olena.press(say("my-request-answer"), message=asked.id)
    await olena.until_text(gist(language, "my-request-write-answer"))
    await olena.send("Та, що ближче до під'їзду")
    await olena.until_any(say("my-request-answered", number="1"))
    await town.settle(olena)
    card = _card(olena, language)
    assert say("request-status-accepted") in card.text
    assert "ближче до під'їзду" in card.text


async def test_the_nearest_is_shown_with_its_picture_once_an_official_has_seen_it(
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
        (photo,) = await work.service_requests.photos(TOWN, request.id)
        await look_at_photo(
            TOWN, request.id, photo.file, Look.PUBLIC, by=oksana, desk=work, now=town.now
        )
    await told_of_bench(town, petro, language, words="Лавка!")
    near = await petro.until_text(seen(say.n("ask-nearby", 1)), "пісочниці")
    assert near.kind == "photo"
    await petro.press(say("ask-nearby-none"), message=near.id)
    await petro.until_text(seen(say("ask-summary")))


async def test_withdrawing_asks_once_and_ends_it(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await filed_bench(town, olena, language)
    await press(olena, say("my-request-withdraw"))
    await olena.until_text(say("my-request-withdraw-ask", number="1"))
    await press(olena, say("my-request-withdraw-sure"))
    await olena.until_any(say("my-request-withdrawn", number="1"))
    await town.settle(olena)
    card = _card(olena, language)
    assert say("request-status-withdrawn") in card.text
    assert card.buttons == [say("my-requests-beside")]
    # From the list it is opened again, as what it now is.
    await press(olena, say("my-requests-beside"))
    bench = button(BENCH, language).partition(" ")[2]
    await press(olena, say("my-requests-listed", mark="↩️", number="1", category=bench))
    await olena.until_text(say("request-status-withdrawn"))


async def test_more_words_and_photos_reach_the_card(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    request = await filed_bench(town, olena, language)
    await press(olena, say("my-request-add-photo"))
    await olena.until_text(gist(language, "my-request-send-photo"))
    await olena.send_photo(PHOTO, "Ще й цвях стирчить")
    await olena.until_any(say("my-request-photo-kept", number="1"))
    await town.settle(olena)
    assert "цвях стирчить" in _card(olena, language).text
    async with town.wiring.storage.reading() as work:
        photos = await work.service_requests.photos(TOWN, request.id)
    assert [photo.kind for photo in photos] == [PhotoKind.BEFORE, PhotoKind.COMMENT]


def _card(chat: PersonChat, language: str) -> Seen:
    say = voice(language)
    heading = seen(say("my-request-heading", number=1, category=button(BENCH, language)))
    return [m for m in chat.received if heading in m.text][-1]
