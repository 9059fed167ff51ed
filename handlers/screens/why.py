"""A refusal's sentence, where a screen says why and goes on."""

from civic.kernel.refusal import Refusal
from handlers.screens.screen import escape
from locales.catalog import Say


def why_not(refusal: Refusal, say: Say) -> str:
    """Safe in HTML."""
    shown = {
        name: escape(value) if isinstance(value, str) else say.number(value)
        for name, value in refusal.params.items()
    }
    return say(refusal.key, **shown)
