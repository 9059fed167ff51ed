"""Has reports drawn by a process of their own, whose memory goes back when it ends."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from civic.broadcasts.reporting import DeliveryReport
from civic.kernel.language import Language
from civic.reports.model import Report
from civic.reports.published import published_bytes
from rendering.rendered import RenderedReport

_HOUSE = Path(__file__).parent.parent
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "SYSTEMROOT")
_LAST_WORDS = 2_000


class DrawingFailed(Exception):  # noqa: N818 - reads as what happened
    """The child ended without its files, or had to be stopped."""


class Drawer:
    """Draws one thing at a time, so that no two children are in memory at once."""

    def __init__(self, *, timeout_seconds: float = 90) -> None:
        self._timeout = timeout_seconds
        self._one_at_a_time = asyncio.Lock()

    async def draw(self, report: Report, language: Language) -> RenderedReport:
        return (await self.draw_all(report, [language]))[language]

    async def draw_all(
        self, report: Report, languages: Sequence[Language]
    ) -> dict[Language, RenderedReport]:
        """In several languages by one child: most of its time is its start."""
        with TemporaryDirectory(prefix="viche-report-") as folder:
            await self._run(["report", folder, *languages], published_bytes(report))
            return {language: _collected(Path(folder) / language) for language in languages}

    async def draw_qr(self, url: str, title: str) -> bytes:
        """A picture to print or send, the title under the code."""
        with TemporaryDirectory(prefix="viche-qr-") as folder:
            asked = json.dumps({"url": url, "title": title}).encode()
            await self._run(["qr", folder], asked)
            return (Path(folder) / "qr.png").read_bytes()

    async def draw_delivery(self, report: DeliveryReport, language: Language) -> bytes:
        with TemporaryDirectory(prefix="viche-delivery-") as folder:
            await self._run(["delivery", folder, language], report.written())
            return (Path(folder) / "delivery.xlsx").read_bytes()

    async def _run(self, arguments: Sequence[str], given: bytes) -> None:
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
                raise DrawingFailed(f"not drawn within {self._timeout} s") from None
            finally:
                if child.returncode is None:
                    child.kill()
                    await child.wait()
        if child.returncode != 0:
            raise DrawingFailed(said.decode(errors="replace")[-_LAST_WORDS:])


def child_environment() -> dict[str, str]:
    """The child needs no token and no database: it gets neither."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}


def _collected(folder: Path) -> RenderedReport:
    return RenderedReport(
        picture_png=(folder / "report.png").read_bytes(),
        caption=(folder / "caption.txt").read_text(encoding="utf-8"),
        pdf=(folder / "report.pdf").read_bytes(),
        xlsx=(folder / "report.xlsx").read_bytes(),
    )
