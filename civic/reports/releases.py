"""What may leave now, given what has left already: no two releases may differ by a few people."""

from dataclasses import dataclass
from enum import StrEnum

from civic.reports.suppression import WHOLE_SURVEY_NEEDS

_LEAST_NEW = 10


class Tables(StrEnum):
    NONE = "none"
    EARLIER = "earlier"
    """As released before, unchanged."""
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """The latest release with tables of this survey to this audience."""

    responses: int
    """How many its tables held."""
    still_there: int
    """How many of those have not been erased since."""
    is_final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlan:
    whole: Tables
    """The whole survey's one-way tables."""
    groups: Tables
    """The tables by place."""
    leave_out: int = 0
    """So many of the latest responses must not be counted into new tables."""
    is_held_back: bool = False
    """Closed, but what changed since the last release is a table about a few people."""

    @property
    def needs_counting(self) -> bool:
        return Tables.NEW in {self.whole, self.groups}


def plan_release(
    *,
    responses: int,
    threshold: int,
    is_closed: bool,
    may_show_while_open: bool,
    latest: Released | None,
) -> ReleasePlan:
    """Decide before counting: the store counts the first `responses - leave_out`, in their order.

    `responses` are the complete ones there are now. `may_show_while_open` is the author's wish.
    """
    if latest is not None and latest.is_final:
        return ReleasePlan(whole=Tables.EARLIER, groups=Tables.EARLIER)
    if is_closed:
        return _at_the_close(responses=responses, threshold=threshold, latest=latest)
    if not may_show_while_open:
        return ReleasePlan(whole=Tables.NONE, groups=Tables.NONE)
    return _while_open(responses=responses, threshold=threshold, latest=latest)


def _while_open(*, responses: int, threshold: int, latest: Released | None) -> ReleasePlan:
    # The latest responses wait, so that the final release differs by enough people too.
    counted = responses - threshold
    if latest is None:
        is_due = counted >= WHOLE_SURVEY_NEEDS * threshold
        return ReleasePlan(
            whole=Tables.NEW if is_due else Tables.NONE,
            groups=Tables.NONE,
            leave_out=threshold if is_due else 0,
        )
    if counted - latest.still_there >= max(threshold, _LEAST_NEW):
        return ReleasePlan(whole=Tables.NEW, groups=Tables.NONE, leave_out=threshold)
    return ReleasePlan(whole=Tables.EARLIER, groups=Tables.NONE)


def _at_the_close(*, responses: int, threshold: int, latest: Released | None) -> ReleasePlan:
    if latest is None:
        return ReleasePlan(whole=Tables.NEW, groups=Tables.NEW)
    added = responses - latest.still_there
    erased = latest.responses - latest.still_there
    if added + erased >= threshold:
        return ReleasePlan(whole=Tables.NEW, groups=Tables.NEW)
    if erased:
        return HELD_BACK
    return ReleasePlan(whole=Tables.EARLIER, groups=Tables.NEW, leave_out=added)


HELD_BACK = ReleasePlan(whole=Tables.EARLIER, groups=Tables.NONE, is_held_back=True)
"""Closed, and a few changed their minds or left since the last release: it stands as it is."""
