"""A bare Bot API server in a process of its own: cheap, so that it is never what is measured."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from bench.people import Crowd, Played, Script

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class Server:
    """Answers every method with the least a client needs; the people press in between."""

    def __init__(self) -> None:
        self._messages = 1_000_000
        self._crowd: Crowd | None = None
        self._ready: list[dict[str, Any]] = []
        self._poll: Callable[[Any], None] | None = None
        self.calls: dict[str, int] = {}
        self._sends: list[float] = []

    def serve(self, path: str, body: bytes, kind: bytes, reply: Callable[[Any], None]) -> None:
        method = path.rsplit("/", 1)[-1]
        if path == "/control/play":
            self._play(Script(**json.loads(body)), reply)
        elif path == "/control/calls":
            reply(self.calls)
        elif path == "/control/sends":
            reply(self._told_sends())
        else:
            self.calls[method] = self.calls.get(method, 0) + 1
            if method == "getUpdates":
                self._hand_out(_read(body, kind), reply)
            else:
                reply({"ok": True, "result": self._result(method, _read(body, kind))})

    def _told_sends(self) -> dict[str, float]:
        """How many messages came since this was asked last, and when the first and the last."""
        sends, self._sends = self._sends, []
        first, last = (sends[0], sends[-1]) if sends else (0.0, 0.0)
        return {"count": len(sends), "first": first, "last": last}

    def _play(self, script: Script, reply: Callable[[Any], None]) -> None:
        loop = asyncio.get_running_loop()

        def over(played: Played) -> None:
            self._crowd = None
            # After the last screen's own answer: the bot may be stopped as soon as this is read.
            loop.call_later(0.05, reply, played.as_json())

        self._crowd = Crowd(script, clock=loop.time, send=self._arrives, over=over)
        self._crowd.begin(loop)

    def _arrives(self, update: dict[str, Any]) -> None:
        self._ready.append(update)
        if self._poll is not None:
            poll, self._poll = self._poll, None
            poll(self._page())

    def _page(self) -> Any:
        return {"ok": True, "result": self._ready[:100]}

    def _hand_out(self, asked: dict[str, Any], reply: Callable[[Any], None]) -> None:
        offset = int(asked.get("offset") or 0)
        self._ready = [update for update in self._ready if update["update_id"] >= offset]
        if self._ready or not int(asked.get("timeout") or 0):
            reply(self._page())
            return
        self._poll = reply
        loop = asyncio.get_running_loop()
        loop.call_later(int(asked["timeout"]), self._give_up, reply)

    def _give_up(self, reply: Callable[[Any], None]) -> None:
        if self._poll is reply:
            self._poll = None
            reply(self._page())

    def _result(self, method: str, asked: dict[str, Any]) -> Any:
        if method == "getMe":
            return {
                "id": 700, "is_bot": True, "first_name": "Bench", "username": "viche_bench_bot",
            }  # fmt: skip
        if not method.startswith(("send", "edit")) or method == "sendChatAction":
            return True
        chat = int(asked.get("chat_id") or 0)
        if method.startswith("send"):
            self._sends.append(asyncio.get_running_loop().time())
        if self._crowd is not None:
            self._crowd.shown(chat)
        message = int(asked.get("message_id") or 0)
        if not message:
            self._messages += 1
            message = self._messages
        return {
            "message_id": message,
            "date": 1_700_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "Олена"},
            "text": "as asked",
        }


class Line(asyncio.Protocol):
    """One kept-alive connection of HTTP/1.1, a request at a time."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._buffer = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (found := self._buffer.find(_HEAD_END)) >= 0:
            head = self._buffer[:found].lower()
            start, at = found + len(_HEAD_END), head.find(_LENGTH)
            length = int(head[at + len(_LENGTH) :].split(b"\r", 1)[0]) if at >= 0 else 0
            if len(self._buffer) < start + length:
                return
            path = self._buffer.split(b" ", 2)[1].split(b"?", 1)[0].decode()
            body = self._buffer[start : start + length]
            self._buffer = self._buffer[start + length :]
            self._server.serve(path, body, head, self._reply)

    def _reply(self, answer: Any) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        body = json.dumps(answer, ensure_ascii=False).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        self._transport.write(head.encode() + _HEAD_END + body)


def _read(body: bytes, head: bytes) -> dict[str, Any]:
    if b"application/json" in head:
        return dict(json.loads(body)) if body else {}
    if b"urlencoded" in head:
        return dict(parse_qsl(body.decode()))
    return {}


async def _serve(port: int) -> None:
    server = Server()
    listening = await asyncio.get_running_loop().create_server(
        lambda: Line(server), "127.0.0.1", port
    )
    address = listening.sockets[0].getsockname()
    sys.stdout.write(f"http://127.0.0.1:{address[1]}\n")
    sys.stdout.flush()
    await listening.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.telegram")
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(_serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
