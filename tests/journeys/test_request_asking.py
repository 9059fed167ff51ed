"""A resident tells the town of something, from the first word to the card."""

from civic.kernel.language import language_of
from tests.journeys.asking_people import (
    DARK,
    HOME,
    SHEVCHENKA,
    SINCE,
    filed,
    press,
    takes_requests,
)
from tests.journeys.running_town import RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.made_photos import saved, scene

PHOTO = saved(scene())


async def test_from_the_menu_to_the_card(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await olena.until_text(SHEVCHENKA, say("my-courtyard-how"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Не світить ліхтар біля третього під'їзду")
    # The likeliest first.
    asked = await olena.until_text(seen(say("ask-category-likely")))
    dark = {"uk": "🌑 Ліхтар не світить", "en": "🌑 A lamp is dark", "ru": "🌑 Фонарь не светит"}
    assert asked.buttons[0] == dark[language]
    await press(olena, dark[language])
    await olena.until_text(gist(language, "ask-place-how-asset"))
    await olena.send_photo(PHOTO)
    await olena.until_text(say("ask-photo-added"), gist(language, "ask-place-how-asset"))
    await press(olena, say("ask-at-home", place=SHEVCHENKA))
    await olena.until_text(SINCE.prompt.in_(language_of(language)))
    await press(olena, {"uk": "Тиждень", "en": "A week", "ru": "Неделю"}[language])
    summary = await olena.until_text(seen(say("ask-summary")), SHEVCHENKA, "третього під'їзду")
    assert say.n("ask-photos", 1) in summary.text
    assert say("ask-summary-unnamed") in summary.text
    # A double press files once; the summary becomes the card.
    send = say("ask-file")
    await olena.press(send, message=summary.id)
    card = await olena.until_any(seen(say("my-request-heading", number=1, category=dark[language])))
    assert card.id == summary.id
    assert olena.toast == say("ask-filed", number="1")
    await town.settle(olena)
    # The picture came to the same message.
    card = olena.message(summary.id)
    assert card.kind == "photo"
    assert say("request-status-received") in card.text
    (request,) = await filed(town)
    assert (request.category, request.place, request.is_anonymous) == (DARK, HOME, True)
    assert [one.answer.chosen for one in request.answers] == [("week",)]
    async with town.wiring.storage.reading() as work:
        photos = await work.service_requests.photos(request.community, request.id)
    assert len(photos) == 1
