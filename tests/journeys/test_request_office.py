"""The office sees what waits, opens a request, learns why it came here, looks at its photos."""

from datetime import timedelta

from civic.kernel.ids import AccountId
from civic.places.model import Point
from civic.service_requests.model import Look, Status
from handlers.presses.service_request_office import OfficeRequestPress, RequestDeskPress, StepPress
from tests.journeys.handled_requests import (
    GRAVES,
    LAMPS,
    LEAKS,
    WATERS,
    filed,
    joined,
    listed,
    put_categories,
    request_now,
    serves,
    titled,
)
from tests.journeys.running_town import AGENCY, OKSANA, TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.writing_people import administrator, official, press
from tests.sandbox_client import PersonChat


async def open_desk(chat: PersonChat, waiting: int, language: str) -> None:
    """From the office's menu, which tells how many nobody has taken yet."""
    say = voice(language)
    await chat.send("/office")
    entry = say("office-requests")
    if waiting:
        entry = say("office-entry-counted", entry=entry, count=str(waiting))
    await press(chat, entry)
    await chat.until_text(seen(say("office-requests-heading")))


def counted(which: str, count: int, language: str) -> str:
    say = voice(language)
    return say("office-entry-counted", entry=say(f"office-requests-{which}"), count=str(count))


async def test_an_official_sees_what_waits_opens_it_and_takes_it(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena = await neighbour(town, language=language)
    petro = await neighbour(town, number=602, language=language)
    oksana = await official(town, language)
    lamp = await filed(town, olena, contact="+380 67 000 00 00")
    await filed(town, olena, category=LEAKS, text="Тече труба")
    await joined(town, lamp, [petro])
    await oksana.until_any(say("office-news-filed", number=1), "Ліхтар не світить другий")
    assert not [m for m in oksana.received if "Тече труба" in m.text]
    await open_desk(oksana, 1, language)
    await press(oksana, counted("new", 1, language))
    (label,) = [b for b in (await oksana.until_button(say("back"))).buttons if "1 · " in b]
    assert "08.03" in label
    await press(oksana, label)
    card = await oksana.until_text(
        say("office-request-asker", name="Олена"), "+380 67 000 00 00", "Двір на Шевченка, 12",
        say("office-request-is-received"), say.n("office-request-joined", 1),
    )  # fmt: skip
    assert say.n("office-request-due", 5, day=say.day(town.now + timedelta(days=7))) in card.text
    await press(oksana, say("office-step-accept"))
    await oksana.until_text(say("office-request-is-accepted"))
    assert oksana.toast == say("office-did-accept", number=1)
    moved = await request_now(town, lamp)
    assert (moved.status, moved.assignee) == (Status.ACCEPTED, OKSANA)
    # A second press of the same button does nothing more, and shows how it stands.
    await oksana.press_data(StepPress(lamp.id, "accept").pack(), message=card.id)
    assert oksana.toast == say("request-is-accepted", number=1)
    await press(oksana, say("office-request-details"))
    await press(oksana, say("office-request-history"))
    await oksana.until_text(say("office-moved-accept"), "Оксана", say("office-happened-joined"))
    await press(oksana, say("back"))
    await oksana.until_button(say("office-request-why"))
    await press(oksana, say("back"))
    await oksana.until_text(say("office-request-is-accepted"))
    await press(oksana, say("back"))
    await oksana.until_text(gist(language, "office-requests-new-heading"))
    await oksana.until_text(say("office-requests-none"))


async def test_whose_it_is_decides_a_category_and_the_card_says_so(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    await filed(town, olena, category=GRAVES, text="Повалена огорожа")
    await filed(town, olena, category=LEAKS, text="Тече труба")
    await open_desk(ihor, 2, language)
    await press(ihor, say("office-requests-aside"))
    await press(ihor, say("office-requests-agencies"))
    await press(ihor, say("office-request-dispatcher"))
    await ihor.until_text(say("office-requests-of", agency=say("office-request-dispatcher")))
    await press(ihor, counted("new", 1, language))
    await press(ihor, listed(1, GRAVES, language, until="08.03"))
    await press(ihor, say("office-request-details"))
    await press(ihor, say("office-request-why"))
    await ihor.until_text(say("office-why-nobody"))
    # A number opens any.
    await open_desk(ihor, 2, language)
    await ihor.send({"uk": "меню", "en": "menu", "ru": "меню"}[language])
    await ihor.until_button(say("menu-office"))
    await open_desk(ihor, 2, language)
    await ihor.send("№ 99")
    await ihor.until_text(say("office-request-no-number"))
    await ihor.send("№ 2")
    await ihor.until_text("Тече труба", WATERS[language])
    # And so it does wherever nothing else is awaited.
    await ihor.send("1")
    await ihor.until_text("Повалена огорожа")
    await ihor.send("№ 99")
    await ihor.until_text(say("fallback-text"))
    await ihor.send("№ 2")
    await ihor.until_text("Тече труба", WATERS[language])
    await press(ihor, say("office-request-details"))
    await press(ihor, say("office-request-why"))
    why = await ihor.until_text(say("office-why-default", agency=WATERS[language]))
    assert say("office-why-nobody") not in why.text


async def test_whoever_stands_outside_sees_the_nearest_first(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    lamps = titled(LAMPS, language)
    station = Point(latitude=50.566, longitude=30.096)
    await filed(town, olena, text="Темно біля станції", point=station)
    await filed(town, olena, text="Темно на розі")
    await open_desk(oksana, 2, language)
    await oksana.send_location(50.5612, 30.081)
    near = await oksana.until_text(seen(say("office-requests-near")).split(".")[0])
    first, second, *_ = near.buttons
    assert first == say("office-request-listed-near", number="2", title=lamps, metres="22")
    assert second.startswith(say("office-request-listed", number="1", title=lamps))
    await press(oksana, first)
    spot = await oksana.until_text("Темно на розі")
    await press(oksana, say("office-request-details"))
    await press(oksana, say("office-request-map"))
    await oksana.until(lambda chat: any(m.kind == "location" for m in chat.received))
    assert not oksana.message(spot.id).buttons
    await press(oksana, say("back"))
    await oksana.until_text(seen(say("office-requests-near")).split(".")[0])
    await oksana.send_location(10, 10)
    await oksana.until_text(say("office-requests-near-none"))


async def test_the_office_looks_at_photos_before_anybody_else_sees_them(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    lamp = await filed(town, olena, photos=2)
    await town.tick()
    await open_desk(oksana, 1, language)
    await press(oksana, say.n("office-requests-photos", 2))
    await oksana.until_text(say("office-photos-look"))
    first, second = [m for m in oksana.received if m.kind == "photo"]
    await oksana.press(say("office-photo-fit"), message=first.id)
    await oksana.press(say("office-photo-unfit"), message=second.id)
    assert oksana.toast == say("office-photo-is-hidden")
    assert say("office-photo-is-waiting") not in oksana.message(first.id).text
    async with town.wiring.storage.reading() as work:
        looks = [one.look for one in await work.service_requests.photos(TOWN, lamp.id)]
    assert looks == [Look.PUBLIC, Look.HIDDEN]
    await press(oksana, say("office-photo-request", number=1))
    card = await oksana.until_text("Ліхтар не світить другий тиждень")
    assert say.n("office-request-photos", 2) in card.buttons
    await press(oksana, say.n("office-request-photos", 2))
    shown = await oksana.until_any(say("office-photo-is-hidden"))
    # What was found can be found otherwise later.
    assert shown.buttons == [say("office-photo-fit")]


async def test_a_colleague_of_another_agency_looks_on_and_learns_no_name(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    leak = await filed(town, olena, category=LEAKS, text="Тече труба", contact="067")
    await administrator(town, language)
    await serves(town, OKSANA, agency=AGENCY)
    await serves(town, AccountId(501), is_dispatcher=True)
    await open_desk(oksana, 0, language)
    await oksana.send("1")
    card = await oksana.until_text("Тече труба")
    assert "Олена" not in card.text
    assert "067" not in card.text
    assert say("office-step-accept") not in card.buttons
    assert say("office-request-more") not in card.buttons
    # The waterworks have nobody of their own: their requests are the dispatcher's.
    await oksana.press_data(StepPress(leak.id, "accept").pack(), message=card.id)
    assert oksana.toast == say("request-not-yours", number=1)


async def test_who_no_longer_serves_sees_nothing_more(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    lamp = await filed(town, olena)
    news = await oksana.until_any(say("office-news-filed", number=1))
    async with town.wiring.storage.writing() as work:
        await work.officials.remove(TOWN, OKSANA)
    for gone in (OfficeRequestPress(lamp.id), StepPress(lamp.id, "accept"), RequestDeskPress()):
        await oksana.press_data(gone.pack(), message=news.id)
        assert oksana.toast == say("not-allowed")
    assert (await request_now(town, lamp)).status is Status.RECEIVED
