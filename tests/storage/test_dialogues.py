"""Dialogues as they are kept: in order, told apart, found by a message, forgotten whole."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from civic.communities.model import Agency
from civic.dialogues.model import Dialogue, DialogueState, Line, LineKind, Unanswered, Wanted
from civic.kernel.ids import AccountId, AgencyId, DialogueId, ResidentId
from civic.kernel.outbox import MessageState, Notice
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from storage.engines import Database
from storage.tables.conversation import cards
from storage.tables.dialogues import dialogue_lines, dialogues
from storage.tables.outbox import outbox
from storage.unit_of_work import SqlWork
from tests.asked import AUTHOR, COURTYARD, MONDAY, OTHER_TOWN, TOWN, uk
from tests.survey_town import BOT, build_town, settle, storage_on

OLENA, STEPAN = AccountId(601), AccountId(602)
ROADS, WATER = AgencyId(1), AgencyId(2)
EVERY = tuple(DialogueState)
OFFICE = DialogueState.WAITING_FOR_OFFICE


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        await build_town(unit)
        await settle(unit, OLENA, resident=ResidentId(31), home=COURTYARD)
        await settle(unit, STEPAN, resident=ResidentId(32), home=COURTYARD)
        for agency in (ROADS, WATER):
            await unit.officials.put_agency(
                Agency(id=agency, community=TOWN, name=uk(f"Підрозділ {agency}"))
            )
        yield unit


def dialogue(number: int, *, resident: int = 31, agency: AgencyId | None = None) -> Dialogue:
    return Dialogue(
        id=DialogueId(number),
        community=TOWN,
        number=number,
        resident=ResidentId(resident),
        account=AccountId(570 + resident),
        agency=agency,
        about=None,
        state=OFFICE,
        assignee=None,
        opened_at=MONDAY,
        updated_at=MONDAY + timedelta(minutes=number),
    )


def line(number: int, *, of: int = 1, from_office: bool = False, text: str = "Яма") -> Line:
    return Line(
        id=number, dialogue=DialogueId(of), from_office=from_office, author=OLENA,
        kind=LineKind.TEXT, text=text, at=MONDAY,
    )  # fmt: skip


async def test_a_dialogue_and_its_lines_are_kept_whole(work: SqlWork) -> None:
    kept = replace(
        dialogue(1, agency=ROADS), assignee=AUTHOR, state=DialogueState.CLOSED, closed_at=MONDAY
    )
    await work.dialogues.put(dialogue(1))
    await work.dialogues.put(kept)
    assert await work.dialogues.dialogue(TOWN, DialogueId(1)) == kept
    spot = replace(line(2), kind=LineKind.LOCATION, text="", latitude=50.5, longitude=30.25)
    said = [line(1), spot, replace(line(3), kind=LineKind.PHOTO, telegram_file="AgAD")]
    for one in said:
        await work.dialogues.add_line(TOWN, one)
    assert await work.dialogues.lines(TOWN, DialogueId(1), offset=0, limit=9) == said[::-1]
    assert await work.dialogues.lines(TOWN, DialogueId(1), offset=1, limit=1) == [spot]
    assert await work.dialogues.count_lines(TOWN, DialogueId(1)) == 3


async def test_nobody_elses_dialogue_is_found(work: SqlWork) -> None:
    await work.dialogues.put(dialogue(1))
    mine = ResidentId(31)
    assert await work.dialogues.of_resident(TOWN, mine, DialogueId(1)) == dialogue(1)
    assert await work.dialogues.of_resident(TOWN, ResidentId(32), DialogueId(1)) is None
    for town, number in ((TOWN, 2), (OTHER_TOWN, 1)):
        with pytest.raises(NotFound):
            await work.dialogues.dialogue(town, DialogueId(number))


async def test_numbers_count_up_in_each_town_and_none_is_given_twice(work: SqlWork) -> None:
    await build_town(work, OTHER_TOWN)
    assert [await work.dialogues.next_number(TOWN) for _ in range(2)] == [1, 2]
    assert await work.dialogues.next_number(OTHER_TOWN) == 1
    await work.dialogues.forget(TOWN, Whom(resident=ResidentId(31), account=OLENA), now=MONDAY)
    assert await work.dialogues.next_number(TOWN) == 3


async def test_what_waits_is_counted_from_the_offices_last_word(work: SqlWork) -> None:
    await work.dialogues.put(dialogue(1))
    one = DialogueId(1)
    assert await work.dialogues.unanswered(TOWN, one) == Unanswered(count=0, first=None)
    for said in (line(5), line(6)):
        await work.dialogues.add_line(TOWN, said)
    assert await work.dialogues.unanswered(TOWN, one) == Unanswered(count=2, first=5)
    await work.dialogues.add_line(TOWN, line(7, from_office=True))
    assert await work.dialogues.unanswered(TOWN, one) == Unanswered(count=0, first=None)
    await work.dialogues.add_line(TOWN, line(8))
    assert await work.dialogues.unanswered(TOWN, one) == Unanswered(count=1, first=8)


async def test_whoever_waits_longest_comes_first_and_each_sees_their_own(work: SqlWork) -> None:
    for one in (
        dialogue(1, agency=ROADS),
        dialogue(2, agency=WATER),
        replace(dialogue(3), updated_at=MONDAY),
        replace(dialogue(4, agency=ROADS), state=DialogueState.CLOSED),
        replace(dialogue(5, agency=ROADS, resident=32), assignee=AUTHOR),
    ):
        await work.dialogues.put(one)

    async def page(wanted: Wanted) -> list[int]:
        found = await work.dialogues.page(TOWN, wanted, offset=0, limit=9)
        assert await work.dialogues.count(TOWN, wanted) == len(found)
        return [one.number for one in found]

    roads = frozenset({ROADS})
    assert await page(Wanted(states=(OFFICE,))) == [3, 1, 2, 5]
    assert await page(Wanted(states=(OFFICE,), agencies=roads)) == [3, 1, 5]
    assert await page(Wanted(states=(OFFICE,), agencies=frozenset())) == [3]
    assert await page(Wanted(states=(OFFICE,), assignee=AUTHOR)) == [5]
    assert await page(Wanted(states=EVERY, newest_first=True)) == [5, 4, 2, 1, 3]
    going = await work.dialogues.open_of(TOWN, ResidentId(31))
    assert [one.number for one in going] == [1, 2, 3]


async def test_a_message_leads_to_its_dialogue_in_that_chat_only(work: SqlWork) -> None:
    for chat, name, message in (
        (OLENA, "dialogue:77:5", 40),
        (OLENA, "main", 41),
        (STEPAN, "dialogue:78:5", 40),
    ):
        await work.connection.execute(
            insert(cards).values(bot_id=BOT, chat_id=chat, name=name, message_id=message)
        )
    assert await work.dialogues.shown_as(OLENA, 40) == 77
    assert await work.dialogues.shown_as(STEPAN, 40) == 78
    assert await work.dialogues.shown_as(OLENA, 41) is None


async def test_the_office_sees_which_of_its_answers_telegram_refused(work: SqlWork) -> None:
    await work.dialogues.put(dialogue(1))
    for number in (7, 8):
        notice = Notice(
            to=OLENA, community=TOWN, key="dialogue-answer", once=f"dialogue-line:{number}"
        )
        await work.outbox.owe(notice, now=MONDAY)
    await work.connection.execute(
        update(outbox)
        .where(outbox.c.once == "dialogue-line:7")
        .values(state=int(MessageState.REFUSED))
    )
    assert await work.dialogues.undelivered(TOWN, dialogue(1), [7, 8, 9]) == {7}


async def test_everything_of_a_resident_is_told_and_forgotten_and_nothing_of_a_neighbour(
    work: SqlWork,
) -> None:
    for one in (dialogue(1), dialogue(2, resident=32)):
        await work.dialogues.put(one)
        await work.dialogues.add_line(TOWN, line(one.number, of=one.number, text="таємниця"))
        await work.outbox.owe(
            Notice(
                to=AUTHOR, community=TOWN, key="dialogue-waiting", params={"text": "таємниця"},
                once=f"dialogue:{one.id}:{one.number}",
            ),
            now=MONDAY,
        )  # fmt: skip
    whom = Whom(resident=ResidentId(31), account=OLENA)
    told: Any = await work.dialogues.about(TOWN, whom)
    assert [one["number"] for one in told["dialogues"]] == [1]
    await work.dialogues.forget(TOWN, whom, now=MONDAY)
    assert await work.dialogues.about(TOWN, whom) == {}
    for table, column in (
        (dialogues, dialogues.c.id),
        (dialogue_lines, dialogue_lines.c.dialogue_id),
    ):
        left = await work.connection.scalars(select(column).select_from(table))
        assert left.all() == [2]
    news = await work.connection.scalars(select(outbox.c.once).where(outbox.c.chat_id == AUTHOR))
    assert news.all() == ["dialogue:2:2"]
