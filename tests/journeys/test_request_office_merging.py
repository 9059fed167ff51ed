"""One thing, many requests: a repeat joins the first, a burst pipe becomes one incident."""

from civic.kernel.ids import AccountId, PlaceId
from civic.places.model import Point
from civic.service_requests.model import ServiceRequest, Status
from handlers.presses.service_request_office import (
    DuplicatePress,
    GatherChosenPress,
    OfficeRequestPress,
)
from tests.journeys.handled_requests import (
    BENCHES,
    LAMP_POST,
    LEAKS,
    filed,
    joined,
    put_categories,
    request_now,
    serves,
    titled,
)
from tests.journeys.running_town import OKSANA, TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.writing_people import administrator, official, press
from tests.sandbox_client import PersonChat

WAVE = 12


async def open_more(chat: PersonChat, request: ServiceRequest, key: str, language: str) -> None:
    await chat.look()
    await chat.press_data(OfficeRequestPress(request.id).pack(), message=chat.last.id)
    await press(chat, voice(language)("office-request-more"))
    await press(chat, voice(language)(key))


async def test_a_repeat_joins_the_first_and_its_asker_gets_that_card(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    petro = await neighbour(town, number=602, language=language)
    first = await filed(town, olena, text="Темно під під'їздом")
    again = await filed(town, petro, text="Не горить лампа")
    await open_more(oksana, again, "office-step-duplicate", language)
    await oksana.until_text(say("office-duplicate-of"))
    await press(
        oksana, say("office-alike-near", number="1", text="Темно під під'їздом", metres="0")
    )
    assert oksana.toast == say("office-did-merge", number=2, into=1)
    await oksana.until_text("Темно під під'їздом", say.n("office-request-joined", 1))
    merged, kept = await request_now(town, again), await request_now(town, first)
    assert (merged.status, merged.merged_into, kept.joined) == (Status.MERGED, first.id, 1)
    # Pressed once more it is merged already, and nobody joins twice.
    await oksana.press_data(DuplicatePress(again.id, first.id).pack())
    assert oksana.toast == say("request-is-merged", number=2)
    await oksana.until_text(seen(say("office-request-merged-into", number=1)))
    await town.settle(petro)
    assert [m for m in petro.received if "Темно під під'їздом" in m.text]


async def test_a_number_names_what_it_repeats(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    far = Point(latitude=50.59, longitude=30.12)
    await filed(
        town, olena, category=LEAKS, text="Тече на тій вулиці", point=far, place=PlaceId(14)
    )
    lamp = await filed(town, olena)
    await open_more(oksana, lamp, "office-step-duplicate", language)
    await oksana.until_text(say("office-duplicate-none"))
    await oksana.send("77")
    await oksana.until_text(say("office-request-no-number"))
    await oksana.send("2")
    await oksana.until_text(say("request-needs-another"))
    await oksana.send("№ 1")
    await oksana.until_any(say("office-did-merge", number=2, into=1))
    await oksana.until_text("Тече на тій вулиці", titled(LEAKS, language))


async def test_a_wave_of_requests_becomes_one_incident_with_one_voice(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    ihor = await administrator(town, language)
    people = [await neighbour(town, number=610 + n, language=language) for n in range(WAVE)]
    requests = [
        await filed(
            town, one, category=LEAKS, text=f"Немає води, під'їзд {n}",
            point=Point(latitude=LAMP_POST.latitude + n * 0.0005, longitude=LAMP_POST.longitude),
        )
        for n, one in enumerate(people)
    ]  # fmt: skip
    bench = await filed(town, people[0], category=BENCHES, text="Лавка не про воду")
    incident = requests[0]
    await joined(town, incident, [people[5]])
    await open_more(ihor, incident, "office-step-gather", language)
    await ihor.until_text(say("office-gather"))
    await press(ihor, say("office-gather-all", count=str(WAVE)))
    # The bench stands beside it, but one look tells that it is something else.
    shown = await ihor.until_button(say.n("office-gather-chosen", WAVE))
    while not [label for label in shown.buttons if "Лавка" in label]:
        await press(ihor, say("page-after"))
        shown = await ihor.until_button(say.n("office-gather-chosen", WAVE))
    (aside,) = [label for label in shown.buttons if "Лавка" in label]
    await press(ihor, aside)
    ready = await ihor.until_button(say.n("office-gather-chosen", WAVE - 1))
    await ihor.press(say.n("office-gather-chosen", WAVE - 1), message=ready.id)
    assert ihor.toast == say.n("office-did-gather", WAVE - 1, number="1")
    await ihor.until_text(say.n("office-request-joined", WAVE - 1))
    for one in requests[1:]:
        assert (await request_now(town, one)).merged_into == incident.id
    assert (await request_now(town, bench)).status is Status.RECEIVED
    # One voice: what is said of the incident, all who asked see on their card.
    await press(ihor, say("office-step-reply"))
    await ihor.send("Прорвало трубу, вода буде до 18:00")
    await town.settle(*people)
    for asker in people:
        told = [m for m in asker.received if "вода буде до 18:00" in m.text]
        assert len(told) == 1
    await ihor.press_data(GatherChosenPress(incident.id).pack())
    assert (await request_now(town, incident)).joined == WAVE - 1


async def test_an_agency_gathers_only_what_is_its_own(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    lamp = await filed(town, olena)
    await filed(town, olena, category=LEAKS, text="Тече біля ліхтаря")
    await administrator(town, language)
    await serves(town, AccountId(501), is_dispatcher=True)
    await serves(town, OKSANA, is_head=True)
    await open_more(oksana, lamp, "office-step-gather", language)
    await oksana.until_text(say("office-gather-nothing"))
    async with town.wiring.storage.writing() as work:
        await work.officials.remove(TOWN, OKSANA)
    await oksana.press_data(GatherChosenPress(lamp.id).pack())
    assert oksana.toast == say("not-allowed")
