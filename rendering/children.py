"""Short-lived processes that draw, one at a time, whose memory goes back when they end."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

_HOUSE = Path(__file__).parent.parent
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "SYSTEMROOT")
_LAST_WORDS = 2_000


class DrawingFailed(Exception):  # noqa: N818 - reads as what happened
    """The child ended without its files, or had to be stopped."""


class DrawingStopped(DrawingFailed):
    """It took more time or memory than it may, or what it read brought it down."""


class Children:
    """Runs one at a time, so that no two are in memory at once."""

    def __init__(self, *, timeout_seconds: float) -> None:
        self._timeout = timeout_seconds
        self._one_at_a_time = asyncio.Lock()

    async def run(self, arguments: Sequence[str], given: bytes = b"") -> None:
        """Raise DrawingFailed."""
        async with self._one_at_a_time:
            child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "rendering.child",
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                cwd=_HOUSE,
                env=child_environment(),
            )
            try:
                async with asyncio.timeout(self._timeout):
                    _, said = await child.communicate(given)
            except TimeoutError:
                raise DrawingStopped(f"not drawn within {self._timeout} s") from None
            finally:
                if child.returncode is None:
                    child.kill()
                    await child.wait()
        if child.returncode:
            failed = DrawingStopped if child.returncode < 0 else DrawingFailed
            raise failed(said.decode(errors="replace")[-_LAST_WORDS:])


def child_environment() -> dict[str, str]:
    """The child needs no token and no database: it gets neither."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
