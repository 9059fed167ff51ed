"""Carries one message to Telegram and says how it ended."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from json import dumps
from pathlib import Path

import structlog

from bot.encode import FETCH
from bot.parcels import Parcel, Reader, file_of, names_reader, rendered, with_file
from bot.renderings import Renderings
from bot.results import Carried, ended, in_doubt, refused, sent
from bot.telegram import NotSentError, Telegram, UnsureError
from civic.kernel.outbox import MessageState, Reason
from storage.delivery import Leased, Settled
from storage.files import FileOnDisk
from storage.inbox import FETCHED, Incoming
from storage.request_secrecy import hidden_photos
from storage.unit_of_work import SqlWork

_log = structlog.get_logger("carrier")
_PHOTOS = ("photo", "photo_after")
"""How the notices of requests call theirs."""


class Carrier:
    def __init__(self, telegram: Telegram, *, files: Path, username: str = "") -> None:
        self._telegram = telegram
        self._files = files
        self._username = username
        self._renderings = Renderings()

    async def pack(self, work: SqlWork, rows: Sequence[Leased]) -> list[Parcel | Carried]:
        """Render notices in their readers' languages, find files; what need not leave ends here."""
        packed: list[Parcel | Carried] = []
        drafts: list[Parcel] = []
        readers = await _readers(work, rows)
        for row in await _without_hidden_photos(work, rows):
            if row.method == "notice" and row.is_walked_away_from:
                packed.append(ended(row, MessageState.SUPERSEDED, "its card shows something else"))
                continue
            packed_or_draft = self._rendered_or_refused(row, readers.get(row.chat))
            if isinstance(packed_or_draft, Parcel):
                drafts.append(packed_or_draft)
            else:
                packed.append(packed_or_draft)
        named = [key for draft in drafts if (key := file_of(draft)) is not None]
        found = await work.files.on_disk(named)
        for draft in drafts:
            key = file_of(draft)
            if key is None:
                packed.append(draft)
            else:
                packed.append(await _with_its_file(work, draft, found.get(key)))
        return packed

    async def carry(self, parcel: Parcel) -> Carried:
        """Never raises: a broken wire is a result too."""
        carried = await self._carry(parcel)
        if parcel.file is None or carried.uploaded is not None:
            return carried
        return replace(carried, not_uploaded=(parcel.file.community, parcel.file.id))

    async def _carry(self, parcel: Parcel) -> Carried:
        row = parcel.row
        try:
            if parcel.method == FETCH:
                return await self._fetch(row)
            answer = await self._telegram.call(parcel.method, parcel.params, uploads=parcel.uploads)
        except NotSentError as broken:
            return ended(row, MessageState.QUEUED, str(broken), retry_after=1.0)
        except FileNotFoundError:
            return _without_file(row)
        except UnsureError as broken:
            return in_doubt(parcel, str(broken))
        return sent(parcel, answer) if answer.ok else refused(parcel, answer)

    def _rendered_or_refused(self, row: Leased, reader: Reader | None) -> Parcel | Carried:
        if (alike := self._renderings.find(row)) is not None:
            return alike
        try:
            parcel = rendered(row, reader, username=self._username)
        except Exception as failure:  # noqa: BLE001 - a bug in one screen stops nobody else's
            _log.exception("notice-not-rendered", message=row.id)
            why = f"not rendered: {type(failure).__name__}"
            return ended(row, MessageState.REFUSED, why, reason=Reason.FAULT)
        self._renderings.keep(parcel)
        return parcel

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
            return ended(row, MessageState.QUEUED, why, retry_after=1.0)
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


async def _without_hidden_photos(work: SqlWork, rows: Sequence[Leased]) -> list[Leased]:
    """What was to be shown when it was owed may have been taken back since, such as overnight."""
    named = {
        (row.community or 0, file)
        for row in rows
        if _is_of_request(row)
        for name in _PHOTOS
        if isinstance(file := row.payload["params"].get(name), int)
    }
    hidden = await hidden_photos(sorted(named), work.connection) if named else frozenset()
    return [_without(row, hidden) for row in rows] if hidden else list(rows)


def _is_of_request(row: Leased) -> bool:
    return row.method == "notice" and str(row.payload["key"]).startswith("request-")


def _without(row: Leased, hidden: frozenset[tuple[int, int]]) -> Leased:
    if not _is_of_request(row):
        return row
    params = row.payload["params"]
    gone = {name: None for name in _PHOTOS if (row.community or 0, params.get(name)) in hidden}
    return replace(row, payload={**row.payload, "params": {**params, **gone}}) if gone else row


async def _readers(work: SqlWork, rows: Sequence[Leased]) -> Mapping[int, Reader]:
    """Those who are called by name in what they get."""
    return await work.readers.of(
        [(row.community, row.chat, row.language) for row in rows if names_reader(row)]
    )


async def _with_its_file(work: SqlWork, draft: Parcel, file: FileOnDisk | None) -> Parcel | Carried:
    """An upload is sent once: who comes while it is under way waits for Telegram's id of it."""
    if file is None:
        return _without_file(draft.row)
    if file.telegram_id is None and not await work.files.begin_upload(file.community, file.id):
        return ended(draft.row, MessageState.QUEUED, "its file is on the way", waits=True)
    return with_file(draft, file)


def _without_file(row: Leased) -> Carried:
    return ended(row, MessageState.REFUSED, "the file is gone", reason=Reason.FAULT)
