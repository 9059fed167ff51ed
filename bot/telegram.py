"""Calls to a Bot API server over raw aiohttp: the answer, or on which side the wire broke.

aiogram's client validates whole results (a field it cannot read would fail a message that Telegram
accepted) and hides whether a request left; httpx slows down with concurrency.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import aiohttp

CALL_SECONDS = 30.0
CONNECT_SECONDS = 10.0
LARGEST_DOWNLOAD = 20 * 1024 * 1024


class NotSentError(Exception):
    """The request certainly did not reach the server."""


class UnsureError(Exception):
    """The request may have reached the server; whether it was carried out is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    ok: bool
    result: Any = None
    error_code: int = 200
    description: str = ""
    retry_after: float | None = None
    migrate_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    source: Path | bytes
    """Where it lies, or what it is."""
    name: str
    media_type: str


class Telegram:
    """One bot at one Bot API server."""

    def __init__(self, token: str, base: str) -> None:
        self._base = base.rstrip("/")
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=128, ttl_dns_cache=300),
            timeout=aiohttp.ClientTimeout(total=CALL_SECONDS, sock_connect=CONNECT_SECONDS),
            json_serialize=_json,
            # Telegram sets no cookies; looking for some takes a tenth of a call.
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        *,
        uploads: Mapping[str, Upload] | None = None,
        seconds: float = CALL_SECONDS,
    ) -> Answer:
        """Raise NotSentError or UnsureError when the wire breaks; never with the token in words."""
        if self._session is None:
            raise RuntimeError("use `async with Telegram(…)`")
        url = f"{self._base}/bot{self._token}/{method}"
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
        try:
            if uploads:
                form = _form(params or {}, uploads)
                reply = self._session.post(url, data=form, timeout=timeout)
            else:
                reply = self._session.post(url, json=params or {}, timeout=timeout)
            async with reply as response:
                body = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as broken:
            raise NotSentError(type(broken).__name__) from None
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as broken:
            raise UnsureError(type(broken).__name__) from None
        return _answer(response.status, body)

    async def download(self, file_id: str) -> bytes:
        """A file of at most 20 MB; raise UnsureError when it cannot be had, NotSentError when not
        yet.
        """
        found = await self.call("getFile", {"file_id": file_id})
        if found.retry_after is not None:
            raise NotSentError("429")
        if not found.ok or self._session is None:
            raise UnsureError(found.description)
        named = found.result.get("file_path") if isinstance(found.result, dict) else None
        if not named:
            raise UnsureError("no path")
        url = f"{self._base}/file/bot{self._token}/{named}"
        try:
            async with self._session.get(url) as response:
                content = await response.content.read(LARGEST_DOWNLOAD + 1)
                while len(content) <= LARGEST_DOWNLOAD and (
                    more := await response.content.read(LARGEST_DOWNLOAD)
                ):
                    content += more
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as broken:
            raise UnsureError(type(broken).__name__) from None
        if response.status != 200 or len(content) > LARGEST_DOWNLOAD:
            raise UnsureError(f"status {response.status}, {len(content)} bytes")
        return content


def _answer(status: int, body: bytes) -> Answer:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or "ok" not in read:
        # A gateway's page instead of an answer: what stands behind it may have done the work.
        raise UnsureError(f"status {status} without an answer")
    if status >= 500:
        raise UnsureError(f"status {status}")
    parameters = read.get("parameters")
    if not isinstance(parameters, dict):
        parameters = {}
    return Answer(
        ok=bool(read["ok"]),
        result=read.get("result"),
        error_code=int(read.get("error_code") or status),
        description=str(read.get("description") or ""),
        retry_after=parameters.get("retry_after"),
        migrate_to=parameters.get("migrate_to_chat_id"),
    )


def _form(params: Mapping[str, Any], uploads: Mapping[str, Upload]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else _json(value))
    for name, upload in uploads.items():
        form.add_field(
            name,
            upload.source if isinstance(upload.source, bytes) else upload.source.read_bytes(),
            filename=upload.name,
            content_type=upload.media_type,
        )
    return form


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
