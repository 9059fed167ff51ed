"""What is being picked, as each screen of the picker needs to know it."""

from collections.abc import Sequence
from dataclasses import dataclass

from civic.audiences.model import AudienceRule
from handlers.presses.audiences import AudiencePress, SubjectId
from handlers.presses.registry import Press
from handlers.screens.navigation import ways
from handlers.screens.screen import Rows, Screen
from locales.catalog import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """`of` and `subject` stand in each press, `title` over each screen."""

    of: str
    subject: SubjectId
    rule: AudienceRule
    title: str
    topic: str | None
    is_urgent: bool
    back: Press

    @property
    def first(self) -> AudiencePress:
        return AudiencePress(of=self.of, subject=self.subject)


def step_screen(
    picking: Picking,
    parts: Sequence[str],
    rows: Rows,
    *,
    counted: str = "",
    back: Press | None = None,
    say: Say,
) -> Screen:
    """One step of the picker: what it is about, what is chosen, how many that makes."""
    text = "\n\n".join(part for part in (picking.title, *parts, counted) if part)
    return Screen(text=text, rows=(*rows, *ways(say, back or picking.first)))


def ticked(label: str, *, on: bool) -> str:
    return f"✓ {label}" if on else label
