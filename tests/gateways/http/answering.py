"""A server of another town: says what the test tells it to, byte by byte."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from gateways.http.allowance import Address, read_allowance
from gateways.http.outbound import Outbound


@dataclass
class Server:
    answers: list[bytes | None] = field(default_factory=list)
    """None: it hears and never answers."""
    heard: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length:")
                ),
                0,
            )
            self.heard.append(head + await reader.readexactly(length))
            said = self.answers.pop(0) if self.answers else answer(b"")
            if said is None:
                await reader.read()
            else:
                writer.write(said)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def answer(
    body: bytes, *, status: int = 200, media_type: str = "application/json", more: str = ""
) -> bytes:
    head = f"HTTP/1.1 {status} -\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
    return (head + more + "Connection: close\r\n\r\n").encode() + body


@asynccontextmanager
async def another_server(*answers: bytes | None) -> AsyncIterator[Server]:
    server = Server(list(answers))
    listening = await asyncio.start_server(server.take, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server


@asynccontextmanager
async def allowed(server: Server) -> AsyncIterator[Outbound]:
    """A gateway whose operator named this server."""
    async with Outbound(read_allowance(server.address)) as outbound:
        yield outbound


def named(*found: Sequence[str]) -> "Names":
    return Names([[ipaddress.ip_address(one) for one in each] for each in found])


class Names:
    """What a name stands for, the first time it is asked for, the second, and so on."""

    def __init__(self, found: list[list[Address]]) -> None:
        self._found = found
        self.asked = 0

    async def __call__(self, _host: str, _port: int) -> list[Address]:
        self.asked += 1
        return self._found[min(self.asked, len(self._found)) - 1]
