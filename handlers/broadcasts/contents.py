"""What a broadcast says: words with their formatting, pictures and files, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aiogram.types import Message

from civic.broadcasts.model import Attachment, Broadcast, Content, MediaKind
from civic.broadcasts.rules.content import is_said
from civic.broadcasts.rules.parts import LARGEST
from civic.kernel.language import Language
from civic.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message of an official: its words as Telegram's HTML, perhaps a file."""

    text: str
    file: Attachment | None


def sent_in(message: Message) -> Sent:
    """Raise Refusal for what a broadcast cannot carry."""
    file = _file_of(message)
    if file is None and message.content_type != "text":
        raise Refusal("broadcast-content-kind")
    if file is not None and file.size > LARGEST:
        raise Refusal("broadcast-file-large", limit=LARGEST // (1024 * 1024))
    has_words = bool(message.text or message.caption)
    return Sent(text=message.html_text.strip() if has_words else "", file=file)


def _file_of(message: Message) -> Attachment | None:
    """By the kind of the message: an animation also carries a document, but is none."""
    kind = message.content_type
    if kind == "photo" and message.photo:
        largest = message.photo[-1]
        return Attachment(
            kind=MediaKind.PHOTO, telegram_file=largest.file_id, size=largest.file_size or 0
        )
    if kind == "document" and message.document is not None:
        paper = message.document
        return Attachment(
            kind=MediaKind.DOCUMENT,
            telegram_file=paper.file_id,
            name=paper.file_name or "",
            size=paper.file_size or 0,
        )
    return None


def with_sent(content: Content, sent: Sent, language: Language) -> Content:
    """Words take the place of earlier ones in this language; files join."""
    texts = with_text(content.texts, sent.text, language) if sent.text else content.texts
    files = content.attachments
    if sent.file is not None:
        files = (*files, sent.file)
    return replace(content, texts=texts, attachments=files)


def with_file(content: Content, sent: Sent, language: Language) -> Content:
    """A caption counts only where nothing was written yet."""
    is_written = is_said(content.texts.get(language, ""))
    return with_sent(content, replace(sent, text="") if is_written else sent, language)


def with_text(texts: Mapping[Language, str], text: str, language: Language) -> dict[Language, str]:
    return {**texts, language: text}


def without_text(broadcast: Broadcast, language: Language) -> Broadcast:
    kept = {one: text for one, text in broadcast.content.texts.items() if one != language}
    return replace(broadcast, content=replace(broadcast.content, texts=kept))
