"""An address that no list knows is looked for on a map, where the operator named one."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from civic.kernel.ids import GeocodingId, ResidentId
from civic.kernel.language import language_of
from handlers.presses.service_requests import ChooseSpotPress, DraftId
from tests.gateways.http.answering import Server, another_server, answer
from tests.journeys.asking_people import BENCH, CATEGORIES, filed, press, takes_requests
from tests.journeys.running_town import TOWN, RunningTown, running_town
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.sandbox_client import PersonChat, Sandbox

TYPED = "провулок Тихий, 7"
ROW = {"place_rank": 30, "name": "", "display_name": "7, Тихий"}
HOUSE: dict[str, Any] = ROW | {
    "lat": "50.5612", "lon": "30.0812",
    "address": {"house_number": "7", "road": "Тихий провулок", "village": "Немішаєве"},
}  # fmt: skip
POND: dict[str, Any] = ROW | {"lat": "50.5671", "lon": "30.0971", "name": "Тихий", "address": {}}
ODESA: dict[str, Any] = HOUSE | {"lat": "46.48", "lon": "30.73", "address": {"road": "Тиха"}}
TITLE = "Тихий провулок, 7, Немішаєве"
BROKEN = next(one for one in CATEGORIES if one.id == BENCH)


def known(*rows: Any) -> bytes:
    return answer(json.dumps(rows).encode())


@pytest.fixture
async def street_map() -> AsyncIterator[Server]:
    async with another_server() as server:
        yield server


@pytest.fixture
async def town(
    sandbox: Sandbox, database_url: str, tmp_path: Path, street_map: Server
) -> AsyncIterator[RunningTown]:
    more = {"nominatim_url": street_map.address, "outbound_allow": street_map.address}
    async with running_town(sandbox, database_url, tmp_path, more=more) as made:
        await takes_requests(made)
        yield made


async def asked_where(
    town: RunningTown, language: str, *, number: int = 601, typed: str = TYPED
) -> PersonChat:
    """Up to an address that the town does not list."""
    say = voice(language)
    olena = await neighbour(town, number=number, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("лавка bench скамейка")
    await press(olena, BROKEN.title_in(language_of(language)))
    await olena.until_button(say("ask-send-spot"))
    await olena.send(typed)
    await olena.until_text(seen(say("ask-place-not-found", typed=typed)))
    return olena


async def buttons(town: RunningTown, language: str) -> list[str]:
    """What the first two places that the map named carry."""
    spoken = language_of(language)
    async with town.wiring.storage.writing() as work:
        draft = await work.request_drafts.of(TOWN, ResidentId(601))
        known = await work.geocodings.seek(TOWN, TYPED, spoken, GeocodingId(1), now=town.now)
    assert draft is not None
    return [ChooseSpotPress(DraftId(draft.id), known.id, number).pack() for number in (0, 1)]


async def looked(town: RunningTown, olena: PersonChat, language: str) -> None:
    say = voice(language)
    await press(olena, say("ask-map-button"))
    await olena.until_text(seen(say("ask-map-looking", typed=TYPED)))
    await town.tick()
    town.wiring.outbox_bell.ring()


async def test_a_place_that_the_map_names_becomes_the_place_of_the_request(
    town: RunningTown, street_map: Server, language: str
) -> None:
    street_map.answers = [known(ODESA, HOUSE, POND)]
    say = voice(language)
    olena = await asked_where(town, language)
    assert seen(say("ask-map-offer")) in olena.last.text
    await looked(town, olena, language)
    offered = await olena.until_text(seen(say("ask-map-found", typed=TYPED)), say("ask-map-credit"))
    assert offered.buttons[:3] == [TITLE, "Тихий", say("ask-as-typed")]
    await press(olena, TITLE)
    await olena.until_text(seen(say("ask-summary")), TITLE)
    # Pressed once more, as a slow phone does: it stays where it is.
    chosen, other = await buttons(town, language)
    await olena.press_data(chosen, message=offered.id)
    await press(olena, say("ask-file"))
    await olena.until_any(f"1 · {BROKEN.title_in(language_of(language))}")
    (request,) = await filed(town)
    assert (request.address, request.place) == (TITLE, 11)
    assert request.point is not None
    assert (request.point.latitude, request.point.longitude) == (50.5612, 30.0812)
    assert f"accept-language={language}".encode() in street_map.heard[0]
    assert b"User-Agent: Viche/" in street_map.heard[0]

    # The button of a request that was filed: nothing is filed twice, nothing is begun.
    await olena.press_data(other, message=offered.id)
    await town.settle(olena)
    assert len(await filed(town)) == 1


async def test_what_is_known_already_is_shown_at_once_and_nobody_is_asked(
    town: RunningTown, street_map: Server
) -> None:
    street_map.answers = [known(HOUSE)]
    say = voice("uk")
    olena = await asked_where(town, "uk")
    await looked(town, olena, "uk")
    await olena.until_button(TITLE)
    nina = await asked_where(town, "uk", number=602)
    await press(nina, say("ask-map-button"))
    await press(nina, TITLE)
    await nina.until_text(seen(say("ask-summary")), TITLE)
    assert len(street_map.heard) == 1


async def test_a_map_that_fails_leaves_the_address_as_it_was_written(
    town: RunningTown, street_map: Server, language: str
) -> None:
    street_map.answers = [answer(b"<html>", status=502, media_type="text/html")]
    say = voice(language)
    olena = await asked_where(town, language)
    await looked(town, olena, language)
    await olena.until_text(seen(say("ask-map-silent", typed=TYPED)))
    await press(olena, say("ask-as-typed"))
    await olena.until_text(seen(say("ask-summary")), TYPED)
    await press(olena, say("ask-file"))
    await olena.until_any(f"1 · {BROKEN.title_in(language_of(language))}")
    (request,) = await filed(town)
    assert (request.address, request.point) == (TYPED, None)


async def test_an_address_that_the_map_does_not_know_is_said_so(
    town: RunningTown, street_map: Server, language: str
) -> None:
    street_map.answers = [known(ODESA)]
    say = voice(language)
    olena = await asked_where(town, language)
    await looked(town, olena, language)
    unknown = await olena.until_text(seen(say("ask-map-none", typed=TYPED)))
    assert TITLE not in unknown.buttons
    await press(olena, say("back"))
    await olena.until_text(gist(language, "ask-place-how"))


async def test_for_the_number_on_a_thing_no_map_is_offered(town: RunningTown) -> None:
    say = voice("uk")
    olena = await asked_where(town, "uk", typed="№ 999")
    assert say("ask-map-button") not in olena.last.buttons


async def test_an_answer_to_whoever_left_meanwhile_does_no_harm(
    town: RunningTown, street_map: Server
) -> None:
    street_map.answers = [known(HOUSE)]
    say = voice("uk")
    olena = await asked_where(town, "uk")
    await press(olena, say("ask-map-button"))
    await olena.until_text(seen(say("ask-map-looking", typed=TYPED)))
    await olena.send("/cancel")
    await town.settle(olena)
    await olena.send("/language")
    await press(olena, "English")
    await town.settle(olena)
    await town.tick()
    town.wiring.outbox_bell.ring()
    english = voice("en")
    await olena.until_any(seen(english("ask-map-found", typed=TYPED)))
    await press(olena, TITLE)
    await olena.until_text(seen(english("ask-summary")), TITLE)
    assert not any(seen(say("ask-map-found", typed=TYPED)) in text for text in olena.texts)


async def test_who_says_where_it_is_meanwhile_is_not_disturbed_and_the_map_not_asked(
    town: RunningTown, street_map: Server
) -> None:
    say = voice("uk")
    olena = await asked_where(town, "uk")
    await press(olena, say("ask-map-button"))
    await olena.until_text(seen(say("ask-map-looking", typed=TYPED)))
    await press(olena, say("ask-as-typed"))
    summary = await olena.until_text(seen(say("ask-summary")), TYPED)
    await town.tick()
    await town.settle(olena)
    assert olena.last.id == summary.id
    assert street_map.heard == []
