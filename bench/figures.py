"""A figure, what was promised of it, and whether it was kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    what: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    ratio: float | None = None
    """To the bare bot of the same run."""
    note: str = ""

    @property
    def is_kept(self) -> bool:
        enough = self.at_least is None or self.value >= self.at_least
        return enough and (self.at_most is None or self.value <= self.at_most)

    @property
    def is_promised(self) -> bool:
        return self.at_least is not None or self.at_most is not None

    def line(self) -> str:
        promise = ""
        if self.at_least is not None:
            promise = f"≥ {_written(self.at_least)}"
        elif self.at_most is not None:
            promise = f"≤ {_written(self.at_most)}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} of bare"
        verdict = ("OK" if self.is_kept else "MISSED") if self.is_promised else ""
        value = f"{_written(self.value)} {self.unit}"
        return (
            f"{self.what:<58}{value:>14}  {promise:<9}{ratio:<14}{verdict:<7}{self.note}".rstrip()
        )


def tell(figures: Iterable[Figure]) -> None:
    for figure in figures:
        print(figure.line(), flush=True)


def summary(figures: Sequence[Figure]) -> str:
    promised = [figure for figure in figures if figure.is_promised]
    missed = [figure.what for figure in promised if not figure.is_kept]
    if missed:
        return f"{len(missed)} of {len(promised)} promised figures MISSED: " + "; ".join(missed)
    return f"All {len(promised)} promised figures are kept."


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _written(value: float) -> str:
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
