"""Lets a handler ask for one kind of press, and a router be passed by where none is its own."""

from collections.abc import Iterable, Sequence
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, TelegramObject

from handlers.presses.registry import Press, read_press


class Pressed(Filter):
    """Passes the presses of this kind on as `press`."""

    # Asynchronous on purpose: aiogram runs a synchronous filter in a thread, each time.
    def __init__(self, kind: type[Press]) -> None:
        self._kind = kind
        self.head = kind.head()

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Press]:
        data = query.data or ""
        if data.partition(".")[0] != self.head:
            return False
        press = read_press(data)
        return False if press is None else {"press": press}


class PressedHere(Filter):
    """Whether any handler of a router may want this press."""

    def __init__(self, heads: Iterable[str]) -> None:
        self._heads = frozenset(heads)

    async def __call__(self, query: CallbackQuery) -> bool:
        return (query.data or "").partition(".")[0] in self._heads


class Features(Router):
    """All features in their order; a press comes only to those that may know it."""

    def __init__(self, routers: Sequence[Router]) -> None:
        super().__init__(name="features")
        self.include_routers(*routers)
        self._known = [(router, narrow(router)) for router in routers]

    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        if not isinstance(event, CallbackQuery):
            return await super().propagate_event(update_type, event, **kwargs)
        head = (event.data or "").partition(".")[0]
        for router, heads in self._known:
            if heads is None or head in heads:
                response = await router.propagate_event(update_type, event, **kwargs)
                if response is not UNHANDLED:
                    return response
        return UNHANDLED


def narrow(router: Router) -> frozenset[str] | None:
    """Ask a router only about presses that it knows, instead of each of its handlers in turn.

    Returns how the payloads begin that it and those inside it know; None where one of its
    handlers takes whatever comes.
    """
    inside = [narrow(one) for one in router.sub_routers]
    own = [
        next(
            (
                one.callback.head
                for one in handler.filters or ()
                if isinstance(one.callback, Pressed)
            ),
            None,
        )
        for handler in router.callback_query.handlers
    ]
    heads: set[str] = set()
    for found in (*inside, *({head} if head else None for head in own)):
        if found is None:
            return None
        heads |= found
    router.callback_query.filter(PressedHere(heads))
    return frozenset(heads)
