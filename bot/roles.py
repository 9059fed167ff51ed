"""A running process: the bot, the pages, the jobs, or all of them in one."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import structlog

from bot.owner import offer_owner_code, terminal
from bot.settings import Settings
from bot.telegram import NotSentError, Telegram, UnsureError
from bot.wiring import Wiring, wired
from handlers.commands import commands_for
from locales.catalog import say
from storage.migrating import check_schema, migrate

POSTGRES_WORKERS = 8
STOP_SECONDS = 10
_log = structlog.get_logger("process")


class Role(StrEnum):
    BOT = "bot"
    WEB = "web"
    JOBS = "jobs"


ALL = frozenset(Role)


async def run(settings: Settings, roles: frozenset[Role] = ALL) -> None:
    """Until SIGTERM or Ctrl-C; then finish what is in hand, within ten seconds."""
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
            _log.info("ready", roles=sorted(role.value for role in roles))
            await until_stopped(services, wiring.stopping)


@asynccontextmanager
async def services_of(
    wiring: Wiring, telegram: Telegram, roles: frozenset[Role]
) -> AsyncIterator[list[Coroutine[Any, Any, None]]]:
    services: list[Coroutine[Any, Any, None]] = []
    tick = None
    if Role.JOBS in roles:
        from bot.tick_jobs import build_tick  # noqa: PLC0415 - a role costs what it needs

        tick = build_tick(wiring, bot_username=await _username(wiring, telegram))
        services.append(tick.run(wiring.stopping))
    intake = None
    if roles & {Role.BOT, Role.WEB}:
        from bot.inbox import Intake  # noqa: PLC0415

        intake = Intake(
            wiring.storage,
            telegram,
            now=wiring.clock.now,
            bell=wiring.inbox_bell,
            outbox_bell=wiring.outbox_bell,
        )
    if Role.BOT in roles and intake is not None:
        services += await _bot_services(wiring, telegram, intake)
    if Role.WEB in roles:
        from bot.pages import serve  # noqa: PLC0415

        services.append(serve(wiring, intake=intake, tick=tick))
    yield services


async def _bot_services(
    wiring: Wiring, telegram: Telegram, intake: Any
) -> list[Coroutine[Any, Any, None]]:
    from bot.carrier import Carrier  # noqa: PLC0415
    from bot.chat import build_inbox_worker  # noqa: PLC0415
    from bot.inbox import Poller  # noqa: PLC0415
    from bot.sender import Sender  # noqa: PLC0415

    username = await _username(wiring, telegram)
    await _show_commands(telegram)
    await offer_owner_code(wiring, bot_username=username, screen=terminal())
    storage = wiring.storage
    workers = 1 if storage.is_sqlite else POSTGRES_WORKERS
    sender = Sender(
        storage,
        Carrier(telegram, files=wiring.files),
        now=wiring.clock.now,
        bell=wiring.outbox_bell,
        inbox_bell=wiring.inbox_bell,
    )
    services = [
        build_inbox_worker(
            storage,
            token=wiring.settings.token,
            bot_username=username,
            now=wiring.clock.now,
            inbox_bell=wiring.inbox_bell,
            outbox_bell=wiring.outbox_bell,
            new_id=wiring.new_id,
        ).run(wiring.stopping)
        for _ in range(workers)
    ]
    services.append(sender.run(wiring.stopping))
    if wiring.settings.updates == "polling":
        services.append(Poller(storage, telegram, intake).run(wiring.stopping))
    else:
        await _set_webhook(wiring.settings, telegram)
    return services


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


async def _username(wiring: Wiring, telegram: Telegram) -> str:
    """The bot's name, for links: asked once, kept for when Telegram cannot be reached."""
    async with wiring.storage.reading() as work:
        known = await work.clock.mark("bot_username")
    while known is None and not wiring.stopping.is_set():
        with contextlib.suppress(NotSentError, UnsureError):
            answer = await telegram.call("getMe")
            if answer.error_code in {401, 404}:
                raise SystemExit("Telegram does not know this VICHE_BOT_TOKEN.")
            if answer.ok:
                known = str(answer.result["username"])
                async with wiring.storage.writing() as work:
                    await work.clock.put_mark("bot_username", known)
                break
        _log.warning("telegram-unreachable")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wiring.stopping.wait(), 3)
    return known or ""


async def _show_commands(telegram: Telegram) -> None:
    """Everybody's commands in each language; without a language for all other phones."""
    for code, language in (("", "uk"), ("uk", "uk"), ("en", "en"), ("ru", "ru")):
        listed = [
            {"command": one.name, "description": one.about}
            for one in commands_for(say(language), official=False)
        ]
        with contextlib.suppress(NotSentError, UnsureError):
            await telegram.call("setMyCommands", {"commands": listed, "language_code": code})


async def _set_webhook(settings: Settings, telegram: Telegram) -> None:
    if settings.public_url is None or settings.webhook_secret is None:
        raise SystemExit("VICHE_UPDATES=webhook needs VICHE_PUBLIC_URL and VICHE_WEBHOOK_SECRET.")
    from bot.inbox import ALLOWED_UPDATES  # noqa: PLC0415

    answer = await telegram.call(
        "setWebhook",
        {
            "url": f"{settings.public_url.rstrip('/')}/telegram/{settings.bot_id}",
            "secret_token": settings.webhook_secret.get_secret_value(),
            "allowed_updates": ALLOWED_UPDATES,
        },
    )
    if not answer.ok:
        raise SystemExit(f"Telegram refused the webhook: {answer.description}")


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


def _stop_on_signals(stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in _signals():
        loop.add_signal_handler(number, stopping.set)


def _signals() -> Iterator[signal.Signals]:
    yield signal.SIGTERM
    yield signal.SIGINT
