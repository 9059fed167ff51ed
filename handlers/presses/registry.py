"""How a button's payload is written and read: a code, a version, the fields."""

from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import ClassVar, TypeVar, dataclass_transform, get_type_hints

LIMIT = 64
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_registry: dict[str, type["Press"]] = {}
P = TypeVar("P", bound="Press")


class Press:
    """A frozen dataclass of ints and short strings; `code` and `version` are given by @press."""

    __slots__ = ()
    code: ClassVar[str]
    version: ClassVar[int]

    def pack(self) -> str:
        """`code` + version digit + fields in base 62, parted by dots; at most 64 bytes."""
        return _packed(self)

    @classmethod
    def head(cls) -> str:
        """What its payload begins with, up to the first dot."""
        return f"{cls.code}{cls.version}"


@dataclass_transform(frozen_default=True)
def press(code: str, *, version: int = 1):  # type: ignore[no-untyped-def]  # noqa: ANN201 - dataclass_transform types it
    """Register a press under its code: letters only; `b…` is for ballots, `a…` for anonymity."""

    def registered(cls: type[P]) -> type[P]:
        if code in _registry or not code.isalpha() or not code.isascii():
            raise ValueError(f"the press code {code!r} is taken or not made of letters")
        made = dataclass(frozen=True)(cls)
        made.code, made.version = code, version
        _registry[code] = made
        return made

    return registered


def read_press(data: str) -> Press | None:
    """The press that this payload carries; None when forged, foreign or of another version."""
    head, *parts = data.split(".")
    kind = _registry.get(head.rstrip("0123456789"))
    if kind is None or head != kind.head():
        return None
    try:
        return _read(kind.code, tuple(parts))
    except (ValueError, TypeError):
        return None


@lru_cache(maxsize=4096)
def _packed(press: Press) -> str:
    # A screen is shown to thousands: its buttons are the same for all.
    values = [_written(getattr(press, name)) for name, _ in _fields(press.code)]
    packed = ".".join([press.head(), *values])
    if len(packed.encode()) > LIMIT:
        raise ValueError(f"{type(press).__name__} does not fit into {LIMIT} bytes")
    return packed


@lru_cache(maxsize=1024)
def _read(code: str, parts: tuple[str, ...]) -> Press:
    named = _fields(code)
    if len(parts) != len(named):
        raise ValueError("a press has a different number of fields")
    given = {name: _parsed(part, wanted) for (name, wanted), part in zip(named, parts, strict=True)}
    return _registry[code](**given)


@cache
def _fields(code: str) -> tuple[tuple[str, object], ...]:
    # Resolving type hints takes longer than all the rest of reading a press.
    kind = _registry[code]
    kinds = get_type_hints(kind)
    named = fields(kind)  # type: ignore[arg-type]  # a dataclass by @press
    return tuple((field.name, kinds[field.name]) for field in named)


def registered_presses() -> dict[str, type[Press]]:
    """All presses by code, for the test that walks them."""
    return dict(_registry)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return _base62(value)
    if isinstance(value, str) and "." not in value:
        return value
    raise ValueError(f"a press cannot carry {value!r}")


def _parsed(part: str, kind: object) -> object:
    is_id = hasattr(kind, "__supertype__")
    kind = getattr(kind, "__supertype__", kind)
    if kind is str:
        return part
    if kind is bool:
        return {"0": False, "1": True}[part] if part in {"0", "1"} else _refuse()
    number = _from_base62(part)
    # A page, an option, a day: whoever forges a huge one must not make sums overflow.
    if not is_id and abs(number) >= 2**31:
        raise ValueError("not a number of ours")
    return number


def _refuse() -> bool:
    raise ValueError("not a yes or a no")


@lru_cache(maxsize=4096)
def _base62(number: int) -> str:
    if number < 0:
        return "-" + _base62(-number)
    digits = ""
    while True:
        number, digit = divmod(number, 62)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits


def _from_base62(text: str) -> int:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    if not digits or len(digits) > 11:
        raise ValueError("not a number of ours")
    number = 0
    for digit in digits:
        number = number * 62 + _DIGITS.index(digit)
    if number >= 2**63:
        raise ValueError("beyond 63 bits")
    return sign * number
