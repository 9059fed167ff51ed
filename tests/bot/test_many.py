"""What goes to many: held back as a whole, weighed for each reader, edited, taken back, named."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.telegram import Answer, NotSentError, UnsureError
from civic.kernel.bulk import Act, Held
from civic.kernel.ids import AccountId, BulkId, PlaceId, ResidentId
from civic.kernel.language import Translated
from civic.kernel.outbox import Lane, MessageState, Notice, Recipient
from civic.places.model import Place, PlaceKind
from civic.residents.model import Resident
from civic.residents.rules import NO_QUIET
from handlers.screens.notices.registry import notice
from handlers.screens.screen import Button, Media, Screen
from locales.catalog import Say
from storage.bulk_results import FAILURES_IN_ROW
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.bot.double import BrokenAfter
from tests.bot.post import Post, post_office
from tests.calendar import MONDAY
from tests.people import NEMISHAIEVE, OLENA, PETRO, TOWN, account

S = MessageState
KYIV = ZoneInfo("Europe/Kyiv")
NOON = datetime(2026, 3, 3, 12, tzinfo=KYIV)
NIGHT = datetime(2026, 3, 3, 23, tzinfo=KYIV)
NEXT_MONDAY = datetime(2026, 3, 9, 12, tzinfo=KYIV)
CROWD = [AccountId(10_000 + number) for number in range(60)]
BLOCKED = Answer(ok=False, error_code=403, description="Forbidden: bot was blocked by the user")
BROKEN_PICTURE = Answer(ok=False, error_code=400, description="Bad Request: IMAGE_PROCESS_FAILED")


@notice("test-many")
def _many(params: Any, say: Say) -> Screen:
    if params.get("fails"):
        raise ZeroDivisionError
    reader = params.get("reader") or {}
    text = f"{params.get('words', 'water')} {reader.get('first_name', '')}".strip()
    files = tuple(Media(kind="photo", telegram_file=one) for one in params.get("files", ()))
    text = f"{text} {reader.get('courtyard', '')}".strip()
    if text == "language":
        text = f"{text} {say.language}"
    rows = () if len(files) > 1 else ((Button(label="read", press="zz1.1"),),)
    return Screen(text=text, rows=rows, media=files)


@pytest.fixture
async def post(database: Database, tmp_path: Path) -> AsyncIterator[Post]:
    async with post_office(database, tmp_path / "files") as made:
        async with made.storage.writing() as work:
            await work.communities.put(NEMISHAIEVE)
            for person in (OLENA, PETRO, *CROWD):
                await _moves_in(work, person)
        made.pass_time(NOON - made.clock[0])
        yield made


async def _moves_in(work: SqlWork, person: AccountId, **settings: Any) -> None:
    await work.accounts.put(account(person, community=TOWN), now=MONDAY)
    resident = Resident(
        id=ResidentId(person), community=TOWN, account=person, language="uk", home=None,
        quiet=NO_QUIET, joined_at=MONDAY,
    )  # fmt: skip
    await work.residents.put(replace(resident, **settings))


async def _tell(
    post: Post,
    *people: AccountId,
    act: Act = Act.SEND,
    message: int | None = None,
    album: tuple[int, ...] = (),
    urgent: bool = False,
    **params: Any,
) -> BulkId:
    said = Notice(
        to=OLENA, community=TOWN, key="test-many", params=params, topic="outages",
        lane=Lane.NOTICE if urgent else Lane.BULK,
    )  # fmt: skip
    async with post.storage.writing() as work:
        bulk = await work.bulks.begin(said, act=act, now=post.clock[0])
        told = [Recipient(to=one, message=message, album=album) for one in people or (OLENA,)]
        await work.bulks.add(TOWN, bulk, told, now=post.clock[0])
    return bulk


async def _figures(post: Post, bulk: BulkId) -> dict[tuple[S, str], int]:
    async with post.storage.reading() as work:
        standing = await work.bulks.standing(TOWN, bulk)
    return {(one.state, one.reason): one.count for one in standing}


async def test_nothing_of_a_held_bulk_leaves_and_others_go_on(post: Post) -> None:
    bulk = await _tell(post, *CROWD)
    async with post.storage.writing() as work:
        await work.bulks.hold(TOWN, bulk, Held.PAUSED)
    await _tell(post, words="light")
    await post.sender.drain()
    assert post.telegram.texts() == ["light"]

    async with post.storage.writing() as work:
        await work.bulks.release(TOWN, bulk)
    await post.sender.drain()
    assert len(post.telegram.texts()) == 1 + len(CROWD)


async def test_what_was_swept_aside_leaves_after_it_was_let_go(post: Post) -> None:
    bulk = await _tell(post, *CROWD)
    async with post.storage.writing() as work:
        await work.bulks.hold(TOWN, bulk, Held.WINDOW)
        while await work.bulks.sweep(limit=25, now=NOON):
            pass
        await work.bulks.release(TOWN, bulk)
        while await work.bulks.sweep(limit=25, now=NOON):
            pass
    await post.sender.drain()
    assert sorted(params["chat_id"] for _, params in post.telegram.calls) == CROWD


async def test_a_broken_message_is_held_after_twenty_refusals_in_a_row(post: Post) -> None:
    bulk = await _tell(post, *CROWD)
    post.telegram.scripted.extend([BROKEN_PICTURE] * len(CROWD))
    await post.sender.drain()

    async with post.storage.reading() as work:
        assert await work.bulks.held(TOWN, bulk) is Held.FAILING
    figures = await _figures(post, bulk)
    assert FAILURES_IN_ROW <= figures[S.REFUSED, "not-accepted"] < len(CROWD)
    assert post.telegram.calls == []

    post.telegram.scripted.clear()
    async with post.storage.writing() as work:
        await work.bulks.release(TOWN, bulk)
    await post.sender.drain()
    assert len(post.telegram.calls) == len(CROWD) - figures[S.REFUSED, "not-accepted"]


async def test_refusals_of_single_people_never_hold_the_rest(post: Post) -> None:
    bulk = await _tell(post, *CROWD)
    accepted = Answer(ok=True, result={"message_id": 5})
    pattern = ([BROKEN_PICTURE] * 9 + [accepted]) * (len(CROWD) // 10)
    post.telegram.scripted.extend(pattern)
    await post.sender.drain()

    async with post.storage.reading() as work:
        assert await work.bulks.held(TOWN, bulk) is None
    assert await _figures(post, bulk) == {(S.REFUSED, "not-accepted"): 54, (S.SENT, ""): 6}


async def test_people_who_blocked_the_bot_never_hold_the_rest(post: Post) -> None:
    bulk = await _tell(post, *CROWD)
    post.telegram.scripted.extend([BLOCKED] * 30)
    await post.sender.drain()
    assert await _figures(post, bulk) == {(S.REFUSED, "blocked"): 30, (S.SENT, ""): 30}


async def test_a_screen_that_fails_for_all_is_held_too(post: Post) -> None:
    bulk = await _tell(post, *CROWD, fails=True)
    await post.sender.drain()
    async with post.storage.reading() as work:
        assert await work.bulks.held(TOWN, bulk) is Held.FAILING


async def test_a_limit_a_week_lets_so_many_through_and_begins_anew_on_monday(post: Post) -> None:
    async with post.storage.writing() as work:
        await _moves_in(work, OLENA, weekly_limit=2)
    for words in ("one", "two", "three"):
        last = await _tell(post, words=words)
        await post.sender.drain()
    assert post.telegram.texts() == ["one", "two"]
    assert await _figures(post, last) == {(S.CANCELLED, "weekly-limit"): 1}

    await _tell(post, words="danger", urgent=True)
    await post.sender.drain()
    assert post.telegram.texts()[2:] == ["danger"]

    post.pass_time(NEXT_MONDAY - post.clock[0])
    await _tell(post, words="four")
    await post.sender.drain()
    assert post.telegram.texts()[3:] == ["four"]


async def test_pictures_that_go_ahead_count_as_one_with_their_message(post: Post) -> None:
    async with post.storage.writing() as work:
        await _moves_in(work, OLENA, weekly_limit=1)
    for round_of in ("first", "second"):
        await _tell(post, files=["a", "b"], words="", part="album")
        await post.sender.drain()
        await _tell(post, words=round_of, part="main")
        await post.sender.drain()
    assert [method for method, _ in post.telegram.calls] == ["sendMediaGroup", "sendMessage"]
    assert post.telegram.texts() == ["first"]


async def test_a_channel_is_spoken_to_in_the_town_s_own_language(post: Post) -> None:
    await _tell(post, AccountId(-100), words="language", own="en")
    await post.sender.drain()
    assert post.telegram.texts() == ["language en"]


async def test_what_did_not_arrive_does_not_count_against_the_limit(post: Post) -> None:
    async with post.storage.writing() as work:
        await _moves_in(work, OLENA, weekly_limit=1)
    post.telegram.scripted.append(BROKEN_PICTURE)
    await _tell(post, words="one")
    await post.sender.drain()
    await _tell(post, words="two")
    await post.sender.drain()
    assert post.telegram.texts() == ["two"]


async def test_what_is_urgent_comes_at_night_and_nothing_else_does(post: Post) -> None:
    async with post.storage.writing() as work:
        await _moves_in(work, OLENA, quiet=Resident.__dataclass_fields__["quiet"].default)
    post.pass_time(NIGHT - post.clock[0])
    await _tell(post, words="water")
    await _tell(post, words="gas", urgent=True)
    await post.sender.drain()
    assert post.telegram.texts() == ["gas"]


async def test_a_correction_edits_words_and_keeps_the_picture(post: Post) -> None:
    await _tell(post, act=Act.EDIT, message=77, words="mended")
    await _tell(post, act=Act.EDIT, message=78, words="mended", files=["photo-1"])
    await post.sender.drain()

    (text, in_text), (caption, in_caption) = post.telegram.calls
    assert (text, in_text["message_id"], in_text["text"]) == ("editMessageText", 77, "mended")
    assert caption == "editMessageCaption"
    assert (in_caption["message_id"], in_caption["caption"]) == (78, "mended")
    assert "link_preview_options" not in in_caption


async def test_a_correction_of_what_its_reader_deleted_is_not_sent_anew(post: Post) -> None:
    gone = Answer(ok=False, error_code=400, description="Bad Request: message to edit not found")
    post.telegram.scripted.append(gone)
    bulk = await _tell(post, act=Act.EDIT, message=77)
    await post.sender.drain()
    assert post.telegram.calls == []
    assert await _figures(post, bulk) == {(S.REFUSED, "not-accepted"): 1}


async def test_a_recall_deletes_a_message_and_a_whole_album(post: Post) -> None:
    await _tell(post, act=Act.DELETE, message=77)
    await _tell(post, act=Act.DELETE, message=80, album=(81, 82))
    await post.sender.drain()
    assert post.telegram.calls == [
        ("deleteMessage", {"chat_id": OLENA, "message_id": 77}),
        ("deleteMessages", {"chat_id": OLENA, "message_ids": [80, 81, 82]}),
    ]


def _recalls() -> Iterator[Any]:
    bad = "Bad Request: message "
    yield pytest.param(bad + "to delete not found", (S.SENT, ""), id="gone already")
    yield pytest.param(bad + "can't be deleted", (S.REFUSED, "not-accepted"), id="too old")


@pytest.mark.parametrize(("description", "ends"), list(_recalls()))
async def test_a_recall_says_what_could_not_be_deleted(
    post: Post, description: str, ends: tuple[S, str]
) -> None:
    post.telegram.scripted.append(Answer(ok=False, error_code=400, description=description))
    bulk = await _tell(post, act=Act.DELETE, message=77)
    await post.sender.drain()
    assert await _figures(post, bulk) == {ends: 1}
    assert post.telegram.calls == []


@pytest.mark.parametrize(("act", "ends"), [(Act.SEND, S.UNKNOWN), (Act.EDIT, S.SENT)])
async def test_only_what_would_come_twice_is_left_in_doubt(post: Post, act: Act, ends: S) -> None:
    post.telegram.scripted.append(BrokenAfter(UnsureError("ServerDisconnectedError")))
    bulk = await _tell(post, act=act, message=77 if act is Act.EDIT else None)
    await post.sender.drain()
    post.pass_time(timedelta(seconds=2))
    await post.sender.drain()
    assert await _figures(post, bulk) == {(ends, ""): 1}


async def test_all_messages_of_an_album_are_remembered(post: Post) -> None:
    sent = [{"message_id": 31}, {"message_id": 32}, {"message_id": 33}]
    post.telegram.scripted.append(Answer(ok=True, result=sent))
    bulk = await _tell(post, files=["a", "b", "c"])
    await post.sender.drain()

    assert [method for method, _ in post.telegram.calls] == ["sendMediaGroup"]
    async with post.storage.reading() as work:
        (kept,) = await work.bulks.sent(TOWN, bulk, after=0, limit=5)
        assert (kept.message, kept.album) == (31, (32, 33))


async def test_readers_are_called_by_their_name_and_courtyard(post: Post) -> None:
    async with post.storage.writing() as work:
        yard = Place(
            id=PlaceId(1), community=TOWN, external_id="y", kind=PlaceKind.COURTYARD, parent=None,
            name=Translated({"uk": "Двір на Шевченка"}),
        )  # fmt: skip
        house = Place(
            id=PlaceId(2), community=TOWN, external_id="b", kind=PlaceKind.BUILDING,
            parent=yard.id, name=Translated({}), street="вул. Шевченка", number="12",
        )  # fmt: skip
        await work.places.put(TOWN, [yard, house])
        await _moves_in(work, OLENA, home=house.id)
    await _tell(post, OLENA, PETRO, personal=["first_name", "courtyard"], words="Вітаємо,")
    await post.sender.drain()
    assert sorted(post.telegram.texts()) == [
        "Вітаємо, Олена",
        "Вітаємо, Олена Двір на Шевченка",
    ]


async def _owe_a_file(post: Post, *people: AccountId) -> None:
    async with post.storage.writing() as work:
        file = await work.files.put(
            TOWN, None, "report.pdf", "application/pdf", b"%PDF", now=post.clock[0]
        )
        for one in people:
            await work.outbox.owe(
                Notice(to=one, community=TOWN, key="test-file", params={"file": file}),
                now=post.clock[0],
            )


@notice("test-file")
def _with_a_file(params: Any, _say: Say) -> Screen:
    return Screen(text="", document=params["file"])


async def test_a_file_is_uploaded_once_whoever_else_waits_for_it(post: Post) -> None:
    await _owe_a_file(post, *CROWD[:5])
    await post.sender.drain()
    post.pass_time(timedelta(seconds=2))
    await post.sender.drain()

    files = [params["document"] for _, params in post.telegram.calls]
    assert files == ["upload"] + ["file-1"] * 4


async def test_an_upload_that_broke_is_tried_again_by_the_next(post: Post) -> None:
    post.telegram.scripted.append(NotSentError("ClientConnectorError"))
    await _owe_a_file(post, *CROWD[:2])
    for _ in range(3):
        await post.sender.drain()
        post.pass_time(timedelta(seconds=2))
    files = [params["document"] for _, params in post.telegram.calls]
    assert sorted(files) == ["file-1", "upload"]
