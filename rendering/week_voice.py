"""The weekly report of requests in one language's words."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from civic.kernel.language import Language, Translated
from civic.reports.requests.model import (
    WATCHED_FOR,
    Lasting,
    Quantile,
    Reach,
    RequestFigures,
    RequestReport,
    RequestRow,
    RowKind,
    Scope,
)
from civic.service_requests.model import Status
from locales import catalog
from rendering.measuring import drawable

_HOUR, _DAY = 60, 24 * 60
_IN_HOURS = 2 * _DAY
_WEEK = timedelta(days=7)


class WeekVoice:
    def __init__(self, report: RequestReport, language: Language) -> None:
        self.language: Language = language
        self.say = catalog.say(language)
        self._report = report

    def text(self, written: Translated) -> str:
        return drawable(written.in_(self.language))

    def moment(self, when: datetime) -> str:
        return self.say.moment(when, self._report.time_zone).replace(" ", "\u00a0")

    def day(self, when: datetime) -> str:
        return self.say.day(when, self._report.time_zone).replace(" ", "\u00a0")

    def title(self) -> str:
        if self._report.agency_name is not None:
            return self.say("week-title-agency", agency=self.text(self._report.agency_name))
        return self.say("week-title-town")

    def heading(self) -> str:
        return self.say("week-heading", number=self.say.number(self._report.number))

    def period(self) -> str:
        since, until = self.moment(self._report.since), self.moment(self._report.until)
        return self.say("week-period", since=since, until=until)

    def counts(self, figures: RequestFigures) -> Iterator[tuple[str, int]]:
        for key, count in zip(COUNT_KEYS, counts_of(figures), strict=True):
            yield self.say(key), count

    def waits(self, figures: RequestFigures) -> Iterator[tuple[str, Lasting]]:
        yield self.say("week-to-answer"), figures.to_answer
        yield self.say("week-to-settled"), figures.to_settled

    def quantile(self, found: Quantile) -> str:
        if found.reach is Reach.NOT_YET:
            return self.say("week-reach-not-yet")
        if found.reach is Reach.TOO_FEW:
            return self.say("week-reach-too-few")
        return self.length(found.minutes).replace(" ", "\u00a0")

    def length(self, minutes: int) -> str:
        """The unit that people would use."""
        if minutes < _HOUR:
            return self.say("week-minutes", count=self.say.number(minutes))
        if minutes < _IN_HOURS:
            return self.say("week-hours", count=self.say.number(round(minutes / _HOUR, 1)))
        return self.say("week-days", count=self.say.number(round(minutes / _DAY, 1)))

    def row(self, row: RequestRow, of: str) -> str:
        """`of`: category, place or agency."""
        match row.kind:
            case RowKind.WHOLE:
                return self.say("week-row-whole")
            case RowKind.GROUP:
                return self.text(row.name)
            case RowKind.REST:
                return self.say(f"week-row-rest-{of}", name=self.text(row.name))
            case RowKind.OTHERS:
                return self.say("week-row-others")

    def status(self, status: Status) -> str:
        return self.say(f"week-status-{status.value.replace('_', '-')}")

    def hidden(self) -> str:
        count, threshold = self._report.hidden, self._report.threshold
        return self.say.n("week-groups-hidden", count, threshold=threshold) if count else ""

    def method(self) -> Iterator[str]:
        report, say = self._report, self.say
        yield say("week-method-week")
        yield say("week-method-overdue")
        yield say("week-method-waits", weeks=WATCHED_FOR // _WEEK)
        yield say("week-method-wrong")
        yield say(
            "week-method-threshold",
            threshold=report.threshold,
            median=2 * report.threshold,
            p90=10 * report.threshold,
        )
        if report.scope is Scope.PUBLIC:
            yield say("week-method-public")
        made = self.moment(report.made_at)
        yield say("week-method-made", made=made, zone=report.time_zone, software=report.software)
        if report.audit_head:
            yield say("week-method-audit", head=report.audit_head)
        if report.contact:
            yield say("week-method-contact", contact=drawable(report.contact))


COUNT_KEYS = (
    "week-new",
    "week-closed",
    "week-open",
    "week-overdue",
    "week-reopened",
    "week-wrong",
)


def counts_of(figures: RequestFigures) -> tuple[int, ...]:
    return (
        figures.new,
        figures.closed,
        figures.open,
        figures.overdue,
        figures.reopened,
        figures.wrong_addresses,
    )
