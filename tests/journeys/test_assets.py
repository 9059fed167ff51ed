"""An administrator brings an inventory; officials look things up; a label opens what it sticks on."""

import json
from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader

from civic.kernel.ids import AccountId, AssetId
from civic.kernel.language import Language, language_of
from handlers.links import asset_link
from locales.catalog import Say
from tests.journeys.running_town import COURTYARDS, TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.made_photos import saved, scene
from tests.sandbox_client import PersonChat

LAMPS = """id;number;lat;lon;owner;watt;EDITOR
1;Л-1;50.5610;30.0810;Нове світло;60;Ann
2;Л-2;50.5612;30.0811;;60;Bob
3;Л-3;50.5680;30.0990;N/A;40;Ann
0;;50.5;30.1;;;
"""
SHEVCHENKA = COURTYARDS[next(iter(COURTYARDS))][0]
NAMES: dict[Language, dict[str, str]] = {
    "uk": {"lamp": "💡 Ліхтар", "power": "⚡ Енергетика"},
    "en": {"lamp": "💡 Street light", "power": "⚡ Power"},
    "ru": {"lamp": "💡 Фонарь", "power": "⚡ Энергетика"},
}


def name(code: str, say: Say) -> str:
    return NAMES[language_of(say.language)][code]


async def press(chat: PersonChat, label: str) -> None:
    shown = await chat.until_button(label)
    await chat.press(label, message=shown.id)


async def inventory(town: RunningTown, language: str) -> tuple[PersonChat, Say]:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.send("/office")
    await press(ihor, say("office-assets"))
    await ihor.until_button(say("assets-add-kind"))
    return ihor, say


async def with_lamps(
    town: RunningTown, language: str, code: str = "lamp"
) -> tuple[PersonChat, Say]:
    """The file is sent where its kind is open, looked at, and kept by the tick."""
    ihor, say = await inventory(town, language)
    await press(ihor, say("assets-add-kind"))
    if code == "power":
        await press(ihor, say("page-after"))
    await press(ihor, name(code, say))
    await ihor.until_text(seen(name(code, say)), gist(language, "assets-send-file"))
    await ihor.send_document("lamps.csv", LAMPS.encode("cp1251"))
    await press(ihor, say("places-keep"))
    await ihor.until_text(say("places-being-kept"))
    await town.tick()
    await ihor.until_text(say.n("assets-added", 3), say.n("assets-found", 1))
    return ihor, say


async def assets(town: RunningTown) -> list[AssetId]:
    async with town.wiring.storage.reading() as work:
        kinds = [kind.id for kind in await work.assets.kinds(TOWN)]
        return [asset.id for asset in await work.assets.numbered(TOWN, kinds, limit=9)]


async def test_a_list_is_looked_at_kept_and_the_second_time_changes_nothing(
    town: RunningTown, language: str
) -> None:
    ihor, say = await inventory(town, language)
    await ihor.until_text(gist(language, "assets-send-any"))
    await press(ihor, say("assets-add-kind"))
    await press(ihor, name("lamp", say))
    await ihor.until_text(say("asset-kind-public"))
    await ihor.send_document("lamps.csv", LAMPS.encode())
    shown = await ihor.until_button(say("places-keep"))
    assert say.n("assets-added", 3) in shown.text
    assert say.n("assets-placed", 3) in shown.text
    assert seen(say("assets-columns-left", columns="EDITOR")) in shown.text
    assert say("places-row", row=5, why=say("assets-row-no-id")) in shown.text
    assert await assets(town) == []
    await ihor.press(say("places-keep"), message=shown.id)
    await ihor.until_text(say("places-being-kept"))
    await town.tick()
    await ihor.until_text(say.n("assets-added", 3))
    assert len(await assets(town)) == 3
    await ihor.send("/office")
    await press(ihor, say("office-assets"))
    await press(ihor, say("assets-kind-line", kind=name("lamp", say), count="3"))
    await ihor.until_text(say.n("assets-count", 3))
    await ihor.send_document("lamps.csv", LAMPS.encode())
    await ihor.until_text(say("places-nothing-changes"), say.n("assets-unchanged", 3))


