"""A neighbour's wish for the yard: written, told, supported, answered, and made a request."""

from datetime import timedelta

from civic.ideas.model import Idea, IdeaRules, IdeaStatus
from civic.kernel.ids import ResidentId
from tests.journeys.asking_people import SHEVCHENKA, filed, press, takes_requests
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.made_photos import saved, scene
from tests.sandbox_client import PersonChat

WISH = "Дитячий майданчик замість смітника"
STEPAN = 602


async def publish(chat: PersonChat, language: str, *, wish: str = WISH) -> None:
    say = voice(language)
    await press(chat, say("menu-courtyard"))
    await press(chat, say("my-courtyard-ideas"))
    await chat.until_text(SHEVCHENKA)
    await press(chat, say("idea-new"))
    await chat.until_text(gist(language, "idea-ask-text"))
    await chat.send(wish)
    await chat.until_text(say("idea-ask-where"))
    await chat.send("біля третього під'їзду")
    await chat.until_text(say("idea-ask-photo"))
    await press(chat, say("idea-no-photo"))
    await chat.until_text(seen(say("idea-summary", place=SHEVCHENKA)).strip(), wish, "третього")
    await press(chat, say("idea-publish"))
    await chat.until_text(seen(say("idea-heading", number=1)), wish)


async def set_threshold(town: RunningTown, threshold: int) -> None:
    async with town.wiring.storage.writing() as work:
        await work.ideas.put_rules(IdeaRules(community=TOWN, threshold=threshold))


async def ideas(town: RunningTown) -> list[Idea]:
    async with town.wiring.storage.reading() as work:
        return await work.ideas.page(TOWN, tuple(IdeaStatus), limit=20)


async def test_a_wish_that_neighbours_support_becomes_a_request(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    await set_threshold(town, 2)
    olena = await neighbour(town, language=language)
    stepan = await neighbour(town, number=STEPAN, language=language)
    nina = await neighbour(town, number=603, language=language)
    await publish(olena, language)
    await town.forward(timedelta(minutes=20))
    # One message to the neighbours, none to the author.
    news = await stepan.until_any(seen(say("idea-news", place=SHEVCHENKA)), WISH)
    await town.settle(olena, stepan)
    assert not any(gist(language, "idea-news") in text for text in olena.texts)
    await stepan.press(say("idea-support"), message=news.id)
    await stepan.until_text(WISH, seen(say.n("idea-supported", 1, threshold="2")))
    # They change their mind, and change it again.
    await press(stepan, say("idea-support-back"))
    await stepan.until_text(seen(say.n("idea-supported", 0, threshold="2")))
    await press(stepan, say("idea-support"))
    await stepan.until_text(seen(say.n("idea-supported", 1, threshold="2")))
    await press(nina, say("idea-support"))
    await nina.until_any(say("idea-stands-became", number=1))
    await olena.until_any(seen(say("idea-told-became", number=1, request=1, text=WISH)))
    (request,) = await filed(town)
    assert (request.asker, request.text, request.joined) == (ResidentId(601), WISH, 2)
    # All who stood behind it have the request's card.
    for person in (olena, stepan, nina):
        await person.until_any(say("request-status-received"))
    (idea,) = await ideas(town)
    assert (idea.status, idea.request) == (IdeaStatus.BECAME, request.id)


async def test_an_official_looks_at_the_photo_answers_and_hides(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    oksana = await town.official(language=language)
    await oksana.ask("/office")
    olena = await neighbour(town, language=language)
    stepan = await neighbour(town, number=STEPAN, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-ideas"))
    await press(olena, say("idea-new"))
    await olena.until_text(gist(language, "idea-ask-text"))
    await olena.send_photo(saved(scene()), caption=WISH)
    await olena.until_text(say("idea-ask-where"))
    await olena.send_location(50.561, 30.081)
    summary = await olena.until_text(seen(say("idea-summary", place=SHEVCHENKA)).strip())
    assert say("idea-on-map") in summary.text
    assert say("idea-with-photo") in summary.text
    await press(olena, say("idea-publish"))
    await olena.until_text(say("idea-photo-waits"))
    await town.tick()
    # Nobody but the office sees the photo before it has been looked at.
    await press(stepan, say("menu-courtyard"))
    await press(stepan, say("my-courtyard-ideas"))
    await press(stepan, say("idea-listed", mark="💡", supporters="0", text=WISH))
    assert (await stepan.until_text(WISH)).kind == "text"
    await press(oksana, say("idea-open"))
    assert (await oksana.until_text(WISH, say("idea-photo-waiting"))).kind == "photo"
    await press(oksana, say("idea-photo-fit"))
    await oksana.until_text(say("idea-photo-public"))
    await press(stepan, say("back"))
    await press(stepan, say("idea-listed", mark="💡", supporters="0", text=WISH))
    await stepan.until(lambda chat: chat.last.kind == "photo")
    await press(stepan, say("idea-support"))
    await press(oksana, say("idea-answer"))
    await oksana.until_text(say("idea-ask-answer", number=1))
    await oksana.send("Додамо до плану на весну")
    for person in (olena, stepan):
        await person.until_any("Додамо до плану на весну", WISH)
    await press(oksana, say("idea-hide"))
    await oksana.until_text(say("idea-ask-reason", number=1))
    await oksana.send("Це приватна земля")
    for person in (olena, stepan):
        await person.until_any(
            seen(say("idea-told-hidden", number=1, text=WISH, words="Це приватна земля"))
        )
    async with town.wiring.storage.reading() as work:
        assert (await work.ideas.page(TOWN, (IdeaStatus.HIDDEN,), limit=5))[0].reason


async def test_an_idea_without_support_ends_after_ninety_days_with_a_word(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await publish(olena, language)
    await town.forward(timedelta(days=91))
    await olena.until_any(seen(say("idea-told-expired", number=1, text=WISH)))
    (idea,) = await ideas(town)
    assert idea.status is IdeaStatus.EXPIRED


async def test_abuse_is_refused_and_another_yard_sees_nothing(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-ideas"))
    await press(olena, say("idea-new"))
    await olena.until_text(gist(language, "idea-ask-text"))
    await olena.send("Приберіть цих мудаків")
    await olena.until_any(gist(language, "words-abusive"))
    assert await ideas(town) == []


async def test_what_was_written_of_an_idea_is_gone_on_with_and_more_words_are_added(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-ideas"))
    await press(olena, say("idea-new"))
    await olena.until_text(gist(language, "idea-ask-text"))
    await olena.send(WISH)
    await olena.until_text(say("idea-ask-where"))
    await olena.send("/cancel")
    await olena.until_any(say("cancel-idea-kept"))
    await olena.send("/courtyard")
    await press(olena, say("my-courtyard-ideas"))
    await press(olena, say("idea-go-on-writing"))
    await olena.until_text(WISH)
    await olena.send("і дві лавки в затінку")
    written = (await olena.until_text(WISH, "і дві лавки в затінку")).text
    assert written.index(WISH) < written.index("і дві лавки в затінку")
