"""Stores on a test's database, as one process of a bot opens them."""

from collections.abc import Callable
from pathlib import Path

from civic.kernel.ids import BotId, CommunityId, IdMaker
from storage.engines import Database
from storage.pace import Limits
from storage.plumbing import Installation
from storage.unit_of_work import Storage

BOT, OTHER_BOT = BotId(700), BotId(701)
TOWN, OTHER_TOWN = CommunityId(1), CommunityId(2)


def stores(
    database: Database,
    folder: Path,
    *,
    bot: BotId = BOT,
    boot: str = "boot-1",
    limits: Limits | None = None,
    real: Callable[[], float] | None = None,
) -> Storage:
    """Limits are off unless a test is about them."""
    return Storage(
        database,
        Installation(
            bot=bot,
            files=folder / "files",
            boot=boot,
            limits=limits or Limits(scale=0),
            new_id=IdMaker(),
            real=real,
        ),
    )


class RealTime:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds
