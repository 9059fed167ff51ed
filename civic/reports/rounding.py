"""Percentages that a reader can add up: one decimal, exactly 100.0 where they should."""

from collections.abc import Sequence
from decimal import Decimal

from civic.reports.model import Percent

_WHOLE = 1000
"""A hundred percent in tenths of a percent."""


def shares_of_whole(counts: Sequence[int]) -> tuple[Percent, ...] | None:
    """One share a count, 100.0 together (Hamilton's largest remainders); None of an empty base.

    Ties go to the earlier choice, so two equal counts may differ by 0.1.
    """
    whole = sum(counts)
    if whole == 0:
        return None
    tenths = [_WHOLE * count // whole for count in counts]
    by_remainder = sorted(
        range(len(counts)), key=lambda place: (-(_WHOLE * counts[place] % whole), place)
    )
    for place in by_remainder[: _WHOLE - sum(tenths)]:
        tenths[place] += 1
    return tuple(_percent(tenth, count) for tenth, count in zip(tenths, counts, strict=True))


def share_by_itself(count: int, whole: int) -> Percent | None:
    """A share that need not add up with others: half away from zero, from unrounded figures."""
    if whole == 0:
        return None
    return _percent((2 * _WHOLE * count + whole) // (2 * whole), count)


def _percent(tenths: int, count: int) -> Percent:
    return Percent(
        value=Decimal(tenths).scaleb(-1).quantize(Decimal("0.1")),
        is_tiny=count > 0 and tenths == 0,
    )
