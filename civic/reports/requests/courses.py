"""How a request went: first answer, confirmed, over, by what happened to it and not by its word."""

from datetime import datetime

from civic.reports.requests.model import Course, Happening, KeptRequest
from civic.service_requests.model import OPEN, EventKind, Status

_ENDS = frozenset({Status.REFUSED, Status.MERGED, Status.WITHDRAWN})
_SETTLED = frozenset({Status.CONFIRMED, Status.CLOSED})
_OVER = _ENDS | _SETTLED


def course_of(kept: KeptRequest, *, since: datetime, until: datetime) -> Course:
    """As it stood at the end of the week, even when it is asked for later."""
    past = [one for one in kept.happenings if one.at < until]
    status = _status_at_end(kept, past)
    over_at = _since_when(past, status, _OVER)
    is_open = kept.filed_at < until and status in OPEN
    week = [one for one in past if one.at >= since]
    return Course(
        kept=kept,
        answered_at=next((one.at for one in past if _is_answer(one)), None),
        settled_at=_since_when(past, status, _SETTLED),
        over_at=over_at,
        is_new=since <= kept.filed_at < until,
        is_closed=over_at is not None and since <= over_at,
        is_open=is_open,
        is_overdue=is_open
        and not kept.is_clock_stopped
        and kept.due_at is not None
        and kept.due_at < until,
        is_reopened=any(_is_move(one) and one.to_status is Status.REOPENED for one in week),
        sent_back_by=tuple(one.by for one in week if _is_sent_back(one)),
    )


def _status_at_end(kept: KeptRequest, past: list[Happening]) -> Status:
    moves = [one.to_status for one in past if _is_move(one) and one.to_status is not None]
    later = [one for one in kept.happenings[len(past) :] if _is_move(one)]
    if moves:
        return moves[-1]
    return Status.RECEIVED if later else kept.status


def _since_when(
    past: list[Happening], status: Status, wanted: frozenset[Status]
) -> datetime | None:
    """When it came to be so for good; a confirmed one that is closed was settled before."""
    if status not in wanted:
        return None
    came: datetime | None = None
    for one in reversed(past):
        if not _is_move(one):
            continue
        if one.to_status not in wanted:
            break
        came = one.at
    return came


def _is_move(one: Happening) -> bool:
    return one.kind is EventKind.MOVED


def _is_answer(one: Happening) -> bool:
    return one.from_office and one.is_public and one.kind in {EventKind.MOVED, EventKind.COMMENTED}


def _is_sent_back(one: Happening) -> bool:
    """Back to the dispatcher: nothing else leads there but an answer of who was asked."""
    return (
        _is_move(one) and one.to_status is Status.RECEIVED and one.from_status is not Status.WAITING
    )
