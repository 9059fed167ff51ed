"""What a process that talks to people runs: updates in, the workers, messages out."""

from collections.abc import Coroutine
from typing import Any

from bot.carrier import Carrier
from bot.chat import build_inbox_worker
from bot.inbox import Intake, Poller
from bot.introduction import set_webhook, show_commands
from bot.owner import offer_owner_code, terminal
from bot.sender import Sender
from bot.telegram import Telegram
from bot.wiring import Wiring

POSTGRES_WORKERS = 8


async def bot_services(
    wiring: Wiring, telegram: Telegram, intake: Intake, username: str
) -> list[Coroutine[Any, Any, None]]:
    await show_commands(telegram)
    await offer_owner_code(wiring, bot_username=username, screen=terminal())
    storage = wiring.storage
    workers = 1 if storage.is_sqlite else POSTGRES_WORKERS
    sender = Sender(
        storage,
        Carrier(telegram, files=wiring.files, username=username),
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
            public_url=wiring.settings.public_url,
            has_map_search=wiring.settings.nominatim_url is not None,
        ).run(wiring.stopping)
        for _ in range(workers)
    ]
    services.append(sender.run(wiring.stopping))
    if wiring.settings.updates == "polling":
        services.append(Poller(storage, telegram, intake).run(wiring.stopping))
    else:
        services.append(set_webhook(wiring.settings, telegram, wiring.stopping))
    return services
