"""Carries one message to Telegram and says how it ended."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import Any

import structlog

from bot.encode import FETCH, edit_payload, messages
from bot.telegram import Answer, NotSentError, Telegram, UnsureError, Upload
from civic.kernel.outbox import MessageState
from handlers.screens.notices.everything import render_notice
from locales.catalog import say
from storage.delivery import HARMLESS, Leased, Settled
from storage.files import FileOnDisk
from storage.inbox import FETCHED, Incoming
from storage.unit_of_work import SqlWork

ATTEMPTS = 20
_log = structlog.get_logger("carrier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A leased message with everything it needs to leave."""

    row: Leased
    method: str
    params: Mapping[str, Any]
    uploads: Mapping[str, Upload]
    file: FileOnDisk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """How it ended, and what follows from it."""

    settled: Settled
    retry_after: float | None = None
    blocked: bool = False
    moved_to: int | None = None
    uploaded: tuple[int, int, str] | None = None
    brought: Incoming | None = None


class Carrier:
    def __init__(self, telegram: Telegram, *, files: Path) -> None:
        self._telegram = telegram
        self._files = files

    async def pack(self, work: SqlWork, rows: Sequence[Leased]) -> list[Parcel | Carried]:
        """Render notices in their readers' languages, find files; what need not leave ends here."""
        packed: list[Parcel | Carried] = []
        drafts: list[Parcel] = []
        for row in rows:
            if row.method == "notice" and row.is_walked_away_from:
                packed.append(_ended(row, MessageState.SUPERSEDED, "its card shows something else"))
            else:
                packed_or_draft = _rendered_or_refused(row)
                if isinstance(packed_or_draft, Parcel):
                    drafts.append(packed_or_draft)
                else:
                    packed.append(packed_or_draft)
        named = [key for draft in drafts if (key := _file_of(draft)) is not None]
        found = await work.files.on_disk(named)
        for draft in drafts:
            key = _file_of(draft)
            if key is not None and key not in found:
                packed.append(_ended(draft.row, MessageState.REFUSED, "the file is gone"))
            else:
                packed.append(draft if key is None else _with_file(draft, found[key]))
        return packed

    async def carry(self, parcel: Parcel) -> Carried:
        """Never raises: a broken wire is a result too."""
        row = parcel.row
        try:
            if parcel.method == FETCH:
                return await self._fetch(row)
            answer = await self._telegram.call(parcel.method, parcel.params, uploads=parcel.uploads)
        except NotSentError as broken:
            return _ended(row, MessageState.QUEUED, str(broken), retry_after=1.0)
        except FileNotFoundError:
            return _ended(row, MessageState.REFUSED, "the file is gone")
        except UnsureError as broken:
            return in_doubt(parcel, str(broken))
        return _sent(parcel, answer) if answer.ok else _refused(parcel, answer)

    async def _fetch(self, row: Leased) -> Carried:
        """Bring the file and put what goes on with it into the inbox, once for this row."""
        wanted = row.payload
        path, failed = secrets.token_hex(16), False
        try:
            content = await self._telegram.download(str(wanted["file_id"]))
            self._files.mkdir(parents=True, exist_ok=True)
            (self._files / path).write_bytes(content)
        except (NotSentError, OSError) as failure:
            why = type(failure).__name__
            return _ended(row, MessageState.QUEUED, why, retry_after=1.0)
        except UnsureError:
            failed = True
        raw = {
            "chat": row.chat, "then": wanted["then"], "name": wanted["name"], "path": path,
            "params": wanted["params"], "failed": failed,
        }  # fmt: skip
        brought = Incoming(
            update_id=-row.id, chat=row.chat, kind=FETCHED, raw=dumps(raw, ensure_ascii=False)
        )
        return Carried(settled=Settled(row=row, state=MessageState.SENT), brought=brought)


def _rendered_or_refused(row: Leased) -> Parcel | Carried:
    try:
        return _rendered(row)
    except Exception as failure:  # noqa: BLE001 - logged whole
        # A screen that fails is a bug of ours; it must not stop what others are owed.
        _log.exception("notice-not-rendered", message=row.id)
        return _ended(row, MessageState.REFUSED, f"not rendered: {type(failure).__name__}")


def _rendered(row: Leased) -> Parcel:
    payload = row.payload or {}
    if row.method != "notice":
        params = dict(payload)
        if row.method not in _WITHOUT_CHAT:
            params["chat_id"] = row.chat
        if row.method == "editMessageText" and "message_id" not in params:
            params["message_id"] = row.card_message
        return Parcel(row=row, method=row.method, params=params, uploads={})
    screen = render_notice(payload["key"], payload["params"], say(row.language))
    if row.card is not None and row.card_message is not None and not screen.media:
        params = edit_payload(screen, row.card_message) | {"chat_id": row.chat}
        return Parcel(row=row, method="editMessageText", params=params, uploads={})
    # A notice is one message: screens of notices are kept under the limit by their tests.
    calls = messages(screen, silent=bool(payload.get("silent")))
    if screen.media and len(calls) > 1:
        raise ValueError("a notice with files must fit one call")
    method, params = calls[-1]
    return Parcel(row=row, method=method, params=params | {"chat_id": row.chat}, uploads={})


