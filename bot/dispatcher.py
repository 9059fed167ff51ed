"""Works the inbox: groups of updates, each in a savepoint, each with all that it says."""

import asyncio
import json
import secrets
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, Message, Update
from pydantic import ValidationError

from bot.encode import Encoded, Occasion, encode
from bot.masking import masked, masked_words
from bot.middlewares import acquaintance, conversation
from bot.unit import Unit
from bot.wake import Bell
from civic.kernel.ids import AccountId, IdMaker
from civic.kernel.refusal import Refusal
from gateways.asset_files.opening import assets_in_message
from gateways.place_files.opening import places_in_message
from handlers.effects import Reply, Send, Toast
from handlers.fetched import Fetched
from handlers.fetched import continuation as continuation_of
from handlers.left_keys import take_left_keys
from handlers.screens.fallback import refused_screen
from handlers.screens.screen import Screen
from handlers.screens.why import why_not
from locales.catalog import Say
from locales.catalog import say as speak
from storage.failures import StorageFailure, is_passing
from storage.inbox import FETCHED, Outcome, Waiting
from storage.standing import Standing
from storage.unit_of_work import SqlWork, Storage

RETRIES = 3
_log = structlog.get_logger("dispatcher")


@dataclass(slots=True, kw_only=True)
class Done:
    """One update worked off: how it ended, what it changed in the conversation, what it says."""

    outcome: Outcome
    unit: Unit | None = None
    encoded: Encoded | None = None


