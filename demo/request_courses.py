"""A year of requests, made by chance: who asks for what, when, and how it goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo.crowd import SIZES, Courtyard
from demo.history.requests.model import (
    COURSES,
    NEIGHBOUR,
    OFFICE,
    Course,
    Deed,
    Sort,
    Told,
)
from demo.history.requests.year import (
    ANSWERS,
    ELSEWHERE,
    ENDINGS,
    LATE,
    NOT_YET,
    PROMISED,
    SORTS,
)

YEAR = 322
"""So many requests beside those that are told one by one."""
FIRST, LAST = 350, 1
"""Days ago."""
_JOINING = (0.62, 0.2, 0.1, 0.05, 0.03)
"""By how many neighbours join."""
_PICTURED = 0.14
_NAMED = 0.2
_DESK = (8, 16)


@dataclass(slots=True, kw_only=True)
class Chance:
    """Makes the same year each time, but for the days of the week."""

    random: Random
    now: datetime
    zone: str
    days: Mapping[str, int]
    """Working days by the code of a category."""
    courtyards: Sequence[Courtyard]
    _number: int = field(default=0)

    def year(self) -> list[Told]:
        made: list[Told] = []
        while len(made) < YEAR:
            filed = self._some_moment()
            sort = self._sort_for(filed)
            if sort is None:
                continue
            made += self._requests(sort, filed)
        return made

    def _some_moment(self) -> datetime:
        """By day rather than at night, lately more than at first."""
        days = FIRST - (FIRST - LAST) * self.random.random() ** 0.62
        day = (self.now - timedelta(days=days)).astimezone(ZoneInfo(self.zone)).date()
        hour = min(22.8, max(6.5, self.random.gauss(14.5, 4)))
        at = time(int(hour), int(hour % 1 * 60), self.random.randrange(60))
        return datetime.combine(day, at, ZoneInfo(self.zone))

    def _sort_for(self, filed: datetime) -> Sort | None:
        (sort,) = self.random.choices(SORTS, [one.share for one in SORTS])
        return sort if filed.month in sort.months else None

    def _requests(self, sort: Sort, filed: datetime) -> list[Told]:
        (course,) = self.random.choices(list(COURSES), list(COURSES.values()))
        if (course is Course.REFUSED and not sort.refused) or (
            course is Course.ASKED and not sort.asked
        ):
            course = Course.CONFIRMED
        if course in {Course.PASSED_ON, Course.WRONG_ADDRESS} and not sort.wrong:
            course = Course.SILENT
        (courtyard,) = self.random.choices(self.courtyards, SIZES)
        first = self._told(sort, filed, courtyard, course)
        if course is not Course.MERGED:
            return [first]
        later = filed + timedelta(hours=self.random.uniform(0.5, 4))
        second = self._told(sort, later, courtyard, Course.MERGED)
        finished = next(deed.after for deed in first.deeds if deed.what == "finish")
        joined = min(finished - 0.5, _hours(filed, self._at_desk(later, 3)))
        if joined <= _hours(filed, later):
            return [first]
        merging = Deed(
            after=joined - _hours(filed, later), what="merge", who=OFFICE, text=first.key
        )
        return [first, replace(second, deeds=(merging,), scene=None)]

    def _told(self, sort: Sort, filed: datetime, courtyard: Courtyard, course: Course) -> Told:
        self._number += 1
        return Told(
            key=f"year-{self._number}",
            hours=_hours(filed, self.now),
            who=courtyard.title,
            code=sort.code,
            text=self.random.choice(sort.texts) + self.random.choice(ENDINGS),
            scene=sort.scene if self.random.random() < _PICTURED else None,
            is_anonymous=self.random.random() > _NAMED,
            deeds=tuple(sorted(self._deeds(sort, filed, course), key=lambda deed: deed.after)),
        )

    def _deeds(self, sort: Sort, filed: datetime, course: Course) -> list[Deed]:
        seen = self._at_desk(filed, self.random.uniform(0.4, 20))
        accepted = _hours(filed, seen)
        if course is Course.WITHDRAWN:
            return [Deed(after=accepted * 0.8, what="withdraw")]
        joins = self._joins(accepted)
        if course is Course.REFUSED:
            reason = self.random.choice(sort.refused)
            return [*joins, Deed(after=accepted, what="refuse", who=OFFICE, text=reason)]
        deeds = [*joins, *self._taken(sort, course, accepted)]
        begun = max(deed.after for deed in deeds)
        return [*deeds, *self._finished(sort, filed, course, begun)]

    def _taken(self, sort: Sort, course: Course, accepted: float) -> list[Deed]:
        """In hand, be it by another office than it first went to."""
        match course:
            case Course.PASSED_ON:
                passed = Deed(after=accepted, what="pass-on", who=OFFICE, agency=sort.wrong)
                return [passed, self._accept(accepted + 3)]
            case Course.WRONG_ADDRESS:
                back = Deed(after=accepted, what="send-back", who=OFFICE, text=ELSEWHERE)
                passed = Deed(after=accepted + 2, what="pass-on", who="ihor", agency=sort.wrong)
                return [back, passed, self._accept(accepted + 5)]
            case Course.ASKED:
                question, said = self.random.choice(sort.asked)
                asked = Deed(after=accepted, what="ask", who=OFFICE, text=question)
                after = accepted + self.random.uniform(0.3, 30)
                return [asked, Deed(after=after, what="answer", text=said), self._accept(after + 2)]
            case Course.PLANNED:
                days = max(1, round(self.days[sort.code] * self.random.uniform(0.7, 1.2)))
                promise = self.random.choice(PROMISED)
                planned = Deed(
                    after=accepted + 0.4, what="plan", who=OFFICE, days=days, text=promise
                )
                return [self._accept(accepted), planned]
            case _:
                return [self._accept(accepted)]

    def _accept(self, after: float) -> Deed:
        return Deed(after=after, what="accept", who=OFFICE)

    def _joins(self, until: float) -> list[Deed]:
        (count,) = self.random.choices(range(len(_JOINING)), _JOINING)
        return [
            Deed(after=self.random.uniform(0.2, 0.9) * until, what="join", who=NEIGHBOUR)
            for _ in range(count)
        ]

    def _finished(self, sort: Sort, filed: datetime, course: Course, begun: float) -> list[Deed]:
        share = self.random.uniform(1.15, 1.6) if course is Course.LATE else self._share()
        wished = filed + timedelta(days=self.days[sort.code] * 1.4 * share)
        done = max(begun + 0.7, _hours(filed, self._at_desk(wished, 0)))
        text = self.random.choice(sort.done)
        if course is Course.LATE:
            text = f"{text} {LATE}"
        deeds = [Deed(after=done, what="finish", who=OFFICE, text=text)]
        if self.random.random() < 0.3:
            deeds.append(Deed(after=max(begun + 0.3, done - 4), what="start", who=OFFICE))
        match course:
            case Course.CONFIRMED | Course.PLANNED | Course.ASKED | Course.WRONG_ADDRESS:
                deeds += self._yeses(done)
            case Course.REOPENED:
                deeds += self._noes(done, sort, filed)
            case _:
                pass
        return deeds

    def _share(self) -> float:
        return min(0.97, self.random.betavariate(4, 2.5))

    def _yeses(self, done: float) -> list[Deed]:
        after = done + self.random.uniform(0.3, 40)
        if self.random.random() < 0.75:
            return [Deed(after=after, what="say-yes", text=self.random.choice(ANSWERS))]
        return [
            Deed(
                after=after + more, what="say-yes", who=NEIGHBOUR, text=self.random.choice(ANSWERS)
            )
            for more in (0.0, 3.0)
        ]

    def _noes(self, done: float, sort: Sort, filed: datetime) -> list[Deed]:
        no = done + self.random.uniform(2, 20)
        again = _hours(filed, self._at_desk(filed + timedelta(hours=no + 30), 1))
        text = self.random.choice(sort.done)
        return [
            Deed(after=no, what="say-no", text=self.random.choice(NOT_YET)),
            Deed(after=no + 4, what="say-no", who=NEIGHBOUR, text=self.random.choice(NOT_YET)),
            Deed(after=again, what="finish", who=OFFICE, text=text),
            Deed(after=again + 12, what="say-yes"),
        ]

    def _at_desk(self, moment: datetime, more: float) -> datetime:
        """So many hours later, and then when somebody is at work."""
        moment = (moment + timedelta(hours=more)).astimezone(ZoneInfo(self.zone))
        first, last = _DESK
        if moment.hour < first or moment.hour >= last or moment.weekday() >= 5:
            days = 1 if moment.hour >= last or moment.weekday() >= 5 else 0
            day = moment.date() + timedelta(days=days)
            while day.weekday() >= 5:
                day += timedelta(days=1)
            at = time(first + self.random.randrange(3), self.random.randrange(60))
            moment = datetime.combine(day, at, ZoneInfo(self.zone))
        return moment


def _hours(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / 3600
