"""In which letters a table was saved."""

import codecs
from collections.abc import Callable
from typing import BinaryIO

_BLOCK = 1 << 20
_UNDEFINED = b"\x98"  # the one byte that means nothing in cp1251


def encoding_of(opening: Callable[[], BinaryIO]) -> str | None:
    """Read once through, block by block: what is not UTF-8 is taken for cp1251; None: no text."""
    with opening() as opened:
        start = opened.read(2)
        if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        opened.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        is_utf8, is_cp1251 = True, True
        while block := opened.read(_BLOCK):
            if b"\0" in block:
                return None
            is_cp1251 = is_cp1251 and _UNDEFINED not in block
            if is_utf8:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    is_utf8 = False
    if not is_utf8 and not is_cp1251:
        return None
    return "utf-8-sig" if is_utf8 else "cp1251"
