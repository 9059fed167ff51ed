"""What is written of a request is kept: over a restart, a change of language, `/cancel`, a form."""

from pathlib import Path

from civic.kernel.ids import AccountId, AssetId, ServiceRequestId
from civic.service_requests.model import PhotoKind
from gateways.asset_files.opening import assets_in_message
from gateways.place_files.opening import places_in_message
from handlers.fetched import Fetched
from handlers.links import ask_link, asset_link, request_link
from handlers.service_requests.files import keep_with_draft
from tests.journeys.asking_people import (
    BENCH,
    DARK,
    FLICKER,
    SHEVCHENKA,
    YARD,
    button,
    filed,
    lamp_called,
    press,
    since_a_week,
    takes_requests,
)
from tests.journeys.running_town import TOWN, RunningTown, running_town
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour, put_yard
from tests.journeys.writing_people import OGG, base64_of
from tests.made_photos import saved, scene
from tests.sandbox_client import PersonChat, Sandbox

PHOTO = saved(scene())


async def press_newest(chat: PersonChat, label: str) -> None:
    await chat.until(lambda seen: label in seen.last.buttons)
    await chat.press(label, message=chat.last.id)


async def test_a_draft_outlives_a_restart_and_a_change_of_language(
    sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    say, speak = voice("uk"), voice("en")
    async with running_town(sandbox, database_url, tmp_path) as town:
        await takes_requests(town)
        olena = await neighbour(town)
        await press(olena, say("menu-courtyard"))
        await press(olena, say("my-courtyard-tell"))
        await olena.until_text(seen(say("ask-what")))
        await olena.send_photo(PHOTO, "Зламана лавка")
        await press(olena, button(BENCH, "uk"))
        await olena.until_button(say("ask-send-spot"))
        await town.settle(olena)
    async with running_town(sandbox, database_url, tmp_path, build=False) as town:
        await olena.send("/language")
        await press(olena, speak("language-en"))
        await olena.until_button(speak("settings-change-language"))
        # The question at hand is still at hand: what is typed answers it.
        await olena.send("Садова 5")
        await olena.until_text(seen(speak("ask-summary")), "A bench is broken", "Зламана лавка")
        assert speak.n("ask-photos", 1) in olena.last.text
        await press(olena, speak("ask-file"))
        await olena.until_any(speak("request-status-received"))
        (request,) = await filed(town)
        assert request.text == "Зламана лавка"


async def test_cancel_says_what_was_kept_and_the_courtyard_goes_on(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Зламана лавка")
    await olena.until_text(seen(say("ask-category-likely")))
    await olena.send("/cancel")
    await olena.until_any(say("cancel-request-kept"))
    await olena.send("/courtyard")
    await press(olena, say("my-courtyard-go-on"))
    await olena.until_text(seen(say("ask-category-likely")), "Зламана лавка")
    # Beginning anew is asked about, and then the old words are gone.
    await olena.send("/courtyard")
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(say("ask-begun"))
    await press(olena, say("ask-anew"))
    await press(olena, say("ask-anew-sure"))
    anew = await olena.until_text(seen(say("ask-what")))
    assert "Зламана лавка" not in anew.text


async def test_a_photo_out_of_the_blue_begins_a_request_and_never_amid_a_survey(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    await put_yard(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-surveys"))
    await press(olena, SHEVCHENKA)
    await press(olena, say("survey-button-begin"))
    await olena.until_button(say("survey-answer-hard"))
    await olena.send_photo(PHOTO, "Зламана лавка")
    await olena.until_text(say("survey-words-only"))
    await olena.send("/menu")
    await olena.until_button(say("menu-courtyard"))
    await olena.send_album([{"photo": base64_of(PHOTO)}, {"photo": base64_of(PHOTO)}])
    await olena.until_text(gist(language, "ask-words"))
    await olena.send("Зламана лавка")
    await press(olena, button(BENCH, language))
    await press(olena, say("ask-at-home", place=SHEVCHENKA))
    summary = await olena.until_text(seen(say("ask-summary")), say.n("ask-photos", 2))
    # The photo of the survey's moment is not among them, nor are its words said twice.
    assert summary.text.count("Зламана лавка") == 1


async def test_a_voice_message_out_of_the_blue_begins_a_request_and_waits_where_one_was_begun(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await olena.send_voice(OGG)
    await olena.until_text(say("ask-voice-added"))
    await town.settle(olena)
    await olena.send("/menu")
    await olena.until_button(say("menu-courtyard"))
    await olena.send_voice(OGG)
    await olena.until_text(say("ask-begun"), say("ask-voice"))
    await press(olena, say("ask-add-here"))
    await press(olena, f"{button(YARD, language)} ›")
    await press(olena, button(BENCH, language))
    await press(olena, say("ask-at-home", place=SHEVCHENKA))
    await press(olena, say("ask-file"))
    await olena.until_any(say("request-status-received"))
    await town.settle(olena)
    (request,) = await filed(town)
    async with town.wiring.storage.reading() as work:
        photos = await work.service_requests.photos(TOWN, request.id)
    assert [photo.kind for photo in photos] == [PhotoKind.VOICE] * 2


async def test_words_out_of_the_blue_are_offered_to_the_services(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await olena.send("Біля дому зламана лавка")
    await olena.until_text(gist(language, "fallback-likely"), button(BENCH, language))
    await press(olena, say("fallback-report"))
    await olena.until_text(seen(say("ask-category-likely")), "Біля дому зламана лавка")
    assert await filed(town) == []


async def test_links_open_the_very_thing_also_for_a_stranger(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    petro = await town.person("Петро", id=777, language=language)
    await petro.open(ask_link("bot", TOWN, DARK))
    await petro.until_text(seen(say("ask-what")))
    await petro.send("Темно")
    await petro.until_button(say("ask-send-spot"))
    await petro.send("233")
    await press(petro, since_a_week(language))
    await press(petro, say("ask-file"))
    await petro.until_any(say("request-status-received"))
    (request,) = await filed(town)
    olena = await neighbour(town, language=language)
    await olena.open(request_link("bot", TOWN, request.id))
    seen_card = await olena.until_button(say("my-request-me-too"))
    assert "Темно" not in seen_card.text
    # The code on the lamp itself: it is known where, and what it may be about is asked.
    await olena.open(asset_link("bot", TOWN, AssetId(5)))
    await press(olena, say("asset-report"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Блимає")
    await press(olena, button(FLICKER, language))
    await olena.until_text(seen(say("ask-summary")), lamp_called("235", language))
    await olena.open(request_link("bot", TOWN, ServiceRequestId(999)))
    await olena.until_any(gist(language, "request-gone"))


async def test_a_photo_still_on_its_way_is_kept_with_what_was_filed_meanwhile(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await olena.open(ask_link("bot", TOWN, DARK))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Темно")
    await olena.until_button(say("ask-send-spot"))
    await olena.send("233")
    await press(olena, since_a_week(language))
    await press(olena, say("ask-file"))
    await olena.until_any(say("request-status-received"))
    (request,) = await filed(town)
    async with town.wiring.storage.writing() as work:
        person = await work.people.find(AccountId(olena.id))
        assert person is not None
        given = Fetched(
            name="a.jpg", content=PHOTO, params={"draft": request.draft, "kind": "before"},
            person=person, work=work, say=say, now=town.now, new_id=town.wiring.new_id,
            read_places=places_in_message, read_assets=assets_in_message,
        )  # fmt: skip
        assert await keep_with_draft(given) is None
    async with town.wiring.storage.reading() as work:
        photos = await work.service_requests.photos(TOWN, request.id)
    assert [photo.kind for photo in photos] == [PhotoKind.BEFORE]


async def test_a_double_press_files_once(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await olena.open(ask_link("bot", TOWN, DARK))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Темно")
    await olena.until_button(say("ask-send-spot"))
    await olena.send("233")
    await press(olena, since_a_week(language))
    summary = await olena.until_button(say("ask-file"))
    data = summary.button(say("ask-file"))["data"]
    await olena.press(say("ask-file"), message=summary.id)
    await olena.press_data(data, message=summary.id)
    assert olena.toast == say("ask-filed-before", number="1")
    await town.settle(olena)
    assert len(await filed(town)) == 1
    cards = [m for m in olena.received if say("request-status-received") in m.text]
    assert [card.id for card in cards] == [summary.id]


async def test_what_comes_while_something_was_begun_waits_to_be_placed(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await olena.open(ask_link("bot", TOWN, DARK))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Темно")
    await olena.until_button(say("ask-send-spot"))
    await olena.send("/menu")
    await olena.until_button(say("menu-courtyard"))
    # An album of something else: it is asked about once, and nothing of it is lost.
    await olena.send_album(
        [{"photo": base64_of(PHOTO), "caption": "Зламана лавка"}, {"photo": base64_of(PHOTO)}]
    )
    begun = await olena.until_text(say("ask-begun"), "Темно")
    await town.settle(olena)
    assert len([m for m in olena.received if say("ask-begun") in m.text]) == 1
    await olena.press(say("ask-anew"), message=begun.id)
    await press(olena, say("ask-anew-sure"))
    await olena.until_text(
        seen(say("ask-category-likely")), "Зламана лавка", say.n("ask-photos", 2)
    )
    await town.settle(olena)
    # The code on a lamp, while that is unfinished: gone on with, it stays where it was.
    await olena.open(asset_link("bot", TOWN, AssetId(5)))
    await press(olena, say("asset-report"))
    await olena.until_text(say("ask-begun"), "Зламана лавка")
    await press(olena, say("ask-go-on"))
    # Above stand the same buttons, of what was put aside.
    for label in (button(BENCH, language), say("ask-at-home", place=SHEVCHENKA)):
        await press_newest(olena, label)
    await olena.until_text(seen(say("ask-summary")), SHEVCHENKA)
    await press(olena, say("ask-file"))
    await olena.until_any(say("request-status-received"))
    await town.settle(olena)
    (request,) = await filed(town)
    async with town.wiring.storage.reading() as work:
        photos = await work.service_requests.photos(TOWN, request.id)
    assert (request.text, len(photos)) == ("Зламана лавка", 2)
