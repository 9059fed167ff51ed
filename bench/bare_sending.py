"""A bare aiogram loop to compare the sender with: nothing is kept, so many calls at a time."""

import asyncio
import sys
from collections.abc import Iterator

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bench.people import FIRST_PERSON
from bench.telling import TEXTS

TOKEN = "700:a-token-for-the-bench-alone-0001"
_BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Карта", url="https://example.org/water")],
        [InlineKeyboardButton(text="Прочитано", callback_data="nread.600000000001")],
        [InlineKeyboardButton(text="🔕 Не писати про відключення", callback_data="rtopic.outages")],
    ]
)


async def _send(bot: Bot, people: Iterator[int]) -> None:
    for person in people:
        await bot.send_message(person, TEXTS["uk"], parse_mode="HTML", reply_markup=_BUTTONS)


async def main(api: str, people: int, at_once: int) -> None:
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    waiting = iter(range(FIRST_PERSON, FIRST_PERSON + people))
    await asyncio.gather(*(_send(bot, waiting) for _ in range(at_once)))
    await bot.session.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
