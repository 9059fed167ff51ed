"""Updates and answers as other bots' suites keep them: handled or laid aside, and nobody is lost."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from bot.backstage import ProcessBackstage
from bot.inbox import Poller
from bot.telegram import Answer, UnsureError, _answer
from civic.kernel.ids import AccountId
from civic.kernel.refusal import Refusal
from gateways.place_files.opening import places_in_message
from handlers.routers import build_routers
from locales.catalog import say as speak
from storage.engines import Database
from storage.outbox import Call
from tests.bot.post import BOT, Post, post_office
from tests.bot.test_polling import Feed
from tests.shared_cases import case_file, needs_cases
from tests.web.visiting import SECRET
from web.app import Doors, create_app

pytestmark = needs_cases
LAID_ASIDE = {"update-poll", "update-pollAnswer", "telegrambots-Update"}
UPDATES = [
    "update-message", "update-command", "update-editedMessage", "update-callbackQuery",
    "update-channelPost", "update-editedChannelPost", "update-inlineQuery",
    "update-chosenInlineResult", "update-preCheckoutQuery", "update-shippingQuery",
    "update-botMemberBanned", *sorted(LAID_ASIDE),
]  # fmt: skip
NEW_SHAPES = {
    "MESSAGE_WITH_AUDIO", "MESSAGE_WITH_DICE", "MESSAGE_WITH_DOCUMENT", "MESSAGE_WITH_GAME",
    "MESSAGE_WITH_PHOTO", "MESSAGE_WITH_MEDIA_GROUP", "MESSAGE_WITH_STICKER", "MESSAGE_WITH_VIDEO",
    "MESSAGE_WITH_VIDEO_NOTE", "MESSAGE_WITH_VOICE",
}  # fmt: skip
"""Files without `file_unique_id`, of an API of years ago."""


def _case(name: str) -> Any:
    return json.loads(case_file(f"telegram/{name}.json").read_text(encoding="utf-8"))


def _messages() -> dict[str, dict[str, Any]]:
    """Those of the collection that are messages, each as an update."""
    found = _case("aiogram2-messages")
    names = [
        name for name in found
        if "MESSAGE" in name and isinstance(found[name], dict) and "message_id" in found[name]
    ]  # fmt: skip
    kinds = {name: "edited_message" if name == "EDITED_MESSAGE" else "message" for name in names}
    return {
        name: {"update_id": 7000 + number, kinds[name]: found[name]}
        for number, name in enumerate(names)
    }


class Telegram:
    """Brings updates to the real product by polling or by webhook."""

    def __init__(self, way: str, post: Post) -> None:
        self.way = way
        self.post = post

    async def brings(self, *updates: dict[str, Any]) -> None:
        if self.way == "polling":
            await self._is_asked(list(updates))
        else:
            await self._calls(updates)
        await self.post.settle()

    async def _is_asked(self, page: list[dict[str, Any]]) -> None:
        feed = Feed()
        feed.pages.append(page)
        poller = Poller(self.post.storage, feed, self.post.intake)  # type: ignore[arg-type]  # the feed speaks like Telegram
        polling = asyncio.create_task(poller.run(feed.stopping))
        async with asyncio.timeout(20):
            await feed.waiting.wait()
            feed.stopping.set()
            await polling
        assert feed.offsets[-1] == max(update["update_id"] for update in page) + 1

    async def _calls(self, updates: tuple[dict[str, Any], ...]) -> None:
        backstage = ProcessBackstage(None, intake=self.post.intake, tick=None)  # type: ignore[arg-type]
        app = create_app(backstage, Doors(bot_id=BOT, webhook_secret=SECRET))
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://viche", headers=headers
        ) as client:
            for update in updates:
                assert (await client.post(f"/telegram/{BOT}", json=update)).status_code == 200

    async def ends(self) -> dict[int, str]:
        async with self.post.storage.reading() as work:
            rows = await work.connection.execute(
                text("SELECT update_id, state, error, raw FROM inbox")
            )
            found = {row.update_id: row for row in rows}
        for row in found.values():
            if row.state == "dead":
                assert row.error.startswith("does not decode")
                assert json.loads(row.raw)["update_id"] == row.update_id
        return {number: row.state for number, row in found.items()}


@pytest.fixture(params=["polling", "webhook"])
async def telegram(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path
) -> AsyncIterator[Telegram]:
    async with post_office(database, tmp_path / "files", routers=build_routers()) as post:
        yield Telegram(request.param, post)


async def test_each_kind_of_update_is_done_with_or_laid_aside(telegram: Telegram) -> None:
    updates = {name: _case(name) for name in UPDATES}
    await telegram.brings(*updates.values(), telegram.post.says("/start", person=77))

    ends = await telegram.ends()
    for name, update in updates.items():
        assert ends[update["update_id"]] == ("dead" if name in LAID_ASIDE else "done"), name
    assert any(params.get("chat_id") == 77 for _, params in telegram.post.telegram.calls)


async def test_the_same_update_five_times_has_one_effect(telegram: Telegram) -> None:
    await telegram.brings(*[_case("update-message")] * 5)
    once = len(telegram.post.telegram.calls)
    await telegram.brings(_case("update-message"))

    assert once > 0
    assert len(telegram.post.telegram.calls) == once
    assert len(await telegram.ends()) == 1


async def test_who_blocks_the_bot_is_unreachable_until_they_write_and_gets_nothing(
    telegram: Telegram,
) -> None:
    banned = _case("update-botMemberBanned")
    person = banned["my_chat_member"]["from"]["id"]
    await telegram.brings(telegram.post.says("/start", person=person))
    before = len(telegram.post.telegram.calls)
    await telegram.brings(banned)

    async with telegram.post.storage.reading() as work:
        assert (await work.accounts.account(AccountId(person))).reachable is False
    assert len(telegram.post.telegram.calls) == before

    await telegram.brings(telegram.post.says("/start", person=person))
    async with telegram.post.storage.reading() as work:
        assert (await work.accounts.account(AccountId(person))).reachable is True


async def test_a_whole_answer_to_getupdates_is_taken_as_its_updates(telegram: Telegram) -> None:
    for name in ("telegrambots-update-write-access-allowed", "telegrambots-ResponseWithoutError"):
        answer = _answer(200, case_file(f"telegram/{name}.json").read_bytes())
        assert answer.ok
        await telegram.brings(*answer.result)
    ends = await telegram.ends()
    assert ends[329421221] == "done"
    assert set(ends.values()) <= {"done", "dead"}


async def test_messages_of_years_ago_are_handled_or_laid_aside_and_none_is_lost(
    telegram: Telegram,
) -> None:
    messages = _messages()
    assert len(messages) == 22
    await telegram.brings(*messages.values())

    ends = await telegram.ends()
    laid_aside = {name for name, update in messages.items() if ends[update["update_id"]] == "dead"}
    assert laid_aside == NEW_SHAPES
    assert len(ends) == 22


@pytest.mark.parametrize("half", ["TO", "FROM"])
async def test_a_group_that_became_a_supergroup_is_followed(telegram: Telegram, half: str) -> None:
    old, new = -123456789, -1234567890987
    update = _messages()[f"MESSAGE_WITH_MIGRATE_{half}_CHAT_ID"]
    assert update["message"][f"migrate_{half.lower()}_chat_id"] == (new if half == "TO" else old)
    # The collection put one invented private chat into all its messages.
    where = {"id": old, "type": "group"} if half == "TO" else {"id": new, "type": "supergroup"}
    update["message"]["chat"] = where | {"title": "Двір"}
    async with telegram.post.storage.writing() as work:
        owed = Call(chat=old, method="sendMessage", payload={"text": "to the group"})
        await work.outbox.put([owed], now=telegram.post.clock[0])
    await telegram.brings(update)

    sent = [(p["chat_id"], p.get("text")) for _, p in telegram.post.telegram.calls]
    assert sent == [(new, "to the group")]


def test_answers_of_the_api_are_read() -> None:
    refused = _answer(400, case_file("telegram/telegrambots-ResponseWithError.json").read_bytes())
    assert refused == Answer(
        ok=False, error_code=400, description="Error descriptions", retry_after=12, migrate_to=12345
    )
    scored = _answer(
        200, case_file("telegram/telegrambots-ResponsesSetGameScore.json").read_bytes()
    )
    assert scored.result["message_id"] == 1365
    for name in ("response-deleteMessageAnswer", "response-getMeAnswer",
                 "response-sendMediaGroupAnswer"):  # fmt: skip
        bare = case_file(f"telegram/{name}.json").read_bytes()
        with pytest.raises(UnsureError):
            _answer(200, bare)
        assert _answer(200, b'{"ok":true,"result":' + bare + b"}").ok


@pytest.mark.parametrize(
    "name", ["desktop-export-personal_chat", "desktop-export-supergroup_with_topics"]
)
def test_an_exported_chat_is_refused_in_words_where_places_are_asked_for(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        list(places_in_message(case_file(f"telegram/{name}.json").read_bytes()).rows())
    assert speak("uk")(refused.value.key, **refused.value.params)
