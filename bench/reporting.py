"""The process that makes one report as the tick does, while its memory is watched from outside."""

import asyncio
import json
import sys
import time
from pathlib import Path

import bot.chat
import bot.pages
import bot.roles
import bot.tick_jobs
from bench.databases import storage_on
from bench.town import SURVEY, TOWN, now
from civic.kernel.language import LANGUAGES
from civic.reports.schedule import ScheduleKind
from jobs.reports.due import DueReport
from jobs.reports.making import make_report
from rendering.drawing import Drawer

HELD = (bot.chat, bot.pages, bot.roles, bot.tick_jobs)
"""What the running product has in memory."""


async def main(url: str, folder: Path, out: Path) -> None:
    due = DueReport(
        community=TOWN, survey=SURVEY, occasion=ScheduleKind.ON_CLOSING, fire_key="closing"
    )
    async with storage_on(url, folder) as storage:
        async with storage.reading() as work:
            await work.surveys.survey(TOWN, SURVEY)
        out.with_suffix(".idle").touch()
        while not out.with_suffix(".go").exists():
            await asyncio.sleep(0.02)
        began = time.perf_counter()
        async with storage.reading() as work:
            made = await make_report(work, due, now=now(), software="bench")
        counted = time.perf_counter()
        await Drawer().draw_all(made.report, LANGUAGES)
        drawn = time.perf_counter()
    out.write_text(json.dumps({"counting": counted - began, "drawing": drawn - counted}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
