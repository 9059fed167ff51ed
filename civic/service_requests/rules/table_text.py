"""A table's words, whatever a spreadsheet saved it as."""

import codecs

from civic.kernel.refusal import Refusal

_UNDEFINED = b"\x98"  # the one byte that means nothing in cp1251


def table_text(content: bytes) -> str:
    """UTF-8, UTF-16 where it says so, else the usual Cyrillic. Raise Refusal: no text at all."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        if b"\0" in content:
            raise Refusal("request-table-unreadable")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as other:
        if _UNDEFINED in content or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise Refusal("request-table-unreadable") from other
        return content.decode("cp1251")
