"""Tables of responses: commas, semicolons or tabs, in UTF-8 or an old spreadsheet's code page."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from civic.kernel.refusal import Refusal

LARGEST = 50
"""Megabytes."""
_MEGABYTE = 1 << 20
_CELL = 1 << 20
_DELIMITERS = ",;\t|"
_BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_UNDEFINED = b"\x98"  # the one byte that means nothing in cp1251


class TableOfResponses:
    """Reads through the file each time it is asked, holding one line."""

    def __init__(self, opening: Callable[[], BinaryIO]) -> None:
        self._opening = opening
        self._encoding = _encoding_of(opening)

    def header(self) -> Sequence[str]:
        for _, cells in self._lines():
            return cells
        raise Refusal("responses-file-empty")

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        lines = self._lines()
        next(lines, None)
        for number, cells in lines:
            if any(cell.strip() for cell in cells):
                yield number, cells

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        # The limit is the process's; the standard one is too low for a long answer.
        csv.field_size_limit(_CELL)
        with self._opening() as opened:
            text = io.TextIOWrapper(opened, encoding=self._encoding, newline="")
            start = text.readline()
            delimiter = max(_DELIMITERS, key=start.count)
            text.seek(0)
            lines = csv.reader(text, delimiter=delimiter)
            try:
                for cells in lines:
                    yield lines.line_num, cells
            except csv.Error:
                raise Refusal("responses-file-broken", line=lines.line_num + 1) from None


def responses_on_disk(path: Path) -> TableOfResponses:
    """Raise Refusal when it is too large, or no table in plain text."""
    if path.stat().st_size > LARGEST * _MEGABYTE:
        raise Refusal("responses-file-large", limit=LARGEST)
    with path.open("rb") as opened:
        start = opened.read(8)
    if start.startswith(_BINARY):
        raise Refusal("responses-file-kind")
    return TableOfResponses(lambda: path.open("rb"))


def _encoding_of(opening: Callable[[], BinaryIO]) -> str:
    """Read once through, block by block: what is not UTF-8 is taken for cp1251."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_cp1251 = True, True
    with opening() as opened:
        if opened.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        opened.seek(0)
        while block := opened.read(_MEGABYTE):
            if b"\0" in block:
                raise Refusal("responses-file-kind")
            is_cp1251 = is_cp1251 and _UNDEFINED not in block
            is_utf8 = is_utf8 and _decodes(decoder, block)
    if is_utf8 and _decodes(decoder, b"", final=True):
        return "utf-8-sig"
    if is_cp1251:
        return "cp1251"
    raise Refusal("responses-file-kind")


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True
