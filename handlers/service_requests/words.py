"""What is said to a form of requests: anything but a command, or a word that means one."""

from aiogram.filters import Filter
from aiogram.types import Message

from handlers.dialogues.words import SERVICE, is_order


class Sent(Filter):
    async def __call__(self, message: Message) -> bool:
        text = (message.text or "").strip()
        is_command = text.startswith("/") or is_order(text)
        return not is_command and message.content_type not in SERVICE
