"""Lets a handler ask for one kind of deep link."""

import re

from aiogram.filters import Filter
from aiogram.types import Message

from handlers.links import start_payload

_PAYLOAD = re.compile(r"^([a-z]{1,8})-([0-9A-Za-z_-]{1,54})$")


class Opened(Filter):
    """Passes `/start <kind>-a-b` on as `link_parts`, ("a", "b")."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    async def __call__(self, message: Message) -> bool | dict[str, tuple[str, ...]]:
        payload = start_payload(message.text)
        found = _PAYLOAD.match(payload) if payload else None
        if found is None or found[1] != self._kind:
            return False
        return {"link_parts": tuple(found[2].split("-"))}
