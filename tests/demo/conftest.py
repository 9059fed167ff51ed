"""A seeded town for many tests: on both databases, its reports drawn by nobody."""

from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.settings import Settings
from bot.wiring import Wiring, wired
from civic.kernel.language import Language
from civic.reports.model import Report
from demo.cast import BOT
from demo.seeding import seed_once
from rendering.drawing import Drawer
from rendering.rendered import RenderedReport
from tests.databases import fresh_database

TOKEN = f"{BOT}:a-token-for-the-tests"


async def draw_nothing(
    _drawer: Drawer, _report: Report, languages: Sequence[Language]
) -> dict[Language, RenderedReport]:
    """Drawing takes most of a seeding's time; test_playing.py has it done in earnest."""
    return {
        language: RenderedReport(picture_png=b"", caption="", pdf=b"", xlsx=b"")
        for language in languages
    }


@pytest_asyncio.fixture(
    scope="session",
    loop_scope="session",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)],
)
async def seeded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Wiring]:
    folder = tmp_path_factory.mktemp("demo")
    async with fresh_database(request.param, folder) as database:
        url = database.url.render_as_string(hide_password=False)
        settings = Settings(
            bot_token=SecretStr(TOKEN), data_dir=folder, database_url=url, pace_scale=0
        )
        async with wired(settings, bot_id=BOT) as wiring:
            # Only while it is seeded: other tests of this session draw in earnest.
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(Drawer, "draw_all", draw_nothing)
                await seed_once(wiring)
            yield wiring
