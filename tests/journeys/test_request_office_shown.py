"""What an official finds where they look: the last words, what is near, a lamp's whole story."""

import asyncio
from dataclasses import replace
from datetime import date

from civic.assets.model import Asset, AssetKind
from civic.kernel.ids import AccountId, AssetId, AssetKindId, ResidentId
from civic.kernel.language import Translated
from civic.service_requests.actions.following import comment_request
from civic.service_requests.model import Status
from handlers.presses.assets import AssetPress
from handlers.presses.service_request_office import (
    AskStepPress,
    OfficeRequestPress,
    PlanDayPress,
    RequestDeskPress,
    StepPress,
)
from handlers.presses.service_request_rules import CategoryPress
from tests.journeys.handled_requests import (
    LAMP_POST,
    LAMPS,
    YARD,
    filed,
    put_categories,
    request_now,
    serves,
)
from tests.journeys.running_town import AGENCY, OKSANA, TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.told_people import colleague
from tests.journeys.writing_people import press

LAMP = AssetId(900)
VIRA = AccountId(505)


async def test_a_card_ends_with_the_last_words_and_says_how_often_it_came_back(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town), await town.official(language=language)
    await oksana.ask("/office")
    lamp = await filed(town, olena)
    async with town.wiring.storage.writing() as work:
        me = await work.residents.resident(TOWN, ResidentId(601))
        await comment_request(TOWN, lamp.id, "Стовп уже хилиться", by=me, desk=work, now=town.now)
        now = await work.service_requests.request(TOWN, lamp.id)
        await work.service_requests.put(replace(now, reopened=2))
    await oksana.press_data(OfficeRequestPress(lamp.id).pack(), message=oksana.last.id)
    await oksana.until_any(
        "Стовп уже хилиться", say("office-happened-commented"),
        say.n("office-request-reopened", 2),
    )  # fmt: skip


async def test_whoever_walks_on_sends_where_they_are_also_from_a_card(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town), await town.official(language=language)
    await oksana.ask("/office")
    lamp = await filed(town, olena)
    await oksana.press_data(RequestDeskPress().pack(), message=oksana.last.id)
    desk = await oksana.until_any(seen(say("office-requests-heading")))
    await oksana.press_data(OfficeRequestPress(lamp.id).pack(), message=desk.id)
    await oksana.until_any(say("office-request-is-received"))
    await oksana.send_location(LAMP_POST.latitude, LAMP_POST.longitude)
    await oksana.until_any(seen(say("office-requests-near")))


async def test_the_card_of_a_lamp_leads_to_all_that_was_told_of_it(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town), await town.official(language=language)
    await oksana.ask("/office")
    async with town.wiring.storage.writing() as work:
        kind = AssetKind(
            id=AssetKindId(9), community=TOWN, code="lamp", icon="💡", is_public=True,
            name=Translated({"uk": "Ліхтар", "en": "Lamp", "ru": "Фонарь"}),
        )  # fmt: skip
        await work.assets.put_kind(TOWN, kind)
        asset = Asset(
            id=LAMP, community=TOWN, kind=kind.id, external_id="1", number="Л-1", point=LAMP_POST
        )
        await work.assets.put_assets(TOWN, [asset])
    await oksana.press_data(AssetPress(LAMP).pack(), message=oksana.last.id)
    await press(oksana, say("asset-history"))
    await oksana.until_text(say("asset-history-none"))
    about, other = await filed(town, olena), await filed(town, olena, text="Зламана лавка")
    async with town.wiring.storage.writing() as work:
        await work.service_requests.put(replace(await request_now(town, about), asset=LAMP))
    await press(oksana, say("asset-history"))
    shown = await oksana.until_text("Л-1", say("office-request-is-received"))
    number = say("asset-history-open", number="1")
    assert say("asset-history-open", number=str(other.number)) not in shown.buttons
    await oksana.press(number, message=shown.id)
    await oksana.until_text(about.text)


async def test_a_heading_of_categories_offers_nothing_that_its_contents_decide(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    ihor = await town.administrator(language=language)
    await ihor.ask("/office")
    await ihor.press_data(CategoryPress(YARD).pack(), message=ihor.last.id)
    shown = await ihor.until_text("yard")
    assert say("office-category-agency") not in shown.buttons
    assert say("office-category-days") not in shown.buttons
    assert f"{say('language-uk')}: Двір" in shown.text
    await ihor.press_data(CategoryPress(LAMPS).pack(), message=ihor.last.id)
    shown = await ihor.until_text(say.n("office-category-takes", 5))
    assert say("office-category-agency") in shown.buttons
    assert len(shown.buttons) <= 10


async def test_of_two_who_press_at_once_one_gets_it_and_the_other_is_told(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town), await town.official(language=language)
    vira = await colleague(town, VIRA, "Віра")
    await serves(town, VIRA, agency=AGENCY)
    await oksana.ask("/office")
    await vira.ask("/office")
    lamp = await filed(town, olena)
    for chat in (oksana, vira):
        await chat.press_data(OfficeRequestPress(lamp.id).pack(), message=chat.last.id)
        await chat.until_any(lamp.text)
    accept = StepPress(lamp.id, "accept").pack()
    await asyncio.gather(
        oksana.press_data(accept, message=oksana.last.id),
        vira.press_data(accept, message=vira.last.id),
    )
    holder = (await request_now(town, lamp)).assignee
    told = {OKSANA: oksana.toast, VIRA: vira.toast}
    spoken = {OKSANA: say, VIRA: voice("uk")}
    assert holder in told
    (other,) = set(told) - {holder}
    assert told[AccountId(holder or 0)] == spoken[AccountId(holder or 0)](
        "office-did-accept", number="1"
    )
    assert told[other] == spoken[other]("request-is-accepted", number="1")


async def test_whoever_promises_a_day_off_is_told_so(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town), await town.official(language=language)
    await oksana.ask("/office")
    lamp = await filed(town, olena)
    for day, is_off in ((date(2027, 3, 7), True), (date(2027, 3, 9), False)):
        await oksana.press_data(
            PlanDayPress(lamp.id, day.toordinal()).pack(), message=oksana.last.id
        )
        told = say("office-planned-day-off", day=say.day(day))
        assert (told in (oksana.toast or "")) is is_off
        assert (await request_now(town, lamp)).planned_for == day


async def test_whoever_lost_their_role_midway_is_refused_once_and_then_heard_as_anybody(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town), await town.official(language=language)
    await oksana.ask("/office")
    lamp = await filed(town, olena)
    await oksana.press_data(AskStepPress(lamp.id, "refuse").pack(), message=oksana.last.id)
    await oksana.until_any(say("office-ask-refuse"))
    async with town.wiring.storage.writing() as work:
        await work.officials.remove(TOWN, OKSANA)
    await oksana.send("Ліхтар приватний")
    await oksana.until_any(say("not-allowed"))
    assert (await request_now(town, lamp)).status is Status.RECEIVED
    await oksana.send("Добрий день")
    await oksana.until(lambda chat: say("not-allowed") not in chat.last.text)
