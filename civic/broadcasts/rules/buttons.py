"""Buttons under a broadcast: how many, what they say, where they may lead."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from civic.broadcasts.model import BroadcastButton, LinkButton, ReadButton, SurveyButton
from civic.broadcasts.rules.text import units
from civic.kernel.language import Translated
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import Refusal

MOST = 6
LABEL_LIMIT = 40
URL_LIMIT = 512

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_TOP = re.compile(r"(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{}|]")


def check_buttons(buttons: Sequence[BroadcastButton]) -> None:
    if len(buttons) > MOST:
        raise Refusal("broadcast-buttons-many", limit=MOST)
    if sum(isinstance(button, ReadButton) for button in buttons) > 1:
        raise Refusal("broadcast-read-twice")
    surveys = [button.survey for button in buttons if isinstance(button, SurveyButton)]
    if len(surveys) != len(set(surveys)):
        raise Refusal("broadcast-survey-twice")
    for button in buttons:
        if isinstance(button, LinkButton):
            check_label(button.label)
            if checked_link(button.url) != button.url:
                raise Refusal("broadcast-link-bad")
        elif isinstance(button, SurveyButton) and button.label.texts:
            check_label(button.label)


def check_label(label: Translated) -> None:
    if not any(text.strip() for text in label.texts.values()):
        raise Refusal("broadcast-label-empty")
    for text in label.texts.values():
        if text != clean_line(text, LABEL_LIMIT) or units(text) > LABEL_LIMIT:
            raise Refusal("broadcast-label-long", limit=LABEL_LIMIT)


def checked_link(typed: str) -> str:
    """The address as it goes out; https may be left away. Raise Refusal for any other kind."""
    url = typed.strip()
    scheme = re.match(r"([a-z][a-z0-9+.-]*):(?!\d)", url, re.IGNORECASE)
    if scheme is None:
        url = f"https://{url}"
    elif scheme[1].lower() != "https":
        raise Refusal("broadcast-link-https")
    if len(url) > URL_LIMIT:
        raise Refusal("broadcast-link-long", limit=URL_LIMIT)
    if _UNSAFE.search(url):
        raise Refusal("broadcast-link-bad")
    try:
        parted = urlsplit(url)
        port = parted.port
    except ValueError:
        raise Refusal("broadcast-link-bad") from None
    if parted.username is not None or port == 0 or not _is_sane(parted.hostname or ""):
        raise Refusal("broadcast-link-bad")
    return url


def _is_sane(host: str) -> bool:
    """A name of the public net: no number, no bare word; Cyrillic names are names."""
    try:
        labels = host.rstrip(".").encode("idna").decode("ascii").lower().split(".")
    except UnicodeError:
        return False
    is_public = len(labels) > 1 and labels[-1] not in {"local", "localhost", "internal"}
    return (
        is_public
        and all(_LABEL.fullmatch(label) for label in labels)
        and bool(_TOP.fullmatch(labels[-1]))
        and len(".".join(labels)) <= 253
    )
