"""Official appeals: registered once, due by law, watched, answered, kept as long as the law wants."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from civic.appeals.actions.answering import (
    answer_appeal,
    extend_appeal,
    office_appeal,
    set_office_email,
    shorten_appeal,
)
from civic.appeals.actions.filing import file_appeal
from civic.appeals.model import Appeal, AppealDraft, AppealPaper, NewAppeal, ReplyBy, Term
from civic.kernel.letters import ATTEMPTS, Enclosure, Letter, Undeliverable
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound, Refusal
from jobs.appeals import watch_appeals
from jobs.letters import post_letters
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.asked import MONDAY, TOWN
from tests.filed_town import (
    MAYOR,
    NEW_ID,
    OLENA,
    ROAD_HEAD,
    ROADMAN,
    Cast,
    build_filed_town,
    filed_by,
    told,
)
from tests.survey_town import storage_on

DRAWN: list[AppealPaper] = []


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return storage_on(database, tmp_path)


@pytest.fixture
async def work(storage: Storage) -> AsyncIterator[SqlWork]:
    async with storage.writing() as work:
        yield work


@pytest.fixture
async def cast(work: SqlWork) -> Cast:
    return await build_filed_town(work)


async def registered(work: SqlWork, cast: Cast, **changes: Any) -> Appeal:
    request = await filed_by(work, cast.olena)
    given: dict[str, Any] = {
        "request": request.id,
        "full_name": "Коваль Олена Іванівна",
        "residence": "смт Немішаєве, вул. Шевченка, 12, кв. 3",
        "reply_by": ReplyBy.CHAT,
        **changes,
    }
    new = NewAppeal(**given)
    return await file_appeal(TOWN, new, by=cast.olena, desk=work, new_id=NEW_ID, now=MONDAY)


async def drawn(paper: AppealPaper) -> bytes:
    DRAWN.append(paper)
    return b"%PDF-1.7 %%EOF"


async def ticked(storage: Storage, now: datetime, *, has_mail: bool = False) -> None:
    await watch_appeals(
        begin=storage.writing, read=storage.reading, draw=drawn, has_mail=has_mail,
        new_id=NEW_ID, now=now,
    )  # fmt: skip


async def said(work: SqlWork, account: Any, key: str) -> list[str]:
    return [one["params"]["news"] for one in await told(work, account) if one["key"] == key]


async def test_it_is_registered_once_and_due_in_thirty_days(work: SqlWork, cast: Cast) -> None:
    first = await registered(work, cast)
    new = NewAppeal(
        request=first.request, full_name="Коваль Олена", residence="Немішаєве, 12",
        reply_by=ReplyBy.CHAT,
    )  # fmt: skip
    again = await file_appeal(TOWN, new, by=cast.olena, desk=work, new_id=NEW_ID, now=MONDAY)
    assert (first.number, again.id) == (1, first.id)
    # Until the end of the thirtieth day in Kyiv.
    assert first.due_at == datetime.fromisoformat("2026-12-23T22:00+00:00")
    with pytest.raises(NotFound):
        await file_appeal(TOWN, new, by=cast.nina, desk=work, new_id=NEW_ID, now=MONDAY)


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("full_name", "Олена", "appeal-name-unclear"),
        ("full_name", "К О", "appeal-name-unclear"),
        ("residence", "12", "appeal-residence-unclear"),
    ],
)
async def test_without_a_name_or_an_address_the_law_knows_no_appeal(
    work: SqlWork, cast: Cast, field: str, typed: str, why: str
) -> None:
    with pytest.raises(Refusal, match=why):
        await registered(work, cast, **{field: typed})
    with pytest.raises(Refusal, match="appeal-email-unclear"):
        await registered(work, cast, reply_by=ReplyBy.EMAIL, email="olena@\nexample.com x")


async def test_the_term_is_extended_once_with_a_reason_and_shortened_without(
    work: SqlWork, cast: Cast
) -> None:
    appeal = await registered(work, cast)
    with pytest.raises(Refusal, match="appeal-words-empty"):
        await extend_appeal(appeal.id, " ", by=cast.roadman, desk=work, now=MONDAY)
    short = await shorten_appeal(appeal.id, by=cast.roadman, desk=work, now=MONDAY)
    assert short.due_at == appeal.due_at - timedelta(days=15)
    longer = await extend_appeal(
        appeal.id, "Чекаємо на експертизу", by=cast.roadman, desk=work, now=MONDAY
    )
    assert (longer.term, longer.due_at) == (Term.LONGEST, appeal.due_at + timedelta(days=15))
    with pytest.raises(Refusal, match="appeal-extended-already"):
        await extend_appeal(appeal.id, "Ще", by=cast.roadman, desk=work, now=MONDAY)
    assert await said(work, OLENA, "appeal-news") == ["shortened", "extended"]


async def test_what_is_late_is_told_to_the_head_and_to_administrators_once(
    storage: Storage, database: Database
) -> None:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        appeal = await registered(work, cast)
    # Four fifths of its time.
    await ticked(storage, appeal.due_at - timedelta(days=6))
    async with storage.reading() as work:
        assert "warned" in await said(work, ROADMAN, "appeal-office")
        assert "overdue" not in await said(work, MAYOR, "appeal-office")
    for _ in range(2):
        await ticked(storage, appeal.due_at)
    async with storage.reading() as work:
        for account in (MAYOR, ROAD_HEAD):
            assert (await said(work, account, "appeal-office")).count("overdue") == 1
    async with storage.writing() as work:
        with pytest.raises(Refusal, match="appeal-late-already"):
            await extend_appeal(appeal.id, "Пізно", by=cast.roadman, desk=work, now=appeal.due_at)


async def test_only_whose_request_it_is_reads_names_and_addresses(
    work: SqlWork, cast: Cast
) -> None:
    appeal = await registered(work, cast)
    with pytest.raises(Refusal, match="appeal-not-yours"):
        await office_appeal(appeal.id, by=cast.plumber, desk=work)
    assert (await office_appeal(appeal.id, by=cast.roadman, desk=work))[0].full_name
    for account in (ROADMAN, ROAD_HEAD):
        for one in await told(work, account):
            assert "Коваль" not in str(one)


async def test_without_mail_the_paper_goes_to_chats(storage: Storage, database: Database) -> None:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        await set_office_email("office@example.com", by=cast.mayor, desk=work, now=MONDAY)
        appeal = await registered(work, cast)
    for _ in range(2):
        await ticked(storage, MONDAY)
    async with storage.reading() as work:
        assert await said(work, OLENA, "appeal-news") == ["paper"]
        assert "paper" in await said(work, ROADMAN, "appeal-office")
        paper = (await work.appeals.appeal(TOWN, appeal.id)).paper
        assert paper is not None
        assert (await work.files.read(TOWN, paper)).media_type == "application/pdf"
    assert DRAWN[-1].title.startswith("Звернення № 1 від 23 листопада 2026")
    assert "Коваль Олена Іванівна" in str(DRAWN[-1].lines)


async def test_a_letter_is_tried_again_ever_more_seldom_and_at_last_given_up(
    storage: Storage, database: Database
) -> None:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        await set_office_email("office@example.com", by=cast.mayor, desk=work, now=MONDAY)
        await registered(work, cast)
    await ticked(storage, MONDAY, has_mail=True)
    tried: list[datetime] = []

    async def fails(letter: Letter, enclosed: Enclosure | None) -> None:
        assert enclosed is not None
        tried.append(now)
        raise ConnectionRefusedError("nobody there")

    now = MONDAY
    for _ in range(24 * 60 // 5):
        await post_letters(begin=storage.writing, read=storage.reading, post=fails, now=now)
        now += timedelta(minutes=5)
    for _ in range(6):
        now += timedelta(hours=6)
        await post_letters(begin=storage.writing, read=storage.reading, post=fails, now=now)
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert len(tried) == ATTEMPTS
    assert waits[0] < waits[-2] <= timedelta(hours=6, minutes=5)
    async with storage.reading() as work:
        (dead,) = await work.letters.given_up(limit=9)
    assert (dead.to, dead.error) == ("office@example.com", "ConnectionRefusedError: nobody there")


async def test_what_the_server_never_takes_is_given_up_at_once(
    storage: Storage, database: Database
) -> None:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        await set_office_email("office@example.com", by=cast.mayor, desk=work, now=MONDAY)
        await registered(work, cast)
    await ticked(storage, MONDAY, has_mail=True)

    async def refuses(letter: Letter, enclosed: Enclosure | None) -> None:
        raise Undeliverable("550 no such user")

    await post_letters(begin=storage.writing, read=storage.reading, post=refuses, now=MONDAY)
    async with storage.reading() as work:
        assert [one.error for one in await work.letters.given_up(limit=9)] == ["550 no such user"]


async def test_an_answer_gets_a_number_and_goes_the_way_that_was_asked_for(
    work: SqlWork, cast: Cast
) -> None:
    appeal = await registered(work, cast, reply_by=ReplyBy.EMAIL, email="olena@example.com")
    answered = await answer_appeal(
        appeal.id, "Ліхтар замінено", None, subject="Відповідь", by=cast.roadman, desk=work,
        new_id=NEW_ID, now=MONDAY,
    )  # fmt: skip
    assert answered.answer_number == 1
    assert await said(work, OLENA, "appeal-news") == ["answered"]
    (letter,) = await work.letters.take(MONDAY, limit=9)
    assert (letter.to, letter.body) == ("olena@example.com", "Ліхтар замінено")
    with pytest.raises(Refusal, match="appeal-answered-already"):
        await answer_appeal(
            appeal.id, "Ще", None, subject="-", by=cast.roadman, desk=work, new_id=NEW_ID,
            now=MONDAY,
        )  # fmt: skip


async def test_the_law_keeps_it_five_years_apart_from_whoever_erased_themselves(
    storage: Storage, database: Database
) -> None:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        appeal = await registered(work, cast)
        whom = Whom(resident=cast.olena.id, account=OLENA)
        assert "Коваль Олена Іванівна" in str(await work.appeals.about(TOWN, whom))
        await work.appeals.forget(TOWN, whom, now=MONDAY)
        assert await work.appeals.about(TOWN, whom) == {}
        kept = await work.appeals.appeal(TOWN, appeal.id)
        assert (kept.author, kept.account, kept.full_name) == (None, None, "Коваль Олена Іванівна")
        await answer_appeal(
            appeal.id, "Так", None, subject="-", by=cast.roadman, desk=work, new_id=NEW_ID,
            now=MONDAY,
        )  # fmt: skip
    await ticked(storage, MONDAY + timedelta(days=5 * 365 - 2))
    async with storage.reading() as work:
        assert await work.appeals.count(TOWN, is_open=False) == 1
    await ticked(storage, MONDAY + timedelta(days=5 * 365 + 3))
    async with storage.reading() as work:
        assert await work.appeals.count(TOWN, is_open=False) == 0


async def test_what_is_being_written_is_kept_told_to_its_author_and_forgotten(
    storage: Storage, database: Database
) -> None:
    async with storage.writing() as work:
        cast = await build_filed_town(work)
        request = await filed_by(work, cast.olena)
        begun = AppealDraft(
            community=TOWN, resident=cast.olena.id, request=request.id,
            full_name="Коваль Олена", changed_at=MONDAY,
        )  # fmt: skip
        await work.appeals.put_draft(begun)
        whole = replace(begun, residence="Немішаєве, Шевченка, 12", reply_by=ReplyBy.POST)
        await work.appeals.put_draft(whole)
        assert begun.new_appeal is None
        assert whole.new_appeal is not None
        assert await work.appeals.draft(TOWN, cast.olena.id) == whole
        whom = Whom(resident=cast.olena.id, account=OLENA)
        assert "Коваль Олена" in str(await work.appeals.about(TOWN, whom))
        await work.appeals.forget(TOWN, whom, now=MONDAY)
        assert await work.appeals.draft(TOWN, cast.olena.id) is None
        await work.appeals.put_draft(whole)
    await ticked(storage, MONDAY + timedelta(days=29))
    async with storage.reading() as work:
        assert await work.appeals.draft(TOWN, cast.olena.id) == whole
    await ticked(storage, MONDAY + timedelta(days=31))
    async with storage.reading() as work:
        assert await work.appeals.draft(TOWN, cast.olena.id) is None
