"""What a dead letter must not keep: codes, phones, what follows /start."""

import json
import re
from typing import Any

_START = re.compile(r"(/start(?:@\w+)?\s+|\bstart(?:app|group)?=)\S+")
# Ours are longer than any word and hold digits; a chosen one is known by where it stands.
_CODE = re.compile(r"(?<![\w-])(?=[\w-]*\d)[A-Za-z0-9_-]{20,}(?![\w-])")
_DIGITS = re.compile(r"\+?\d[\d\s()-]{7,}\d")
_SECRET_KEYS = frozenset({"phone_number", "vcard", "email", "file_id"})


def masked(raw: str) -> str:
    """The update's JSON with secrets replaced by stars; what is not JSON is not kept."""
    try:
        read = json.loads(raw)
    except ValueError:
        return '"not JSON"'
    return json.dumps(_masked(read), ensure_ascii=False)


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: "***" if key in _SECRET_KEYS else _masked(inner) for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    return masked_words(value) if isinstance(value, str) else value


def masked_words(text: str) -> str:
    """Also of a failure, which may quote what somebody typed."""
    return _DIGITS.sub("***", _CODE.sub("***", _START.sub(r"\1***", text)))
