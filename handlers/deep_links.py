"""Links that open the very thing: `t.me/bot?start=<kind>-<part>-<part>`."""

import re

from aiogram.filters import Filter
from aiogram.types import Message

_PAYLOAD = re.compile(r"^([a-z]{1,8})-([0-9A-Za-z_-]{1,54})$")


def deep_link(bot_username: str, kind: str, *parts: str) -> str:
    return f"https://t.me/{bot_username}?start={'-'.join((kind, *parts))}"


def start_payload(text: str | None) -> str | None:
    """What follows `/start `, if anything."""
    command, _, payload = (text or "").partition(" ")
    is_start = command.split("@")[0] == "/start"
    return payload.strip() or None if is_start else None


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
