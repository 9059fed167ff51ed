"""Buttons of the reports: codes begin with q."""

from handlers.presses.registry import Press, press


@press("q")
class ReportsPress(Press):
    page: int = 0


@press("qw")
class WantReportsPress(Press):
    wants: bool


@press("qs")
class SchedulesPress(Press):
    pass


@press("qt")
class SwitchSchedulePress(Press):
    kind: str
    on: bool


@press("qp")
class ChooseTimePress(Press):
    """Choose when: `part` is "hour" or "weekday"."""

    kind: str
    part: str


@press("qh")
class SetHourPress(Press):
    kind: str
    hour: int


@press("qd")
class SetWeekdayPress(Press):
    weekday: int


@press("qr")
class ResendReportPress(Press):
    number: int
