"""Correcting what was sent: which text, what instead, how it will look."""

from collections.abc import Sequence

from civic.broadcasts.model import Broadcast, Content
from civic.broadcasts.rules.moves import ALONE_MINUTES
from civic.broadcasts.rules.text import visible
from civic.kernel.language import Language
from handlers.presses.broadcast_steering import (
    CorrectPress,
    CorrectTextPress,
    FollowPress,
    LookCorrectedPress,
    SendCorrectionPress,
)
from handlers.screens.broadcasts.standing import paragraphs, told_button
from handlers.screens.navigation import cancel_button, ways
from handlers.screens.screen import Button, Screen, escape
from locales.catalog import Say

EXCERPT = 120


def correct_screen(
    broadcast: Broadcast,
    content: Content,
    languages: Sequence[Language],
    *,
    needs_approval: bool,
    is_alone: bool,
    say: Say,
) -> Screen:
    """`is_alone`: nobody could approve it, so it waits a while instead."""
    told = [
        say(
            f"told-text-{language}",
            mark=say("told-text-changed") if _differs(broadcast, content, language) else "",
            text=excerpt(content.texts.get(language, "")) or "—",
        )
        for language in languages
    ]
    text = paragraphs(
        say("told-correct-heading", number=say.number(broadcast.number)),
        "\n".join(told),
        _what_it_takes(needs_approval=needs_approval, is_alone=is_alone, say=say),
    )
    write = tuple(
        told_button(f"told-write-{language}", CorrectTextPress(broadcast.id, language), say)
        for language in languages
    )
    rows = [(button,) for button in write]
    if any(_differs(broadcast, content, language) for language in languages):
        rows.append((told_button("told-look-corrected", LookCorrectedPress(broadcast.id), say),))
        key = "told-correct-send"
        if is_alone:
            key = "broadcast-send"
        elif needs_approval:
            key = "told-correct-ask"
        rows.append((told_button(key, SendCorrectionPress(broadcast.id), say),))
    return Screen(text=text, rows=(*rows, *ways(say, FollowPress(broadcast.id))))


def _what_it_takes(*, needs_approval: bool, is_alone: bool, say: Say) -> str:
    if is_alone:
        return say("told-correct-alone", minutes=say.number(ALONE_MINUTES))
    return say("told-correct-approval") if needs_approval else ""


def excerpt(text: str) -> str:
    """The first words, safe in HTML."""
    words = " ".join(visible(text).split())
    return escape(words if len(words) <= EXCERPT else words[: EXCERPT - 1].rstrip() + "…")


def _differs(broadcast: Broadcast, content: Content, language: Language) -> bool:
    return content.texts.get(language) != broadcast.content.texts.get(language)


def ask_text_screen(broadcast: Broadcast, language: Language, *, say: Say) -> Screen:
    text = say(f"told-ask-text-{language}", number=say.number(broadcast.number))
    row: tuple[Button, ...] = (cancel_button(say),)
    return Screen(text=text, rows=(row, *ways(say, CorrectPress(broadcast.id))))
