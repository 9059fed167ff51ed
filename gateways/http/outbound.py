"""Asks another service, and stops listening when it is too long, too large or something else."""

import asyncio
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

import httpcore
import httpx

from gateways.http.allowance import Allowance
from gateways.http.transport import Forbidden, GuardedBackend, GuardedTransport

LONGEST_ADDRESS = 2_000
_PORTS = {"https": 443, "http": 80}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_LEFT = (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout)
"""Nothing of what we say has left before a connection stands."""


class Why(StrEnum):
    ADDRESS = "address"
    """Not https, or no address at all."""
    FORBIDDEN = "forbidden"
    """It lies in a private network."""
    UNREACHABLE = "unreachable"
    """Nobody heard what we would have said."""
    BROKEN = "broken"
    """They may have heard it."""
    SLOW = "slow"
    REDIRECT = "redirect"
    LARGE = "large"
    TYPE = "type"


class OutboundFailure(Exception):  # noqa: N818 - a service that does not answer is nothing unusual
    def __init__(self, why: Why, words: str = "", *, may_have_arrived: bool = False) -> None:
        super().__init__(f"{why.value}: {words}" if words else why.value)
        self.why = why
        self.may_have_arrived = may_have_arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    seconds: float = 20.0
    """From the first look for the address to the last byte."""
    largest: int = 2_000_000
    types: frozenset[str] | None = None
    """Media types that are read; None: whatever it says it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    media_type: str
    headers: Mapping[str, str]
    body: bytes


class Outbound:
    """The gateway. Kept open while the process runs; each call is a connection of its own."""

    def __init__(
        self,
        allowance: Allowance,
        *,
        backend: GuardedBackend | None = None,
        tls: ssl.SSLContext | None = None,
        agent: str = "Viche",
    ) -> None:
        self._allowance = allowance
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(backend or GuardedBackend(allowance), tls=tls),
            follow_redirects=False,
            trust_env=False,
            timeout=120.0,
            # Packed, a few bytes may stand for gigabytes.
            headers={"User-Agent": agent, "Accept-Encoding": "identity"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def get(
        self,
        url: str,
        *,
        limits: Limits,
        query: Mapping[str, str] | None = None,
        accept: str = "*/*",
    ) -> Answer:
        if query:
            url = f"{url}?{urlencode(query)}"
        return await self._ask("GET", url, limits=limits, headers={"Accept": accept})

    async def post(
        self,
        url: str,
        form: Mapping[str, str | list[str]],
        *,
        limits: Limits,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        return await self._ask("POST", url, limits=limits, headers=headers or {}, form=form)

    async def _ask(
        self,
        method: str,
        url: str,
        *,
        limits: Limits,
        headers: Mapping[str, str],
        form: Mapping[str, str | list[str]] | None = None,
    ) -> Answer:
        """Raise OutboundFailure, saying whether what was said may have been heard."""
        address = checked_address(url, self._allowance)
        arrived = form is not None
        try:
            async with (
                asyncio.timeout(limits.seconds),
                self._client.stream(method, address, headers=dict(headers), data=form) as answer,
            ):
                return await _read(answer, limits)
        except Forbidden:
            raise OutboundFailure(Why.FORBIDDEN) from None
        except TimeoutError:
            raise OutboundFailure(Why.SLOW, may_have_arrived=arrived) from None
        except _NOT_LEFT as failed:
            raise OutboundFailure(Why.UNREACHABLE, type(failed).__name__) from None
        except httpcore.TimeoutException:
            raise OutboundFailure(Why.SLOW, may_have_arrived=arrived) from None
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError) as failed:
            raise OutboundFailure(
                Why.BROKEN, type(failed).__name__, may_have_arrived=arrived
            ) from None
        except OutboundFailure as failed:
            failed.may_have_arrived = arrived
            raise


def checked_address(url: str, allowance: Allowance) -> httpx.URL:
    """Raise OutboundFailure for what is not https, unless the operator named it."""
    wanted = url.strip()
    try:
        named = urlsplit(wanted)
        port = named.port or _PORTS.get(named.scheme, 0)
        address = httpx.URL(wanted)
    except (ValueError, httpx.InvalidURL):
        raise OutboundFailure(Why.ADDRESS) from None
    if not address.host or len(wanted) > LONGEST_ADDRESS or address.userinfo:
        raise OutboundFailure(Why.ADDRESS)
    if address.scheme != "https" and not allowance.is_origin(address.scheme, address.host, port):
        raise OutboundFailure(Why.ADDRESS, "https is asked for")
    return address


async def _read(answer: httpx.Response, limits: Limits) -> Answer:
    if answer.status_code in _REDIRECTS:
        raise OutboundFailure(Why.REDIRECT, str(answer.status_code))
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not _fits(media_type, answer, limits.types):
        raise OutboundFailure(Why.TYPE, media_type[:60])
    announced = answer.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:15]) > limits.largest:
        raise OutboundFailure(Why.LARGE, announced[:15])
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > limits.largest:
            raise OutboundFailure(Why.LARGE, str(len(body)))
    return Answer(
        status=answer.status_code, media_type=media_type, headers=dict(answer.headers),
        body=bytes(body),
    )  # fmt: skip


def _fits(media_type: str, answer: httpx.Response, types: Collection[str] | None) -> bool:
    packed = answer.headers.get("content-encoding", "identity").strip().lower()
    return packed in {"", "identity"} and (types is None or media_type in types)
