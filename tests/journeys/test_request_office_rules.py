"""An administrator sets what may be asked about, where it goes, who heads and passes on."""

import csv
import io

from civic.service_requests.model import Category
from handlers.presses.service_request_rules import (
    CategoriesPress,
    FlagCategoryPress,
    RetireCategoryPress,
)
from tests.journeys.handled_requests import (
    BENCHES,
    LAMPS,
    WATERS,
    WATERWORKS,
    filed,
    put_categories,
    request_now,
    serves,
    titled,
)
from tests.journeys.running_town import AGENCY, OFFICES, OKSANA, TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.writing_people import administrator, official, press
from tests.sandbox_client import PersonChat


async def aside(chat: PersonChat, key: str, language: str) -> None:
    say = voice(language)
    await chat.send("/office")
    shown = await chat.until_button(say("office-setup"))
    (entry,) = [label for label in shown.buttons if say("office-requests") in label]
    await press(chat, entry)
    await press(chat, say("office-requests-aside"))
    await press(chat, say(key))


def ruled(language: str, agency: str, **conditions: str) -> str:
    """A rule in the words of the screen; `hours`: from ten in the evening to six."""
    say = voice(language)
    told = [
        say("office-if-hours", first="22:00", until="06:00")
        if what == "hours"
        else say(f"office-if-{what}", names=f"«{name}»")
        for what, name in conditions.items()
    ]
    return seen(say("office-rule", conditions=", ".join(told), agency=agency))


async def categories(town: RunningTown) -> dict[str, Category]:
    async with town.wiring.storage.reading() as work:
        return {one.code: one for one in await work.request_categories.all(TOWN)}


async def test_a_category_is_made_and_set_in_the_chat(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor = await administrator(town, language)
    await aside(ihor, "office-requests-categories", language)
    await ihor.until_text(say("office-categories-none"))
    await press(ihor, say("office-category-new"))
    await ihor.send("Дороги <b>")
    await ihor.until_text("Дороги <b>", say("office-category-code", code="dorohy-b"))
    await press(ihor, say("office-entry-counted", entry=say("office-category-inside"), count="0"))
    await press(ihor, say("office-category-new"))
    await ihor.send("Яма")
    await ihor.until_text(f"{say('language-uk')}: Яма", f"{say('language-en')}: —")
    await press(ihor, say("office-category-wording"))
    await press(ihor, say("language-en"))
    await ihor.send("A pothole")
    await ihor.until_text(f"{say('language-en')}: A pothole")
    await press(ihor, say("office-category-wording"))
    await press(ihor, say("office-category-words"))
    await ihor.send("яма, вибоїна; яма")
    await ihor.until_text("яма, вибоїна")
    await press(ihor, say("office-category-days"))
    await ihor.send("незабаром")
    await ihor.until_text(say("request-category-days"))
    await ihor.send("3")
    await ihor.until_text(say.n("office-category-takes", 3))
    await press(ihor, say("office-category-agency"))
    await press(ihor, OFFICES[language])
    for flag in ("photo", "danger"):
        await press(ihor, say(f"office-category-flag-{flag}"))
        await ihor.until_button("✓ " + say(f"office-category-flag-{flag}"))
    await press(ihor, "✓ " + say("office-category-flag-public"))
    await ihor.until_text(say("office-category-not-public"))
    pothole = (await categories(town))["iama"]
    assert (pothole.agency, pothole.days, pothole.words) == (AGENCY, 3, ("яма", "вибоїна"))
    assert (pothole.is_public, pothole.needs_photo_after, pothole.is_emergency) == (
        False, True, True,
    )  # fmt: skip
    await press(ihor, say("office-category-retire"))
    await ihor.until_text(say("office-category-retired"))
    await press(ihor, say("office-category-back"))
    await ihor.until_button(say("office-category-retire"))
    # Two levels, no more.
    await ihor.press_data(CategoriesPress(pothole.id).pack())
    await press(ihor, say("office-category-new"))
    await ihor.send("Маленька яма")
    await ihor.until_text(say("request-category-deep"))


async def test_categories_come_and_go_as_a_table(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    ihor = await administrator(town, language)
    await aside(ihor, "office-requests-categories", language)
    await press(ihor, say("office-table-get"))
    await ihor.until(lambda chat: any(m.kind == "document" for m in chat.received))
    (sent,) = [m for m in ihor.received if m.kind == "document"]
    text = (await ihor.download(sent)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["code"] for row in rows] == ["yard", "lamps", "benches", "leaks", "graves"]
    # As a spreadsheet saves it here: other letters, semicolons; one row changed, one added, one gone.
    kept = [row for row in rows if row["code"] != "graves"]
    kept[0]["icon"] = ""
    kept[1]["days"] = "2"
    kept.append(
        dict.fromkeys(rows[0], "") | {"code": "trees", "name_uk": "Дерево", "parent": "yard"}
    )
    kept.append(
        dict.fromkeys(rows[0], "") | {"code": "gas", "name_uk": "Газ", "agency": "Газконтора"}
    )
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0], delimiter=";")
    writer.writeheader()
    writer.writerows(kept)
    await ihor.send_document("теми.csv", written.getvalue().encode("cp1251"))
    shown = await ihor.until_text(
        seen(say("office-table-would", name="теми.csv")), say.n("office-table-added", 1),
        say.n("office-table-changed", 2), "Газконтора",
    )  # fmt: skip
    assert "trees" not in await categories(town)
    # While a row is wrong nothing is retired.
    await press(ihor, say("office-table-keep"))
    assert ihor.toast == say.n("office-table-kept", 3)
    now = await categories(town)
    assert (now["lamps"].days, now["trees"].parent, now["graves"].retired) == (
        2, now["yard"].id, False,
    )  # fmt: skip
    # The older button changes nothing more; a table that is none is refused.
    await ihor.press_data(shown.button(say("office-table-keep"))["data"])
    assert ihor.toast == say.n("office-table-kept", 0)
    await ihor.send_document("photo.csv", b"\x89PNG\0\0")
    await ihor.until_text(say("request-table-unreadable"))


