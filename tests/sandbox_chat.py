"""One person's chat with the bot, as a test looks at it and acts in it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from tests.sandbox_client import Sandbox

PATIENCE = 20.0
Body = dict[str, Any]


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

    async def send_album(self, items: list[Body], *, reply_to: int | None = None) -> Seen:
        extra = {"reply_to": reply_to} if reply_to else {}
        return await self._send(album=items, **extra)

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


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
