"""A broadcast in few words: its number, its first words, when it goes, what carries it."""

import hashlib
from datetime import time

from civic.broadcasts.model import Attachment, Broadcast, Content, MediaKind, Timing
from civic.broadcasts.rules.content import is_said
from civic.broadcasts.rules.text import filled, visible
from civic.kernel.language import Language, language_of
from handlers.presses.broadcasts import DraftPress
from handlers.presses.registry import Press
from handlers.screens.broadcasts.message import said_to_nobody
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Rows, escape
from locales.catalog import Say

PAGE = 8
EXCERPT = 160
ON_BUTTON = 30


def to(key: str, press: Press, say: Say, **params: object) -> Button:
    return Button(label=say(key, **params), press=press.pack())


def draft_ways(draft: Broadcast, say: Say, back: Press | None = None) -> Rows:
    return ways(say, back or DraftPress(draft.id))


def heading(broadcast: Broadcast, say: Say) -> str:
    topic = say(f"topic-{broadcast.topic.value}")
    return say("broadcast-heading", number=say.number(broadcast.number), topic=topic)


def first_words(content: Content, say: Say, *, limit: int) -> str:
    """As it is, for buttons: in the reader's language where it is written."""
    texts = content.texts
    for language in (language_of(say.language), *texts):
        written = texts.get(language, "")
        if is_said(written):
            read = filled(written, {}, defaults=said_to_nobody(say))
            return shortened(visible(read), limit)
    if content.attachments:
        return files_words(content.attachments, say)
    return say("broadcast-no-words")


def shortened(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def excerpt(content: Content, say: Say) -> str:
    """Safe in HTML; what comes with it is said besides."""
    return _with_files(escape(first_words(content, say, limit=EXCERPT)), content, say)


def quoted(content: Content, say: Say) -> str:
    """Beside what the screen says itself: only the author's words are in quotation marks."""
    words = escape(first_words(content, say, limit=EXCERPT))
    if any(is_said(text) for text in content.texts.values()):
        words = say("broadcast-quoted", words=words)
    return _with_files(words, content, say)


def _with_files(words: str, content: Content, say: Say) -> str:
    has_words = any(is_said(text) for text in content.texts.values())
    if has_words and content.attachments:
        return f"{words}\n{files_words(content.attachments, say)}"
    return words


def files_words(files: tuple[Attachment, ...], say: Say) -> str:
    photos = sum(one.kind is MediaKind.PHOTO for one in files)
    papers = len(files) - photos
    parts = [say.n("broadcast-photos", photos)] if photos else []
    if papers:
        parts.append(say.n("broadcast-documents", papers))
    return ", ".join(parts)


def written_in(content: Content) -> list[Language]:
    return [language for language, text in content.texts.items() if is_said(text)]


def timing_lines(broadcast: Broadcast, zone: str, say: Say) -> list[str]:
    timing = broadcast.timing
    lines = [starts_words(timing, zone, say)]
    if timing.window is not None:
        lines.append(say("broadcast-in-hours", hours=hours_words(timing.window)))
    if timing.expires_at is not None:
        lines.append(say("broadcast-until", moment=say.moment(timing.expires_at, zone)))
    if broadcast.urgency is not None:
        reason = escape(shortened(broadcast.urgency.reason, EXCERPT))
        lines.append(say("broadcast-urgent-because", reason=reason))
    return lines


def starts_words(timing: Timing, zone: str, say: Say) -> str:
    if timing.starts_at is None:
        return say("broadcast-starts-at-once")
    return say("broadcast-starts-at", moment=say.moment(timing.starts_at, zone))


def hours_words(window: tuple[time, time]) -> str:
    starts, ends = window
    return f"{starts:%H:%M}–{ends:%H:%M}"


def mark_of(whole: str) -> str:
    """Short enough for a press, and another one for each other file or button."""
    return hashlib.sha256(whole.encode()).hexdigest()[:8]