_WITHOUT_CHAT = frozenset({"answerCallbackQuery", "setMyCommands", "deleteMyCommands"})
_MEDIA = ("photo", "document")


def _file_of(parcel: Parcel) -> tuple[int, int] | None:
    for kind in _MEDIA:
        media = parcel.params.get(kind)
        if isinstance(media, dict):
            return parcel.row.community or 0, int(media["file"])
    return None


def _with_file(parcel: Parcel, file: FileOnDisk) -> Parcel:
    kind = next(kind for kind in _MEDIA if kind in parcel.params)
    params = {name: value for name, value in parcel.params.items() if name != kind}
    if file.telegram_id is not None:
        return Parcel(
            row=parcel.row, method=parcel.method, params=params | {kind: file.telegram_id},
            uploads={},
        )  # fmt: skip
    upload = Upload(path=file.path, name=file.name, media_type=file.media_type)
    return Parcel(
        row=parcel.row, method=parcel.method, params=params, uploads={kind: upload}, file=file
    )


def _sent(parcel: Parcel, answer: Answer) -> Carried:
    # An album is a list of messages: the first, which bears the words, stands for all.
    first = answer.result[0] if isinstance(answer.result, list) and answer.result else answer.result
    result = first if isinstance(first, dict) else {}
    message = result.get("message_id", parcel.params.get("message_id"))
    uploaded = None
    if parcel.file is not None:
        media = result.get("document") or (result.get("photo") or [{}])[-1]
        if isinstance(media, dict) and media.get("file_id"):
            uploaded = (parcel.file.community, parcel.file.id, str(media["file_id"]))
    return Carried(
        settled=Settled(row=parcel.row, state=MessageState.SENT, message=message),
        uploaded=uploaded,
    )


def _refused(parcel: Parcel, answer: Answer) -> Carried:
    row, words = parcel.row, answer.description.lower()
    why = f"{answer.error_code}: {answer.description}"
    if answer.retry_after is not None or answer.error_code == 429:
        return _ended(row, MessageState.QUEUED, why, retry_after=answer.retry_after or 1.0)
    if answer.migrate_to is not None:
        moved = Settled(row=row, state=MessageState.QUEUED, error=why)
        return Carried(settled=moved, moved_to=answer.migrate_to)
    if "message is not modified" in words:
        return _sent(parcel, answer)
    return _otherwise(parcel, words, why) or _ended(
        row, MessageState.REFUSED, why, blocked=answer.error_code == 403 and row.chat > 0
    )


def _otherwise(parcel: Parcel, words: str, why: str) -> Carried | None:
    """What is refused in this form may do in another."""
    if parcel.method == "deleteMessage":
        return _unbutton_instead(parcel.row, why)
    if parcel.method == "editMessageText" and _is_gone(words) and parcel.row.attempts < ATTEMPTS:
        return _anew(parcel, why)
    if "query is too old" in words:
        return _ended(parcel.row, MessageState.EXPIRED, why)
    return None


def _is_gone(words: str) -> bool:
    return "message to edit not found" in words or "can't be edited" in words


def _anew(parcel: Parcel, why: str) -> Carried:
    """The message to edit is gone: its text is sent as a new one."""
    params = {
        name: value
        for name, value in parcel.params.items()
        if name not in {"message_id", "chat_id"}
    }
    return Carried(
        settled=Settled(
            row=parcel.row,
            state=MessageState.QUEUED,
            error=why,
            retry_method="sendMessage",
            retry_payload=params,
        )
    )


def _unbutton_instead(row: Leased, why: str) -> Carried:
    """A message too old to delete loses its buttons instead."""
    payload = {"message_id": row.payload["message_id"]}
    return Carried(
        settled=Settled(
            row=row, state=MessageState.QUEUED, error=why,
            retry_method="editMessageReplyMarkup", retry_payload=payload,
        )
    )  # fmt: skip


def in_doubt(parcel: Parcel, why: str) -> Carried:
    """It may have arrived: said again where that does no harm, else listed for the operator."""
    if parcel.method in HARMLESS:
        return _ended(parcel.row, MessageState.QUEUED, why, retry_after=1.0)
    return _ended(parcel.row, MessageState.UNKNOWN, why)


def _ended(
    row: Leased,
    state: MessageState,
    why: str,
    *,
    retry_after: float | None = None,
    blocked: bool = False,
) -> Carried:
    return Carried(
        settled=Settled(row=row, state=state, error=why),
        retry_after=retry_after,
        blocked=blocked,
    )
