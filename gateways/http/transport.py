"""Connections that go only where they may: the address is checked when it is connected to."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

import httpcore
import httpx

from gateways.http.allowance import Address, Allowance, first_unfit

Resolve = Callable[[str, int], Awaitable[list[Address]]]


class Forbidden(Exception):  # noqa: N818 - a rule of ours, not an error of theirs
    """The name stands for an address that may not be asked."""


async def resolve(host: str, port: int) -> list[Address]:
    """As the system knows it; raise OSError where nobody does."""
    found = await asyncio.get_running_loop().getaddrinfo(
        host, port, family=socket.AF_UNSPEC, type=socket.SOCK_STREAM
    )
    # A link's own name behind a percent sign says where it leads, not what it is.
    return [ipaddress.ip_address(str(one[4][0]).split("%")[0]) for one in found]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves once, checks what it found and connects to that very address.

    Asked again in between, a name might stand for something else.
    """

    def __init__(
        self,
        allowance: Allowance,
        *,
        resolve: Resolve = resolve,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allowance = allowance
        self._resolve = resolve
        self._network = network or httpcore.AnyIOBackend()
        self._is_origin: set[tuple[str, int]] = {
            (host, port) for _, host, port in allowance.origins
        }

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, ValueError) as unknown:
            raise httpcore.ConnectError(f"no address is known for {host}") from unknown
        if (host.lower().rstrip("."), port) not in self._is_origin:
            unfit = first_unfit(addresses, self._allowance)
            if unfit is not None or not addresses:
                raise Forbidden(host)
        failure: Exception | None = None
        for address in dict.fromkeys(addresses):
            try:
                return await self._network.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                failure = failed
        raise failure or httpcore.ConnectError(host)

    async def connect_unix_socket(self, path: str, *_given: Any, **_named: Any) -> Any:
        raise Forbidden(path)

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx over connections of ours; no proxy of the environment, nothing tried twice."""

    def __init__(self, backend: GuardedBackend, *, tls: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or ssl.create_default_context(),
            max_connections=20,
            max_keepalive_connections=0,
            http1=True,
            retries=0,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not isinstance(request.stream, httpx.AsyncByteStream):
            raise TypeError("a body that cannot be sent")
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        with suppress(httpcore.NetworkError):
            await self._answer.aclose()
