"""What the bot would say, in the language of a journey's people."""

import re
from html import unescape

from locales.catalog import Say
from locales.catalog import say as _say
from tests.workshop.spoken import forms_of, messages


def voice(language: str) -> Say:
    return _say(language)


def gist(language: str, key: str) -> str:
    """The longest stretch of a sentence that is the same whatever is filled in, as people see it.

    For sentences about moments and counts that a journey does not reckon itself.
    """
    sentence = unescape(re.sub(r"<[^>]+>", "", forms_of(messages(language)[key])[0]))
    return max((part.strip() for part in re.split(r"\{\w+\}|\n", sentence)), key=len)


def seen(sentence: str) -> str:
    """A sentence as it stands in the chat: its marks have become bold letters and the like."""
    return unescape(re.sub(r"<[^>]+>", "", sentence))