async def test_what_a_list_lacks_is_retired_only_after_a_second_thought(
    town: RunningTown, language: str
) -> None:
    ihor, say = await with_lamps(town, language)
    await ihor.send("/office")
    await press(ihor, say("office-assets"))
    await press(ihor, say("assets-kind-line", kind=name("lamp", say), count="3"))
    await ihor.until_text(say.n("assets-count", 3))
    await ihor.send_document("lamps.csv", "\n".join(LAMPS.splitlines()[:3]).encode())
    await press(ihor, say.n("assets-keep-complete", 1))
    await ihor.until_text(say("assets-retire-ask"), "Л-3")
    assert len(await assets(town)) == 3
    await press(ihor, say.n("assets-retire-sure", 1))
    await ihor.until_text(say("places-being-kept"))
    await town.tick()
    await ihor.until_text(say.n("assets-retired", 1))
    assert len(await assets(town)) == 2


async def test_an_official_finds_by_number_and_what_is_nearest(
    town: RunningTown, language: str
) -> None:
    await with_lamps(town, language)
    say = voice(language)
    oksana = await town.official(language=language)
    await oksana.send("/office")
    await press(oksana, say("office-assets"))
    shown = await oksana.until_text(gist(language, "assets-look-up"))
    assert say("assets-add-kind") not in shown.buttons
    await oksana.send("ліхтар л 2")
    await oksana.until_text(
        seen(say("asset-title", kind=name("lamp", say), number="Л-2")), SHEVCHENKA
    )
    await press(oksana, say("asset-near"))
    near = await oksana.until_text(seen(say("assets-near-some")))
    assert near.buttons[0].startswith(f"{name('lamp', say)} Л-1 · 2")
    await oksana.send("/office")
    await press(oksana, say("office-assets"))
    await oksana.until_text(gist(language, "assets-look-up"))
    await oksana.send("777 <b>")
    await oksana.until_text("777 <b>")
    await oksana.send_location(50.5681, 30.0991)
    near = await oksana.until_text(seen(say("assets-near-some")))
    assert "Л-3" in near.buttons[0]


async def test_labels_are_printed_and_lead_to_what_they_stick_on(
    town: RunningTown, language: str
) -> None:
    ihor, say = await with_lamps(town, language)
    await ihor.send("/office")
    await press(ihor, say("office-assets"))
    await press(ihor, say("assets-kind-line", kind=name("lamp", say), count="3"))
    await press(ihor, say("assets-labels"))
    await ihor.until_text(say("assets-being-made"))
    await town.tick()
    sent = await ihor.until_text(say.n("asset-labels-ready", 3))
    text = PdfReader(BytesIO(await ihor.download(sent))).pages[0].extract_text()
    # What sticks on a pole speaks the town's language, whoever printed it.
    assert all(words in text for words in ("Л-1", "Л-3", "Ліхтар", "Немішаєве"))
    olena = await town.person("Олена", language=language)
    await olena.open(asset_link("bot", TOWN, (await assets(town))[0]))
    opened = await olena.until_text(seen(say("asset-title", kind=name("lamp", say), number="Л-1")))
    assert SHEVCHENKA in opened.text
    assert say("menu-talk") in opened.buttons
    await olena.open(asset_link("bot", TOWN, AssetId(12345)))
    await olena.until_text(say("asset-gone"))


async def test_the_inventory_goes_out_as_a_file_that_comes_back_without_a_change(
    town: RunningTown, language: str
) -> None:
    ihor, say = await with_lamps(town, language)
    await ihor.send("/office")
    await press(ihor, say("office-assets"))
    await press(ihor, say("assets-geojson"))
    await ihor.until_text(say("assets-being-made"))
    await town.tick()
    sent = await ihor.until_text(say.n("asset-geojson-ready", 3))
    content = await ihor.download(sent)
    assert len(json.loads(content)["features"]) == 3
    await ihor.send("/office")
    await press(ihor, say("office-assets"))
    await ihor.until_button(say("assets-add-kind"))
    await ihor.send_document("assets.geojson", content)
    await ihor.until_text(say("places-nothing-changes"))


