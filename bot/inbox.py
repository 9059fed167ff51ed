"""Updates in: stored raw first, then confirmed to Telegram, then worked off."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import structlog

from bot.telegram import NotSentError, Telegram, UnsureError
from bot.wake import Bell
from civic.kernel.ids import AccountId
from locales.catalog import say
from storage.failures import StorageFailure
from storage.inbox import Incoming, readable
from storage.outbox import Call
from storage.unit_of_work import SqlWork, Storage

POLL_SECONDS = 10
LEASE_SECONDS = 30.0
"""How long updates wait at Telegram when the process that polled has died."""
RENEW_SECONDS = 8.0
"""With one more poll and its patience behind it, still within the lease."""
LATE = timedelta(seconds=2)
"""Backlog from which presses are answered empty at once, before Telegram forgets them."""
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_log = structlog.get_logger("inbox")


class Intake:
    """Puts updates into the inbox, whichever way they came."""

    def __init__(
        self,
        storage: Storage,
        telegram: Telegram,
        *,
        now: Callable[[], datetime],
        bell: Bell,
        outbox_bell: Bell,
    ) -> None:
        self._storage = storage
        self._telegram = telegram
        self._now = now
        self._bell = bell
        self._outbox_bell = outbox_bell
        self._early: set[asyncio.Task[None]] = set()
        self.trouble: str | None = None
        """Why the last page could not be stored; None while all is well."""

    async def take(self, page: Sequence[Any]) -> None:
        """Store a page of raw updates; when this returns they may be confirmed."""
        found = [read for raw in page if isinstance(raw, dict) and (read := readable(raw))]
        try:
            overflowing, late = await self._store(found)
        except Exception as failure:
            self.trouble = type(failure).__name__
            raise
        self.trouble = None
        self._bell.ring()
        if overflowing:
            self._outbox_bell.ring()
        if late:
            self._answer_early(_presses(page))

    async def _store(self, found: Sequence[Incoming]) -> tuple[bool, bool]:
        """Whether somebody sends too much, and whether presses must be answered at once."""
        now = self._now()
        presses = [one.update_id for one in found if one.kind == "callback_query"]
        async with self._storage.writing() as work:
            overflowing = await work.inbox.put(found, now=now)
            for chat in overflowing:
                await _tell_too_much(work, chat, now)
            oldest = await work.inbox.oldest_at() if presses else None
            late = oldest is not None and now - oldest > LATE
            if late:
                await work.inbox.mark_answered_early(presses)
        return bool(overflowing), late

    def _answer_early(self, presses: Sequence[str]) -> None:
        for press in presses:
            task = asyncio.create_task(self._answer(press))
            self._early.add(task)
            task.add_done_callback(self._early.discard)

    async def _answer(self, press: str) -> None:
        try:
            await self._telegram.call("answerCallbackQuery", {"callback_query_id": press})
        except (NotSentError, UnsureError):
            _log.info("early-answer-lost")


class Poller:
    """getUpdates as raw dicts: one that does not decode stops nobody. One process at a time."""

    def __init__(self, storage: Storage, telegram: Telegram, intake: Intake) -> None:
        self._storage = storage
        self._telegram = telegram
        self._intake = intake
        self._name = f"poller:{storage.installation.bot}"
        self._real = storage.installation.real or monotonic
        self._mine_until = 0.0

    async def run(self, stopping: asyncio.Event) -> None:
        offset: int | None = None
        await self._leave_webhook()
        while not stopping.is_set():
            if not await self._is_mine():
                await _pause(stopping, LEASE_SECONDS / 10)
                continue
            page = await self._page_or_stop(offset, stopping)
            if page is None:
                await _pause(stopping, 1.0)
                continue
            try:
                await self._intake.take(page)
            except (StorageFailure, OSError) as failure:
                # Unconfirmed at Telegram, so nothing is lost: it gives the page again.
                _log.warning("updates-not-stored", why=type(failure).__name__)
                await _pause(stopping, 1.0)
                continue
            ids = [raw["update_id"] for raw in page if _has_id(raw)]
            offset = max(ids) + 1 if ids else offset
            if page and not ids:
                _log.warning("updates-without-id", count=len(page))
                await _pause(stopping, 1.0)
        await self._confirm(offset)

    async def _page_or_stop(self, offset: int | None, stopping: asyncio.Event) -> list[Any] | None:
        """A long poll is given up as soon as the process is to stop."""
        asking = asyncio.create_task(self._page(offset))
        stop = asyncio.create_task(stopping.wait())
        await asyncio.wait({asking, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not asking.done():
            asking.cancel()
            return None
        return asking.result()

    async def _page(self, offset: int | None) -> list[Any] | None:
        params: dict[str, Any] = {
            "timeout": POLL_SECONDS,
            "allowed_updates": ALLOWED_UPDATES,
            "limit": 100,
        }
        if offset is not None:
            params["offset"] = offset
        try:
            answer = await self._telegram.call("getUpdates", params, seconds=POLL_SECONDS + 10)
        except (NotSentError, UnsureError) as broken:
            _log.warning("telegram-unreachable", why=str(broken))
            return None
        if not answer.ok or not isinstance(answer.result, list):
            _log.warning("polling-refused", code=answer.error_code, why=answer.description)
            if answer.error_code == 409 and "webhook" in answer.description.lower():
                await self._leave_webhook()
            return None
        return answer.result

    async def _confirm(self, offset: int | None) -> None:
        """On the way out: what is stored need not come again, and another may poll at once."""
        if self._mine_until + LEASE_SECONDS - RENEW_SECONDS <= self._real():
            # Perhaps another polls by now, whom a call of ours would disturb.
            return
        try:
            if offset is not None:
                await self._telegram.call(
                    "getUpdates", {"offset": offset, "timeout": 0, "limit": 1}, seconds=3
                )
            async with self._storage.writing() as work:
                await work.leases.give_back(self._name)
        except (NotSentError, UnsureError, StorageFailure, OSError):
            _log.info("leaving-without-confirming")

    async def _is_mine(self) -> bool:
        """Asked of the database as often as the lease needs it: a page may come in no time."""
        asked = self._real()
        if asked < self._mine_until:
            return True
        mine = await self._take_lease()
        self._mine_until = asked + RENEW_SECONDS if mine else 0.0
        return mine

    async def _take_lease(self) -> bool:
        try:
            async with self._storage.writing() as work:
                if self._storage.is_sqlite:
                    # One process is the bot here: a lease of a former one is a dead one's.
                    await work.leases.take_over(self._name, seconds=LEASE_SECONDS)
                    return True
                return await work.leases.take(self._name, seconds=LEASE_SECONDS)
        except (StorageFailure, OSError) as failure:
            _log.warning("lease-not-taken", why=type(failure).__name__)
            return False

    async def _leave_webhook(self) -> None:
        try:
            await self._telegram.call("deleteWebhook", {"drop_pending_updates": False})
        except (NotSentError, UnsureError):
            _log.info("webhook-not-left")


def _presses(page: Sequence[Any]) -> list[str]:
    return [
        str(raw["callback_query"]["id"])
        for raw in page
        if isinstance(raw, dict)
        and isinstance(raw.get("callback_query"), dict)
        and "id" in raw["callback_query"]
    ]


def _has_id(raw: Any) -> bool:
    return isinstance(raw, Mapping) and type(raw.get("update_id")) is int


async def _tell_too_much(work: SqlWork, chat: int, now: datetime) -> None:
    if chat <= 0:
        return
    account = await work.accounts.find(AccountId(chat))
    text = say(account.language if account else "uk")("too-many-messages")
    await work.outbox.put([Call(chat=chat, method="sendMessage", payload={"text": text})], now=now)


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