class InboxWorker:
    """Takes what is ready, in each chat's order; does not wait to fill a group.

    On SQLite up to 32 chats share a transaction, since there is one writer. On PostgreSQL each
    update has its own: rows that two chats share would be locked until the group's end.
    """

    def __init__(
        self,
        storage: Storage,
        dispatcher: Dispatcher,
        bot: Bot,
        *,
        now: Callable[[], datetime],
        inbox_bell: Bell,
        outbox_bell: Bell,
        new_id: IdMaker,
    ) -> None:
        self._storage = storage
        self._dispatcher = dispatcher
        self._bot = bot
        self._now = now
        self._inbox_bell = inbox_bell
        self._outbox_bell = outbox_bell
        self._new_id = new_id
        self._group = 32 if storage.is_sqlite else 1
        dispatcher.update.outer_middleware(conversation)
        dispatcher.update.outer_middleware(acquaintance)
        dispatcher.update.outer_middleware(take_left_keys)

    async def run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                worked = await self.work_off(limit=self._group)
            except (StorageFailure, OSError) as failure:
                # Locked, full or gone: updates stay where they are, and the next look may do.
                _log.warning("inbox-waits", why=type(failure).__name__)
                await self._inbox_bell.wait(seconds=1.0)
                continue
            if not worked:
                await self._inbox_bell.wait(seconds=1.0)

    async def work_off(self, *, limit: int) -> int:
        """Work off one group; return how many updates."""
        try:
            return await self._work_off(limit)
        except _UnwrittenError as unwritten:
            if not unwritten.heads:
                raise unwritten.why from None
            if unwritten.was_alone and not is_passing(unwritten.why):
                await self._lay_aside(unwritten.heads[0], unwritten.why, unwritten.say)
                return 1
            # A failing flush or commit: one by one, so that a single bad row finds its owner.
            return sum([await self._by_itself() for _ in unwritten.heads])

    async def _by_itself(self) -> int:
        """A deadlock passes, and the same update is tried again; one that cannot be written never
        will be, and must not stand in the way for ever.
        """
        for attempt in range(RETRIES):
            try:
                return await self._work_off(1)
            except _UnwrittenError as unwritten:
                if unwritten.heads and not is_passing(unwritten.why):
                    await self._lay_aside(unwritten.heads[0], unwritten.why)
                    return 1
                if attempt == RETRIES - 1:
                    raise unwritten.why from None
        return 0

    async def _work_off(self, limit: int) -> int:
        now = self._now()
        heads: Sequence[Waiting] = ()
        units: list[Unit] = []
        # Alone in its transaction an update needs no savepoint: two turns to the server less.
        alone = limit == 1 and not self._storage.is_sqlite
        try:
            async with self._storage.writing() as work:
                heads, standing = await work.claims.take(limit=limit)
                if not heads:
                    return 0
                units = [Unit(work, now, standing.conversations) for _ in heads]
                done = [
                    await self._one(head, unit, alone=alone)
                    for head, unit in zip(heads, units, strict=True)
                ]
                await self._flush(work, done, now, standing)
        except Exception as failure:
            say = units[0].say if alone and units else None
            raise _UnwrittenError(heads, failure, was_alone=alone, say=say) from failure
        self._after(heads)
        return len(heads)

    def _after(self, heads: Sequence[Waiting]) -> None:
        """Only now: before the commit the work might have had to be done again with these files."""
        for head in heads:
            if head.kind == FETCHED:
                (self._storage.files / json.loads(head.raw)["path"]).unlink(missing_ok=True)
        self._outbox_bell.ring()

    async def _one(self, head: Waiting, unit: Unit, *, alone: bool) -> Done:
        try:
            decoded = self._decoded(head)
        except (ValueError, RecursionError) as failure:
            return self._laid_aside(head, failure)
        try:
            async with nullcontext() if alone else unit.work.savepoint():
                encoded = await self._handled(head, decoded, unit)
        except Exception as failure:
            if alone or is_passing(failure):
                raise
            return self._excused(head, unit, failure)
        return Done(outcome=Outcome(id=head.id), unit=unit, encoded=encoded)

    def _decoded(self, head: Waiting) -> Update | dict[str, Any]:
        raw: dict[str, Any] = json.loads(head.raw)
        if head.kind == FETCHED:
            return raw
        # The buttons of a message that was pressed are our own, and nobody reads them again.
        with suppress(KeyError, TypeError, AttributeError):
            raw["callback_query"]["message"].pop("reply_markup", None)
        return Update.model_validate(raw, context={"bot": self._bot})

    async def _handled(
        self, head: Waiting, decoded: Update | dict[str, Any], unit: Unit
    ) -> Encoded:
        if isinstance(decoded, dict):
            return encode(await self._went_on(decoded, unit), _plain_occasion(head, unit))
        if decoded.message is not None and decoded.message.chat.id < 0:
            await _follow_group(decoded.message, unit)
        reply = await self._dispatcher.feed_update(
            self._bot, decoded, unit=unit, new_id=self._new_id, now=unit.now
        )
        return encode(None if reply is UNHANDLED else reply, _occasion(head, decoded, unit))

    async def _went_on(self, raw: dict[str, Any], unit: Unit) -> Reply:
        """A file has been brought: its continuation goes on, as the person who sent it."""
        unit.person = person = await unit.work.people.find(AccountId(raw["chat"]))
        if person is None:
            return None
        unit.say = speak(person.account.language)
        if raw.get("failed"):
            raise Refusal("file-not-fetched")
        return await continuation_of(raw["then"])(
            Fetched(
                name=raw["name"],
                content=(self._storage.files / raw["path"]).read_bytes(),
                params=raw["params"],
                person=person,
                work=unit.work,
                say=unit.say,
                now=unit.now,
                new_id=self._new_id,
                read_places=places_in_message,
                read_assets=assets_in_message,
            )
        )

    def _excused(self, head: Waiting, unit: Unit, failure: Exception) -> Done:
        """A rule said no: its sentence; else a failure of ours, with a code that is in the log."""
        say = unit.say or speak("uk")
        if isinstance(failure, Refusal):
            try:
                done = self._said(head, unit, why_not(failure, say))
            except (KeyError, IndexError) as unspeakable:
                failure = unspeakable
            else:
                if failure.key == "not-allowed":
                    _leave_form(head, done)
                return done
        code = secrets.token_hex(3).upper()
        _log.error("update-failed", code=code, update=head.update_id, exc_info=failure)
        done = self._said(head, unit, say("unexpected-failure", code=code))
        why = masked_words(f"{type(failure).__name__}: {failure}")
        done.outcome = Outcome(id=head.id, error=why, code=code, raw=masked(head.raw))
        return done

    async def _lay_aside(self, head: Waiting, failure: Exception, say: Say | None = None) -> None:
        """Nothing of it stays: what is said instead is written in a transaction of its own."""
        now = self._now()
        async with self._storage.writing() as work:
            if not await work.inbox.is_waiting(head.id):
                return
            standing = await work.standing.of([] if head.chat is None else [head.chat])
            unit = Unit(work, now, standing.conversations)
            person = await work.people.find(AccountId(head.chat or 0))
            unit.say = speak(person.account.language) if person else say
            await self._flush(work, [self._excused(head, unit, failure)], now, standing)
        self._after([head])

    def _laid_aside(self, head: Waiting, failure: Exception) -> Done:
        code = secrets.token_hex(3).upper()
        # Not the failure's own words: they quote what was sent.
        count = f": {failure.error_count()} errors" if isinstance(failure, ValidationError) else ""
        why = f"does not decode{count}"
        _log.warning("update-laid-aside", code=code, update=head.update_id, why=why)
        return Done(outcome=Outcome(id=head.id, error=why, code=code, raw=masked(head.raw)))

    def _said(self, head: Waiting, unit: Unit, text: str) -> Done:
        """A sentence instead of what was asked; nothing else of the unit stays."""
        raw = json.loads(head.raw)
        callback = raw.get("callback_query") if isinstance(raw, dict) else None
        press = callback.get("id") if isinstance(callback, dict) else None
        occasion = Occasion(
            chat=head.chat or 0, community=None, received_at=head.received_at, callback=press,
            answered_early=head.answered_early,
        )  # fmt: skip
        reply = Toast(text=unescape(text), alert=True) if press else _in_words(head, unit, text)
        failed = Unit(unit.work, unit.now, unit.conversations)
        encoded = encode(reply, occasion) if head.chat is not None else None
        return Done(outcome=Outcome(id=head.id), unit=failed, encoded=encoded)

    async def _flush(
        self, work: SqlWork, done: Sequence[Done], now: datetime, standing: Standing
    ) -> None:
        """Conversations, messages and inbox rows of the whole group: a statement each."""
        units = [one.unit for one in done if one.unit is not None]
        await work.conversation.put([kept for unit in units for kept in unit.changed()], now=now)
        encoded = [one.encoded for one in done if one.encoded is not None]
        cards = {key: message for one in encoded for key, message in one.cards.items()}
        await work.conversation.keep_cards(
            {key: message for key, message in cards.items() if standing.cards.get(key) != message}
        )
        calls = [call for one in encoded for call in one.calls]
        outcomes = [one.outcome for one in done]
        await work.worked_off.put(calls, outcomes, queued=standing.edited, now=now)


