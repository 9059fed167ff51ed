"""Reading what the control API is asked for: a wrong wish gets a sentence, never a traceback."""

import base64
import binascii
from typing import Any

from sandbox.refusal import ControlRefused
from sandbox.world import Body


def text_of(wish: Body, name: str, default: str | None = None) -> str:
    value = wish.get(name, default)
    if not isinstance(value, str):
        raise ControlRefused(400, f'"{name}" must be a text')
    return value


def number_of(wish: Body, name: str, default: float | None = None) -> float:
    value = wish.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ControlRefused(400, f'"{name}" must be a number')
    return value


def whole_of(wish: Body, name: str, default: int | None = None) -> int:
    value = wish.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ControlRefused(400, f'"{name}" must be a whole number')
    return value


def object_of(wish: Body, name: str) -> Body:
    value = wish.get(name)
    if not isinstance(value, dict):
        raise ControlRefused(400, f'"{name}" must be an object')
    return value


def bytes_of(value: Any, name: str) -> bytes:
    if not isinstance(value, str):
        raise ControlRefused(400, f'"{name}" must be base64')
    # A page may hand over a data: address as the browser gave it.
    encoded = value.split(",", 1)[1] if value.startswith("data:") and "," in value else value
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ControlRefused(400, f'"{name}" must be base64') from None