async def test_what_is_not_public_shows_a_resident_no_more_than_its_label(
    town: RunningTown, language: str
) -> None:
    ihor, say = await with_lamps(town, language, "power")
    await ihor.send("/office")
    await press(ihor, say("office-assets"))
    hidden = say("assets-kind-line-hidden", kind=name("power", say), count="3")
    await press(ihor, hidden)
    await ihor.until_text(say("asset-kind-hidden"))
    await press(ihor, say("assets-geojson-kind"))
    await ihor.until_text(say("assets-being-made"))
    await town.tick()
    await ihor.until_text(say("asset-geojson-secret"))
    olena = await town.person("Олена", language=language)
    await olena.open(asset_link("bot", TOWN, (await assets(town))[0]))
    opened = await olena.until_text("Л-1")
    assert SHEVCHENKA not in opened.text
    # The administrator decides otherwise, and takes it back.
    await ihor.send("/office")
    await press(ihor, say("office-assets"))
    await press(ihor, hidden)
    await press(ihor, say("asset-kind-show"))
    await ihor.until_text(say("asset-kind-public"))
    await press(ihor, say("asset-kind-hide"))
    await ihor.until_text(say("asset-kind-hidden"))


async def test_a_kind_of_the_towns_own_is_named_and_put_away(
    town: RunningTown, language: str
) -> None:
    ihor, say = await inventory(town, language)
    await press(ihor, say("assets-add-kind"))
    await ihor.until_text(gist(language, "asset-kind-ask"))
    await ihor.send("Фонтан <b>")
    await ihor.until_text("Фонтан <b>", say("asset-kind-hidden"))
    await press(ihor, say("asset-kind-retire"))
    await press(ihor, say("asset-kind-retire-sure"))
    shown = await ihor.until_text(gist(language, "assets-none"))
    assert not any("Фонтан" in label for label in shown.buttons)


async def test_a_file_that_is_no_inventory_is_refused_with_a_sentence(
    town: RunningTown, language: str
) -> None:
    ihor, say = await inventory(town, language)
    await ihor.send_document("assets.xlsx", b"PK\x03\x04 a workbook")
    await ihor.until_text(say("assets-file-kind"))
    await ihor.send_document("lamps.csv", LAMPS.encode())
    await ihor.until_text(say("assets-kind-missing"))
    hostile = b'<!DOCTYPE osm [<!ENTITY a "a">]><osm/>'
    await ihor.send_document("map.osm", hostile)
    await ihor.until_text(say("assets-file-hostile"))
    assert await assets(town) == []


async def test_an_extract_of_a_map_brings_its_kinds_with_it(
    town: RunningTown, language: str
) -> None:
    ihor, say = await inventory(town, language)
    node = '<node id="7" lat="50.561" lon="30.081" user="mapper"><tag k="highway" v="street_lamp"/></node>'
    await ihor.send_document("map.osm", f"<osm>{node}</osm>".encode())
    shown = await ihor.until_button(say("places-keep"))
    assert say("assets-kind-line", kind=name("lamp", say), count="1") in shown.text
    await ihor.press(say("places-keep"), message=shown.id)
    await ihor.until_text(say("places-being-kept"))
    await town.forward(timedelta(seconds=1))
    await ihor.until_text(say.n("assets-added", 1))
    async with town.wiring.storage.reading() as work:
        entries = await work.audit.entries(TOWN, limit=9)
    assert {entry.actor for entry in entries} == {AccountId(ihor.id)}


async def test_a_photo_that_an_official_took_is_on_the_card_and_for_whoever_scans_the_label(
    town: RunningTown, language: str
) -> None:
    await with_lamps(town, language)
    say = voice(language)
    oksana = await town.official(language=language)
    await oksana.send("/office")
    await press(oksana, say("office-assets"))
    await oksana.until_text(gist(language, "assets-look-up"))
    await oksana.send("Л-1")
    await press(oksana, say("asset-add-photo"))
    await oksana.until_text(say("asset-ask-photo"))
    await oksana.send_document("lamp.jpg", b"<svg/>")
    await oksana.until_text(say("photo-not-a-picture"))
    await oksana.send_photo(saved(scene()))
    await oksana.until_text(say("asset-photo-taken"))
    await town.tick()
    await press(oksana, say("back"))
    shown = await oksana.until_button(say("asset-another-photo"))
    assert shown.kind == "photo"
    await press(oksana, say("asset-spot"))
    await oksana.until(lambda chat: any(one.kind == "location" for one in chat.received[-2:]))
    olena = await town.person("Олена", language=language)
    await olena.open(asset_link("bot", TOWN, (await assets(town))[0]))
    title = seen(say("asset-title", kind=name("lamp", say), number="Л-1"))
    # Who came just now sees it at once.
    await olena.until(lambda chat: chat.last.kind == "photo" and title in chat.last.text)
