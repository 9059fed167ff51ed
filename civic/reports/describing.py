"""What numbers have in common: median, quartiles, mean and spread, from counts of each value."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt

from civic.reports.model import NumberFigures

_CENT = Decimal("0.01")
_MEDIAN_NEEDS = 2
"""A median is shown of at least this many times the threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Unrounded; quantiles are Hyndman and Fan's type 7, the deviation is the sample's."""

    n: int
    mean: Fraction
    deviation: float | None
    quartile_1: Fraction
    median: Fraction
    quartile_3: Fraction


def describe(counts: Mapping[int, int]) -> Description | None:
    """Of how many people gave each number; None when nobody did."""
    ordered = sorted((value, count) for value, count in counts.items() if count)
    n = sum(count for _, count in ordered)
    if n == 0:
        return None
    total = sum(value * count for value, count in ordered)
    squares = sum(value * value * count for value, count in ordered)
    return Description(
        n=n,
        mean=Fraction(total, n),
        # Whole numbers until the root: no digits are lost to cancellation.
        deviation=sqrt(Fraction(n * squares - total * total, n * (n - 1))) if n > 1 else None,
        quartile_1=quantile(ordered, Fraction(1, 4)),
        median=quantile(ordered, Fraction(1, 2)),
        quartile_3=quantile(ordered, Fraction(3, 4)),
    )


def quantile(ordered: list[tuple[int, int]], share: Fraction) -> Fraction:
    """Type 7 (R's default) over (value, count) pairs in ascending order."""
    n = sum(count for _, count in ordered)
    position = (n - 1) * share
    low = position.numerator // position.denominator
    below, above = _value_at(ordered, low), _value_at(ordered, min(low + 1, n - 1))
    return below + (position - low) * (above - below)


def number_figures(counts: Mapping[int, int], *, threshold: int) -> NumberFigures | None:
    """Ready to be shown; the median only of twice the threshold, the extremes never."""
    described = describe(counts)
    if described is None:
        return None
    many = described.n >= _MEDIAN_NEEDS * threshold
    return NumberFigures(
        n=described.n,
        mean=_rounded(described.mean),
        deviation=None if described.deviation is None else _rounded(described.deviation),
        quartile_1=_rounded(described.quartile_1) if many else None,
        median=_rounded(described.median) if many else None,
        quartile_3=_rounded(described.quartile_3) if many else None,
    )


def _value_at(ordered: list[tuple[int, int]], rank: int) -> int:
    seen = 0
    for value, count in ordered:
        seen += count
        if rank < seen:
            return value
    raise IndexError(rank)


def _rounded(value: Fraction | float) -> Decimal:
    """Two decimals, half away from zero."""
    exact = Fraction(value)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_CENT, ROUND_HALF_UP)
