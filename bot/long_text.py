"""Texts longer than a message, in parts that Telegram takes."""

import re
from html import unescape

ROOM_FOR_TAGS = 64
"""What a part keeps free for closing its tags."""
_TAG = re.compile(r"</?([a-z-]+)[^>]*>")
_GAPS = ("\n\n", "\n", " ")


def units(text: str) -> int:
    """Length as Telegram counts it: what lies beyond the basic plane (most emoji) is two."""
    return len(text) + sum(char > "\uffff" for char in text)


def seen_units(text: str) -> int:
    """Length as Telegram counts what is in HTML: tags not, `&amp;` once."""
    return units(unescape(_TAG.sub("", text)))


def split_text(text: str, limit: int) -> list[str]:
    """Parted at paragraphs, else at lines, else at blanks; tags that stay open are closed and
    opened again. In parts tags are counted as if they were seen, which is safe.
    """
    if seen_units(text) <= limit:
        return [text]
    parts: list[str] = []
    opened, rest = "", text
    while units(opened) + units(rest) > limit:
        cut = _cut(rest, limit - units(opened) - ROOM_FOR_TAGS)
        part, rest = opened + rest[:cut].rstrip(), rest[cut:].lstrip()
        still_open = _open_tags(part)
        parts.append(part + "".join(f"</{_name(tag)}>" for tag in reversed(still_open)))
        opened = "".join(still_open)
    return [*parts, opened + rest] if rest or not parts else parts


def _cut(text: str, room: int) -> int:
    """The last good place within the room, not so early that the part would be small."""
    reach = _reach(text, room)
    for gap in _GAPS:
        at = text.rfind(gap, reach // 2, reach)
        while at > 0 and _is_inside_tag(text, at):
            at = text.rfind(gap, reach // 2, at)
        if at > 0:
            return at
    return _before_markup(text, reach)


def _reach(text: str, room: int) -> int:
    """How many characters fit."""
    if units(text[:room]) <= room:
        return min(room, len(text))
    taken = 0
    for at, char in enumerate(text):
        taken += 2 if char > "\uffff" else 1
        if taken > room:
            return at
    return len(text)


def _is_inside_tag(text: str, at: int) -> bool:
    return text.rfind("<", 0, at) > text.rfind(">", 0, at)


def _before_markup(text: str, at: int) -> int:
    """Not in the middle of a tag or of `&amp;`."""
    if _is_inside_tag(text, at):
        return text.rfind("<", 0, at) or at
    ampersand = text.rfind("&", max(0, at - 8), at)
    is_inside = ampersand > 0 and ";" not in text[ampersand:at]
    return ampersand if is_inside else at


def _open_tags(html: str) -> list[str]:
    found: list[str] = []
    for tag in _TAG.finditer(html):
        if not tag[0].startswith("</"):
            found.append(tag[0])
        elif found and _name(found[-1]) == tag[1]:
            found.pop()
    return found


def _name(tag: str) -> str:
    return tag.strip("<>/").split(maxsplit=1)[0]
