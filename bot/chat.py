"""The conversation side: aiogram's dispatcher with every feature's router, and a mute bot."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession

from bot.dispatcher import InboxWorker
from bot.wake import Bell
from civic.kernel.ids import IdMaker
from gateways.asset_files.opening import assets_in_message
from gateways.place_files.opening import places_in_message
from handlers.press_filter import Features
from handlers.routers import build_routers
from storage.unit_of_work import Storage


class MuteSession(BaseSession):
    """Handlers return what they want said; whoever calls Telegram from one learns it at once."""

    async def make_request(self, *_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError("a handler never calls Telegram: return an effect")

    async def close(self) -> None:
        """Nothing was opened."""

    def stream_content(self, *_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError("a handler never fetches: return FetchFile")


def build_inbox_worker(
    storage: Storage,
    *,
    token: str,
    bot_username: str,
    now: Callable[[], datetime],
    inbox_bell: Bell,
    outbox_bell: Bell,
    new_id: IdMaker,
    public_url: str | None = None,
    has_map_search: bool = False,
    routers: Sequence[Router] | None = None,
) -> InboxWorker:
    """With every feature's router, unless a test brings its own."""
    dispatcher = Dispatcher(
        disable_fsm=True,
        bot_username=bot_username,
        public_url=public_url,
        has_map_search=has_map_search,
        read_places=places_in_message,
        read_assets=assets_in_message,
    )
    dispatcher.include_router(Features(build_routers() if routers is None else routers))
    return InboxWorker(
        storage,
        dispatcher,
        Bot(token, session=MuteSession()),
        now=now,
        inbox_bell=inbox_bell,
        outbox_bell=outbox_bell,
        new_id=new_id,
    )
