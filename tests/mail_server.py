"""A mail server on this machine: takes letters, or refuses them as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailBox:
    port: int = 0
    refuses: str = ""
    """Said to whom it is for, such as `550 no such user`; empty: it takes all."""
    letters: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=viche@town.example"


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailBox]:
    box = MailBox()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 here")
        while line := await reader.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                await say("354 go on")
                box.letters.append(_letter(await reader.readuntil(b"\r\n.\r\n")))
                await say("250 taken")
            elif word == b"RCPT" and box.refuses:
                await say(box.refuses)
            elif word == b"QUIT":
                await say("221 bye")
                break
            else:
                await say("250 fine")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    async with server:
        yield box


def _letter(sent: bytes) -> EmailMessage:
    return message_from_bytes(sent[:-3], policy=policy.default)
