"""People in the sandbox for tests: they write, press, look, and wait without sleeping."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import aiohttp

ROOT = Path(__file__).parent.parent
TOKEN = "4242424242:sandbox-token-for-the-tests-0001"
PATIENCE = 20.0
Body = dict[str, Any]


class SandboxRefused(AssertionError):  # noqa: N818 -- a refusal is an answer, not an error
    """The control API said no; the sentence says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the person sees it now."""

    raw: Body

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text, or the caption of a picture or file."""
        return str(self.raw.get("text", ""))

    @property
    def html(self) -> str:
        return str(self.raw.get("html", ""))

    @property
    def kind(self) -> str:
        return str(self.raw.get("kind", ""))

    @property
    def own(self) -> bool:
        return bool(self.raw.get("own"))

    @property
    def edited(self) -> bool:
        return bool(self.raw.get("edited"))

    @property
    def deleted(self) -> bool:
        return bool(self.raw.get("deleted"))

    @property
    def rows(self) -> list[list[Body]]:
        return self.raw.get("keyboard") or []

    @property
    def buttons(self) -> list[str]:
        """The labels of the inline keyboard, row by row."""
        return [str(button["text"]) for row in self.rows for button in row]

    def button(self, label: str) -> Body:
        for row in self.rows:
            for button in row:
                if button["text"] == label:
                    return button
        raise AssertionError(f"no button {label!r} among {self.buttons}")

    @property
    def document(self) -> Body:
        return dict(self.raw["document"])

    @property
    def photo(self) -> Body:
        return dict(self.raw["photo"])


