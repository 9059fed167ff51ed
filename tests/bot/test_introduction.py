"""What the bot and Telegram tell each other at each start, also when nobody answers yet."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.introduction import check_webhook, name_of_bot, set_webhook
from bot.settings import Settings
from bot.telegram import Answer, NotSentError, UnsureError
from bot.wiring import Wiring, wired
from storage.migrating import migrate
from tests.bot.double import TelegramDouble

OLD, NEW = 700, 701


def settings(folder: Path, bot: int = OLD, **more: object) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings reads it
        bot_token=f"{bot}:a-token-of-no-use-at-all",  # type: ignore[arg-type]  # pydantic wraps it
        data_dir=folder,
        **more,  # type: ignore[arg-type]  # as above
    )


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> TelegramDouble:
    monkeypatch.setattr("bot.introduction.AGAIN_SECONDS", 0.0)
    return TelegramDouble()


@pytest.fixture
async def wiring(tmp_path: Path) -> AsyncIterator[Wiring]:
    await migrate(settings(tmp_path).database)
    async with wired(settings(tmp_path), bot_id=OLD) as made:
        yield made


def _is_called(name: str) -> Answer:
    return Answer(ok=True, result={"username": name})


async def _name(wiring: Wiring, telegram: TelegramDouble, *said: Answer | Exception) -> str:
    telegram.scripted.extend(said)
    return await name_of_bot(wiring, telegram)  # type: ignore[arg-type]  # speaks like Telegram


async def test_a_new_name_is_learned_at_the_next_start(
    wiring: Wiring, telegram: TelegramDouble
) -> None:
    assert await _name(wiring, telegram, _is_called("old_bot")) == "old_bot"
    assert await _name(wiring, telegram, _is_called("new_bot")) == "new_bot"
    assert await _name(wiring, telegram, NotSentError("gone")) == "new_bot"


async def test_who_was_never_told_a_name_asks_until_somebody_answers(
    wiring: Wiring, telegram: TelegramDouble
) -> None:
    said = (NotSentError("gone"), UnsureError("status 502"), _is_called("viche_bot"))
    assert await _name(wiring, telegram, *said) == "viche_bot"


async def test_another_bot_on_the_same_database_has_a_name_of_its_own(
    wiring: Wiring, telegram: TelegramDouble, tmp_path: Path
) -> None:
    await _name(wiring, telegram, _is_called("old_bot"))
    async with wired(settings(tmp_path, NEW), bot_id=NEW) as other:
        said = (NotSentError("gone"), _is_called("other_bot"))
        assert await _name(other, telegram, *said) == "other_bot"


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_telegram_does_not_know_ends_in_a_sentence(
    wiring: Wiring, telegram: TelegramDouble, code: int
) -> None:
    await _name(wiring, telegram, _is_called("old_bot"))
    with pytest.raises(SystemExit, match="does not know this VICHE_BOT_TOKEN"):
        await _name(wiring, telegram, Answer(ok=False, error_code=code))


async def test_a_webhook_is_told_again_until_telegram_has_heard(
    telegram: TelegramDouble, tmp_path: Path
) -> None:
    told = settings(
        tmp_path, updates="webhook", public_url="https://viche.example.org/",
        webhook_secret="a-secret-of-the-tests",
    )  # fmt: skip
    telegram.scripted.extend(
        [NotSentError("gone"), UnsureError("status 502"), Answer(ok=False, error_code=429)]
    )
    stopping = asyncio.Event()
    running = asyncio.create_task(set_webhook(told, telegram, stopping))  # type: ignore[arg-type]  # as above
    async with asyncio.timeout(20):
        while not telegram.calls:
            await asyncio.sleep(0)
    ((method, params),) = telegram.calls
    assert method == "setWebhook"
    assert params["url"] == f"https://viche.example.org/telegram/{OLD}"
    assert params["secret_token"] == "a-secret-of-the-tests"
    stopping.set()
    await running


async def test_an_address_that_telegram_does_not_want_ends_in_its_words(
    telegram: TelegramDouble, tmp_path: Path
) -> None:
    told = settings(
        tmp_path, updates="webhook", public_url="http://localhost", webhook_secret="secret"
    )
    telegram.scripted.append(Answer(ok=False, error_code=400, description="HTTPS is needed"))
    with pytest.raises(SystemExit, match="HTTPS is needed"):
        await set_webhook(told, telegram, asyncio.Event())  # type: ignore[arg-type]  # as above


def test_a_webhook_needs_an_address_and_a_secret(tmp_path: Path) -> None:
    check_webhook(settings(tmp_path))
    halves: tuple[dict[str, Any], ...] = (
        {"public_url": "https://viche.example.org"},
        {"webhook_secret": "secret"},
    )
    for half in halves:
        with pytest.raises(SystemExit, match="VICHE_PUBLIC_URL and VICHE_WEBHOOK_SECRET"):
            check_webhook(settings(tmp_path, updates="webhook", **half))
