"""On leave, at night: there is always somebody who hears of a request and may act on it."""

from datetime import date, timedelta

from civic.kernel.ids import AccountId
from civic.service_requests.model import Status
from handlers.presses.service_request_office import StepPress
from handlers.presses.service_request_rules import LeaveUntilPress, NightDutyPress
from tests.journeys.handled_requests import (
    GRAVES,
    LAMPS,
    WATERWORKS,
    filed,
    listed,
    put_categories,
    request_now,
    serves,
)
from tests.journeys.running_town import AGENCY, OKSANA, TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.told_people import colleague
from tests.journeys.writing_people import administrator, official, press
from tests.sandbox_client import PersonChat

VIRA = AccountId(505)


async def aside(chat: PersonChat, key: str, language: str, waiting: int = 0) -> None:
    say = voice(language)
    entry = say("office-requests")
    if waiting:
        entry = say("office-entry-counted", entry=entry, count=str(waiting))
    await chat.ask("/office")
    await press(chat, entry)
    await press(chat, say("office-requests-aside"))
    await press(chat, say(key))


async def vira_of_improvements(town: RunningTown, language: str) -> PersonChat:
    vira = await colleague(town, VIRA, "Віра", language=language)
    await serves(town, VIRA, agency=AGENCY)
    return vira


async def test_whoever_stands_in_gets_what_was_in_hand_and_what_comes(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    vira = await vira_of_improvements(town, language)
    await serves(town, OKSANA, is_head=True)
    lamp = await filed(town, olena)
    await oksana.look()
    await oksana.press_data(StepPress(lamp.id, "accept").pack(), message=oksana.last.id)
    await aside(oksana, "office-requests-leave", language)
    await oksana.until_text(say("office-leave-who"))
    await press(oksana, "Віра")
    await oksana.until_text(say("office-leave-when", name="Віра"))
    await oksana.send("вчора")
    await oksana.until_text(say("request-date-unclear"))
    await oksana.send("07.03")
    await oksana.until_text("Віра", say.day(date(2027, 3, 7)))
    await vira.until_any("Оксана", say.day(date(2027, 3, 7)))
    # What Oksana had in hand stands among Vira's, and she may refuse and take back as a head.
    await aside(vira, "office-requests-leave", language)
    await press(vira, say("back"))
    await press(vira, say("back"))
    mine = say("office-entry-counted", entry=say("office-requests-mine"), count="1")
    await press(vira, mine)
    await press(vira, listed(1, LAMPS, language, until="08.03"))
    await vira.until_text("Оксана → Віра")
    await press(vira, say("office-request-more"))
    await press(vira, say("office-step-refuse"))
    await vira.send("Приватний ліхтар")
    card = await vira.until_text(say("office-request-is-refused"))
    assert say("office-step-reconsider") in card.buttons
    # Of what comes now Vira hears, and Oksana does not.
    await filed(town, olena, text="Ще один ліхтар")
    await vira.until_any(say("office-news-filed", number=2))
    await oksana.look()
    assert not [m for m in oksana.received if "Ще один ліхтар" in m.text]
    # Whoever is away stands in for nobody.
    await vira.press_data(LeaveUntilPress(VIRA, OKSANA, date(2027, 3, 5).toordinal()).pack())
    assert vira.toast == say("absence-away-too")
    # A day behind the last, by the town's calendar, it is over by itself.
    await town.forward(timedelta(days=6))
    async with town.wiring.storage.reading() as work:
        assert len(await work.request_duties.absences(TOWN)) == 1
    await town.forward(timedelta(days=1))
    await oksana.until_any(say("office-is-back"))
    await filed(town, olena, text="Третій ліхтар")
    await oksana.until_any(say("office-news-filed", number=3))


async def test_a_leave_ends_when_somebody_is_back_earlier(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    oksana = await official(town, language)
    await vira_of_improvements(town, language)
    ihor = await administrator(town, language)
    await aside(ihor, "office-requests-duties", language)
    await press(ihor, "Оксана")
    await press(ihor, say("office-leave-ask"))
    await press(ihor, "Віра")
    await press(ihor, say.n("office-leave-days", 14))
    await ihor.until_text("Оксана", say.day(date(2027, 3, 14)), "Віра")
    await aside(oksana, "office-requests-leave", language)
    shown = await oksana.until_text("Віра", say.day(date(2027, 3, 14)))
    await press(oksana, say("office-leave-end"))
    await oksana.until_text(say("office-leave-who"))
    await oksana.press_data(shown.button(say("office-leave-end"))["data"])
    assert oksana.toast == say("office-leave-ended")
    # Nobody sends another on leave but an administrator.
    until = date(2027, 3, 5).toordinal()
    await oksana.press_data(LeaveUntilPress(VIRA, OKSANA, until).pack())
    assert oksana.toast == say("not-allowed")
    await oksana.press_data(LeaveUntilPress(OKSANA, AccountId(9), until).pack())
    assert oksana.toast == say("absence-no-substitute")


async def test_at_night_whoever_has_duty_hears_and_acts_and_the_others_sleep(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town, is_emergency=True)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    vira = await colleague(town, VIRA, "Віра", language=language)
    await serves(town, VIRA, agency=WATERWORKS)
    ihor = await administrator(town, language)
    await serves(town, AccountId(501), is_dispatcher=True)
    await aside(ihor, "office-requests-duties", language)
    await press(ihor, "Віра")
    await press(ihor, say("office-duty-night"))
    await ihor.until_button("✓ " + say("office-duty-night"))
    # By day it is as always: the agency hears, night duty does not.
    await filed(town, olena, text="Удень іскрить")
    await vira.look()
    assert not [m for m in vira.received if "Удень іскрить" in m.text]
    await town.forward(timedelta(hours=14))
    lamp = await filed(town, olena, text="Уночі іскрить")
    await filed(town, olena, category=GRAVES, text="Уночі впала брама")
    await vira.until_any("Уночі іскрить")
    await vira.until_any("Уночі впала")
    await oksana.until_any("Уночі іскрить")
    calls = await town.sandbox.calls("sendMessage")
    loud = {
        (call["params"]["chat_id"], word)
        for call in calls
        for word in ("іскрить", "впала")
        if f"Уночі {word}" in str(call["params"].get("text"))
        and not call["params"].get("disable_notification")
        and int(call["params"]["chat_id"]) != olena.id
    }
    assert {(int(chat), word) for chat, word in loud} == {(VIRA, "іскрить"), (VIRA, "впала")}
    # They act on whatever it is, whosever it is.
    await vira.press_data(StepPress(lamp.id, "start").pack(), message=vira.last.id)
    assert vira.toast == say("office-did-start", number=2)
    assert (await request_now(town, lamp)).status is Status.IN_WORK
    await vira.press_data(NightDutyPress(VIRA, on=False).pack())
    assert vira.toast == say("not-allowed")
    await ihor.press_data(NightDutyPress(VIRA, on=False).pack())
    await vira.press_data(StepPress(lamp.id, "accept").pack())
    assert vira.toast == say("request-not-yours", number=2)
