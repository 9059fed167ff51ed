"""How long an operator waits for Viche, and how much memory it keeps, also after a report."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.databases import bench_folder, fresh, storage_on
from bench.figures import Figure
from bench.processes import Running, TreeMemory, cores, started, telegram, viche
from bench.responses import give_responses
from bench.town import SURVEY, TOWN, build_town, launch_survey, now
from civic.surveys.model import SurveyState
from storage.unit_of_work import Storage

HELP_RUNS = 7
START_RUNS = 3
RESPONSES = 10_000
IDLE_SECONDS = 8
"""More than one tick, so that what the jobs import is counted."""
REPORT_SECONDS = 60


async def startup() -> list[Figure]:
    _, server_core = cores()
    help_seconds = median([await _help_seconds() for _ in range(HELP_RUNS)])
    figures = [Figure(what="viche --help", value=help_seconds, unit="s", at_most=0.5)]
    with bench_folder() as folder:
        async with telegram(core=server_core) as server:
            ready = [
                await _ready_seconds(server.url, folder / str(number))
                for number in range(START_RUNS)
            ]
            figures.append(
                Figure(what="viche run, from nothing to ready", value=median(ready), unit="s",
                       at_most=10)
            )  # fmt: skip
            figures += await _memory(server.url, folder)
    return figures


async def _help_seconds() -> float:
    began = time.perf_counter()
    async with started(["-m", "bot.cli", "--help"]) as process:
        await process.communicate()
    return time.perf_counter() - began


async def _ready_seconds(api: str, data: Path) -> float:
    """On an empty folder: the tables are made on the way."""
    data.mkdir()
    began = time.perf_counter()
    database = f"sqlite+aiosqlite:///{data / 'viche.db'}"
    async with viche("run", api=api, database=database, data=data):
        return time.perf_counter() - began


async def _memory(api: str, folder: Path) -> list[Figure]:
    async with fresh("SQLite", folder) as url, storage_on(url, folder) as storage:
        await build_town(storage, people=100, now=now())
        async with storage.writing() as work:
            await launch_survey(work, now=now())
        await give_responses(storage, until=RESPONSES)
        async with viche("run", api=api, database=url, data=folder) as running:
            await asyncio.sleep(IDLE_SECONDS)
            idle = running.memory()
            tree = TreeMemory(running.pid)
            with tree.watched():
                await _close_survey(storage)
                await _reported(storage, running, folder)
            return [
                Figure(what="viche run, resident when idle", value=idle, unit="MB", at_most=300),
                Figure(what="the same after a report", value=running.memory(), unit="MB",
                       at_most=300),
                Figure(what="its whole tree at most while drawing, over idle",
                       value=tree.peak - idle, unit="MB", at_most=250),
            ]  # fmt: skip


async def _close_survey(storage: Storage) -> None:
    """Its report falls due at the next tick."""
    async with storage.writing() as work:
        survey = await work.surveys.survey(TOWN, SURVEY)
        await work.surveys.put(replace(survey, state=SurveyState.CLOSED, closed_at=now()))


async def _reported(storage: Storage, running: Running, folder: Path) -> None:
    deadline = time.monotonic() + REPORT_SECONDS
    while time.monotonic() < deadline:
        async with storage.reading() as work:
            if await work.reports.count(TOWN):
                return
        await asyncio.sleep(0.2)
    log = (folder / "process.log").read_text()[-3000:]
    raise RuntimeError(f"no report came within {REPORT_SECONDS} s from {running.pid}:\n{log}")
