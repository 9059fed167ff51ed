"""Names of offices, lines in few words, whole lines with their files."""

from collections.abc import Mapping, Sequence
from typing import Any

from civic.communities.model import Agency
from civic.dialogues.model import Line, LineKind
from civic.kernel.ids import AgencyId
from civic.kernel.language import language_of
from handlers.screens.screen import Media, Screen, Spot, escape
from locales.catalog import Say

PAGE = 5
LINES_PAGE = 5
LINE_ROOM = 300
"""What of a line stands on a card, counted as Telegram would at worst."""
_MEDIA = frozenset({LineKind.PHOTO, LineKind.DOCUMENT, LineKind.VOICE})


def office_label(name: Mapping[Any, str] | None, say: Say) -> str:
    """On a button: not escaped. None is the town's office."""
    if not name:
        return say("dialogue-town-office")
    return name.get(language_of(say.language)) or next(iter(name.values()))


def office_words(name: Mapping[Any, str] | None, say: Say) -> str:
    """In a sentence: safe in HTML."""
    return escape(office_label(name, say))


def agency_label(agency: AgencyId | None, agencies: Sequence[Agency], say: Say) -> str:
    named = next((one for one in agencies if one.id == agency), None)
    return office_label(named.name.texts if named else None, say)


def line_times(lines: Sequence[Line], zone: str, say: Say) -> list[str]:
    """When each was written: the day where it changes, then the clock alone."""
    days = [say.day(line.at, zone) for line in lines]
    return [
        say.clock(line.at, zone) if day == before else say.moment(line.at, zone)
        for line, day, before in zip(lines, days, [None, *days], strict=False)
    ]


def line_words(line: Line, say: Say) -> str:
    """In few words, safe in HTML."""
    parts = []
    if line.kind is not LineKind.TEXT:
        parts.append(say(f"dialogue-kind-{line.kind.value}"))
    if line.text:
        parts.append(shortened(line.text, LINE_ROOM))
    return " ".join(parts)


def shortened(text: str, room: int) -> str:
    """Escaped, and no longer than the room."""
    if _weight(text) <= room:
        return escape(text)
    kept = text[:room]
    while _weight(kept) > room:
        kept = kept[: len(kept) * 9 // 10]
    return escape(kept.rstrip()) + "…"


def is_shortened(line: Line) -> bool:
    return line.kind is not LineKind.TEXT or _weight(line.text) > LINE_ROOM


def _weight(text: str) -> int:
    return len(escape(text).encode("utf-16-le")) // 2


def whole_screens(lines: Sequence[Line]) -> list[Screen]:
    """Each shortened line as it came; files that came together are shown together."""
    shown: list[Screen] = []
    for before, line in zip((None, *lines), lines, strict=False):
        if not is_shortened(line):
            continue
        media = media_of(line.kind.value, line.telegram_file)
        if media and not line.text and _is_together(before, line):
            joined = shown.pop()
            shown.append(Screen(text=joined.text, media=joined.media + media))
        else:
            shown.append(Screen(text=escape(line.text), media=media, spot=_spot(line)))
    return shown


def _is_together(before: Line | None, line: Line) -> bool:
    if before is None or before.from_office is not line.from_office:
        return False
    return before.kind is line.kind


def _spot(line: Line) -> Spot | None:
    if line.latitude is None or line.longitude is None:
        return None
    return Spot(latitude=line.latitude, longitude=line.longitude)


def media_of(kind: str, telegram_file: str) -> tuple[Media, ...]:
    known = LineKind(kind)
    if known not in _MEDIA or not telegram_file:
        return ()
    return (Media(kind=known.value, telegram_file=telegram_file),)  # type: ignore[arg-type]  # the words of Media.kind are those of _MEDIA
