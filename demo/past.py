"""Living through the past: the product's own jobs at an earlier hour, and a wire that only nods."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.scheduler import Job
from bot.tick_jobs import jobs_of
from bot.wiring import Wiring
from civic.kernel.ids import AccountId, BroadcastId
from civic.kernel.outbox import MessageState, Reason
from civic.residents.actions.joining import lose_touch
from demo.cast import BOT_NAME
from demo.past_reports import Reporting
from storage.delivery import Leased, Settled
from storage.unit_of_work import SqlWork

AT_ONCE = 500
ROUNDS = 100
OF_TODAY_ONLY = frozenset({"command-menus", "posters", "request-reports", "retention"})
"""What must truly reach Telegram, what nobody asks for any more, what forgets."""
ON_PAPER = frozenset({"reports", "appeals"})
"""What is drawn, and goes its own way."""
OF_REPORTS = ("mailings", "audit")
"""What a report brings about."""
OF_TELLING = ("broadcasts", "corrections", "dispatches", "sweeping", "deliveries", "audit")
"""Enough where nothing but broadcasts happens: a year has many of them, and a start is awaited."""
FAR_BEYOND = 1_000_000_000
"""Past messages are numbered from here on: the sandbox never gives such numbers out."""


@dataclass(slots=True, kw_only=True)
class Past:
    wiring: Wiring
    jobs: Mapping[str, Job]
    leaving: Mapping[int, datetime] = field(default_factory=dict)
    """Who blocks the bot, by account, and from when on."""
    doubtful: dict[BroadcastId, int] = field(default_factory=dict)
    """Of so many of its next messages nobody will know whether they arrived."""
    reporting: Reporting
    _kept: set[tuple[int, str, int]] = field(default_factory=set)

    def keep(self, chats: Collection[int], subject: str, number: int) -> None:
        """What is owed to these about this stays owed until the demo starts."""
        self._kept |= {(chat, subject, number) for chat in chats}

    async def pass_by(
        self, now: datetime, *, only: Collection[str] = (), most: int | None = None
    ) -> None:
        """All that is due at this moment happens, and its messages have arrived.

        `only`: by these jobs, else a report is begun too; `most`: so many messages.
        """
        if only:
            await self._rest(now, only)
        else:
            await self.catch_up()
            await self._rest(now)
            await self.reporting.begin(now)
        await self._deliver(now, most)

    async def catch_up(self) -> None:
        """What was begun to be drawn is issued, and told, at the moment at which it was due."""
        moment = await self.reporting.end()
        if moment is not None:
            await self._rest(moment, OF_REPORTS)
            await self._deliver(moment, None)

    async def _rest(self, now: datetime, only: Collection[str] = ()) -> None:
        jobs = [job for name, job in self.jobs.items() if not only or name in only]
        for _ in range(ROUNDS):
            if not sum([await job(now) for job in jobs]):
                return
        raise RuntimeError("the past does not come to rest")

    async def _deliver(self, now: datetime, most: int | None) -> None:
        kept: list[Leased] = []
        left = most
        while True:
            async with self.wiring.storage.writing() as work:
                free = AT_ONCE if left is None else min(AT_ONCE, left)
                lease = await work.delivery.lease(free=free, now=now)
                if not lease.rows and not lease.is_cut_short:
                    await _queue_again(work, kept, now)
                    return
                waiting = [row for row in lease.rows if self._is_kept(row)]
                kept += waiting
                ended = [self._ended(row, now) for row in lease.rows if row not in waiting]
                await work.delivery.settle(ended, now=now)
                for one in ended:
                    await _note_blocked(work, one, now)
            if left is not None:
                left -= len(lease.rows)

    def _is_kept(self, row: Leased) -> bool:
        params = row.payload.get("params", {})
        return any(
            chat == row.chat and params.get(subject) == number
            for chat, subject, number in self._kept
        )

    def _ended(self, row: Leased, now: datetime) -> Settled:
        if row.chat in self.leaving and self.leaving[row.chat] <= now:
            return Settled(
                row=row,
                state=MessageState.REFUSED,
                error="Forbidden: bot was blocked by the user",
                reason=Reason.BLOCKED,
            )
        broadcast = BroadcastId(row.payload.get("params", {}).get("broadcast") or 0)
        if row.bulk is not None and self.doubtful.get(broadcast):
            self.doubtful[broadcast] -= 1
            return Settled(row=row, state=MessageState.UNKNOWN, error="the connection was lost")
        # Cards are sent anew by the real wire: only what went to many may be found again.
        message = FAR_BEYOND + row.id if row.bulk is not None else None
        return Settled(row=row, state=MessageState.SENT, message=message)


def live_through(wiring: Wiring) -> Past:
    named = jobs_of(wiring, bot_username=BOT_NAME)
    return Past(
        wiring=wiring,
        jobs={name: job for name, job in named if name not in OF_TODAY_ONLY | ON_PAPER},
        reporting=Reporting(wiring),
    )


async def _note_blocked(work: SqlWork, ended: Settled, now: datetime) -> None:
    if ended.reason is not Reason.BLOCKED:
        return
    account = await work.accounts.account(AccountId(ended.row.chat))
    if account.reachable:
        await lose_touch(account, accounts=work.accounts, residents=work.residents, now=now)


async def _queue_again(work: SqlWork, kept: list[Leased], now: datetime) -> None:
    await work.delivery.settle(
        [Settled(row=row, state=MessageState.QUEUED) for row in kept], now=now
    )
