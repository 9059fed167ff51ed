"""How long people wait: median and nine in ten, with those who still wait counted as such."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from civic.reports.requests.model import Lasting, Quantile, Reach

_MEDIAN_NEEDS, _P90_NEEDS = 2, 10
"""Times the threshold."""
_MINUTE = timedelta(minutes=1)
_HALF, _TENTH = Fraction(1, 2), Fraction(1, 10)

Wait = tuple[timedelta, bool]
"""How long, and whether it ended; otherwise it lasted at least so long."""


def wait_between(
    begun: datetime, ended: datetime | None, *, given_up: datetime | None, until: datetime
) -> Wait:
    """Until it ended, was given up, or the week was over, whichever came first."""
    if ended is not None and ended < until:
        return max(ended - begun, timedelta(0)), True
    last = until if given_up is None else min(given_up, until)
    return max(last - begun, timedelta(0)), False


def lasting(waits: Sequence[Wait], *, threshold: int) -> Lasting:
    """What may be shown: the median of twice the threshold, nine in ten of ten times."""
    enough = len(waits) >= _MEDIAN_NEEDS * threshold
    many = len(waits) >= _P90_NEEDS * threshold
    median, p90 = reached(waits, (_HALF, _TENTH)) if enough else (None, None)
    return Lasting(
        requests=len(waits),
        median=_quantile(median, is_shown=enough),
        p90=_quantile(p90, is_shown=many),
    )


def reached(waits: Iterable[Wait], shares: Sequence[Fraction]) -> list[timedelta | None]:
    """After how long no more than these shares still wait, by Kaplan and Meier; None: not yet.

    Shares from the largest to the smallest.
    """
    ended: Counter[timedelta] = Counter()
    left: Counter[timedelta] = Counter()
    for length, has_ended in waits:
        (ended if has_ended else left)[length] += 1
    at_risk = ended.total() + left.total()
    waiting = 1.0
    found: list[timedelta | None] = []
    for length in sorted(ended.keys() | left.keys()):
        if ended[length]:
            waiting *= 1 - ended[length] / at_risk
        while len(found) < len(shares) and waiting <= float(shares[len(found)]) + _ROUNDING:
            found.append(length)
        # Who is given up at the very moment still waited at it.
        at_risk -= ended[length] + left[length]
    return found + [None] * (len(shares) - len(found))


_ROUNDING = 1e-12


def _quantile(length: timedelta | None, *, is_shown: bool) -> Quantile:
    if not is_shown:
        return Quantile(reach=Reach.TOO_FEW)
    if length is None:
        return Quantile(reach=Reach.NOT_YET)
    return Quantile(reach=Reach.KNOWN, minutes=round(length / _MINUTE))
