"""Which jobs the tick runs, each with what it needs."""

from datetime import datetime

from bot.scheduler import Job, Tick
from bot.wiring import Wiring
from handlers.commands import commands_for
from jobs.audit import chain_audits
from jobs.command_menus import keep_command_menus
from jobs.reports.issuing import issue_due_reports
from jobs.retention import forget_the_old
from locales.catalog import say
from rendering.drawing import Drawer

VERSION = "0.1.0"


def build_tick(wiring: Wiring, *, bot_username: str) -> Tick:
    return Tick(
        _jobs(wiring, bot_username),
        clock=wiring.clock,
        storage=wiring.storage,
        outbox_bell=wiring.outbox_bell,
    )


def _jobs(wiring: Wiring, _bot_username: str) -> list[tuple[str, Job]]:
    """Closings come before reports: what closes now is reported in the same tick."""
    storage = wiring.storage
    drawer = Drawer()

    async def reports(now: datetime) -> int:
        return await issue_due_reports(
            begin=storage.writing,
            read=storage.reading,
            draw=drawer.draw_all,
            software=f"Viche {VERSION}",
            now=now,
        )

    async def audit(now: datetime) -> int:
        return await chain_audits(begin=storage.writing, now=now)

    async def retention(now: datetime) -> int:
        return await forget_the_old(begin=storage.writing, now=now)

    async def command_menus(now: datetime) -> int:
        return await keep_command_menus(
            begin=storage.writing,
            read=storage.reading,
            menu=lambda language: commands_for(say(language), official=True),
            now=now,
        )

    return [
        ("reports", reports),
        ("command-menus", command_menus),
        ("audit", audit),
        ("retention", retention),
    ]
