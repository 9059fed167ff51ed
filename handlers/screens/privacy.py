"""Privacy: what is kept, sent as a file, and erased for good."""

from civic.kernel.ids import FileId
from civic.kernel.language import LANGUAGES
from handlers.presses.settings import AskErasePress, ErasePress, PrivacyPress, TellAllPress
from handlers.presses.start import ChooseLanguagePress
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.start import privacy_sentence
from locales.catalog import Say


def privacy_screen(*, shown_on: str, say: Say) -> Screen:
    """`shown_on`: when the sentence was first shown to this person, in words; empty if never."""
    parts = [say("privacy-heading"), privacy_sentence(say)]
    if shown_on:
        parts.append(say("privacy-shown-on", day=shown_on))
    parts.append(say("privacy-rights"))
    parts.append(say("privacy-appeals"))
    rows: Rows = (
        (Button(label=say("privacy-tell-all"), press=TellAllPress().pack()),),
        (Button(label=say("privacy-erase"), press=AskErasePress().pack()),),
    )
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say)))


def everything_screen(file: FileId, *, say: Say) -> Screen:
    return Screen(text=say("privacy-file"), document=file, rows=ways(say, PrivacyPress()))


def everything_in_words_screen(told: str, *, say: Say) -> Screen:
    """For who is in no town yet: so little is kept that it fits into the chat."""
    text = f"{say('privacy-in-words')}\n\n<pre>{escape(told)}</pre>"
    return Screen(text=text, rows=ways(say, PrivacyPress()))


def ask_erase_screen(*, serves: bool, say: Say) -> Screen:
    parts = [say("erase-ask"), say("erase-what-stays"), say("privacy-appeals")]
    if serves:
        parts.append(say("erase-office"))
    erase = Button(label=say("erase-yes"), press=ErasePress().pack())
    return Screen(text="\n\n".join(parts), rows=((erase,), *ways(say, PrivacyPress())))


def erased_screen(*, served: bool, say: Say) -> Screen:
    """The last words; its buttons begin anew, as with anybody new."""
    parts = [say("erase-done"), say("erase-what-stayed")]
    if served:
        parts.append(say("erase-audit-stayed"))
    again = tuple(
        Button(
            label=say(f"language-{language}"), press=ChooseLanguagePress(language, "start").pack()
        )
        for language in LANGUAGES
    )
    parts.append(say("erase-again"))
    return Screen(text="\n\n".join(parts), rows=(again,))
