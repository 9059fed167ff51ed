"""A press leads away from whatever form was waiting for words."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import TelegramObject


class LeavesForm(BaseMiddleware):
    """What is typed after a press belongs to what the press opened, not to an older question."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        state: FSMContext = data["state"]
        if await state.get_state() is not None:
            await state.clear()
        return await handler(event, data)


def leaving_forms(router: Router) -> Router:
    """For routers whose presses go on with nothing that was typed before."""
    router.callback_query.middleware(LeavesForm())
    return router
