"""The demo starts at any hour: at night its year is as whole as by day, and made the same."""

from collections import Counter
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.wiring import wired
from civic.broadcasts.model import BroadcastState
from civic.kernel.outbox import MessageState
from demo.cast import BOT
from demo.history.announcements import ARRIVING, TOLD
from demo.seeding import seed_once
from demo.town import SLUG
from rendering.drawing import Drawer
from tests.databases import fresh_database
from tests.demo.conftest import TOKEN, draw_nothing

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = time(0, 20)
"""Some of what was done today was done yesterday."""


@pytest.mark.soak
async def test_a_year_that_ends_at_night_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Drawer, "draw_all", draw_nothing)
    async with fresh_database("sqlite", tmp_path) as database:
        url = database.url.render_as_string(hide_password=False)
        settings = Settings(
            bot_token=SecretStr(TOKEN), data_dir=tmp_path, database_url=url, pace_scale=0
        )
        async with wired(settings, bot_id=BOT) as wiring:
            today = datetime.now(KYIV)
            night = datetime.combine(today.date() + timedelta(days=1), NIGHT, tzinfo=KYIV)
            wiring.clock.set_ahead((night - today).total_seconds())
            await seed_once(wiring)
            async with wiring.storage.reading() as work:
                town = await work.communities.by_slug(SLUG)
                assert town is not None
                told = await work.broadcasts.in_states(town.id, tuple(BroadcastState), limit=100)
                states = Counter(one.state for one in told)
                backlog = await work.delivery.backlog()
    assert states[BroadcastState.DONE] == len(TOLD) - len(ARRIVING) - 2
    assert states[BroadcastState.SCHEDULED] == states[BroadcastState.REQUESTED] == 1
    assert backlog[MessageState.UNKNOWN] == 2
    assert backlog[MessageState.QUEUED] <= 8 + 11
