"""Spans of a text: lengths as Telegram counts them, in UTF-16 units, and links it accepts."""

import re
from typing import Any
from urllib.parse import urlsplit

Entity = dict[str, Any]

_LINK = re.compile(r"^(?:https?://|tg://|ton://)?[^\s]+$", re.IGNORECASE)
_USER_LINK = re.compile(r"^tg:(?://)?user\?id=(\d+)$", re.IGNORECASE)


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def byte_offset(text: str, position: int) -> int:
    return len(text[:position].encode("utf-8", "surrogatepass"))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def link_problem(url: str, *, https_only: bool = False) -> str | None:
    """Why Telegram would refuse this address, in its words."""
    lowered = url.strip().lower()
    own = lowered.startswith(("tg:", "ton:", "tonsite:"))
    if "://" not in lowered and not own:
        url, lowered = f"http://{url.strip()}", f"http://{lowered}"
    if https_only and not lowered.startswith("https://"):
        return "Only HTTPS links are allowed"
    if own:
        return None
    if not lowered.startswith(("http://", "https://")):
        return "Unsupported URL protocol"
    host = _host(url)
    if not _LINK.match(url) or ("." not in host and ":" not in host):
        return "Wrong HTTP URL"
    return None


def link_entity(url: str, offset: int, length: int) -> Entity | None:
    """A text link or a mention by id; None where Telegram silently drops the link."""
    mention = _USER_LINK.match(url)
    if mention:
        user = {"id": int(mention[1]), "is_bot": False, "first_name": ""}
        return {"type": "text_mention", "offset": offset, "length": length, "user": user}
    if link_problem(url) is not None:
        return None
    checked = url if "://" in url or url.startswith("tg:") else f"http://{url}"
    if urlsplit(checked).path == "" and not urlsplit(checked).query and "tg:" not in checked:
        checked += "/"
    return {"type": "text_link", "offset": offset, "length": length, "url": checked}
