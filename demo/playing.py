"""`make run` without a token: the town, the sandbox and the product, until Ctrl-C."""

import asyncio
import secrets
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from bot.roles import run as serve
from bot.settings import Settings
from bot.wiring import Wiring, wired
from civic.surveys.model import SurveyState
from demo.cast import BOT, CAST
from demo.described import describe_town
from demo.house import House
from demo.neighbourhood import read_members, read_neighbours
from demo.seeding import HalfSeededError, seed_once
from demo.serving import pages_of, until_ready
from demo.stage import HOST, DemoDoor, Person, Stage, build_stage, free_port
from demo.suggestions import Suggestion
from demo.telling import tell_alone, tell_demo, tell_over, tell_seeding
from demo.town import SLUG
from storage.migrating import migrate

PAGE_PORT = 8081
_RUNNING = (SurveyState.SCHEDULED, SurveyState.OPEN, SurveyState.PAUSED)


async def play(settings: Settings, house: House) -> None:
    ours = demo_settings(settings, house)
    ready = await _prepare(ours, house)
    async with _on_stage(ours, house, ready.people) as stage:
        announcing = asyncio.create_task(_announce(stage.url, ours, ready))
        try:
            await serve(ours.model_copy(update={"telegram_api": stage.url}))
        finally:
            announcing.cancel()


def demo_settings(settings: Settings, house: House) -> Settings:
    """The operator's own, but for everything that would lead out of the demo's folder."""
    return settings.model_copy(
        update={
            "bot_token": SecretStr(house.token()),
            "data_dir": house.folder,
            "database_url": f"sqlite+aiosqlite:///{house.database}",
            "updates": "polling",
            "webhook_secret": None,
            "public_url": None,
            "owner_code": None,
            "web_host": HOST,
            "web_port": free_port(settings.web_port),
            "demo_token": SecretStr(secrets.token_urlsafe(24)),
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    people: list[Person]
    """Whom the bot may write to."""
    offered: tuple[Suggestion, ...]
    is_over: bool
    """Nothing is open any more."""


async def _prepare(settings: Settings, house: House) -> _Ready:
    try:
        return await _seeded(settings)
    except HalfSeededError:
        _clear_half(house)
        return await _seeded(settings)


async def _seeded(settings: Settings) -> _Ready:
    await migrate(settings.database)
    unhurried = settings.model_copy(update={"pace_scale": 0.0})
    async with wired(unhurried, bot_id=BOT) as wiring:
        await seed_once(wiring, starting=tell_seeding)
        offered = await describe_town(wiring, pages=pages_of(settings))
        is_over = await _is_over(wiring)
    people = [*_played(), *read_neighbours(settings.data_dir)]
    return _Ready(people=people, offered=offered, is_over=is_over)


def _played() -> list[Person]:
    return [
        Person(
            id=one.account,
            first_name=one.first_name,
            last_name=one.last_name,
            language=one.language,
        )
        for one in CAST
    ]


async def _is_over(wiring: Wiring) -> bool:
    async with wiring.storage.reading() as work:
        town = await work.communities.by_slug(SLUG)
        running = await work.surveys.in_states(town.id, _RUNNING, limit=50) if town else []
    now = wiring.clock.now()
    return not any(one.closes_at is not None and one.closes_at > now for one in running)


def _clear_half(house: House) -> None:
    for one in house.folder.glob(f"{house.database.name}*"):
        one.unlink()
    for folder in (house.folder / "files", house.sandbox):
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def _on_stage(settings: Settings, house: House, people: list[Person]) -> AsyncIterator[Stage]:
    assert settings.demo_token is not None  # demo_settings made one
    door = DemoDoor(url=pages_of(settings), token=settings.demo_token.get_secret_value())
    stage = await build_stage(house, port=PAGE_PORT, door=door)
    watching = asyncio.create_task(_end_with(stage))
    try:
        await stage.introduce(
            settings.token,
            people,
            always={one.account for one in CAST},
            members=read_members(settings.data_dir),
        )
        yield stage
    finally:
        watching.cancel()
        await stage.stop()


async def _end_with(stage: Stage) -> None:
    """Without its Telegram the demo has nothing to do."""
    await stage.process.wait()
    tell_alone()
    signal.raise_signal(signal.SIGTERM)


async def _announce(page: str, settings: Settings, ready: _Ready) -> None:
    pages = pages_of(settings)
    await until_ready(pages)
    tell_demo(page, pages, ready.offered)
    if ready.is_over:
        tell_over()
