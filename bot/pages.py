"""Serves the HTTP side inside the process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from pydantic import SecretStr

from bot.backstage import ProcessBackstage
from bot.demo_town import DemoTown
from bot.inbox import Intake
from bot.scheduler import Tick
from bot.wiring import Wiring
from web.app import Doors, create_app
from web.open311.ports import Open311


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The process listens for signals itself."""
        yield


async def serve(wiring: Wiring, *, intake: Intake | None, tick: Tick | None) -> None:
    settings = wiring.settings
    doors = Doors(
        bot_id=settings.bot_id,
        webhook_secret=_open(settings.webhook_secret),
        metrics_token=_open(settings.metrics_token),
        demo_token=_open(settings.demo_token),
    )
    async with wiring.storage.reading() as work:
        is_demo = await work.clock.mark("demo") is not None
    demo = DemoTown(wiring, tick=tick) if is_demo else None
    open311 = Open311(
        read=wiring.storage.reading, now=wiring.clock.now, public_url=settings.public_url
    )
    app = create_app(ProcessBackstage(wiring, intake=intake, tick=tick), doors, demo, open311)
    server = _Server(
        uvicorn.Config(
            app,
            host=settings.web_host,
            port=settings.web_port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=5,
            proxy_headers=False,
        )
    )
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(wiring.stopping.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving


def _open(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
