"""Markdown as Telegram's bots write it: the old one and MarkdownV2."""

from dataclasses import dataclass

from sandbox.refusal import Refused, bad_request
from sandbox.telegram.spans import Entity, byte_offset, link_entity, units

_RESERVED = "_*[]()~`>#+-=|{}.!"
_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_NAMES = {
    "bold": "Bold", "italic": "Italic", "underline": "Underline", "spoiler": "Spoiler",
    "strikethrough": "Strikethrough", "code": "Code", "pre": "Pre", "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji", "blockquote": "BlockQuote",
}  # fmt: skip


def _fail(message: str) -> Refused:
    return bad_request(f"can't parse entities: {message}")


@dataclass(slots=True)
class _Open:
    kind: str
    mark: str
    begin: int
    offset: int
    piece: int
    language: str = ""


class _Reader:
    """MarkdownV2: entities nest, and every reserved character must be escaped."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.entities: list[Entity] = []
        self.open: list[_Open] = []
        self.quote: _Open | None = None
        self.line_start = True

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += units(text)
        self.line_start = text == "\n"

    def ahead(self, text: str) -> bool:
        return self.source.startswith(text, self.position)

    def read(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.source):
            self.step()
        self.end_quote()
        if self.open:
            raise self.unfinished(self.open[-1])
        return "".join(self.pieces), self.entities

    def unfinished(self, opened: _Open) -> Refused:
        place = byte_offset(self.source, opened.begin)
        return _fail(f"Can't find end of {_NAMES[opened.kind]} entity at byte offset {place}")

    def step(self) -> None:
        character = self.source[self.position]
        following = self.source[self.position + 1 : self.position + 2]
        if character == "\\" and following and ord(following) <= 126:
            self.position += 2
            self.put(following)
            return
        if self.open and self.open[-1].kind in {"code", "pre"}:
            self.step_code(character)
        elif character == "\n":
            self.new_line()
        elif character not in _RESERVED:
            self.position += 1
            self.put(character)
        else:
            self.reserved(character)

    def step_code(self, character: str) -> None:
        opened = self.open[-1]
        if self.ahead(opened.mark):
            self.position += len(opened.mark)
            self.finish(self.open.pop())
        else:
            self.position += 1
            self.put(character)

    def new_line(self) -> None:
        self.position += 1
        self.put("\n")
        if self.quote is not None and not self.ahead(">"):
            self.end_quote()
        self.line_start = True

    def end_quote(self) -> None:
        if self.quote is None:
            return
        kind = "blockquote"
        if self.open and self.open[-1].kind == "spoiler" and self.open[-1].offset == self.offset:
            self.open.pop()
            kind = "expandable_blockquote"
        length = self.offset - self.quote.offset
        if length:
            self.entities.append({"type": kind, "offset": self.quote.offset, "length": length})
        self.quote = None

    def reserved(self, character: str) -> None:
        mark = next((m for m in ("||", "__") if self.ahead(m)), character)
        if self.open and self.open[-1].mark == mark and self.open[-1].kind != "text_link":
            self.position += len(mark)
            self.finish(self.open.pop())
        elif character == "]" and self.open and self.open[-1].mark == "]":
            self.end_link(self.open.pop())
        elif mark in _MARKS:
            self.begin(_MARKS[mark], mark)
        elif character == "`":
            self.begin_code()
        elif character == "[":
            self.begin("text_link", "]", consumed=1)
        elif self.ahead("!["):
            self.begin("custom_emoji", "]", consumed=2)
        elif character == ">" and self.line_start:
            self.position += 1
            if self.quote is None:
                self.quote = _Open("blockquote", ">", self.position, self.offset, 0)
        else:
            raise _fail(
                f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
            )

    def begin(self, kind: str, mark: str, *, consumed: int = 0, language: str = "") -> None:
        opened = _Open(kind, mark, self.position, self.offset, len(self.pieces), language)
        self.open.append(opened)
        self.position += consumed or len(mark)

    def begin_code(self) -> None:
        if not self.ahead("```"):
            self.begin("code", "`")
            return
        self.begin("pre", "```")
        line = self.source[self.position :].split("\n", 1)[0]
        if line and "`" not in line and "\n" in self.source[self.position :]:
            self.open[-1].language = line.strip()
            self.position += len(line)
        if self.ahead("\n"):
            self.position += 1

    def finish(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        if length:
            entity: Entity = {"type": opened.kind, "offset": opened.offset, "length": length}
            if opened.language:
                entity["language"] = opened.language
            self.entities.append(entity)

    def address(self) -> str | None:
        """The address in round brackets after a closed square one."""
        if not self.ahead("("):
            return None
        begin, found = self.position + 1, []
        position = begin
        while position < len(self.source) and self.source[position] != ")":
            if self.source[position] == "\\":
                position += 1
            found.append(self.source[position : position + 1])
            position += 1
        if position >= len(self.source):
            place = byte_offset(self.source, begin)
            raise _fail(f"Can't find end of a URL at byte offset {place}")
        self.position = position + 1
        return "".join(found)

    def end_link(self, opened: _Open) -> None:
        self.position += 1
        url = self.address()
        length = self.offset - opened.offset
        if opened.kind == "custom_emoji":
            identifier = (url or "").removeprefix("tg://emoji?id=")
            if not identifier.isdigit():
                raise _fail("Invalid tg://emoji or tg://time URL specified")
            self.entities.append(
                {
                    "type": "custom_emoji",
                    "offset": opened.offset,
                    "length": length,
                    "custom_emoji_id": identifier,
                }
            )
            return
        link = link_entity(
            url if url is not None else "".join(self.pieces[opened.piece :]), opened.offset, length
        )
        if link is not None and length:
            self.entities.append(link)


def parse_markdown_v2(source: str) -> tuple[str, list[Entity]]:
    return _Reader(source).read()


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """The old Markdown: no nesting, and marks that stand alone are mistakes."""
    pieces: list[str] = []
    entities: list[Entity] = []
    offset = position = 0
    while position < len(source):
        character = source[position]
        if character == "\\" and source[position + 1 : position + 2] in tuple("_*`["):
            pieces.append(source[position + 1])
            position, offset = position + 2, offset + 1
            continue
        if character not in "_*`[":
            pieces.append(character)
            position, offset = position + 1, offset + units(character)
            continue
        mark = "```" if source.startswith("```", position) else character
        closing = "]" if character == "[" else mark
        begin = position + len(mark)
        end = source.find(closing, begin)
        if end < 0:
            place = byte_offset(source, position)
            raise _fail(f"Can't find end of the entity starting at byte offset {place}")
        inside = source[begin:end]
        if mark == "```":
            inside = inside.removeprefix("\n")
        position = end + len(closing)
        length = units(inside)
        entity: Entity | None = {
            "type": {"_": "italic", "*": "bold", "`": "code", "```": "pre"}.get(mark, "text_link"),
            "offset": offset, "length": length,
        }  # fmt: skip
        if character == "[":
            url = inside
            if source.startswith("(", position):
                stop = source.find(")", position)
                stop = len(source) if stop < 0 else stop
                url, position = source[position + 1 : stop], stop + 1
            entity = link_entity(url, offset, length)
        if entity is not None and length:
            entities.append(entity)
        pieces.append(inside)
        offset += length
    return "".join(pieces), entities
