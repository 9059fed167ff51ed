"""A report's figures and facts in one language's words."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from civic.kernel.language import Language, Translated
from civic.reports.method import Fact, MethodLine, method_lines, uncertainty_line
from civic.reports.model import (
    FigureLabel,
    GroupKind,
    GroupRow,
    OptionRole,
    Percent,
    QuestionFigures,
    QuestionKind,
    Report,
    Statuses,
)
from locales import catalog


class Voice:
    def __init__(self, report: Report, language: Language) -> None:
        self.language: Language = language
        self.say = catalog.say(language)
        self.zone = report.survey.time_zone
        self._report = report

    def text(self, written: Translated) -> str:
        return written.in_(self.language)

    def moment(self, when: datetime) -> str:
        # A date and its hour stay on one line.
        return self.say.moment(when, self.zone).replace(" ", "\u00a0")

    def number(self, value: int | Decimal | None) -> str:
        """A dash where nothing may be shown."""
        if value is None:
            return "–"
        return self.say.number(value if isinstance(value, int) else float(value))

    def percent(self, share: Percent | None) -> str:
        if share is None:
            return "–"
        value = 0.1 if share.is_tiny else float(share.value)
        printed = self.say.percent(value).replace(" ", "\u00a0")
        return f"<{printed}" if share.is_tiny else printed

    def label(self, question: QuestionFigures, line: FigureLabel) -> str:
        if line.role is OptionRole.HARD_TO_SAY:
            return self.say("report-hard-to-say")
        if line.label is not None:
            return self.text(line.label)
        ends = {question.labels[0].code: question.low_label, "5": question.high_label}
        end = ends.get(line.code)
        meaning = self.text(end) if end else ""
        return f"{line.code} · {meaning}" if meaning else line.code

    def group(self, row: GroupRow) -> str:
        match row.kind:
            case GroupKind.TOWN:
                return self.say("report-group-town")
            case GroupKind.PLACE:
                return self.text(row.name)
            case GroupKind.UNPLACED:
                return self.say("report-group-unplaced")
            case GroupKind.OTHERS:
                return self.say("report-group-others")

    def period(self) -> str:
        survey = self._report.survey
        if survey.closed_at is None:
            return self.say(
                "report-period-open",
                made=self.moment(self._report.made_at),
                closes=self.moment(survey.closes_at),
            )
        return self.say(
            "report-period-closed",
            opened=self.moment(survey.opened_at),
            closed=self.moment(survey.closed_at),
        )

    def heading(self) -> str:
        return self.say("report-heading", number=self._report.number)

    def participation(self) -> list[tuple[str, int]]:
        """Every stage that somebody stands at, with its count."""
        part, say = self._report.participation, self.say
        broken_off = "report-part-broken-off" if self._report.is_final else "report-part-going-on"
        invited = part.invited
        lines = [
            ("report-part-invited", invited.everybody),
            ("report-part-not-delivered", invited.not_delivered),
            ("report-part-not-opened", invited.not_opened),
            ("report-part-not-begun", invited.not_begun),
            (broken_off, invited.broken_off),
            ("report-part-complete", invited.complete),
            ("report-part-set-aside", invited.set_aside),
            ("report-part-erased", invited.erased),
            ("report-part-link", part.by_link.complete),
            ("report-part-link-broken-off", part.by_link.broken_off),
            ("report-part-imported", part.imported.complete),
        ]
        always = {"report-part-invited", "report-part-complete", broken_off}
        return [(say(key), count) for key, count in lines if count or key in always]

    def participation_sentence(self) -> str:
        part = self._report.participation
        sentence = self.say(
            "report-part-sentence",
            invited=self.number(part.invited.everybody),
            begun=self.number(part.begun),
            complete=self.number(part.complete),
        )
        if part.response_rate is None:
            return sentence
        rate = self.say("report-part-rate-sentence", rate=self.percent(part.response_rate))
        return f"{sentence} {rate}"

    def notes(self, question: QuestionFigures) -> list[str]:
        """What has to be known to read this question's table."""
        if question.withheld is not None:
            threshold = self.number(2 * self._report.survey.threshold)
            key = f"report-withheld-{question.withheld.value.replace('_', '-')}"
            return [self.say(key, threshold=threshold)]
        found = [self.statuses(question)]
        if question.kind is QuestionKind.SEVERAL_CHOICES:
            found.append(self.say("report-note-several"))
        if question.kind is QuestionKind.TEXT:
            found.append(self.say("report-note-text"))
        return found

    def statuses(self, question: QuestionFigures) -> str:
        """The base, and beside it everybody who is not in it."""
        if question.statuses is None or question.figures is None:
            return ""
        pieces = [self.say("report-base", count=self.number(question.figures.base))]
        pieces += [
            self.say(f"report-status-{name.replace('_', '-')}", count=self.number(count))
            for name, count in _beside(question.statuses, question)
        ]
        return " · ".join(pieces)

    def numbers(self, question: QuestionFigures) -> list[tuple[str, str]]:
        figures = question.figures.numbers if question.figures else None
        if figures is None:
            return []
        found = [
            (self.say("report-median"), self.number(figures.median)),
            (self.say("report-mean"), self.number(figures.mean)),
        ]
        if figures.quartile_1 is not None and question.kind is QuestionKind.WHOLE_NUMBER:
            halves = self.say(
                "report-quartiles-from-to",
                low=self.number(figures.quartile_1),
                high=self.number(figures.quartile_3),
            )
            found.append((self.say("report-quartiles"), halves))
        if figures.deviation is not None:
            found.append((self.say("report-deviation"), self.number(figures.deviation)))
        return found

    def rows_hidden(self, rows: Iterable[GroupRow]) -> str:
        hidden = sum(row.figures is None for row in rows)
        if not hidden:
            return ""
        threshold = self.number(self._report.survey.threshold)
        return self.say.n("report-groups-hidden", hidden, threshold=threshold)

    def uncertainty(self) -> str:
        line = uncertainty_line(self._report)
        return "" if line is None else self._line(line)

    def not_translated(self) -> str:
        """Says so when the survey's own words exist in other languages only."""
        if self.language in self._report.survey.languages:
            return ""
        return self.say("report-not-translated")

    def method(self) -> list[str]:
        return [self._line(line) for line in method_lines(self._report)]

    def _line(self, line: MethodLine) -> str:
        params = {name: self._fact(fact) for name, fact in line.params.items()}
        if line.count is not None:
            return self.say.n(line.key, line.count, **params)
        return self.say(line.key, **params)

    def _fact(self, fact: Fact) -> str:
        match fact:
            case str():
                return fact
            case int():
                return self.number(fact)
            case datetime():
                return self.moment(fact)
            case Translated():
                return self.text(fact)
            case Percent():
                return self.percent(fact)
            case tuple():
                return ", ".join(self.say(f"report-language-{name}") for name in fact)


def _beside(statuses: Statuses, question: QuestionFigures) -> Iterator[tuple[str, int]]:
    if not (question.hard_to_say_in_base and question.labels):
        # With "hard to say" in the base the table itself has a line for it.
        yield from [("hard_to_say", statuses.hard_to_say)] if statuses.hard_to_say else []
    for name in ("skipped", "refused", "not_reached", "not_asked"):
        if count := getattr(statuses, name):
            yield name, count
