"""Serves the HTTP side inside the process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from bot.backstage import ProcessBackstage
from bot.demo_town import DemoTown
from bot.inbox import Intake
from bot.scheduler import Tick
from bot.wiring import Wiring
from gateways.http.allowance import read_allowance
from gateways.http.outbound import Outbound
from gateways.http.pictures import PictureGateway
from rendering.darkroom import ChildDarkroom
from web.app import Doors, create_app
from web.open311.ports import Open311
from web.pages.ports import Pages


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
    async with Outbound(read_allowance(settings.outbound_allow)) as outbound:
        open311 = _open311(wiring, outbound)
        backstage = ProcessBackstage(wiring, intake=intake, tick=tick)
        app = create_app(backstage, doors, demo, open311, _pages(wiring))
        await _serve(app, wiring)


def _pages(wiring: Wiring) -> Pages:
    return Pages(
        read=wiring.storage.reading, now=wiring.clock.now, tile_url=wiring.settings.tile_url
    )


def _open311(wiring: Wiring, outbound: Outbound) -> Open311:
    return Open311(
        begin=wiring.storage.writing,
        read=wiring.storage.reading,
        now=wiring.clock.now,
        new_id=wiring.new_id,
        darkroom=ChildDarkroom(),
        fetch=PictureGateway(outbound).fetch,
        public_url=wiring.settings.public_url,
    )


async def _serve(app: FastAPI, wiring: Wiring) -> None:
    server = _Server(
        uvicorn.Config(
            app,
            host=wiring.settings.web_host,
            port=wiring.settings.web_port,
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
