"""`make run` with a token serves Telegram, and says where the bot is."""

import asyncio
import signal
import sys
from pathlib import Path

from demo.stage import free_port
from tests.demo_environment import environment
from tests.sandbox_client import ROOT, TOKEN, a_sandbox

PATIENCE = 300


async def test_with_a_token_the_real_bot_is_served_and_its_address_told(tmp_path: Path) -> None:
    async with a_sandbox() as telegram:
        await telegram.post("/control/bots", {"token": TOKEN, "username": "nemishaieve_bot"})
        served = environment(
            tmp_path,
            VICHE_BOT_TOKEN=TOKEN,
            VICHE_TELEGRAM_API=telegram.url,
            VICHE_WEB_PORT=str(free_port(0)),
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "demo", cwd=ROOT, env=served,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        assert process.stdout is not None
        said = ""
        async with asyncio.timeout(PATIENCE):
            while "Ctrl-C" not in said:
                line = (await process.stdout.readline()).decode()
                assert line, said
                said += line
        assert "https://t.me/nemishaieve_bot" in said
        assert "viche community create" in said
        assert "/start " not in said
        assert not (tmp_path / "demo").exists()
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode == 0
