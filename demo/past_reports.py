"""Reports and papers of the past: made of what stood then, drawn while the year goes on."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.tick_jobs import VERSION
from bot.wiring import Wiring
from civic.appeals.model import AppealPaper
from civic.kernel.language import Language
from civic.reports.model import Report
from jobs.appeals import watch_appeals
from jobs.reports.issuing import issue_due_reports
from rendering.drawing import Drawer
from rendering.rendered import RenderedReport


class Reporting:
    """Drawing is another process's work, and takes as long as two months of the year."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._drawer = Drawer()
        self._is_made = asyncio.Event()
        self._under_way: tuple[datetime, asyncio.Task[int]] | None = None

    async def begin(self, now: datetime) -> None:
        """Until the figures stand."""
        self._is_made.clear()
        issuing = asyncio.create_task(self._issue(now))
        self._under_way = now, issuing
        making = asyncio.create_task(self._is_made.wait())
        await asyncio.wait({issuing, making}, return_when=asyncio.FIRST_COMPLETED)
        making.cancel()

    async def end(self) -> datetime | None:
        """When what is issued by now was due; None where nothing was."""
        if self._under_way is None:
            return None
        (moment, issuing), self._under_way = self._under_way, None
        return moment if await issuing else None

    async def give_up(self) -> None:
        """Whoever is seeding was stopped."""
        if self._under_way is not None:
            self._under_way[1].cancel()
            await asyncio.wait({self._under_way[1]})

    async def _issue(self, now: datetime) -> int:
        storage = self._wiring.storage
        issued = await issue_due_reports(
            begin=storage.writing,
            read=storage.reading,
            draw=self._draw,
            software=f"Viche {VERSION}",
            now=now,
        )
        return issued + await watch_appeals(
            begin=storage.writing,
            read=storage.reading,
            draw=self._draw_appeal,
            has_mail=False,
            new_id=self._wiring.new_id,
            now=now,
        )

    async def _draw(
        self, report: Report, languages: Sequence[Language]
    ) -> dict[Language, RenderedReport]:
        self._is_made.set()
        return await self._drawer.draw_all(report, languages)

    async def _draw_appeal(self, paper: AppealPaper) -> bytes:
        self._is_made.set()
        return await self._drawer.draw_appeal(paper)
