"""Processes of the real bot, with its routers or one made for tests, forked from one that imported
it all.

Importing the bot takes seconds; tests that kill it again and again start it by a connection to this
program's socket: one line of JSON in, then everything that the process writes, until it ends. They
all end with the tests that started them, also when these are killed: what stayed behind would go on
asking a database that is gone.
"""

import asyncio
import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

import bot.backstage
import bot.carrier
import bot.chat
import bot.dispatcher
import bot.inbox
import bot.pages
import bot.roles
import bot.scheduler
import bot.sender
import bot.tick_jobs
from bot.journal import configure
from bot.settings import Settings
from handlers.effects import Reply, Send
from handlers.screens.screen import Button, Screen

AGAIN = ((Button(label="ще", press="zz1.1"),),)


def build_counting_router() -> Router:
    """Whatever is applied twice or not at all shows in its counts."""
    router = Router()

    @router.message(Command("start"))
    async def start(_message: Message, state: FSMContext) -> Reply:
        data = await state.get_data()
        data["starts"] = data.get("starts", 0) + 1
        await state.set_data(data)
        return Screen(text=f"start {data['starts']}", rows=AGAIN)

    @router.message(Command("fail"))
    async def fail(_message: Message) -> Reply:
        raise ZeroDivisionError

    @router.callback_query()
    async def press(_query: CallbackQuery, state: FSMContext) -> Reply:
        data = await state.get_data()
        data["presses"] = data.get("presses", 0) + 1
        await state.set_data(data)
        return Screen(text=f"pressed {data['presses']}", rows=AGAIN)

    @router.message()
    async def say(message: Message, state: FSMContext) -> Reply:
        data = await state.get_data()
        data["said"] = [*data.get("said", []), message.text]
        await state.set_data(data)
        return Send(screen=Screen(text=f"{len(data['said'])}: {message.text}"))

    return router


def _play(wish: dict[str, Any]) -> None:
    """Be the bot, with this environment and these constants, until told to stop."""
    for name in [name for name in os.environ if name.startswith("VICHE_")]:
        del os.environ[name]
    os.environ.update(wish["environment"])
    for path, value in wish["constants"].items():
        module, name = path.rsplit(".", maxsplit=1)
        setattr(importlib.import_module(module), name, value)
    if wish["counting"]:
        bot.chat.build_routers = lambda: [build_counting_router()]  # type: ignore[attr-defined]  # in place of the real ones
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic's own
    configure(settings.log_format)
    asyncio.run(bot.roles.run(settings, frozenset(bot.roles.Role(one) for one in wish["roles"])))


def _child(connection: socket.socket) -> None:
    wish = json.loads(connection.makefile("rb").readline())
    for stream in (1, 2):
        os.dup2(connection.fileno(), stream)
    threading.Thread(target=_hold_leash, args=(os.dup(connection.fileno()),), daemon=True).start()
    connection.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.stdout.write(f"pid {os.getpid()}\n")
    sys.stdout.flush()
    _play(wish)
    sys.stdout.write("ended well\n")
    sys.stdout.flush()


def _hold_leash(leash: int) -> None:
    with contextlib.suppress(OSError):
        while os.read(leash, 1024):
            continue
    os._exit(1)


def main(path: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(8)
    gc.freeze()
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    while True:
        ready, _, _ = select.select([server, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        connection, _ = server.accept()
        if os.fork() == 0:
            server.close()
            try:
                _child(connection)
            finally:
                os._exit(0)
        connection.close()


if __name__ == "__main__":
    main(sys.argv[1])
