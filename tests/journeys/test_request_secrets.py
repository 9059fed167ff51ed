"""What is not public is told to no neighbour in the chat: not where it stands, nor what is wrong."""

from dataclasses import replace

from civic.assets.model import Asset, AssetKind
from civic.kernel.ids import AssetId, AssetKindId, ResidentId
from civic.kernel.language import Translated, language_of
from civic.places.model import Point
from civic.service_requests.actions.filing import file_request
from civic.service_requests.model import NewRequest, ServiceRequest
from handlers.links import asset_link, request_link
from locales.catalog import Say
from tests.journeys.asking_people import (
    BENCH,
    HOME,
    HOME_POINT,
    SHEVCHENKA,
    button,
    press,
    takes_requests,
)
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.sandbox_client import PersonChat

POWER, TRANSFORMER = AssetKindId(2), AssetId(90)
LABEL = "ТП-9"
NAME = Translated({"uk": "Трансформатор", "en": "Transformer", "ru": "Трансформатор"})
SPOT = Point(latitude=HOME_POINT[0], longitude=HOME_POINT[1])


async def with_secrets(town: RunningTown) -> None:
    await takes_requests(town)
    async with town.wiring.storage.writing() as work:
        await work.assets.put_kind(
            TOWN, AssetKind(id=POWER, community=TOWN, code="power", name=NAME, is_public=False)
        )
        asset = Asset(
            id=TRANSFORMER, community=TOWN, kind=POWER, external_id="9", number=LABEL,
            point=SPOT, place=HOME,
        )  # fmt: skip
        await work.assets.put_assets(TOWN, [asset])


async def filed_about_it(town: RunningTown, resident: int) -> ServiceRequest:
    """Under a category that is public."""
    new = NewRequest(
        draft=1, category=BENCH, text="Гуде й іскрить", point=SPOT, place=HOME, asset=TRANSFORMER
    )
    async with town.wiring.storage.writing() as work:
        by = await work.residents.resident(TOWN, ResidentId(resident))
        filed = await file_request(
            TOWN, new, by=by, desk=work, new_id=town.wiring.new_id, now=town.now
        )
    town.wiring.outbox_bell.ring()
    return filed.request


async def test_a_neighbour_learns_nothing_of_a_thing_that_is_not_public(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await with_secrets(town)
    olena = await neighbour(town, language=language)
    petro = await neighbour(town, number=602, language=language)
    request = await filed_about_it(town, 601)

    # A link to the request, passed on by whoever filed it.
    await petro.open(request_link("bot", TOWN, request.id))
    await petro.until_text(say("request-gone"))

    # Its label says what it says on it, and not where it is.
    await petro.open(asset_link("bot", TOWN, TRANSFORMER))
    name = NAME.in_(language_of(language))
    opened = await petro.until_text(seen(say("asset-title", kind=name, number=LABEL)))
    assert SHEVCHENKA not in opened.text

    await _number_is_not_known(petro, language, say)
    # In the same category at the same spot: the other request is not offered.
    await petro.send_location(*HOME_POINT)
    await petro.until_text(seen(say("ask-summary")))
    assert not [one for one in petro.received if "Гуде" in one.text]

    # On the map of the request itself it has no number among those around it.
    await press(olena, say("map-show"))
    await town.tick()
    drawn = await olena.until_text(say("map-of-request", number="1"))
    assert LABEL not in drawn.text
    assert "231" in drawn.text


async def _number_is_not_known(petro: PersonChat, language: str, say: Say) -> None:
    await petro.ask("/courtyard")
    await press(petro, say("my-courtyard-tell"))
    await petro.until_text(seen(say("ask-what")))
    await petro.send("Щось із лавкою")
    await press(petro, button(BENCH, language))
    await petro.until_button(say("ask-send-spot"))
    await petro.send(LABEL)
    await petro.until_text(seen(say("ask-place-not-found", typed=LABEL)))


async def test_where_public_maps_are_off_a_map_in_the_chat_shows_the_request_alone(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await with_secrets(town)
    olena = await neighbour(town, language=language)
    async with town.wiring.storage.writing() as work:
        community = await work.communities.community(TOWN)
        await work.communities.put(replace(community, has_public_pages=False))
    await filed_about_it(town, 601)
    await press(olena, say("map-show"))
    await town.tick()
    drawn = await olena.until_text(say("map-of-request", number="1"))
    assert "231" not in drawn.text


async def test_the_office_finds_it_by_the_same_number(town: RunningTown, language: str) -> None:
    say = voice(language)
    await with_secrets(town)
    oksana = await town.official(language=language)
    await oksana.ask("/office")
    await press(oksana, say("office-assets"))
    await oksana.send(LABEL)
    shown = await oksana.until_text(LABEL)
    assert SHEVCHENKA in shown.text
