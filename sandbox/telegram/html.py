"""HTML as Telegram's bots write it: read into text and entities, refused as Telegram refuses."""

import re
from dataclasses import dataclass, field

from sandbox.refusal import Refused, bad_request
from sandbox.telegram.spans import Entity, byte_offset, link_entity, units

_SPECIAL = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,7})|#([0-9]{1,8})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_SPACES = " \t\n\r\v\f\0"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote", "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip


@dataclass(slots=True)
class _Tag:
    name: str
    offset: int
    text_start: int
    attributes: dict[str, str] = field(default_factory=dict)


def _decode(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, named = match.groups()
    if named:
        return _NAMED[named]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return None
    return chr(code)


def _decoded(value: str) -> str:
    return _REFERENCE.sub(lambda match: _decode(match) or match[0], value)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.offset = 0
        self.entities: list[Entity] = []
        self.open: list[_Tag] = []

    def fail(self, message: str, at: int | None = None) -> Refused:
        where = "" if at is None else f" at byte offset {byte_offset(self.source, at)}"
        return bad_request(f"can't parse entities: {message}{where}")

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += units(text)

    def read(self) -> tuple[str, list[Entity]]:
        position, source = 0, self.source
        while match := _SPECIAL.search(source, position):
            if match.start() > position:
                self.put(source[position : match.start()])
            if match[0] == "&":
                position = self.reference(match.start())
            elif source.startswith("/", match.end()):
                position = self.end_tag(match.start())
            else:
                position = self.start_tag(match.start())
        self.put(source[position:])
        if self.open:
            name = self.open[-1].name
            raise self.fail(f'Can\'t find end tag corresponding to start tag "{name}"')
        return "".join(self.pieces), self.entities

    def reference(self, begin: int) -> int:
        match = _REFERENCE.match(self.source, begin)
        character = _decode(match) if match else None
        if match is None or character is None:
            self.put("&")
            return begin + 1
        self.put(character)
        return match.end()

    def name_end(self, position: int) -> int:
        source = self.source
        while position < len(source) and source[position] not in _SPACES + ">":
            position += 1
        return position

    def skip_spaces(self, position: int) -> int:
        while position < len(self.source) and self.source[position] in _SPACES:
            position += 1
        return position

    def start_tag(self, begin: int) -> int:
        end = self.name_end(begin + 1)
        if end >= len(self.source):
            raise self.fail("Unclosed start tag", begin)
        name = self.source[begin + 1 : end].lower()
        if name not in _KINDS:
            raise self.fail(f'Unsupported start tag "{name}"', begin)
        tag = _Tag(name, self.offset, len(self.pieces))
        end = self.attributes(tag, begin, end)
        if name == "span" and tag.attributes.get("class") != "tg-spoiler":
            raise self.fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(tag)
        return end

    def attributes(self, tag: _Tag, begin: int, position: int) -> int:
        source = self.source
        unclosed = f'Unclosed start tag "{tag.name}"'
        while True:
            position = self.skip_spaces(position)
            if position >= len(source):
                raise self.fail(unclosed, begin)
            if source[position] == ">":
                return position + 1
            start = position
            while position < len(source) and source[position] not in _SPACES + "=>/\"'":
                position += 1
            name = source[start:position]
            if not name:
                raise self.fail(f'Empty attribute name in the tag "{tag.name}"', begin)
            position = self.skip_spaces(position)
            if position >= len(source):
                raise self.fail(unclosed, begin)
            if source[position] != "=":
                tag.attributes[name] = ""
                continue
            position = self.skip_spaces(position + 1)
            if position >= len(source):
                raise self.fail(unclosed, begin)
            tag.attributes[name], position = self.attribute_value(begin, position)

    def attribute_value(self, begin: int, position: int) -> tuple[str, int]:
        source, quote = self.source, self.source[position]
        if quote in "\"'":
            end = source.find(quote, position + 1)
            if end < 0 or end + 1 >= len(source):
                raise self.fail("Unclosed start tag", begin)
            return _decoded(source[position + 1 : end]), end + 1
        end = position
        while end < len(source) and (
            (source[end].isascii() and source[end].isalnum()) or source[end] in ".-"
        ):
            end += 1
        if end >= len(source):
            raise self.fail("Unclosed start tag", begin)
        if source[end] not in _SPACES + ">":
            raise self.fail("Unexpected end of name token", position)
        return source[position:end].lower(), end

    def end_tag(self, begin: int) -> int:
        if not self.open:
            raise self.fail("Unexpected end tag", begin)
        end = self.name_end(begin + 2)
        name = self.source[begin + 2 : end].lower()
        end = self.skip_spaces(end)
        if end >= len(self.source) or self.source[end] != ">":
            raise self.fail("Unclosed end tag", begin)
        tag = self.open.pop()
        if name not in ("", tag.name):
            place = f"at byte offset {byte_offset(self.source, begin)}"
            wanted = f'expected "</{tag.name}>", found "</{name}>"'
            raise self.fail(f"Unmatched end tag {place}, {wanted}")
        if self.offset > tag.offset:
            self.close(tag)
        return end + 1

    def close(self, tag: _Tag) -> None:
        length = self.offset - tag.offset
        entity: Entity | None = {
            "type": _KINDS[tag.name], "offset": tag.offset, "length": length,
        }  # fmt: skip
        assert entity is not None
        if tag.name == "a":
            inside = "".join(self.pieces[tag.text_start :])
            entity = link_entity(tag.attributes.get("href") or inside, tag.offset, length)
        elif tag.name == "tg-emoji":
            emoji = tag.attributes.get("emoji-id", "")
            if not emoji.isdigit():
                raise self.fail("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = emoji
        elif tag.name == "tg-time":
            entity["unix_time"] = int(tag.attributes.get("unix") or 0)
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name in {"pre", "code"}:
            entity = self.close_code(tag, entity)
        if entity is not None:
            self.entities.append(entity)

    def close_code(self, tag: _Tag, entity: Entity) -> Entity | None:
        """<pre><code class="language-…"> is one entity with a language."""
        language = tag.attributes.get("class", "").removeprefix("language-")
        last = self.entities[-1] if self.entities else None
        same = last is not None and (last["offset"], last["length"]) == (
            entity["offset"], entity["length"],
        )  # fmt: skip
        if tag.name == "code":
            entity["_language"] = language
        elif last is not None and same and last["type"] == "code" and last.get("_language"):
            last["type"] = "pre"
            last["language"] = last["_language"]
            return None
        return entity


def parse_html(source: str) -> tuple[str, list[Entity]]:
    if "<" not in source and "&" not in source:
        return source, []
    text, entities = _Reader(source).read()
    for entity in entities:
        entity.pop("_language", None)
    return text, entities