async def test_rules_are_read_tried_and_kept_as_a_table(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    await filed(town, olena, text="Біля лампи тече труба")
    await filed(town, olena, text="Темно")
    await aside(ihor, "office-requests-rules", language)
    await ihor.until_text(say("office-rules-none"))
    table = (
        "categories;places;owners;words;hours;agency\r\n"
        "lamps;p1;;труба; ;Водоканал\r\n"
        ";;ДТЕК;;22-6;\r\n"
    )
    lamps_rule = ruled(
        language, WATERS[language], category=titled(LAMPS, language), place="Західний",
        words="труба",
    )  # fmt: skip
    owners_rule = ruled(language, say("office-request-dispatcher"), owner="ДТЕК", hours="")
    await ihor.send_document("rules.csv", table.encode())
    await ihor.until_text(
        lamps_rule,
        owners_rule,
        say.n("office-tried", 1, all="2"),
        say("office-tried-one", number="1", was=OFFICES[language], would=WATERS[language]),
    )  # fmt: skip
    await press(ihor, say("office-rules-do"))
    assert ihor.toast == say.n("office-rules-kept", 2)
    # What was filed stays where it is; what comes goes by the rules, and the card says why.
    pipe = await filed(town, olena, text="Знову тече труба біля лампи")
    assert (await request_now(town, pipe)).agency == WATERWORKS
    await aside(ihor, "office-requests-rules", language)
    await press(ihor, "2")
    await press(ihor, say("office-rule-up"))
    await ihor.until_text(
        say("office-rule-would-up", number="2"), say.n("office-tried", 0, all="3")
    )
    await press(ihor, say("office-rules-do"))
    await ihor.until_text(f"1. {owners_rule}")
    await press(ihor, "2")
    await press(ihor, say("office-rule-remove"))
    await ihor.until_text(
        say("office-tried-one", number="3", was=WATERS[language], would=OFFICES[language])
    )
    await press(ihor, say("office-rules-do"))
    assert ihor.toast == say.n("office-rules-kept", 1)
    await ihor.send("/office")
    entry = say("office-entry-counted", entry=say("office-requests"), count="3")
    await press(ihor, entry)
    await ihor.send("3")
    await press(ihor, say("office-request-details"))
    await press(ihor, say("office-request-why"))
    matched = ", ".join(say(f"office-why-{one}") for one in ("category", "place", "words"))
    await ihor.until_text(
        say("office-why-rule", number="1", agency=WATERS[language], matched=matched)
    )


async def test_a_table_of_rules_with_a_mistake_is_taken_not_at_all(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    ihor = await administrator(town, language)
    await aside(ihor, "office-requests-rules", language)
    await ihor.send_document("rules.csv", "words,agency\nтруба,Газконтора\nяма,\n".encode())
    shown = await ihor.until_text(
        say("office-rules-mend"),
        "Газконтора",
        seen(say("office-table-row", row="2", why="")).strip(),
    )
    assert say("office-rules-do") not in shown.buttons
    async with town.wiring.storage.reading() as work:
        assert await work.request_routes.rules(TOWN) == []


async def test_a_head_and_a_dispatcher_are_made(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    await official(town, language)
    ihor = await administrator(town, language)
    await aside(ihor, "office-requests-duties", language)
    await press(ihor, "Оксана")
    await press(ihor, say("office-duty-head"))
    await ihor.until_button("✓ " + say("office-duty-head"))
    await press(ihor, say("office-duty-dispatcher"))
    await ihor.until_button("✓ " + say("office-duty-dispatcher"))
    async with town.wiring.storage.reading() as work:
        oksana = await work.officials.official(TOWN, OKSANA)
    assert (oksana.is_head, oksana.is_dispatcher) == (True, True)
    await press(ihor, say("back"))
    await ihor.until_button(
        " · ".join(["Оксана", say("office-duty-head"), say("office-duty-dispatcher")])
    )
    await press(ihor, "Ігор")
    shown = await ihor.until_text("Ігор")
    assert say("office-duty-head") not in shown.buttons


async def test_only_an_administrator_sets_any_of_it(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    oksana = await official(town, language)
    await serves(town, OKSANA, is_head=True, is_dispatcher=True)
    for gone in (
        CategoriesPress(), RetireCategoryPress(LAMPS, retired=True),
        FlagCategoryPress(BENCHES, "danger", on=True),
    ):  # fmt: skip
        await oksana.press_data(gone.pack())
        assert oksana.toast == say("not-allowed")
    assert not (await categories(town))["lamps"].retired
