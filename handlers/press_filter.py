"""Lets a handler ask for one kind of press."""

from aiogram.filters import Filter
from aiogram.types import CallbackQuery

from handlers.presses.registry import Press, read_press


class Pressed(Filter):
    """Passes the presses of this kind on as `press`."""

    # Asynchronous on purpose: aiogram runs a synchronous filter in a thread, each time.
    def __init__(self, kind: type[Press]) -> None:
        self._kind = kind

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Press]:
        press = read_press(query.data or "")
        return {"press": press} if isinstance(press, self._kind) else False