class _UnwrittenError(Exception):
    """A group that could not be committed: which updates were at hand, and why."""

    def __init__(
        self, heads: Sequence[Waiting], why: Exception, *, was_alone: bool, say: Say | None
    ) -> None:
        super().__init__(type(why).__name__)
        self.heads = heads
        self.why = why
        self.was_alone = was_alone
        self.say = say


def _leave_form(head: Waiting, done: Done) -> None:
    """Whoever may not go on, a role lost midway, is asked for no more words.

    A press leaves a form where it was: it may be somebody else's button in the midst of one's own.
    """
    raw = json.loads(head.raw)
    if done.unit is None or head.chat is None or "message" not in raw or head.chat < 0:
        return
    kept = done.unit.conversation(head.chat, head.chat)
    kept.state, kept.data, kept.changed = None, {}, True


def _in_words(head: Waiting, unit: Unit, text: str) -> Send:
    """With the ways on in a person's own chat, whose id is positive; bare in a group."""
    is_private = (head.chat or 0) > 0
    say = unit.say or speak("uk")
    return Send(screen=refused_screen(text, say=say) if is_private else Screen(text=text))


async def _follow_group(message: Message, unit: Unit) -> None:
    """A group became a supergroup: both halves of the move say where it now is."""
    if message.migrate_to_chat_id is not None:
        await unit.work.outbox.follow(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        await unit.work.outbox.follow(message.migrate_from_chat_id, message.chat.id)


def _occasion(head: Waiting, update: Update, unit: Unit) -> Occasion:
    query = update.callback_query
    community = unit.person.community.id if unit.person and unit.person.community else None
    if not isinstance(query, CallbackQuery):
        return _plain_occasion(head, unit)
    return Occasion(
        chat=head.chat or query.from_user.id,
        community=community,
        received_at=head.received_at,
        callback=query.id,
        pressed=query.message.message_id if query.message else None,
        pressed_is_text=getattr(query.message, "text", "") is not None,
        answered_early=head.answered_early,
    )


def _plain_occasion(head: Waiting, unit: Unit) -> Occasion:
    community = unit.person.community.id if unit.person and unit.person.community else None
    return Occasion(chat=head.chat or 0, community=community, received_at=head.received_at)
