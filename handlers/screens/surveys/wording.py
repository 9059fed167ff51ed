"""A survey's own words in the reader's language, and the ways out of every screen."""

from collections.abc import Callable, Sequence

from civic.kernel.language import Translated
from handlers.presses.registry import Press
from handlers.presses.surveys import OfficeSurveysPress, SurveysPress
from handlers.screens.navigation import home_button, ways
from handlers.screens.screen import Button, Rows, escape
from locales.catalog import Say

PAGE = 8
LIST = PAGE - 1
"""Of a list that also offers to add one."""
_WIDE, _NARROW = 16, 9
Row = tuple[Button, ...]


def words(text: Translated, say: Say) -> str:
    """Safe in HTML, in the reader's language where it exists."""
    return escape(label(text, say))


def label(text: Translated, say: Say) -> str:
    """As it is, for buttons."""
    return next(
        (written for language, written in text.texts.items() if language == say.language),
        next(iter(text.texts.values()), ""),
    )


def mark_of_language(texts: tuple[Translated, ...], say: Say) -> str:
    """Says so where the reader meets a text that their language lacks."""
    for text in texts:
        if text.texts and say.language not in text.texts:
            return say(f"survey-only-in-{next(iter(text.texts))}")
    return ""


def shortened(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def packed(buttons: list[Button]) -> list[Row]:
    """Short labels side by side, as many as stay readable; their order stays."""
    rows: list[Row] = []
    for button in buttons:
        last = rows[-1] if rows else ()
        fits_three = len(last) < 3 and all(len(b.label) <= _NARROW for b in (*last, button))
        fits_two = len(last) < 2 and all(len(b.label) <= _WIDE for b in (*last, button))
        if last and (fits_three or fits_two):
            rows[-1] = (*last, button)
        else:
            rows.append((button,))
    return rows


def resident_ways(say: Say) -> Rows:
    back = Button(label=say("survey-button-surveys"), press=SurveysPress().pack())
    return ((back, home_button(say)),)


def office_ways(say: Say, back: Press | None = None) -> Rows:
    return ways(say, back or OfficeSurveysPress())


def paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def ticked(text: str, is_on: bool) -> str:
    return f"✓ {text}" if is_on else text


def pages_by_length(told: Sequence[str], room: int) -> list[slice]:
    """Which stand on which page: as many as there is room for, at most eight, never none."""
    pages: list[slice] = []
    first, length = 0, 0
    for number, line in enumerate(told):
        is_full = length + len(line) > room or number - first == PAGE
        if number > first and is_full:
            pages.append(slice(first, number))
            first, length = number, 0
        length += len(line)
    return [*pages, slice(first, len(told))]


def turns(
    page: int, count: int, press: Callable[[int], Press], *, say: Say, size: int = PAGE
) -> Rows:
    """Earlier and more, where there is more than one page."""
    last = max(count - 1, 0) // size
    ways = (("survey-button-earlier", page - 1), ("survey-button-more", page + 1))
    row = tuple(
        Button(label=say(key), press=press(to).pack()) for key, to in ways if 0 <= to <= last
    )
    return (row,) if row else ()
