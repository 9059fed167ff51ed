"""A leased message made ready to leave: a call of the Bot API with its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.encode import edit_payload, messages
from bot.telegram import Upload
from bot.veil import VEIL, veil
from handlers.screens.notices.everything import render_notice
from handlers.screens.screen import Screen
from locales.catalog import say
from storage.delivery import Leased
from storage.files import FileOnDisk


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A leased message with everything it needs to leave."""

    row: Leased
    method: str
    params: Mapping[str, Any]
    uploads: Mapping[str, Upload]
    file: FileOnDisk | None = None
    is_bare: bool = False
    """A card that has no picture now: where its message has one, that must go."""


Reader = Mapping[str, str]
"""What a text may call its reader by: `first_name`, `courtyard`; empty where unknown."""


def rendered(row: Leased, reader: Reader | None = None, *, username: str = "") -> Parcel:
    """In the reader's language; a text may name its reader, and lead to the bot of that name."""
    match row.method:
        case "notice":
            return _notice(row, _screen_of(row, reader, username))
        case "noticeEdit":
            return _edit(row, _screen_of(row, reader, username))
        case "noticeDelete":
            return _deletion(row)
    params = dict(row.payload)
    if row.method not in _WITHOUT_CHAT:
        params["chat_id"] = row.chat
    if row.method == "editMessageText" and "message_id" not in params:
        params["message_id"] = row.card_message
    uploads = {"veil": veil()} if is_veiled(params) else {}
    return Parcel(row=row, method=row.method, params=params, uploads=uploads)


def is_veiled(params: Mapping[str, Any]) -> bool:
    media = params.get("media")
    return isinstance(media, dict) and media.get("media") == VEIL


def names_reader(row: Leased) -> bool:
    """Whether its text is to be filled in with who reads it."""
    is_notice = row.method in {"notice", "noticeEdit"}
    return is_notice and bool(row.payload["params"].get("personal"))


def _notice(row: Leased, screen: Screen) -> Parcel:
    if row.card is not None and row.card_message is not None and screen.picture is not None:
        return _pictured(row, screen, row.card_message)
    if row.card is not None and row.card_message is not None and not screen.media:
        params = edit_payload(screen, row.card_message) | {"chat_id": row.chat}
        is_bare = screen.document is None
        return Parcel(row=row, method="editMessageText", params=params, uploads={}, is_bare=is_bare)
    # A notice is one message: screens of notices are kept under the limit by their tests.
    calls = messages(screen, silent=bool(row.payload.get("silent")))
    if screen.media and len(calls) > 1:
        raise ValueError("a notice with files must fit one call")
    method, params = calls[-1]
    return Parcel(row=row, method=method, params=params | {"chat_id": row.chat}, uploads={})


def _pictured(row: Leased, screen: Screen, message: int) -> Parcel:
    """A card that has a picture, or gets one: Telegram adds it to a message of text too."""
    told = edit_payload(screen, message)
    told.pop("link_preview_options")
    media = {
        "type": "photo",
        "media": {"file": screen.picture},
        "caption": told.pop("text"),
        "parse_mode": told.pop("parse_mode"),
    }
    params = told | {"media": media, "chat_id": row.chat}
    return Parcel(row=row, method=EDIT_MEDIA, params=params, uploads={})


def _edit(row: Leased, screen: Screen) -> Parcel:
    """Of a message that was sent: its words and buttons; files stay as they are."""
    params = edit_payload(screen, row.payload["message_id"]) | {"chat_id": row.chat}
    if not screen.media:
        return Parcel(row=row, method="editMessageText", params=params, uploads={})
    params["caption"] = params.pop("text")
    params.pop("link_preview_options", None)
    return Parcel(row=row, method="editMessageCaption", params=params, uploads={})


def _deletion(row: Leased) -> Parcel:
    message, album = row.payload["message_id"], row.payload.get("album") or ()
    if not album:
        params = {"chat_id": row.chat, "message_id": message}
        return Parcel(row=row, method="deleteMessage", params=params, uploads={})
    params = {"chat_id": row.chat, "message_ids": [message, *album]}
    return Parcel(row=row, method="deleteMessages", params=params, uploads={})


def _screen_of(row: Leased, reader: Reader | None, username: str) -> Screen:
    params = row.payload["params"]
    # Many read a channel: it speaks the town's own language.
    language = row.language if row.chat > 0 else params.get("own", row.language)
    if reader is not None:
        params = {**params, "reader": reader}
    if params.get("public"):
        # Nobody presses buttons in a channel: they become links to the bot.
        params = {**params, "bot_username": username}
    return render_notice(row.payload["key"], params, say(language))


_WITHOUT_CHAT = frozenset({"answerCallbackQuery", "setMyCommands", "deleteMyCommands"})
_MEDIA = ("photo", "document")
EDIT_MEDIA = "editMessageMedia"


def file_of(parcel: Parcel) -> tuple[int, int] | None:
    if parcel.method == EDIT_MEDIA:
        named = parcel.params["media"]["media"]
        return (parcel.row.community or 0, int(named["file"])) if isinstance(named, dict) else None
    for kind in _MEDIA:
        media = parcel.params.get(kind)
        if isinstance(media, dict):
            return parcel.row.community or 0, int(media["file"])
    return None


def with_file(parcel: Parcel, file: FileOnDisk) -> Parcel:
    if parcel.method == EDIT_MEDIA:
        return _with_new_media(parcel, file)
    kind = next(kind for kind in _MEDIA if kind in parcel.params)
    params = {name: value for name, value in parcel.params.items() if name != kind}
    if file.telegram_id is not None:
        return Parcel(
            row=parcel.row, method=parcel.method, params=params | {kind: file.telegram_id},
            uploads={},
        )  # fmt: skip
    upload = Upload(source=file.path, name=file.name, media_type=file.media_type)
    return Parcel(
        row=parcel.row, method=parcel.method, params=params, uploads={kind: upload}, file=file
    )


def _with_new_media(parcel: Parcel, file: FileOnDisk) -> Parcel:
    known = file.telegram_id
    media = parcel.params["media"] | {"media": known or "attach://picture"}
    params = {**parcel.params, "media": media}
    if known is not None:
        return Parcel(row=parcel.row, method=parcel.method, params=params, uploads={})
    upload = Upload(source=file.path, name=file.name, media_type=file.media_type)
    return Parcel(
        row=parcel.row, method=parcel.method, params=params, uploads={"picture": upload}, file=file
    )
