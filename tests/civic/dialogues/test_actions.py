"""Who hears of a dialogue and how often, who has it in hand, and when a resident must wait."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from civic.communities.model import Agency, Official, Role
from civic.dialogues.actions.handling import (
    answer_resident,
    close_dialogue,
    pass_to_colleague,
    pass_to_desk,
    take_dialogue,
)
from civic.dialogues.actions.writing import (
    Author,
    open_dialogue,
    reopen_dialogue,
    write_to_office,
)
from civic.dialogues.model import Desk, Dialogue, DialogueState, Line, LineKind, Words
from civic.dialogues.rules import LINES_LIMIT, OPEN_LIMIT, desk_of
from civic.kernel.ids import AccountId, AgencyId, IdMaker, ResidentId
from civic.kernel.language import Translated
from civic.kernel.outbox import Notice
from civic.kernel.refusal import Refusal
from tests.calendar import MONDAY
from tests.memory.communities import MemoryAudit
from tests.memory.dialogues import MemoryDialogues
from tests.memory.residents import MemoryOutbox
from tests.people import IHOR, OKSANA, OLENA, PETRO, TOWN, who_serves

new_id = IdMaker()
ROADS, WATER = AgencyId(1), AgencyId(2)
AGENCIES = [
    Agency(id=ROADS, community=TOWN, name=Translated({"uk": "Дороги"})),
    Agency(id=WATER, community=TOWN, name=Translated({"uk": "Водоканал"})),
]
ADMINISTRATOR = who_serves(Role.ADMINISTRATOR, account=IHOR, name="Ігор")
CLERK = replace(who_serves(Role.OFFICIAL, account=OKSANA, name="Оксана"), agency=ROADS)
COLLEAGUE = replace(who_serves(Role.OFFICIAL, account=PETRO, name="Петро"), agency=ROADS)
STAFF = [ADMINISTRATOR, CLERK, COLLEAGUE]
AUTHOR = Author(community=TOWN, resident=ResidentId(31), account=OLENA, name="Олена")
NIGHT = MONDAY.replace(hour=22)
"""Midnight in Kyiv."""


def words(text: str = "Яма на Садовій") -> Words:
    return Words(kind=LineKind.TEXT, text=text)


def desk(
    agency: AgencyId | None = ROADS,
    *,
    staff: list[Official] | None = None,
    now: datetime = MONDAY,
) -> Desk:
    given = STAFF if staff is None else staff
    return desk_of(agency, agencies=AGENCIES, staff=given, zone="Europe/Kyiv", now=now)


@dataclass
class Office:
    dialogues: MemoryDialogues = field(default_factory=MemoryDialogues)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    audit: MemoryAudit = field(default_factory=MemoryAudit)

    async def opens(self, agency: AgencyId | None = ROADS) -> Dialogue:
        return await open_dialogue(
            AUTHOR, agency, dialogues=self.dialogues, now=MONDAY, new_id=new_id
        )

    async def hears(
        self, dialogue: Dialogue, text: str = "Яма", *, at: Desk | None = None, **more: Any
    ) -> Line:
        present = await self.dialogues.dialogue(TOWN, dialogue.id)
        given: dict[str, Any] = {"sitting": None, "together": 1, "form_waits": False, **more}
        return await write_to_office(
            present, words(text), author=AUTHOR, desk=at or desk(present.agency),
            dialogues=self.dialogues, outbox=self.outbox, now=MONDAY, new_id=new_id, **given,
        )  # fmt: skip

    async def takes(self, dialogue: Dialogue, by: Official) -> Dialogue:
        present = await self.dialogues.dialogue(TOWN, dialogue.id)
        return await take_dialogue(
            present, by=by, desk=desk(present.agency), dialogues=self.dialogues,
            outbox=self.outbox, audit=self.audit, now=MONDAY,
        )  # fmt: skip

    async def answers(self, dialogue: Dialogue, by: Official, *, given: Words | None = None,
                      shows_name: bool = False) -> Line:  # fmt: skip
        present = await self.dialogues.dialogue(TOWN, dialogue.id)
        return await answer_resident(
            present, given or words("Засиплемо"), by=by, desk=desk(present.agency),
            shows_name=shows_name, silent=False, dialogues=self.dialogues, outbox=self.outbox,
            audit=self.audit, now=MONDAY, new_id=new_id,
        )  # fmt: skip

    async def closes(self, dialogue: Dialogue, by: Official) -> Dialogue:
        present = await self.dialogues.dialogue(TOWN, dialogue.id)
        return await close_dialogue(
            present, None, by=by, desk=desk(present.agency), shows_name=False, silent=False,
            dialogues=self.dialogues, outbox=self.outbox, audit=self.audit, now=MONDAY,
            new_id=new_id,
        )  # fmt: skip

    def told(self, key: str) -> list[Notice]:
        """Each notice once, as the outbox keeps it."""
        seen: dict[object, Notice] = {}
        for notice in self.outbox.owed:
            if notice.key == key:
                seen.setdefault((notice.to, notice.once or id(notice)), notice)
        return list(seen.values())


async def test_the_agency_hears_once_until_it_answers() -> None:
    office = Office()
    dialogue = await office.opens()
    for text in ("Яма", "Велика", "Дуже"):
        await office.hears(dialogue, text)
    assert sorted(notice.to for notice in office.told("dialogue-waiting")) == [OKSANA, PETRO]

    await office.answers(dialogue, CLERK)
    await office.hears(dialogue, "Коли?")
    after = office.told("dialogue-waiting")[2:]
    # Whoever answered has it in hand, and hears alone.
    assert [notice.to for notice in after] == [OKSANA]
    assert after[0].params["text"] == "Коли?"
    assert [notice.params["held"] for notice in office.told("dialogue-waiting")] == [
        False, False, True,
    ]  # fmt: skip


async def test_the_towns_office_is_everybody_who_may_answer() -> None:
    office = Office()
    await office.hears(await office.opens(None))
    assert {notice.to for notice in office.told("dialogue-waiting")} == {IHOR, OKSANA, PETRO}


async def test_an_agency_that_nobody_serves_leaves_it_to_the_towns_office() -> None:
    office = Office()
    await office.hears(await office.opens(WATER))
    assert {notice.to for notice in office.told("dialogue-waiting")} == {IHOR, OKSANA, PETRO}


async def test_news_at_night_come_to_officials_without_a_sound() -> None:
    office = Office()
    await office.hears(await office.opens(), at=desk(now=NIGHT))
    assert all(notice.silent for notice in office.told("dialogue-waiting"))
    by_day = Office()
    await by_day.hears(await by_day.opens())
    assert not any(notice.silent for notice in by_day.told("dialogue-waiting"))


async def test_lines_of_one_sitting_are_acknowledged_on_one_card_without_a_sound() -> None:
    office = Office()
    dialogue = await office.opens()
    first = await office.hears(dialogue)
    await office.hears(dialogue, sitting=first.id, together=2)
    await office.hears(dialogue)
    cards = [one for one in office.outbox.owed if one.key == "dialogue-received"]
    assert [one.params["count"] for one in cards] == [1, 2, 1]
    assert len({one.card for one in cards}) == 2
    assert all(one.silent and one.to == OLENA for one in cards)
    assert all(len(one.card or "") <= 60 for one in cards)


async def test_twenty_lines_are_enough_until_somebody_answers() -> None:
    office = Office()
    dialogue = await office.opens()
    for _ in range(LINES_LIMIT):
        await office.hears(dialogue)
    with pytest.raises(Refusal) as refused:
        await office.hears(dialogue)
    assert refused.value.key == "dialogue-lines-full"
    await office.answers(dialogue, CLERK)
    await office.hears(dialogue)


async def test_five_open_dialogues_are_enough_and_a_closed_one_makes_room() -> None:
    office = Office()
    going = [await office.opens() for _ in range(OPEN_LIMIT)]
    assert [one.number for one in going] == [1, 2, 3, 4, 5]
    with pytest.raises(Refusal) as refused:
        await office.opens()
    assert refused.value.key == "dialogue-open-full"
    closed = await office.closes(going[0], CLERK)
    await office.opens()
    with pytest.raises(Refusal):
        await reopen_dialogue(
            closed, author=AUTHOR, desk=desk(), dialogues=office.dialogues,
            outbox=office.outbox, now=MONDAY, new_id=new_id,
        )  # fmt: skip


async def test_whoever_takes_it_has_it_alone_and_the_others_see_who() -> None:
    office = Office()
    dialogue = await office.opens()
    await office.hears(dialogue)
    await office.takes(dialogue, CLERK)
    for deed in (office.takes, office.answers, office.closes):
        with pytest.raises(Refusal) as refused:
            await deed(dialogue, COLLEAGUE)
        assert refused.value.key == "dialogue-taken-by"
        assert refused.value.params["name"] == "Оксана"
    (shown,) = office.told("dialogue-taken")
    assert (shown.to, shown.params["by"]) == (PETRO, "Оксана")
    # In the very message in which he had heard of it.
    assert shown.card in {one.card for one in office.told("dialogue-waiting")}
    # Twice by the same is once.
    await office.takes(dialogue, CLERK)
    assert office.audit.verbs == ["dialogue-taken"]


async def test_whoever_serves_no_more_has_nothing_in_hand() -> None:
    office = Office()
    dialogue = await office.opens()
    await office.hears(dialogue)
    taken = await office.takes(dialogue, CLERK)
    left = [ADMINISTRATOR, COLLEAGUE]
    again = await take_dialogue(
        taken, by=COLLEAGUE, desk=desk(staff=left), dialogues=office.dialogues,
        outbox=office.outbox, audit=office.audit, now=MONDAY,
    )  # fmt: skip
    assert again.assignee == PETRO


async def test_another_agency_neither_reads_nor_answers() -> None:
    office = Office()
    dialogue = await office.opens()
    plumber = replace(CLERK, account=AccountId(777), agency=WATER)
    with pytest.raises(Refusal) as refused:
        await office.takes(dialogue, plumber)
    assert refused.value.key == "dialogue-elsewhere"


async def test_an_answer_comes_from_the_office_and_names_somebody_only_if_so_wished() -> None:
    office = Office()
    dialogue = await office.opens()
    await office.hears(dialogue)
    await office.answers(dialogue, CLERK)
    await office.answers(dialogue, CLERK, shows_name=True)
    plain, named = office.told("dialogue-answer")
    assert plain.to == OLENA
    assert plain.params["by"] is None
    assert plain.params["office"] == {"uk": "Дороги"}
    assert named.params["by"] == "Оксана"
    kept = await office.dialogues.dialogue(TOWN, dialogue.id)
    assert (kept.state, kept.assignee) == (DialogueState.WAITING_FOR_RESIDENT, OKSANA)
    assert office.audit.verbs == ["dialogue-taken", "dialogue-answered", "dialogue-answered"]
    # The log knows who and where, and not a word of what was said.
    assert "Засиплемо" not in str(office.audit.noted)


async def test_the_office_answers_in_words_pictures_and_files() -> None:
    office = Office()
    dialogue = await office.opens()
    for kind in (LineKind.PHOTO, LineKind.DOCUMENT):
        await office.answers(dialogue, CLERK, given=Words(kind=kind, telegram_file="f"))
    for bad in (
        Words(kind=LineKind.VOICE, telegram_file="f"),
        Words(kind=LineKind.TEXT, text=" \u200b "),
        Words(kind=LineKind.PHOTO, telegram_file="f", text="я" * 801),
        words("я" * 3001),
        words("&" * 1000),
    ):
        with pytest.raises(Refusal):
            await office.answers(dialogue, CLERK, given=bad)


async def test_a_closed_one_is_heard_of_and_denied() -> None:
    office = Office()
    dialogue = await office.opens()
    await office.hears(dialogue)
    closed = await office.closes(dialogue, CLERK)
    assert {one.to for one in office.told("dialogue-closed")} == {OLENA}
    for deed in (office.answers, office.closes, office.takes):
        with pytest.raises(Refusal) as refused:
            await deed(dialogue, CLERK)
        assert refused.value.key == "dialogue-is-closed"
    with pytest.raises(Refusal):
        await office.hears(dialogue)
    again = await reopen_dialogue(
        closed, author=AUTHOR, desk=desk(), dialogues=office.dialogues, outbox=office.outbox,
        now=MONDAY + timedelta(days=1), new_id=new_id,
    )  # fmt: skip
    assert again.state is DialogueState.WAITING_FOR_OFFICE
    assert again.closed_at is None
    # Whoever closed it hears that it was too early.
    assert [one.to for one in office.told("dialogue-not-solved")] == [OKSANA]


async def test_it_is_passed_to_a_colleague_by_who_has_it_or_by_an_administrator() -> None:
    office = Office()
    dialogue = await office.opens()
    await office.hears(dialogue)
    taken = await office.takes(dialogue, CLERK)

    async def passes(by: Official, to: AccountId) -> Dialogue:
        return await pass_to_colleague(
            taken, to, by=by, desk=desk(), dialogues=office.dialogues, outbox=office.outbox,
            audit=office.audit, now=MONDAY, new_id=new_id,
        )  # fmt: skip

    with pytest.raises(Refusal):
        await passes(COLLEAGUE, IHOR)
    with pytest.raises(Refusal):
        await passes(CLERK, AccountId(999))
    assert (await passes(ADMINISTRATOR, PETRO)).assignee == PETRO
    assert [one.to for one in office.told("dialogue-passed")] == [PETRO]


async def test_passed_to_another_agency_it_is_nobodys_and_the_resident_hears_whose() -> None:
    office = Office()
    dialogue = await office.opens()
    await office.hears(dialogue)
    taken = await office.takes(dialogue, CLERK)
    passed = await pass_to_desk(
        taken, desk(None), by=CLERK, desk=desk(), dialogues=office.dialogues,
        outbox=office.outbox, audit=office.audit, now=MONDAY, new_id=new_id,
    )  # fmt: skip
    assert (passed.agency, passed.assignee) == (None, None)
    (moved,) = office.told("dialogue-moved")
    assert (moved.to, moved.silent) == (OLENA, True)
    assert {one.to for one in office.told("dialogue-passed")} == {IHOR, OKSANA, PETRO}
    assert office.audit.verbs == ["dialogue-taken", "dialogue-passed"]
