"""A person finds their courtyard, whichever way; an administrator brings the list of places."""

from civic.kernel.ids import AccountId, PlaceId
from civic.places.model import PlaceKind
from civic.residents.model import Resident
from locales.catalog import Say
from tests.journeys.running_town import COURTYARDS, TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.sandbox_client import PersonChat

OLENA = 601
SADOVA_5 = PlaceId(121)
SHEVCHENKA, SADOVA = PlaceId(11), PlaceId(12)
SADOVA_NAME = COURTYARDS[SADOVA][0]
INSIDE = COURTYARDS[SADOVA][2]
BESIDE = (INSIDE[0] + 0.0015, INSIDE[1])
OCEAN = (0.0, -30.0)
LISTED = """external_id;kind;parent;name;street;number
new;courtyard;;Новий двір;;
new1;building;new;;вул. Нова;1
bad;building;nowhere;;вул. Нова;2
"""


async def newcomer(town: RunningTown, language: str) -> tuple[PersonChat, Say]:
    """Before the question where they live."""
    say = voice(language)
    olena = await town.person("Олена", language=language, id=OLENA)
    await olena.send("/start")
    await press(olena, say(f"language-{language}"))
    await olena.until_text(_first_line(say("courtyard-ask-home")))
    return olena, say


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def resident(town: RunningTown) -> Resident:
    async with town.wiring.storage.reading() as work:
        found = await work.residents.of_account(TOWN, AccountId(OLENA))
    assert found is not None
    return found


def _first_line(text: str) -> str:
    return seen(text.split("\n", maxsplit=1)[0])


async def test_an_address_with_a_slip_finds_the_home(town: RunningTown, language: str) -> None:
    olena, say = await newcomer(town, language)
    assert say("courtyard-send-location") in olena.keyboard
    await olena.send("садва 5")
    await press(olena, "вулиця Садова, 5")
    await olena.until_any(SADOVA_NAME)
    await olena.until_button(say("menu-surveys"))
    assert olena.keyboard == []
    assert (await resident(town)).home == SADOVA_5


async def test_an_unknown_address_is_no_dead_end(town: RunningTown, language: str) -> None:
    olena, say = await newcomer(town, language)
    await olena.send("Хрещатик 1 <b>")
    await olena.until_text("Хрещатик 1 <b>")
    await olena.send("Садова 77")
    await olena.until_text("77")
    await press(olena, say("courtyard-from-list"))
    await press(olena, "Західний")
    await press(olena, SADOVA_NAME)
    await olena.until_any(SADOVA_NAME)
    await olena.until_button(say("menu-surveys"))
    assert (await resident(town)).home == SADOVA


async def test_a_location_inside_a_courtyard_is_taken_at_once(
    town: RunningTown, language: str
) -> None:
    olena, say = await newcomer(town, language)
    await olena.send_location(*INSIDE)
    await olena.until_any(SADOVA_NAME)
    await olena.until_button(say("menu-surveys"))
    assert (await resident(town)).home == SADOVA


async def test_a_location_beside_a_courtyard_is_confirmed_first(
    town: RunningTown, language: str
) -> None:
    olena, say = await newcomer(town, language)
    await olena.send_location(*BESIDE)
    near = await olena.until_text(say("courtyard-near"))
    assert (await resident(town)).home is None
    label = next(button for button in near.buttons if SADOVA_NAME in button)
    await olena.press(label, message=near.id)
    await olena.until_button(say("menu-surveys"))
    assert (await resident(town)).home == SADOVA


async def test_a_location_in_the_ocean_gets_a_sentence(town: RunningTown, language: str) -> None:
    olena, say = await newcomer(town, language)
    await olena.send_location(*OCEAN)
    where = {"uk": "Немішаєве", "en": "Nemishaieve", "ru": "Немешаево"}[language]
    await olena.until_text(say("courtyard-nowhere", town=where))
    assert (await resident(town)).home is None


async def test_later_is_an_answer_too(town: RunningTown, language: str) -> None:
    olena, say = await newcomer(town, language)
    await olena.tap(say("courtyard-later"))
    await olena.until_text(say("courtyard-put-off"))
    await olena.until_button(say("menu-surveys"))
    assert olena.keyboard == []
    assert (await resident(town)).home is None


async def test_a_location_that_nobody_asked_for_may_become_home(
    town: RunningTown, language: str
) -> None:
    olena, say = await newcomer(town, language)
    await olena.tap(say("courtyard-later"))
    await olena.until_button(say("menu-surveys"))
    await olena.send_location(*INSIDE)
    await press(olena, say("courtyard-mine"))
    await olena.until_text(SADOVA_NAME)
    assert (await resident(town)).home == SADOVA
    await olena.send_location(*INSIDE)
    await olena.until_text(seen(say("courtyard-is-yours", place=SADOVA_NAME)))


