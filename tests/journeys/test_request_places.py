"""Where a request is about: by location, by the number on a lamp, by an address, in mere words."""

from dataclasses import replace

from tests.journeys.asking_people import (
    FAR,
    HOME,
    HOME_POINT,
    SHEVCHENKA,
    filed,
    lamp,
    press,
    takes_requests,
)
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.sandbox_client import PersonChat

BROKEN = "🪑 Лавка зламана"
DARK = "🌑 Ліхтар не світить"


async def asked_where(town: RunningTown, *, words: str, category: str) -> PersonChat:
    """Up to the question where it is."""
    say = voice("uk")
    await takes_requests(town)
    olena = await neighbour(town)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send(words)
    await press(olena, category)
    await olena.until_button(say("ask-send-spot"))
    return olena


async def test_a_lamp_is_found_by_its_number(town: RunningTown) -> None:
    say = voice("uk")
    olena = await asked_where(town, words="Темно біля школи", category=DARK)
    await olena.send("№ 0233")
    await press(olena, "Тиждень")
    await olena.until_text(seen(say("ask-summary")), "Ліхтар № 233")
    await press(olena, say("ask-file"))
    await olena.until_any("№ 1")
    (request,) = await filed(town)
    assert (request.asset, request.place, request.asset_owner) == (3, HOME, "Громада")


async def test_a_bare_number_finds_the_lamp_whose_letter_was_left_out(town: RunningTown) -> None:
    say = voice("uk")
    olena = await asked_where(town, words="Темно біля школи", category=DARK)
    async with town.wiring.storage.writing() as work:
        named = [replace(lamp(8), number="Л-022"), replace(lamp(9), number="Л-122")]
        await work.assets.put_assets(TOWN, named)
    await olena.send("22")
    await press(olena, "Тиждень")
    await olena.until_text(seen(say("ask-summary")), "Ліхтар № Л-022")


async def test_a_location_offers_the_five_nearest_lamps(town: RunningTown) -> None:
    say = voice("uk")
    olena = await asked_where(town, words="Темно біля школи", category=DARK)
    await press(olena, say("ask-send-spot"))
    await olena.until_text(say("ask-spot"))
    assert olena.keyboard == [say("ask-spot-key"), say("cancel")]
    await olena.send_location(*HOME_POINT)
    which = await olena.until_text(seen(say("ask-asset-which")))
    assert len([label for label in which.buttons if " м" in label]) == 5
    assert which.buttons[0] == say(
        "ask-asset-near", asset=say("ask-asset-title", kind="Ліхтар", number="231"), metres="11"
    )
    await press(olena, say("ask-asset-none"))
    await press(olena, "Тиждень")
    await olena.until_text(seen(say("ask-summary")), SHEVCHENKA)
    assert olena.keyboard == []


async def test_an_address_is_understood_and_an_unknown_one_kept_in_words(
    town: RunningTown,
) -> None:
    say = voice("uk")
    olena = await asked_where(town, words="Зламана лавка", category=BROKEN)
    await olena.send("за магазином на розі")
    await olena.until_text("за магазином на розі")
    await press(olena, say("ask-as-typed"))
    await olena.until_text(seen(say("ask-summary")), "за магазином на розі")
    await press(olena, say("ask-change-place"))
    await olena.until_button(say("ask-send-spot"))
    await olena.send("Садова 5")
    await olena.until_text(seen(say("ask-summary")), "вулиця Садова, 5")
    await press(olena, say("ask-file"))
    await olena.until_any("№ 1")
    (request,) = await filed(town)
    assert request.place == 12
    assert request.point is not None


async def test_a_location_far_away_is_refused_and_the_question_stays(town: RunningTown) -> None:
    say = voice("uk")
    olena = await asked_where(town, words="Зламана лавка", category=BROKEN)
    await olena.send_location(*FAR)
    await olena.until_text(gist("uk", "request-far-away"))
    await olena.send("Садова 5")
    await olena.until_text(seen(say("ask-summary")), "вулиця Садова, 5")


async def test_of_a_live_location_the_place_now_is_taken(town: RunningTown) -> None:
    say = voice("uk")
    olena = await asked_where(town, words="Зламана лавка", category=BROKEN)
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


async def test_a_location_out_of_the_blue_begins_a_request(town: RunningTown) -> None:
    say = voice("uk")
    await takes_requests(town)
    olena = await neighbour(town)
    await olena.send_location(*HOME_POINT)
    await press(olena, say("courtyard-report-here"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Зламана лавка")
    await press(olena, BROKEN)
    await olena.until_text(seen(say("ask-summary")), SHEVCHENKA)
