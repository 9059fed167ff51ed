"""Has reports drawn by a process of their own, whose memory goes back when it ends."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from civic.appeals.model import AppealPaper
from civic.assets.model import LabelSheet
from civic.broadcasts.reporting import DeliveryReport
from civic.kernel.language import Language
from civic.reports.model import Report
from civic.reports.published import published_bytes
from civic.reports.requests.model import RequestReport
from rendering.appeal import written_paper
from rendering.children import Children
from rendering.labels import written_sheet
from rendering.rendered import RenderedReport


class Drawer:
    """Draws one thing at a time, so that no two children are in memory at once."""

    def __init__(self, *, timeout_seconds: float = 90) -> None:
        self._children = Children(timeout_seconds=timeout_seconds)

    async def draw(self, report: Report, language: Language) -> RenderedReport:
        return (await self.draw_all(report, [language]))[language]

    async def draw_all(
        self, report: Report, languages: Sequence[Language]
    ) -> dict[Language, RenderedReport]:
        """In several languages by one child: most of its time is its start."""
        with TemporaryDirectory(prefix="viche-report-") as folder:
            await self._children.run(["report", folder, *languages], published_bytes(report))
            return {language: _collected(Path(folder) / language) for language in languages}

    async def draw_requests(
        self, reports: Sequence[RequestReport], languages: Sequence[Language]
    ) -> list[dict[Language, RenderedReport]]:
        """All of a week's in several languages by one child."""
        with TemporaryDirectory(prefix="viche-week-") as folder:
            given = json.dumps([published_bytes(report).decode() for report in reports]).encode()
            await self._children.run(["requests", folder, *languages], given)
            return [
                {language: _collected(Path(folder) / str(n) / language) for language in languages}
                for n in range(len(reports))
            ]

    async def draw_qr(self, url: str, title: str) -> bytes:
        """A picture to print or send, the title under the code."""
        with TemporaryDirectory(prefix="viche-qr-") as folder:
            asked = json.dumps({"url": url, "title": title}).encode()
            await self._children.run(["qr", folder], asked)
            return (Path(folder) / "qr.png").read_bytes()

    async def draw_delivery(self, report: DeliveryReport, language: Language) -> bytes:
        with TemporaryDirectory(prefix="viche-delivery-") as folder:
            await self._children.run(["delivery", folder, language], report.written())
            return (Path(folder) / "delivery.xlsx").read_bytes()

    async def draw_appeal(self, paper: AppealPaper) -> bytes:
        """As PDF."""
        with TemporaryDirectory(prefix="viche-appeal-") as folder:
            await self._children.run(["appeal", folder], written_paper(paper))
            return (Path(folder) / "appeal.pdf").read_bytes()

    async def draw_labels(self, sheet: LabelSheet) -> bytes:
        with TemporaryDirectory(prefix="viche-labels-") as folder:
            await self._children.run(["labels", folder], written_sheet(sheet))
            return (Path(folder) / "labels.pdf").read_bytes()


def _collected(folder: Path) -> RenderedReport:
    return RenderedReport(
        picture_png=(folder / "report.png").read_bytes(),
        caption=(folder / "caption.txt").read_text(encoding="utf-8"),
        pdf=(folder / "report.pdf").read_bytes(),
        xlsx=(folder / "report.xlsx").read_bytes(),
    )
