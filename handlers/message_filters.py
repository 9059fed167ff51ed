"""What kind of message came: words, a location, a certain word."""

from collections.abc import Collection

from aiogram.filters import Filter
from aiogram.types import Message


class Typed(Filter):
    """Words that are no command: commands lead elsewhere also in the middle of a form."""

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        text = message.text or ""
        return {"typed": text} if text.strip() and not text.startswith("/") else False


class Located(Filter):
    """A location, or a place that has one."""

    async def __call__(self, message: Message) -> bool:
        return message.location is not None


class Documented(Filter):
    """A file, sent as a file."""

    async def __call__(self, message: Message) -> bool:
        return message.document is not None


class Said(Filter):
    """One of these words and nothing else."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").strip(" \n!.,«»\"'").lower() in self._words
