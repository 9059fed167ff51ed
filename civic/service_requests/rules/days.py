"""A day as an official types it, by the town's own calendar."""

import re
from datetime import date, timedelta

from civic.kernel.refusal import Refusal

_FROM_TODAY = {
    "сьогодні": 0, "сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "післязавтра": 2,
    "послезавтра": 2,
}  # fmt: skip
_WEEKDAYS: tuple[tuple[str, ...], ...] = (
    ("понеділ", "понедельник", "monday"),
    ("вівтор", "вторник", "tuesday"),
    ("серед", "сред", "wednesday"),
    ("четвер", "thursday"),
    ("п'ятниц", "пятниц", "friday"),
    ("субот", "суббот", "saturday"),
    ("неділ", "воскресен", "sunday"),
)
_BEFORE = re.compile(r"(?:у|в|во|on)\s+")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?")


def day_typed(typed: str, *, today: date) -> date:
    """`завтра`, `у п'ятницю`, `25.12`, `25.12.2027`; without a year the next such day.

    Raise Refusal for anything else.
    """
    said = " ".join(typed.casefold().split()).rstrip(".")
    if said in _FROM_TODAY:
        return today + timedelta(days=_FROM_TODAY[said])
    weekday = _weekday(said)
    if weekday is not None:
        # Whoever says "on Wednesday" on a Wednesday means the next one: else they say "today".
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    found = _DAY.fullmatch(said)
    if found is None:
        raise Refusal("request-date-unclear")
    day, month, year = found.groups()
    try:
        if year is not None:
            full = int(year) + (2000 if len(year) == 2 else 0)
            return date(full, int(month), int(day))
        named = date(today.year, int(month), int(day))
        return named if named >= today else date(today.year + 1, int(month), int(day))
    except ValueError as unclear:
        raise Refusal("request-date-unclear") from unclear


def _weekday(said: str) -> int | None:
    """From 0 for Monday; one word, whatever its ending."""
    word = _BEFORE.sub("", said, count=1).replace("ʼ", "'").replace("’", "'")
    if not word or " " in word:
        return None
    return next((number for number, names in enumerate(_WEEKDAYS) if word.startswith(names)), None)


def day_of_number(number: int) -> date:
    """As a button carries it. Raise Refusal for a forged one."""
    try:
        return date.fromordinal(number)
    except (ValueError, OverflowError) as forged:
        raise Refusal("request-date-unclear") from forged
