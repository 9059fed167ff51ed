"""Answers counted in groups: what a store streams, and what adds up in any order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from civic.kernel.ids import PlaceId
from civic.reports.model import (
    Arrival,
    Participation,
    QuestionNumber,
    Stage,
    Stages,
    Status,
    Statuses,
)
from civic.reports.rounding import share_by_itself

Value = str | int
"""An option's code, or the number given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """So many respondents of one place did the same with one question.

    `values` are the chosen codes (several where several may be chosen), the number or the scale
    point; empty for text and whenever nothing was answered.
    """

    question: QuestionNumber
    place: PlaceId | None
    status: Status
    values: tuple[Value, ...] = ()
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One question within one group."""

    statuses: Mapping[Status, int] = field(default_factory=dict)
    values: Mapping[Value, int] = field(default_factory=dict)

    def of(self, status: Status) -> int:
        return self.statuses.get(status, 0)

    def numbers(self) -> dict[int, int]:
        return {value: count for value, count in self.values.items() if isinstance(value, int)}

    def by_status(self) -> Statuses:
        return Statuses(**{status.value: count for status, count in self.statuses.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTally:
    """One question: a tally a place. Its size depends on places and options, never on people."""

    places: Mapping[PlaceId | None, Tally] = field(default_factory=dict)

    def whole(self) -> Tally:
        return sum_tallies(self.places.values())


class AnswerCount:
    """Takes rows as they stream in; grows with places and options, never with people."""

    def __init__(self) -> None:
        self._counting: dict[QuestionNumber, dict[PlaceId | None, _Counting]] = {}

    def add(self, row: AnswerRow) -> None:
        groups = self._counting.setdefault(row.question, {})
        groups.setdefault(row.place, _Counting()).add(row)

    def tallies(self) -> dict[QuestionNumber, QuestionTally]:
        return {
            question: QuestionTally(places={place: group.done() for place, group in groups.items()})
            for question, groups in self._counting.items()
        }


def tally_answers(rows: Iterable[AnswerRow]) -> dict[QuestionNumber, QuestionTally]:
    counted = AnswerCount()
    for row in rows:
        counted.add(row)
    return counted.tallies()


def merge_tallies(
    one: Mapping[QuestionNumber, QuestionTally], other: Mapping[QuestionNumber, QuestionTally]
) -> dict[QuestionNumber, QuestionTally]:
    """As if both had been counted at once; the order does not matter."""
    return {
        question: _merged(one.get(question), other.get(question)) for question in {**one, **other}
    }


def sum_tallies(tallies: Iterable[Tally]) -> Tally:
    total = _Counting()
    for tally in tallies:
        total.add_tally(tally)
    return total.done()


def _merged(one: QuestionTally | None, other: QuestionTally | None) -> QuestionTally:
    ours = one.places if one else {}
    theirs = other.places if other else {}
    return QuestionTally(
        places={
            place: sum_tallies(side[place] for side in (ours, theirs) if place in side)
            for place in {**ours, **theirs}
        }
    )


class _Counting:
    def __init__(self) -> None:
        self._statuses: dict[Status, int] = {}
        self._values: dict[Value, int] = {}

    def add(self, row: AnswerRow) -> None:
        if row.count <= 0:
            return
        self._statuses[row.status] = self._statuses.get(row.status, 0) + row.count
        if row.status is Status.ANSWERED:
            for value in dict.fromkeys(row.values):
                self._values[value] = self._values.get(value, 0) + row.count

    def add_tally(self, tally: Tally) -> None:
        for status, count in tally.statuses.items():
            self._statuses[status] = self._statuses.get(status, 0) + count
        for value, count in tally.values.items():
            self._values[value] = self._values.get(value, 0) + count

    def done(self) -> Tally:
        return Tally(statuses=dict(self._statuses), values=dict(self._values))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationRow:
    """So many people who came this way stand at this stage."""

    arrival: Arrival
    stage: Stage
    count: int


def count_participation(rows: Iterable[ParticipationRow]) -> Participation:
    counts: dict[Arrival, dict[str, int]] = {arrival: {} for arrival in Arrival}
    for row in rows:
        stages = counts[row.arrival]
        stages[row.stage.value] = stages.get(row.stage.value, 0) + row.count
    invited = Stages(**counts[Arrival.INVITED])
    return Participation(
        invited=invited,
        by_link=Stages(**counts[Arrival.LINK]),
        imported=Stages(**counts[Arrival.IMPORTED]),
        response_rate=share_by_itself(invited.complete, invited.everybody - invited.not_delivered),
    )
