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


@press("qd", version=2)
class SetWeekdayPress(Press):
    kind: str
    weekday: int


@press("qr")
class ResendReportPress(Press):
    number: int


@press("qz")
class ResendRequestsPress(Press):
    """The latest weekly report of requests: of one's own agency, or of the town."""
