"""A town that is told things: residents in a database, and a postman who carries the messages."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from civic.broadcasts.actions.approving import approve_broadcast
from civic.broadcasts.actions.requesting import submit_broadcast
from civic.broadcasts.actions.writing import draft_broadcast
from civic.broadcasts.document import fingerprint_of
from civic.broadcasts.model import Broadcast, Content, Timing, Urgency
from civic.kernel.ids import AccountId, BroadcastId, ChatId, ResidentId
from civic.kernel.outbox import MessageState, Reason
from civic.residents.model import QuietHours, Topic
from jobs.broadcasts.hours import keep_hours, sweep_bulks
from jobs.broadcasts.showing import show_progress
from jobs.broadcasts.starting import correct_due, start_due
from jobs.broadcasts.writing_out import write_out
from storage.delivery import Leased, Settled
from storage.unit_of_work import SqlWork, Storage
from tests.survey_town import build_town, settle
from tests.told import MONTH_AGO, OFFICE, TEXT, TOWN, WATER, town

NIGHT_OWL = QuietHours(start=time(9), end=time(17))
Answer = Callable[[Leased], Settled | None]


def accepted(_: Leased) -> None:
    """Telegram takes it."""


def refused(reason: Reason) -> Answer:
    return lambda row: Settled(row=row, state=MessageState.REFUSED, error="400", reason=reason)


def nobody_knows(row: Leased) -> Settled:
    return Settled(row=row, state=MessageState.UNKNOWN, error="the connection broke")


class TornError(Exception):
    """The process died before its commit."""


@dataclass
class Town:
    storage: Storage
    now: datetime
    chats: dict[int, dict[int, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    """What stands in each chat, by the message's id."""
    log: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    """Every call, in order: the chat, the method, what it carried."""
    last_message: int = 0

    @asynccontextmanager
    async def work(self) -> AsyncIterator[SqlWork]:
        async with self.storage.writing() as work:
            yield work

    async def told(self, broadcast: BroadcastId = WATER) -> Broadcast:
        async with self.storage.reading() as work:
            return await work.broadcasts.broadcast(TOWN, broadcast)

    async def tick_start(self) -> None:
        """Only what begins."""
        await start_due(begin=self.storage.writing, now=self.now)

    async def tick(self) -> None:
        begin, read = self.storage.writing, self.storage.reading
        await self.tick_start()
        await correct_due(begin=begin, now=self.now)
        await keep_hours(begin=begin, read=read, now=self.now)
        await write_out(begin=begin, read=read, now=self.now)
        await sweep_bulks(begin=begin, now=self.now)
        await show_progress(begin=begin, read=read, now=self.now)

    async def carry(self, answer: Answer = accepted, *, most: int = 10_000) -> int:
        """Whatever may leave leaves, and Telegram answers it so."""
        carried = 0
        while carried < most:
            async with self.work() as work:
                lease = await work.delivery.lease(free=min(50, most - carried), now=self.now)
            if not lease.rows:
                break
            carried += len(lease.rows)
            await self.settle(lease.rows, answer)
        return carried

    async def settle(self, rows: Any, answer: Answer = accepted) -> None:
        async with self.work() as work:
            outcomes = [answer(row) or self._arrived(row) for row in rows]
            await work.delivery.settle(outcomes, now=self.now)

    def _arrived(self, row: Leased) -> Settled:
        payload = dict(row.payload)
        self.log.append((row.chat, row.method, payload))
        chat = self.chats[row.chat]
        edited: int = payload.get("message_id", 0)
        if row.method == "noticeDelete":
            chat.pop(edited)
            return Settled(row=row, state=MessageState.SENT)
        if row.method == "noticeEdit":
            chat[edited] = payload
            return Settled(row=row, state=MessageState.SENT, message=edited)
        self.last_message += 1
        number = row.card_message or self.last_message
        chat[number] = payload
        album: tuple[int, ...] = ()
        if payload["params"].get("part") == "album":
            count = len(payload["params"]["attachments"]) - 1
            album = tuple(range(self.last_message + 1, self.last_message + 1 + count))
            for one in album:
                chat[one] = payload
            self.last_message += count
        return Settled(row=row, state=MessageState.SENT, message=number, album=album)

    def of_broadcast(self, chat: int) -> list[dict[str, Any]]:
        """What stands in the chat of broadcasts, in order."""
        return [
            payload["params"]
            for _, payload in sorted(self.chats[chat].items())
            if payload["key"] == "broadcast"
        ]

    def card(self, of: AccountId) -> dict[str, Any]:
        """The live card as it stands in the chat."""
        cards = [one for one in self.chats[of].values() if one["key"] == "broadcast-live"]
        assert len(cards) == 1, cards
        return dict(cards[0]["params"])

    def notices(self, of: AccountId) -> list[str]:
        return [one["key"] for one in self.chats[of].values()]


def resident_account(number: int) -> AccountId:
    return AccountId(7_000 + number)


async def town_of(storage: Storage, residents: int, *, now: datetime) -> Town:
    """An office of four, and so many residents who sleep from ten to eight."""
    made = Town(storage=storage, now=now)
    async with made.work() as work:
        await build_town(work)
        await work.communities.put(replace(town(), created_at=MONTH_AGO))
        for official in OFFICE:
            await settle(work, official.account)
            await work.officials.put(official)
        for number in range(1, residents + 1):
            await settle(work, resident_account(number), resident=ResidentId(number))
    return made


async def send(
    made: Town,
    content: Content = TEXT,
    *,
    channels: tuple[ChatId, ...] = (),
    timing: Timing | None = None,
    urgency: Urgency | None = None,
    **changes: Any,
) -> Broadcast:
    """Written, asked for, and approved by as many as it takes: the tick lets it go."""
    author = OFFICE[0]
    async with made.work() as work:
        drafted = await draft_broadcast(
            WATER, content, author, topic=Topic.OUTAGES, broadcasts=work.broadcasts,
            audit=work.audit, now=made.now,
        )  # fmt: skip
        drafted = replace(
            drafted, channels=channels, timing=timing or Timing(), urgency=urgency, **changes
        )
        await work.broadcasts.put(drafted)
        going = await submit_broadcast(
            WATER, author, seen=fingerprint_of(drafted), broadcasts=work.broadcasts,
            audiences=work.audiences, communities=work.communities, officials=work.officials,
            surveys=work.surveys, outlets=work.channels, outbox=work.outbox, audit=work.audit,
            now=made.now,
        )  # fmt: skip
        for official in OFFICE[1:3]:
            if going.state.value == "requested":
                decided = await approve_broadcast(
                    WATER, going.version, official, broadcasts=work.broadcasts,
                    audiences=work.audiences, communities=work.communities,
                    officials=work.officials, bulks=work.bulks, outbox=work.outbox,
                    audit=work.audit, now=made.now,
                )  # fmt: skip
                going = decided.broadcast
    return going


def torn(storage: Storage, survives: Callable[[], bool]) -> Callable[[], Any]:
    """Units that may break just before their commit, as when the process is killed."""

    @asynccontextmanager
    async def begin() -> AsyncIterator[SqlWork]:
        async with storage.writing() as work:
            yield work
            if not survives():
                raise TornError

    return begin


HOUR = timedelta(hours=1)
