"""A text as Telegram keeps it: parsed, trimmed, measured, its links and commands found."""

import itertools
import re
from html import escape
from typing import Any

from sandbox.refusal import bad_request
from sandbox.telegram.html import parse_html
from sandbox.telegram.markdown import parse_markdown, parse_markdown_v2
from sandbox.telegram.objects import check_object
from sandbox.telegram.spans import Entity, link_problem, units

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_PARSERS = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2}
_UNWANTED = dict.fromkeys([*range(9), *range(11, 32), *range(0x2028, 0x202F), 127])
_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]»]"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|ua|me|info|io|eu|gov|укр)\b(?:/[^\s<>\"']*[^\s<>\"'.,;:!?)\]»])?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b)"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)",
    re.IGNORECASE,
)
_HINT = re.compile(r"[./@#]")
_ORDER = {
    kind: place
    for place, kind in enumerate(
        (
            "blockquote",
            "expandable_blockquote",
            "text_link",
            "text_mention",
            "bold",
            "italic",
            "underline",
            "strikethrough",
            "spoiler",
            "code",
            "pre",
        )
    )
}
_CLOSED = frozenset({"code", "pre", "text_link", "text_mention", "url"})


def _clean(text: str) -> str:
    """Telegram drops control characters; it does so before anybody reads the text."""
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED)


def _given(entities: list[Any], length: int) -> list[Entity]:
    checked = []
    for raw in entities:
        entity = check_object("MessageEntity", raw, complaint="can't parse MessageEntity")
        offset, size = entity["offset"], entity["length"]
        if not 0 <= offset <= 1_000_000:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if not 0 <= size <= 1_000_000:
            raise bad_request(f"receive an entity with incorrect length {size}")
        if size and offset + size <= length:
            checked.append(entity)
    return checked


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    stripped = text.strip(" \n\t\xa0")
    if len(stripped) == len(text):
        return text, entities
    shift = units(text[: text.find(stripped)]) if stripped else 0
    length = units(stripped)
    kept = []
    for entity in entities:
        begin = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, length)
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return stripped, kept


def found_entities(text: str, taken: list[Entity]) -> list[Entity]:
    """Commands, links, mentions that nobody marked but Telegram sees."""
    if not _HINT.search(text):
        return []
    closed = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in taken
        if entity["type"] in _CLOSED
    ]
    found: list[Entity] = []
    for match in _FOUND.finditer(text):
        kind = match.lastgroup or "url"
        offset, length = units(text[: match.start()]), units(match[0])
        if kind == "url" and link_problem(match[0]) is not None:
            continue
        if all(offset >= end or offset + length <= begin for begin, end in closed):
            found.append({"type": kind, "offset": offset, "length": length})
    return found


def _place(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _ORDER.get(entity["type"], 99)


def read_text(
    source: str, parse_mode: str | None, entities: list[Any] | None, *, limit: int, too_long: str
) -> tuple[str, list[Entity]]:
    """The text and its entities, or a refusal in Telegram's words."""
    if len(source.encode("utf-8", "surrogatepass")) > 1 << 15:
        raise bad_request("text is too long")
    mode = (parse_mode or "none").lower()
    if mode != "none":
        parser = _PARSERS.get(mode)
        if parser is None:
            raise bad_request("unsupported parse_mode")
        text, marked = parser(source)
    else:
        text, marked = source, _given(entities or [], units(source))
    text, marked = _trim(_clean(text), marked)
    if units(text) > limit:
        raise bad_request(too_long)
    marked += found_entities(text, marked)
    if len(marked) > 1:
        marked.sort(key=_place)
    # Telegram shows the first hundred entities of a message.
    return text, marked[:100]


def read_message_text(
    source: str, parse_mode: str | None = None, entities: list[Any] | None = None
) -> tuple[str, list[Entity]]:
    if not source:
        raise bad_request("message text is empty")
    text, marked = read_text(
        source, parse_mode, entities, limit=TEXT_LIMIT, too_long="message is too long"
    )
    if not text.strip("\u200b\u2060\ufeff \n"):
        raise bad_request("text must be non-empty")
    return text, marked


def read_caption(
    source: str | None, parse_mode: str | None = None, entities: list[Any] | None = None
) -> tuple[str, list[Entity]]:
    if not source:
        return "", []
    return read_text(
        source, parse_mode, entities, limit=CAPTION_LIMIT, too_long="message caption is too long"
    )


_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="tg-spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "bot_command": ('<a class="command" href="#">', "</a>"),
    "text_mention": ('<a class="mention" href="#">', "</a>"),
}


def _tags(entity: Entity, inside: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in {"text_link", "url"}:
        address = entity.get("url") or (inside if "://" in inside else f"http://{inside}")
        rel = 'rel="noopener noreferrer" target="_blank"'
        if address.lower().startswith(("http://", "https://", "tg://")):
            return f'<a href="{escape(address)}" {rel}>', "</a>"
    return _TAGS.get(kind, ("", ""))


def to_html(text: str, entities: list[Entity]) -> str:
    """Safe HTML of what the person sees; overlapping entities are closed and opened again."""
    if not entities:
        return escape(text)
    raw = text.encode("utf-16-le", "surrogatepass")
    marks = sorted({0, len(raw) // 2, *_edges(entities, len(raw) // 2)})
    shown: list[str] = []
    open_now: list[tuple[Entity, str]] = []
    ordered = sorted(entities, key=_place)
    for begin, end in itertools.pairwise(marks):
        wanted = [e for e in ordered if e["offset"] <= begin < e["offset"] + e["length"]]
        while open_now and [e for e, _ in open_now] != wanted[: len(open_now)]:
            shown.append(open_now.pop()[1])
        for entity in wanted[len(open_now) :]:
            span = raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
            before, after = _tags(entity, span.decode("utf-16-le", "replace"))
            shown.append(before)
            open_now.append((entity, after))
        shown.append(escape(raw[begin * 2 : end * 2].decode("utf-16-le", "replace")))
    shown += [after for _, after in reversed(open_now)]
    return "".join(shown)


def _edges(entities: list[Entity], length: int) -> set[int]:
    edges: set[int] = set()
    for entity in entities:
        edges |= {min(entity["offset"], length), min(entity["offset"] + entity["length"], length)}
    return edges
