"""How the figures came about: the lines of the method box, as facts to be put into words."""

from dataclasses import dataclass
from datetime import datetime

from civic.kernel.language import Language, Translated
from civic.reports.model import Participation, Percent, QuestionKind, Report

Fact = int | str | datetime | Translated | Percent | tuple[Language, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodLine:
    """A sentence's key and what it speaks of; with a count, a sentence in the plural."""

    key: str
    params: dict[str, Fact]
    count: int | None = None


def method_lines(report: Report) -> tuple[MethodLine, ...]:
    return (
        *_who_and_when(report),
        *_how_many(report.participation),
        *_how_counted(report),
        *_what_is_hidden(report),
        *_which_report(report),
    )


def uncertainty_line(report: Report) -> MethodLine | None:
    """What may be said of a survey that whoever wanted answered; None before anybody counts."""
    if report.basis is None:
        return None
    return _line("report-method-opt-in", count=report.basis.responses)


def _line(key: str, *, count: int | None = None, **params: Fact) -> MethodLine:
    return MethodLine(key=key, params=params, count=count)


def _who_and_when(report: Report) -> list[MethodLine]:
    survey = report.survey
    lines = [
        _line("report-method-asked-by", who=survey.asked_by, community=survey.community_name),
        _line("report-method-audience", audience=survey.audience),
        _line("report-method-came"),
        _line("report-method-opened", opened=survey.opened_at, zone=survey.time_zone),
    ]
    if survey.closed_at is None:
        lines.append(_line("report-method-closes", closes=survey.closes_at))
    else:
        lines.append(_line("report-method-closed", closed=survey.closed_at))
    lines.append(_line("report-method-languages", languages=survey.languages))
    return lines


def _how_many(part: Participation) -> list[MethodLine]:
    chat = part.invited.complete + part.by_link.complete
    lines = [_line("report-method-modes", chat=chat, imported=part.imported.complete)]
    if part.response_rate is not None:
        lines.append(
            _line(
                "report-method-rate",
                rate=part.response_rate,
                complete=part.invited.complete,
                reached=part.invited.everybody - part.invited.not_delivered,
            )
        )
    if set_aside := part.invited.set_aside + part.by_link.set_aside + part.imported.set_aside:
        lines.append(_line("report-method-set-aside", count=set_aside))
    return lines


def _how_counted(report: Report) -> list[MethodLine]:
    lines: list[MethodLine] = []
    if (sentence := uncertainty_line(report)) is not None:
        lines.append(sentence)
    lines.append(_line("report-method-base"))
    if any(not asked.hard_to_say_in_base for asked in report.questions):
        lines.append(_line("report-method-base-without"))
    kinds = {asked.kind for asked in report.questions}
    if kinds & {QuestionKind.ONE_CHOICE, QuestionKind.SCALE}:
        lines.append(_line("report-method-rounding"))
    if QuestionKind.SEVERAL_CHOICES in kinds:
        lines.append(_line("report-method-several"))
    if kinds & {QuestionKind.WHOLE_NUMBER, QuestionKind.SCALE}:
        lines.append(_line("report-method-numbers"))
    return lines


def _what_is_hidden(report: Report) -> list[MethodLine]:
    threshold = report.survey.threshold
    lines = [_line("report-method-threshold", threshold=threshold, whole=2 * threshold)]
    if report.hidden_groups:
        lines.append(_line("report-method-hidden", count=report.hidden_groups))
    if report.is_held_back:
        lines.append(_line("report-method-held-back", threshold=threshold))
    basis = report.basis
    if basis is not None:
        lines.append(_line("report-method-basis", count=basis.responses, as_of=basis.as_of))
        if basis.left_out:
            lines.append(_line("report-method-left-out", count=basis.left_out))
    elif not report.is_final:
        lines.append(_line("report-method-while-open"))
    return lines


def _which_report(report: Report) -> list[MethodLine]:
    survey = report.survey
    version, software = survey.version, report.software
    lines = [
        _line("report-method-survey", survey=survey.number, version=version, software=software)
        if survey.number
        else _line("report-method-version", version=version, software=software),
        _line("report-method-number", number=report.number, made=report.made_at),
    ]
    if report.audit_head is not None:
        lines.append(_line("report-method-audit", head=report.audit_head))
    if report.replaces is not None:
        lines.append(_line("report-method-replaces", number=report.replaces))
    if survey.contact:
        lines.append(_line("report-method-contact", contact=survey.contact))
    return lines
