"""An administrator sets when reports come: a press sets what it says, also pressed twice."""

from civic.reports.schedule import ScheduleKind
from handlers.presses.reports import SwitchSchedulePress
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.sandbox_client import PersonChat


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def kinds_on(town: RunningTown) -> set[ScheduleKind]:
    async with town.wiring.storage.reading() as work:
        return {one.kind for one in await work.report_schedules.of_town(TOWN) if one.is_on}


async def test_the_day_and_the_hour_are_chosen_one_by_one(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/office")
    await press(ihor, say("office-reports"))
    await press(ihor, say("reports-button-schedule"))
    await press(ihor, say("reports-kind-daily"))
    await ihor.until_button("✓ " + say("reports-kind-daily"))
    assert len(ihor.last.buttons) <= 8
    await press(ihor, say("reports-kind-weekly"))
    await ihor.until_button("✓ " + say("reports-kind-weekly"))
    # What came twice each Monday would tell nothing new.
    assert ScheduleKind.DAILY not in await kinds_on(town)
    await press(ihor, say("reports-button-weekday", now=say("reports-weekday-short-0")))
    await press(ihor, say("reports-weekday-short-4"))
    await press(ihor, say("reports-button-hour", now="08:00"))
    await press(ihor, "18:00")
    await ihor.until_text(say("reports-on-weekly", weekday=say("reports-weekday-4"), at="18:00"))


async def test_a_schedule_pressed_twice_is_switched_once(town: RunningTown, language: str) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/office")
    await press(ihor, say("office-reports"))
    await press(ihor, say("reports-button-schedule"))
    shown = await ihor.until_button(say("reports-kind-daily"))
    assert ScheduleKind.DAILY not in await kinds_on(town)
    data = SwitchSchedulePress(ScheduleKind.DAILY.value, on=True).pack()
    await ihor.press_data(data, message=shown.id)
    await ihor.press_data(data, message=shown.id)
    await ihor.until_button("✓ " + say("reports-kind-daily"))
    assert ScheduleKind.DAILY in await kinds_on(town)


async def test_the_weekly_report_of_requests_has_its_own_day_and_hour(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    ihor = await town.administrator(language=language)
    await ihor.ask("/office")
    await press(ihor, say("office-reports"))
    await press(ihor, say("reports-button-schedule"))
    # Unasked it comes on Mondays.
    monday = f"{say('reports-weekday-short-0')}, 08:00"
    await press(ihor, say("reports-button-requests-time", now=monday))
    await press(ihor, say("reports-weekday-short-3"))
    await press(ihor, "12:00")
    told = say("reports-on-requests", weekday=say("reports-weekday-3"), at="12:00")
    await ihor.until_text(told)
    await press(ihor, "✓ " + say("reports-kind-requests"))
    shown = await ihor.until_text(say("reports-off-requests"))
    assert told not in shown.text


async def test_before_the_first_week_is_over_there_is_no_report_of_requests(
    town: RunningTown,
) -> None:
    say = voice("uk")
    ihor = await town.administrator()
    await ihor.ask("/office")
    await press(ihor, say("office-reports"))
    await press(ihor, say("reports-button-requests"))
    assert ihor.toast == say("reports-no-requests-yet")
