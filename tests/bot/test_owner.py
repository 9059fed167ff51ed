"""The owner's code: on the terminal only, once, and only while there is no town."""

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.owner import offer_owner_code
from bot.settings import Settings
from bot.wiring import Wiring, wired
from civic.communities.actions.codes import Opened, open_owner_code
from civic.communities.actions.founding import Founding, create_community
from civic.kernel.ids import AccountId
from civic.kernel.language import Translated
from storage.engines import Database

OWNER = AccountId(1001)
CHOSEN = "Borshch2026Ready"


@pytest.fixture
async def installation(database: Database, tmp_path: Path) -> AsyncIterator[Wiring]:
    url = database.url.render_as_string(hide_password=False)
    settings = Settings(
        bot_token=SecretStr("700:a-token-for-the-tests"), data_dir=tmp_path, database_url=url,
        owner_code=None,
    )  # fmt: skip
    async with wired(settings, bot_id=700) as wiring:
        yield wiring


async def opens(installation: Wiring, code: str) -> bool:
    async with installation.storage.writing() as work:
        outcome = await open_owner_code(
            code, OWNER, codes=work.owner_codes, now=installation.clock.now()
        )
    return isinstance(outcome, Opened)


async def test_the_terminal_shows_a_code_that_opens_and_no_log_does(installation: Wiring) -> None:
    screen = io.StringIO()
    with capture_logs() as logs:
        await offer_owner_code(installation, bot_username="viche_bot", screen=screen)
    code = re.search(r"/start (\w+)", screen.getvalue())
    assert code is not None
    assert f"https://t.me/viche_bot?start={code[1]}" in screen.getvalue()
    assert len(code[1]) * 4 >= 128
    assert code[1] not in str(logs)
    assert await opens(installation, code[1])


async def test_without_a_terminal_no_code_is_made_and_the_log_says_what_to_do(
    installation: Wiring,
) -> None:
    with capture_logs() as logs:
        await offer_owner_code(installation, bot_username="viche_bot", screen=None)
    assert "viche community create" in str(logs)


async def test_a_chosen_code_is_kept_once_and_never_written(installation: Wiring) -> None:
    installation.settings.owner_code = SecretStr(CHOSEN)
    screen = io.StringIO()
    with capture_logs() as logs:
        await offer_owner_code(installation, bot_username="viche_bot", screen=screen)
        await offer_owner_code(installation, bot_username="viche_bot", screen=screen)
    assert CHOSEN not in screen.getvalue() + str(logs)
    assert await opens(installation, CHOSEN)
    await offer_owner_code(installation, bot_username="viche_bot", screen=screen)
    async with installation.storage.writing() as work:
        again = await open_owner_code(
            CHOSEN, AccountId(1002), codes=work.owner_codes, now=installation.clock.now()
        )
    assert not isinstance(again, Opened)


async def test_a_chosen_code_that_cannot_be_one_is_refused_with_a_sentence(
    installation: Wiring,
) -> None:
    installation.settings.owner_code = SecretStr("short")
    with pytest.raises(SystemExit) as refused:
        await offer_owner_code(installation, bot_username="viche_bot", screen=None)
    assert "VICHE_OWNER_CODE" in str(refused.value)
    assert "short" not in str(refused.value)


async def test_where_there_is_a_town_nothing_is_offered(installation: Wiring) -> None:
    async with installation.storage.writing() as work:
        await create_community(
            Founding(
                name=Translated({"uk": "Немішаєве"}), timezone="Europe/Kyiv", languages=("uk",)
            ),
            communities=work.communities,
            audit=work.audit,
            now=installation.clock.now(),
            new_id=installation.new_id,
        )
    screen = io.StringIO()
    await offer_owner_code(installation, bot_username="viche_bot", screen=screen)
    installation.settings.owner_code = SecretStr(CHOSEN)
    await offer_owner_code(installation, bot_username="viche_bot", screen=screen)
    assert not screen.getvalue()
    assert not await opens(installation, CHOSEN)
