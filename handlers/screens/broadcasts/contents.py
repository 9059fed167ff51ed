"""Asking for the words and the files of a broadcast; which languages it is written in."""

from collections.abc import Sequence

from civic.broadcasts.model import Attachment, Broadcast
from civic.broadcasts.rules.parts import LARGEST, MOST_FILES
from civic.broadcasts.rules.text import visible
from civic.kernel.language import Language
from handlers.presses.broadcasts import DropFilePress, DropTextPress, TextPress
from handlers.screens.broadcasts.wording import (
    ON_BUTTON,
    draft_ways,
    files_words,
    mark_of,
    shortened,
    to,
    written_in,
)
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say

NOW = 300


def text_screen(draft: Broadcast, language: Language, *, is_own: bool, say: Say) -> Screen:
    """What stands there now, and what may stand in braces."""
    key = "broadcast-ask-text" if is_own else f"broadcast-ask-text-{language}"
    parts = [say(key)]
    written = draft.content.texts.get(language, "")
    if written:
        parts.append(say("broadcast-text-now", text=escape(shortened(visible(written), NOW))))
    parts.append(say("broadcast-braces"))
    return Screen(text="\n\n".join(parts), rows=draft_ways(draft, say))


def texts_screen(draft: Broadcast, languages: Sequence[Language], *, say: Say) -> Screen:
    """The town's own comes first: whoever has no other sees it."""
    own, written = languages[0], written_in(draft.content)
    lines = [say("broadcast-languages-heading", number=say.number(draft.number))]
    rows: list[tuple[Button, ...]] = []
    for language in languages:
        named = say(f"language-{language}")
        if language in written:
            words = escape(shortened(visible(draft.content.texts[language]), 60))
            lines.append(say("broadcast-language-written", language=named, words=words))
        elif language == own:
            lines.append(say("broadcast-language-needed", language=named))
        else:
            falls = say(f"language-{own}")
            lines.append(say("broadcast-language-missing", language=named, own=falls))
        rows.append(_language_row(draft, language, language in written and language != own, say))
    return Screen(text="\n".join(lines), rows=(*rows, *draft_ways(draft, say)))


def _language_row(
    draft: Broadcast, language: Language, may_drop: bool, say: Say
) -> tuple[Button, ...]:
    named = say(f"language-{language}")
    write = to("broadcast-write-in", TextPress(draft.id, language), say, language=named)
    if not may_drop:
        return (write,)
    return (write, to("broadcast-drop-text", DropTextPress(draft.id, language), say))


def files_screen(draft: Broadcast, *, say: Say) -> Screen:
    files = draft.content.attachments
    parts = [say("broadcast-send-files", limit=MOST_FILES, size=LARGEST // (1024 * 1024))]
    if files:
        parts.append(say("broadcast-files-now", files=files_words(files, say)))
    drops = [
        Button(
            label=say("broadcast-drop-file", file=_called(one, number, say)),
            press=DropFilePress(draft.id, mark_of(one.telegram_file)).pack(),
        )
        for number, one in enumerate(files, start=1)
    ]
    return Screen(text="\n\n".join(parts), rows=(*_side_by_side(drops), *draft_ways(draft, say)))


def _called(file: Attachment, number: int, say: Say) -> str:
    return shortened(file.name, ON_BUTTON) or say(
        "broadcast-photo-named", number=say.number(number)
    )


def _side_by_side(buttons: list[Button]) -> Rows:
    """Ten pictures are too many for a column."""
    if len(buttons) <= 4:
        return column(buttons)
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