async def test_a_place_is_followed_beside_the_home(town: RunningTown, language: str) -> None:
    olena, say = await newcomer(town, language)
    await olena.send_location(*INSIDE)
    await olena.until_button(say("menu-surveys"))
    await olena.send("/settings")
    await press(olena, say("settings-change-followed"))
    await press(olena, say("followed-add"))
    await olena.until_text(_first_line(say("courtyard-ask-follow")))
    await olena.send("Шевченка 12")
    await press(olena, "вулиця Шевченка, 12")
    await olena.until_button(say("followed-remove", place="вулиця Шевченка, 12"))
    followed = await resident(town)
    assert followed.home == SADOVA
    assert followed.followed == (PlaceId(111),)


async def test_an_administrator_brings_a_list_and_sees_first_what_it_changes(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.send("/office")
    await press(ihor, say("office-setup"))
    await press(ihor, say("office-places"))
    await ihor.until_text("external_id")
    await ihor.send_document("places.csv", LISTED.encode("cp1251"))
    shown = await ihor.until_button(say("places-keep"))
    assert say.n("places-added", 2) in shown.text
    assert "nowhere" in shown.text
    async with town.wiring.storage.reading() as work:
        assert await work.places.by_external_id(TOWN, ["new"]) == {}
    await ihor.press(say("places-keep"), message=shown.id)
    await ihor.until_text(say("places-being-kept"))
    await town.tick()
    await ihor.until_text(_first_line(say("places-imported")), say.n("places-added", 2))
    async with town.wiring.storage.reading() as work:
        kept = await work.places.by_external_id(TOWN, ["new", "new1", "bad"])
    assert sorted(kept) == ["new", "new1"]


async def test_places_that_a_list_lacks_are_retired_only_after_a_second_thought(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.send("/office")
    await press(ihor, say("office-setup"))
    await press(ihor, say("office-places"))
    await ihor.until_text("external_id")
    await ihor.send_document("places.csv", LISTED.encode())
    there = await _counted(town)
    await press(ihor, say.n("places-keep-complete", there))
    await ihor.until_text(say("places-retire-ask"))
    assert await _counted(town) == there
    await press(ihor, say.n("places-retire-sure", there))
    await ihor.until_text(say("places-being-kept"))
    assert await _counted(town) == there
    await town.tick()
    await ihor.until_text(say.n("places-retired", there))
    assert await _counted(town) == 2


async def _counted(town: RunningTown) -> int:
    async with town.wiring.storage.reading() as work:
        return sum([await work.places.count(TOWN, kind) for kind in PlaceKind])


async def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor, there = await town.administrator(language=language), await _counted(town)
    await ihor.send("/office")
    await press(ihor, say("office-setup"))
    await press(ihor, say("office-places"))
    await ihor.until_text("external_id")
    await ihor.send_document("places.xlsx", b"PK\x03\x04 a workbook")
    await ihor.until_text(say("places-file-kind"))
    await ihor.send_document("places.csv", "name;street\nА;Б\n".encode())
    await ihor.until_text(say("places-columns-missing", columns="external_id, kind"))
    assert await _counted(town) == there


async def test_a_file_too_large_for_telegram_is_refused_before_it_is_fetched(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.send("/office")
    await press(ihor, say("office-setup"))
    await press(ihor, say("office-places"))
    await ihor.until_text("external_id")
    person = {"id": ihor.id, "is_bot": False, "first_name": "Ігор"}
    document = {"file_id": "huge", "file_unique_id": "h", "file_size": 21_000_000}
    await town.sandbox.inject(
        {
            "message": {
                "message_id": 999_999,
                "date": int(town.now.timestamp()),
                "chat": {"id": ihor.id, "type": "private", "first_name": "Ігор"},
                "from": person,
                "document": document | {"file_name": "places.csv"},
            }
        }
    )
    await ihor.until_text(say("places-file-by-terminal"))
    assert await town.sandbox.calls("getFile") == []


async def test_keys_go_away_with_whoever_leaves_by_a_command(
    town: RunningTown, language: str
) -> None:
    olena, say = await newcomer(town, language)
    await olena.send("/settings")
    await olena.until_any(say("courtyard-put-off"))
    await olena.until_button(say("settings-change-language"))
    assert olena.keyboard == []


async def test_keys_go_away_with_whoever_leaves_by_a_button(
    town: RunningTown, language: str
) -> None:
    olena, say = await newcomer(town, language)
    await olena.send_location(*INSIDE)
    await olena.until_button(say("menu-surveys"))
    await olena.send("/courtyard")
    await press(olena, say("my-courtyard-change"))
    await olena.until_text(_first_line(say("courtyard-ask-home")))
    assert say("courtyard-send-location") in olena.keyboard
    await olena.send("Садова 5")
    await olena.until_text(_first_line(say("courtyard-suggested")))
    await press(olena, say("home"))
    await olena.until_any(say("courtyard-stays"))
    assert olena.keyboard == []
    assert (await resident(town)).home == SADOVA


async def test_a_key_pressed_too_late_still_leads_somewhere(
    town: RunningTown, language: str
) -> None:
    olena, say = await newcomer(town, language)
    await olena.tap(say("courtyard-later"))
    await olena.until_button(say("menu-surveys"))
    await olena.send(say("courtyard-from-list"))
    await olena.until_text(say("courtyard-which-district"))
    await olena.send(say("courtyard-later"))
    await olena.until_text(say("courtyard-put-off"))
    assert (await resident(town)).home is None
    assert olena.keyboard == []
