"""A report as the bytes that leave: one form, and the hash that names exactly them."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from civic.reports.model import Report

R = TypeVar("R")


def published_bytes(report: object) -> bytes:
    """Canonical JSON: equal reports give equal bytes, and reading gives the report back."""
    return json.dumps(
        _plain(report), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def report_hash(report: object) -> str:
    return sha256(published_bytes(report)).hexdigest()


def read_report(published: bytes) -> Report:
    return read_published(Report, published)


def read_published(kind: type[R], published: bytes) -> R:
    report: R = _typed(kind, json.loads(published))
    return report


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        # Pairs, because the first of several languages is the one it was written in.
        return [[_plain(key), _plain(each)] for key, each in value.items()]
    if is_dataclass(value):
        return {
            part.name: _plain(given)
            for part in fields(value)
            if (given := getattr(value, part.name)) != part.default or "later" not in part.metadata
        }
    return _plain_value(value)


def _plain_value(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case Decimal():
            return str(value)
        case datetime():
            return value.isoformat()
    return value


def _typed(kind: Any, raw: Any) -> Any:
    if isinstance(kind, NewType):
        return _typed(kind.__supertype__, raw)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        (only,) = (argument for argument in arguments if argument is not NoneType)
        return None if raw is None else _typed(only, raw)
    if origin is tuple:
        return tuple(_typed(arguments[0], each) for each in raw)
    if origin is Literal:
        return raw
    if origin is not None and issubclass(origin, Mapping):
        return {_typed(arguments[0], key): _typed(arguments[1], each) for key, each in raw}
    return _typed_plainly(kind, raw)


def _typed_plainly(kind: Any, raw: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _typed(hints[name], each) for name, each in raw.items()})
    if kind is datetime:
        return datetime.fromisoformat(raw)
    if kind in {bool, int, str}:
        return raw
    return kind(raw)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
