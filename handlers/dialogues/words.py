"""What of a message can be a line of a dialogue."""

from aiogram.filters import Filter
from aiogram.types import Message

from civic.dialogues.model import LineKind, Words
from handlers.fallback import HOME_WORDS
from handlers.settings import STOP_WORDS

ORDERS = frozenset({*HOME_WORDS, *STOP_WORDS})
SERVICE = frozenset({"pinned_message", "message_auto_delete_timer_changed", "new_chat_title"})


class SomeLine(Filter):
    """Whatever is said to a person: no command, no word that means one.

    Passes it on as `words`, None where such a thing cannot be passed on.
    """

    async def __call__(self, message: Message) -> bool | dict[str, Words | None]:
        text = (message.text or "").strip()
        if text.startswith("/") or is_order(text) or message.content_type in SERVICE:
            return False
        return {"words": words_of(message)}


def words_of(message: Message) -> Words | None:
    """By the kind of the message: an animation also carries a document, but is none."""
    text = message.text or message.caption or ""
    kind, file = message.content_type, ""
    if kind == "photo" and message.photo:
        file = message.photo[-1].file_id
    elif kind == "document" and message.document is not None:
        file = message.document.file_id
    elif kind == "voice" and message.voice is not None:
        file = message.voice.file_id
    elif kind in {"location", "venue"} and message.location is not None:
        return Words(
            kind=LineKind.LOCATION,
            text=message.venue.title if message.venue else "",
            latitude=message.location.latitude,
            longitude=message.location.longitude,
        )
    elif kind != "text":
        return None
    return Words(kind=LineKind(kind), text=text, telegram_file=file)


def is_order(text: str) -> bool:
    """A word that people type instead of a command, also while they write to somebody."""
    return text.strip(" \n!.,«»\"'").lower() in ORDERS
