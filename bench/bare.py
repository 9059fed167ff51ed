"""A bare aiogram bot to compare with: polling, one router, one handler, one message sent."""

import asyncio
import logging
import sys

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery

TOKEN = "700:a-token-for-the-bench-alone-0001"


async def answer(query: CallbackQuery, bot: Bot) -> None:
    await bot.send_message(query.from_user.id, "Дякуємо! Наступне питання.")


async def main(api: str) -> None:
    logging.basicConfig(level=logging.WARNING)
    router = Router()
    router.callback_query.register(answer)
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    bot = Bot(TOKEN, session=session)
    await dispatcher.start_polling(bot, handle_signals=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
