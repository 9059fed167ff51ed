"""How long the disk takes to promise that something is kept: every figure here stands on it."""

import os
import time
from pathlib import Path

from bench.figures import Figure, percentile

WRITES = 200


def fsync_figures(folder: Path) -> list[Figure]:
    """Of a page at a time, with a pause between; not ours to promise."""
    taken = []
    with (folder / "page").open("wb", buffering=0) as page:
        for _ in range(WRITES):
            page.write(b"\0" * 4096)
            began = time.perf_counter()
            os.fsync(page.fileno())
            taken.append((time.perf_counter() - began) * 1000)
            time.sleep(0.002)
    load = f"the machine's load is {os.getloadavg()[0]:.1f}"
    return [
        Figure(what="fsync of a page, p50", value=percentile(taken, 0.5), unit="ms", note=load),
        Figure(what="fsync of a page, p95", value=percentile(taken, 0.95), unit="ms"),
    ]
