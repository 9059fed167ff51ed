"""How long a person waits at fifty updates a second: from the update to the reply's request."""

from statistics import median

from bench.answers import PEOPLE, answer_steps, begin_steps, play
from bench.databases import KINDS, bench_folder, fresh, storage_on
from bench.disk import fsync_figures
from bench.figures import Figure, percentile
from bench.people import Script
from bench.processes import cores, telegram, viche
from bench.town import build_town, launch_survey, now

RATE = 50.0
COUNT = 1000
REPEATS = 3


async def latency() -> list[Figure]:
    _, server_core = cores()
    with bench_folder() as folder:
        figures = fsync_figures(folder)
    for kind in KINDS:
        runs = await _runs(kind, server_core)
        for name, share, most in (("p50", 0.50, 20), ("p95", 0.95, 60), ("p99", 0.99, None)):
            value = median(percentile(waits, share) for waits in runs) * 1000
            figures.append(
                Figure(what=f"update to reply at 50/s, {kind}, {name}", value=value, unit="ms",
                       at_most=most)
            )  # fmt: skip
    return figures


async def _runs(kind: str, server_core: int) -> list[list[float]]:
    with bench_folder() as folder:
        async with telegram(core=server_core) as server, fresh(kind, folder) as url:
            async with storage_on(url, folder) as storage:
                await build_town(storage, people=PEOPLE, now=now())
                async with storage.writing() as work:
                    await launch_survey(work, now=now())
            async with viche("run", api=server.url, database=url, data=folder):
                await play(server, Script(people=PEOPLE, steps=begin_steps()))
                return [
                    (
                        await play(
                            server,
                            Script(people=PEOPLE, steps=answer_steps(), rate=RATE, count=COUNT,
                                   seed=seed),
                        )
                    ).waits
                    for seed in range(REPEATS)
                ]  # fmt: skip
