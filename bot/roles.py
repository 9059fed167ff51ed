"""A running process: the bot, the pages, the jobs, or all of them in one."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import structlog

from bot.inbox import Intake
from bot.introduction import check_webhook, name_of_bot
from bot.settings import Settings
from bot.telegram import Telegram
from bot.wiring import Wiring, wired
from storage.migrating import check_schema, migrate

STOP_SECONDS = 10
_log = structlog.get_logger("process")


class Role(StrEnum):
    BOT = "bot"
    WEB = "web"
    JOBS = "jobs"


ALL = frozenset(Role)


async def run(settings: Settings, roles: frozenset[Role] = ALL) -> None:
    """Until SIGTERM or Ctrl-C; then finish what is in hand, within ten seconds."""
    check_webhook(settings)
    if roles == ALL:
        await migrate(settings.database)
    await check_schema(settings.database)
    async with AsyncExitStack() as stack:
        wiring = await stack.enter_async_context(wired(settings, bot_id=settings.bot_id))
        await _refuse_demo_at_telegram(wiring)
        async with wiring.storage.writing() as work:
            await work.clock.put_mark("bot_id", str(settings.bot_id))
        _stop_on_signals(wiring.stopping)
        telegram = await stack.enter_async_context(Telegram(settings.token, settings.telegram_api))
        async with services_of(wiring, telegram, roles) as services:
            _leave_alone_what_stays()
            _log.info("ready", roles=sorted(role.value for role in roles))
            await until_stopped(services, wiring.stopping)


@asynccontextmanager
async def services_of(
    wiring: Wiring, telegram: Telegram, roles: frozenset[Role]
) -> AsyncIterator[list[Coroutine[Any, Any, None]]]:
    services: list[Coroutine[Any, Any, None]] = []
    tick, name = None, ""
    if roles & {Role.BOT, Role.JOBS}:
        name = await name_of_bot(wiring, telegram)
    if Role.JOBS in roles:
        from bot.tick_jobs import build_tick  # noqa: PLC0415 - only the tick brings the jobs

        async with wiring.storage.writing() as work:
            await work.fires.settle()
        tick = build_tick(wiring, bot_username=name)
        services.append(tick.run(wiring.stopping))
    intake = None
    if roles & {Role.BOT, Role.WEB}:
        intake = Intake(
            wiring.storage,
            telegram,
            now=wiring.clock.now,
            bell=wiring.inbox_bell,
            outbox_bell=wiring.outbox_bell,
        )
    if Role.BOT in roles and intake is not None:
        from bot.talking import bot_services  # noqa: PLC0415 - only who talks brings Telegram's library

        services += await bot_services(wiring, telegram, intake, name)
    if Role.WEB in roles:
        from bot.pages import serve  # noqa: PLC0415 - only the pages bring a web server

        services.append(serve(wiring, intake=intake, tick=tick))
    yield services


async def until_stopped(services: list[Coroutine[Any, Any, None]], stopping: asyncio.Event) -> None:
    """A service that ends by itself or fails takes the process down: who restarts it will see."""
    tasks = [asyncio.create_task(service) for service in services]
    waiting: asyncio.Task[Any] = asyncio.create_task(stopping.wait())
    everything: set[asyncio.Task[Any]] = {*tasks, waiting}
    done, _ = await asyncio.wait(everything, return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS - 1)
    for task in late:
        task.cancel()
    waiting.cancel()
    for task in done - {waiting}:
        task.result()


async def _refuse_demo_at_telegram(wiring: Wiring) -> None:
    async with wiring.storage.reading() as work:
        is_demo = await work.clock.mark("demo") is not None
    if is_demo and not _is_this_machine(wiring.settings.telegram_api):
        raise SystemExit("This database is marked as a demo: it never serves Telegram itself.")


def _is_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _leave_alone_what_stays() -> None:
    """What was imported is never garbage: looking through it again and again costs a tenth."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _stop_on_signals(stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in _signals():
        loop.add_signal_handler(number, stopping.set)


def _signals() -> Iterator[signal.Signals]:
    yield signal.SIGTERM
    yield signal.SIGINT
