"""The two ways in which GeoReport v2 says the same: XML and JSON."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import Response

Value = str | int | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]
Fields = Mapping[str, Value]
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to say."""


class Format(StrEnum):
    XML = "xml"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a list, or one thing, is named in XML; JSON leaves these names out."""

    root: str
    item: str | None = None


SERVICES = Shape(root="services", item="service")
DEFINITION = Shape(root="service_definition")
REQUESTS = Shape(root="service_requests", item="request")
UPDATES = Shape(root="service_request_updates", item="request_update")
DISCOVERY = Shape(root="discovery")
ERRORS = Shape(root="errors", item="error")
_WITHIN = {
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
}
"""What the parts of a list are called."""


def written(
    told: Fields | Sequence[Fields], shape: Shape, form: Format, *, status: int = 200
) -> Response:
    if form is Format.JSON:
        body = json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
        return Response(body, status, media_type="application/json; charset=utf-8")
    root = Element(shape.root)
    if shape.item is not None and not isinstance(told, Mapping):
        for one in told:
            _fill(SubElement(root, shape.item), one, shape.item)
    else:
        _fill(root, told, shape.root)
    body = b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")
    return Response(body, status, media_type="text/xml; charset=utf-8")


def _fill(element: Element, value: Value, name: str) -> None:
    match value:
        case None:
            return
        case bool():
            element.text = "true" if value else "false"
        case str():
            element.text = _UNSPEAKABLE.sub("", value)
        case int() | float():
            element.text = str(value)
        case Mapping():
            for field, within in value.items():
                _fill(SubElement(element, field), within, field)
        case _:
            for within in value:
                item = _WITHIN[name]
                _fill(SubElement(element, item), within, item)
