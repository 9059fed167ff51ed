"""What the bot would say, in the language of a journey's people."""

from locales.catalog import Say
from locales.catalog import say as _say


def voice(language: str) -> Say:
    return _say(language)