@dataclass
class PersonChat:
    """One person's chat with the bot. Every look is kept up to date by long polls."""

    sandbox: Sandbox
    user: Body
    bot: int
    seq: int = 0
    state: Body = field(default_factory=dict)
    _messages: dict[int, Seen] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def phone(self) -> str:
        return str(self.user["phone"])

    # Looking

    @property
    def messages(self) -> list[Seen]:
        """All messages that are still there, oldest first, own ones too."""
        return [m for _, m in sorted(self._messages.items()) if not m.deleted]

    @property
    def received(self) -> list[Seen]:
        """What the bot sent."""
        return [m for m in self.messages if not m.own]

    @property
    def last(self) -> Seen:
        """The newest message of the bot."""
        if not self.received:
            raise AssertionError(f"{self.user['first_name']} has received nothing yet")
        return self.received[-1]

    @property
    def texts(self) -> list[str]:
        return [m.text for m in self.received]

    def message(self, number: int) -> Seen:
        return self._messages[number]

    @property
    def keyboard(self) -> list[str]:
        """The labels of the reply keyboard below the chat."""
        rows = (self.state.get("reply_keyboard") or {}).get("keyboard", [])
        return [str(button["text"]) for row in rows for button in row]

    @property
    def commands(self) -> list[str]:
        return [str(c["command"]) for c in self.state.get("commands", [])]

    @property
    def toast(self) -> str:
        """The text of the last answer to a press, shown for a moment or as an alert."""
        return str((self.state.get("callback_answer") or {}).get("text", ""))

    @property
    def blocked(self) -> bool:
        return bool(self.state.get("blocked"))

    async def look(self, timeout: float = 0.0) -> Self:
        """Take in what has changed; wait up to the timeout for a change."""
        state = await self.sandbox.get(
            f"/control/people/{self.id}/chat",
            bot=self.bot,
            after=self.seq,
            timeout=timeout,
            limit=5000,
        )
        for raw in state.pop("messages"):
            self._messages[raw["message_id"]] = Seen(raw)
        self.state, self.seq = state, state["seq"]
        return self

    async def until(
        self, wanted: Callable[[PersonChat], Any], *, patience: float = PATIENCE
    ) -> Self:
        """Wait until the chat is as wanted; what it looks like instead is told at the end."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience
        await self.look()
        while not self._holds(wanted):
            left = deadline - loop.time()
            if left <= 0:
                raise AssertionError(f"waited {patience:.0f} s in vain; {self.describe()}")
            await self.look(min(left, 10.0))
        return self

    def _holds(self, wanted: Callable[[PersonChat], Any]) -> bool:
        # `last` of an empty chat is no failure of the test yet: it may still fill.
        try:
            return bool(wanted(self))
        except AssertionError:
            return False

    async def until_text(self, *pieces: str, patience: float = PATIENCE) -> Seen:
        """Wait until the newest message of the bot holds all the pieces."""
        await self.until(lambda chat: all(p in chat.last.text for p in pieces), patience=patience)
        return self.last

    async def until_any(self, *pieces: str, patience: float = PATIENCE) -> Seen:
        """Wait until some message of the bot holds all the pieces; the newest such."""

        def found(chat: PersonChat) -> list[Seen]:
            return [m for m in chat.received if all(p in m.text for p in pieces)]

        await self.until(found, patience=patience)
        return found(self)[-1]

    async def until_button(self, label: str, *, patience: float = PATIENCE) -> Seen:
        """Wait until some message carries the button; the newest such."""

        def found(chat: PersonChat) -> list[Seen]:
            return [m for m in chat.received if label in m.buttons]

        await self.until(found, patience=patience)
        return found(self)[-1]

    def describe(self) -> str:
        lines = [f"{self.user['first_name']} sees:"]
        for m in self.messages[-6:]:
            who = "own" if m.own else "bot"
            lines.append(f"  [{m.id}] {who} {m.kind}: {m.text[:400]!r} {m.buttons}")
        return "\n".join(lines)

    # Doing

    async def _do(self, what: str, **wish: Any) -> Body:
        wish = {"bot": self.bot, **wish}
        return dict(await self.sandbox.post(f"/control/people/{self.id}/{what}", wish))

    async def _send(self, **wish: Any) -> Seen:
        answer = await self._do("messages", **wish)
        raw = answer["message"]
        if raw is None:
            await self.look()
            return self.last
        self._messages.setdefault(raw["message_id"], Seen(raw))
        return Seen(raw)

    async def send(self, text: str, *, reply_to: int | None = None, **beside: Any) -> Seen:
        extra = {"reply_to": reply_to} if reply_to else {}
        return await self._send(text=text, **extra, **beside)

    async def ask(self, text: str, *, patience: float = PATIENCE) -> Seen:
        """Write and wait for the next message of the bot."""
        sent = await self.send(text)
        await self.until(lambda chat: any(m.id > sent.id for m in chat.received), patience=patience)
        return self.last

    async def send_photo(self, content: bytes, caption: str = "") -> Seen:
        return await self._send(photo=_base64(content), caption=caption)

    async def send_document(
        self, name: str, content: bytes, caption: str = "", mime_type: str | None = None
    ) -> Seen:
        document = {"name": name, "base64": _base64(content)}
        if mime_type:
            document["mime_type"] = mime_type
        return await self._send(document=document, caption=caption)

    async def send_location(self, lat: float, lon: float) -> Seen:
        return await self._send(location={"lat": lat, "lon": lon})

    async def send_contact(self, contact: Body | str = "own") -> Seen:
        return await self._send(contact=contact)

    async def send_voice(self, content: bytes, duration: int = 1) -> Seen:
        return await self._send(voice=_base64(content), duration=duration)

    async def send_sticker(self, emoji: str = "😀") -> Seen:
        return await self._send(sticker=emoji)

    async def send_album(self, items: list[Body]) -> Seen:
        return await self._send(album=items)

    async def tap(self, label: str) -> Seen:
        """Press a button of the keyboard below the chat."""
        return await self._send(button=label)

    async def vote(self, message: int, *options: int) -> None:
        await self._do("messages", poll_answer={"message_id": message, "options": list(options)})

    async def edit(self, message: int, text: str) -> Seen:
        answer = await self._do("edits", message_id=message, text=text)
        return Seen(answer["message"])

    async def press(
        self, label: str, *, message: int | None = None, wait: float = PATIENCE
    ) -> Body:
        """Press the button of that label (the newest); returns what the bot answered to it."""
        wish: Body = {"text": label, "wait": wait}
        if message is not None:
            wish["message_id"] = message
        answer = await self._do("presses", **wish)
        await self.look()
        return answer

    async def press_data(
        self, data: str, *, message: int | None = None, wait: float = PATIENCE
    ) -> Body:
        """Send callback data that perhaps no button carries."""
        wish: Body = {"data": data, "forged": True, "wait": wait}
        if message is not None:
            wish["message_id"] = message
        answer = await self._do("presses", **wish)
        await self.look()
        return answer

    async def press_until(
        self, label: str, wanted: Callable[[PersonChat], Any], *, patience: float = PATIENCE
    ) -> Self:
        await self.press(label)
        return await self.until(wanted, patience=patience)

    async def open(self, link: str) -> Seen:
        """Follow a deep link to the bot: what comes after start= is sent with /start."""
        payload = parse_qs(urlsplit(link).query).get("start", [""])[0]
        return await self.send(f"/start {payload}".strip())

    async def block(self) -> None:
        await self._do("block")

    async def unblock(self) -> None:
        await self._do("unblock")

    async def open_web_app(self, label: str) -> Body:
        return await self._do("web_app", text=label)

    async def download(self, seen: Seen) -> bytes:
        """The bytes of a message's document, photo or voice."""
        for kind in ("document", "photo", "voice"):
            if kind in seen.raw:
                return await self.sandbox.fetch(seen.raw[kind]["url"])
        raise AssertionError(f"message {seen.id} holds no file")


