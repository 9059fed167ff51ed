"""Runs all benches, or those named: python -m bench answers latency."""

import asyncio
import sys
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

from bench.answers import answers
from bench.assets import assets
from bench.broadcast_faults import broadcast_faults, broadcast_replicas
from bench.broadcasts import broadcasts
from bench.figures import Figure, summary, tell
from bench.latency import latency
from bench.report import report
from bench.requests import requests
from bench.sending import sending
from bench.startup import startup

BENCHES: dict[str, Callable[[], Coroutine[Any, Any, list[Figure]]]] = {
    "answers": answers,
    "latency": latency,
    "startup": startup,
    "report": report,
    "assets": assets,
    "requests": requests,
    "sending": sending,
    "broadcasts": broadcasts,
    "broadcast-faults": broadcast_faults,
    "broadcast-replicas": broadcast_replicas,
}


def main() -> int:
    """1 when something could not be measured; a missed figure is said, not punished."""
    wanted = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        print(f"no bench is called {', '.join(unknown)}; there are {', '.join(BENCHES)}")
        return 2
    figures: list[Figure] = []
    failed = []
    for name in wanted:
        print(f"\n== {name}", flush=True)
        try:
            measured = asyncio.run(BENCHES[name]())
        except Exception:  # noqa: BLE001 - the other benches still say what they can
            traceback.print_exc()
            failed.append(name)
            continue
        tell(measured)
        figures += measured
    print(f"\n{summary(figures)}")
    if failed:
        print(f"Not measured: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
