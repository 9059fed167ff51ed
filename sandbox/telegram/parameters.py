"""What a client sent, in whatever form, read as the typed parameters of a method."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.refusal import bad_request
from sandbox.telegram.methods import NOT_PLAYED, Method, Parameter


@dataclass(slots=True, frozen=True)
class Upload:
    """A file that came in a request."""

    name: str
    mime_type: str
    content: bytes


_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "file_id": "file_id not specified",
    "from_chat_id": "from_chat_id is empty",
    "url": "url is empty",
    "action": "wrong parameter action in request",
    "media": "media is empty",
}


def _integer(name: str, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return int(value.strip())
        except ValueError:
            pass
    raise bad_request(f'parameter "{name}" must be an Integer')


def _real(name: str, value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            pass
    raise bad_request(f'parameter "{name}" must be a Float')


def _truth(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in {"true", "1", "yes"}:
        return True
    if word in {"false", "0", "no", ""}:
        return False
    raise bad_request(f'parameter "{name}" must be a Boolean')


def _string(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise bad_request(f'parameter "{name}" must be a String')


def _chat(name: str, value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        word = value.strip()
        if word.startswith("@") and len(word) > 1:
            return word
        try:
            return int(word)
        except ValueError:
            raise bad_request("chat not found") from None
    raise bad_request(f'parameter "{name}" must be an Integer or a String')


def _file(name: str, value: Any) -> Upload | str:
    if isinstance(value, Upload | str):
        return value
    raise bad_request(f'parameter "{name}" must be an InputFile or a String')


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "Integer": _integer,
    "Float": _real,
    "Boolean": _truth,
    "String": _string,
    "Integer or String": _chat,
    "InputFile": _file,
    "InputFile or String": _file,
}


def _structure(parameter: Parameter, value: Any) -> Any:
    """An array or an object; forms carry it as JSON text."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {parameter.name} JSON object") from None
    if not parameter.type.startswith("Array of"):
        if not isinstance(value, dict):
            raise bad_request(f"expected an Object as {parameter.name}")
        return value
    if not isinstance(value, list):
        raise bad_request(f"expected an Array as {parameter.name}")
    if parameter.type == "Array of Integer":
        return [_integer(parameter.name, item) for item in value]
    if parameter.type == "Array of String" and not all(isinstance(item, str) for item in value):
        raise bad_request(f"expected an Array of String as {parameter.name}")
    return value


def read_parameters(method: Method, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Typed parameters by name; empty ones are left out, as Telegram does.

    Telegram ignores a parameter that it does not know. The sandbox refuses it on purpose: a
    misspelt name must not pass the tests.
    """
    read: dict[str, Any] = {}
    known = method.parameters
    for name, value in raw.items():
        parameter = known.get(name)
        if parameter is None:
            raise bad_request(f'{method.name} has no parameter "{name}"')
        if value is None or (isinstance(value, str) and not value and parameter.type != "String"):
            continue
        reader = _READERS.get(parameter.type)
        read[name] = reader(name, value) if reader else _structure(parameter, value)
        if name in NOT_PLAYED and read[name]:
            raise bad_request(f'the sandbox does not play the parameter "{name}"')
    for parameter in known.values():
        if parameter.required and read.get(parameter.name) in (None, ""):
            # An empty webhook address is the way to remove it, and no mistake.
            if parameter.name == "url" and "url" in read:
                continue
            name = parameter.name
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return read