class Sandbox:
    """A sandbox in a process of its own, and everything that its control API can do."""

    def __init__(self, url: str, token: str = TOKEN, process: Any = None) -> None:
        self.url = url
        self.token = token
        self.process = process
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    async def start(
        cls,
        *,
        token: str = TOKEN,
        data: Path | None = None,
        arguments: Iterable[str] = (),
        environment: dict[str, str] | None = None,
    ) -> Self:
        """Start `python -m sandbox` on a free port and make the token's bot."""
        options = ["--port", "0", *arguments]
        if data is not None:
            options += ["--data", str(data)]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "sandbox",
            *options,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", line)
        if found is None:
            raise AssertionError(f"the sandbox did not start: {line!r}")
        sandbox = cls(found[0], token, process)
        await sandbox.post("/control/bots", {"token": token})
        return sandbox

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        await self.stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def bot(self) -> int:
        return int(self.token.split(":")[0])

    # HTTP

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))
        return self._session

    async def _answer(self, response: aiohttp.ClientResponse) -> Any:
        body = await response.json()
        if response.status >= 400:
            raise SandboxRefused(response.status, body.get("error", ""))
        return body

    async def get(self, path: str, **query: Any) -> Any:
        params = {name: str(value) for name, value in query.items() if value is not None}
        async with self.session.get(self.url + path, params=params) as response:
            return await self._answer(response)

    async def post(self, path: str, body: Body | None = None) -> Any:
        async with self.session.post(self.url + path, json=body or {}) as response:
            return await self._answer(response)

    async def delete(self, path: str) -> Any:
        async with self.session.delete(self.url + path) as response:
            return await self._answer(response)

    async def fetch(self, path: str) -> bytes:
        async with self.session.get(self.url + path) as response:
            assert response.status == 200, response.status
            return await response.read()

    async def call(self, method: str, params: Body | None = None, **more: Any) -> Body:
        """A raw Bot API call; the whole answer, also of a refusal."""
        url = f"{self.url}/bot{self.token}/{method}"
        async with self.session.post(url, json={**(params or {}), **more}) as response:
            return dict(await response.json())

    # People

    async def person(
        self,
        first_name: str,
        *,
        id: int | None = None,  # noqa: A002 -- the word of the control API
        language_code: str = "uk",
        last_name: str | None = None,
        username: str | None = None,
    ) -> PersonChat:
        wish: Body = {
            "id": id,
            "first_name": first_name,
            "last_name": last_name,
            "username": username,
            "language_code": language_code,
        }
        given = {name: value for name, value in wish.items() if value is not None}
        user = await self.post("/control/people", given)
        return PersonChat(self, user, self.bot)

    # Instruments

    async def state(self) -> Body:
        return dict(await self.get("/control/state"))

    async def fault(self, kind: str, **details: Any) -> Body:
        return dict(await self.post("/control/faults", {"kind": kind, **details}))

    async def heal(self) -> None:
        await self.delete("/control/faults")

    async def limits(self, *, enabled: bool = True, scale: float = 1.0) -> None:
        await self.post("/control/limits", {"enabled": enabled, "scale": scale})

    async def forward(self, seconds: float) -> Body:
        return dict(await self.post("/control/clock", {"forward_seconds": seconds}))

    async def move_clock(self, to: str) -> Body:
        return dict(await self.post("/control/clock", {"to": to}))

    async def inject(self, update: Body, *, repeat: int = 1) -> None:
        await self.post("/control/updates", {"bot": self.bot, "update": update, "repeat": repeat})

    async def calls(self, method: str | None = None, **query: Any) -> list[Body]:
        """The ledger, oldest first."""
        query.setdefault("after", 0)
        query.setdefault("limit", 5000)
        answer = await self.get("/control/calls", method=method, **query)
        return list(answer["calls"])

    async def idle(self, *, patience: float = PATIENCE) -> None:
        """Wait until the bot has confirmed every update."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience
        while True:
            left = deadline - loop.time()
            wait = max(0.0, min(left, 10.0))
            if (await self.get("/control/idle", bot=self.bot, wait=wait))["idle"]:
                return
            if left <= 0:
                raise AssertionError(f"updates still wait after {patience:.0f} s")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@asynccontextmanager
async def a_sandbox(**options: Any) -> AsyncIterator[Sandbox]:
    sandbox = await Sandbox.start(**options)
    try:
        yield sandbox
    finally:
        await sandbox.stop()
