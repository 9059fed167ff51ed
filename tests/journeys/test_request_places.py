"""Where a request is about: by location, by the number on a lamp, by an address, in mere words."""

from dataclasses import replace

from tests.journeys.asking_people import (
    BENCH,
    DARK,
    FAR,
    HOME,
    HOME_POINT,
    SHEVCHENKA,
    button,
    filed,
    lamp,
    lamp_called,
    press,
    since_a_week,
    takes_requests,
)
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.sandbox_client import PersonChat


async def asked_where(town: RunningTown, language: str, *, words: str, category: str) -> PersonChat:
    """Up to the question where it is."""
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send(words)
    await press(olena, category)
    await olena.until_button(say("ask-send-spot"))
    return olena


async def test_a_lamp_is_found_by_its_number(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await asked_where(
        town, language, words="Темно біля школи", category=button(DARK, language)
    )
    await olena.send("№ 0233")
    await press(olena, since_a_week(language))
    await olena.until_text(seen(say("ask-summary")), lamp_called("233", language))
    await press(olena, say("ask-file"))
    await olena.until_any(say("request-status-received"))
    (request,) = await filed(town)
    assert (request.asset, request.place, request.asset_owner) == (3, HOME, "Громада")


async def test_a_bare_number_finds_the_lamp_whose_letter_was_left_out(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await asked_where(
        town, language, words="Темно біля школи", category=button(DARK, language)
    )
    async with town.wiring.storage.writing() as work:
        named = [replace(lamp(8), number="Л-022"), replace(lamp(9), number="Л-122")]
        await work.assets.put_assets(TOWN, named)
    await olena.send("22")
    await press(olena, since_a_week(language))
    await olena.until_text(seen(say("ask-summary")), lamp_called("Л-022", language))


async def test_a_location_offers_the_five_nearest_lamps(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await asked_where(
        town, language, words="Темно біля школи", category=button(DARK, language)
    )
    await press(olena, say("ask-send-spot"))
    await olena.until_text(say("ask-spot"))
    assert olena.keyboard == [say("ask-spot-key"), say("cancel")]
    await olena.send_location(*HOME_POINT)
    which = await olena.until_text(seen(say("ask-asset-which")))
    assert len([label for label in which.buttons if lamp_called("23", language) in label]) == 5
    assert which.buttons[0] == say(
        "ask-asset-near", asset=lamp_called("231", language), metres="11"
    )
    await press(olena, say("ask-asset-none"))
    await press(olena, since_a_week(language))
    await olena.until_text(seen(say("ask-summary")), SHEVCHENKA)
    assert olena.keyboard == []


async def test_an_address_is_understood_and_an_unknown_one_kept_in_words(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await asked_where(
        town, language, words="Зламана лавка", category=button(BENCH, language)
    )
    await olena.send("за магазином на розі")
    await olena.until_text("за магазином на розі")
    await press(olena, say("ask-as-typed"))
    await olena.until_text(seen(say("ask-summary")), "за магазином на розі")
    await press(olena, say("ask-change-place"))
    await olena.until_button(say("ask-send-spot"))
    await olena.send("Садова 5")
    await olena.until_text(seen(say("ask-summary")), "вулиця Садова, 5")
    await press(olena, say("ask-file"))
    await olena.until_any(say("request-status-received"))
    (request,) = await filed(town)
    assert request.place == 12
    assert request.point is not None


async def test_a_location_far_away_is_refused_and_the_question_stays(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await asked_where(
        town, language, words="Зламана лавка", category=button(BENCH, language)
    )
    await olena.send_location(*FAR)
    await olena.until_text(gist(language, "request-far-away"))
    await olena.send("Садова 5")
    await olena.until_text(seen(say("ask-summary")), "вулиця Садова, 5")


async def test_of_a_live_location_the_place_now_is_taken(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await asked_where(
        town, language, words="Зламана лавка", category=button(BENCH, language)
    )
    person = {"id": olena.id, "is_bot": False, "first_name": "Олена"}
    latitude, longitude = HOME_POINT
    await town.sandbox.inject(
        {
            "message": {
                "message_id": 900_001,
                "date": int(town.now.timestamp()),
                "chat": {"id": olena.id, "type": "private", "first_name": "Олена"},
                "from": person,
                "location": {
                    "latitude": latitude, "longitude": longitude, "live_period": 900,
                },
            }
        }
    )  # fmt: skip
    await olena.until_any(say("ask-live-location"))
    await olena.until_text(seen(say("ask-summary")), SHEVCHENKA)


async def test_a_location_out_of_the_blue_begins_a_request(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await olena.send_location(*HOME_POINT)
    await press(olena, say("courtyard-report-here"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Зламана лавка")
    await press(olena, button(BENCH, language))
    await olena.until_text(seen(say("ask-summary")), SHEVCHENKA)


async def test_things_that_stand_far_from_a_location_are_not_offered(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await asked_where(
        town, language, words="Темно біля школи", category=button(DARK, language)
    )
    latitude, longitude = HOME_POINT
    await olena.send_location(latitude - 0.005, longitude)
    await press(olena, since_a_week(language))
    await olena.until_text(seen(say("ask-summary")))
