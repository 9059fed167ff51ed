"""What a program sends with a request: fields, and pictures beside them."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from civic.kernel.photos import LARGEST_FILE
from web.open311.failures import Failed

LARGEST_FORM = LARGEST_FILE + 5_000_000
MOST_FIELDS = 500
MOST_FILES = 5
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,100})\](\[\])?")
_PLAIN = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    fields: Mapping[str, str]
    attributes: Mapping[str, Sequence[str]]
    files: tuple[bytes, ...] = ()

    def said(self, name: str) -> str:
        """Sent empty is the same as not sent."""
        return self.fields.get(name, "").strip()


@dataclass(slots=True)
class _Reading:
    fields: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, list[str]] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)

    def take(self, name: str, value: str) -> None:
        attribute = _ATTRIBUTE.fullmatch(name)
        if attribute is None:
            self.fields[name] = value
        else:
            self.attributes.setdefault(attribute[1], []).append(value)


async def read_form(request: Request) -> Form:
    """Of the address too, where some programs put their key. Raise Failed for what is no form."""
    reading = _Reading(fields=dict(request.query_params))
    kind = request.headers.get("content-type", _PLAIN).partition(";")[0].strip().lower()
    body = await _whole(request)
    if kind == _PLAIN:
        _read_plain(body, reading)
    elif kind == "multipart/form-data":
        await _read_parts(request, body, reading)
    else:
        raise Failed(400, f"Content-Type is {_PLAIN} or multipart/form-data")
    return Form(fields=reading.fields, attributes=reading.attributes, files=tuple(reading.files))


async def _whole(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise Failed(400, f"The request is larger than {LARGEST_FORM // 1_000_000} MB")
    return bytes(body)


def _read_plain(body: bytes, reading: _Reading) -> None:
    try:
        said = parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Failed(400, "The form is not UTF-8, or has too many fields") from None
    for name, value in said:
        reading.take(name, value)


async def _read_parts(request: Request, body: bytes, reading: _Reading) -> None:
    async def stream() -> AsyncIterator[bytes]:
        yield body

    parser = MultiPartParser(
        request.headers,
        stream(),  # type: ignore[arg-type]  # an async generator is wanted; no more than iterated
        max_files=MOST_FILES,
        max_fields=MOST_FIELDS,
        max_part_size=LARGEST_FORM,
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        # Its own words may quote what was sent.
        raise Failed(400, f"The form cannot be read; at most {MOST_FILES} files") from None
    try:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content = await value.read()
                if content:
                    reading.files.append(content)
            else:
                reading.take(name, value)
    finally:
        await form.close()
