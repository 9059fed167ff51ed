"""kill -9 while people answer: what they saw is what is kept and what the report says."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId
from civic.surveys.answering.model import AnswerStatus
from storage.unit_of_work import SqlWork
from tests.bot.engine import HASTE, Engine, nursery
from tests.journeys.peopled_survey import OPTIONS, SURVEY, put_resident, put_survey
from tests.journeys.running_town import TOWN, running_town
from tests.sandbox_client import PersonChat, Sandbox
from tests.soaking import SOAK

PEOPLE, QUESTIONS, KILLS = (100, 5, 6) if SOAK else (12, 5, 2)
CALLS = PEOPLE * (2 * QUESTIONS + 5)
"""As many at least: an edit and an answer for each press, and the first message."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One person's answers: as they pressed them, and as the summary showed them at the end."""

    person: PersonChat
    pressed: list[str]
    seen: list[str]


@pytest.fixture(scope="module")
def engine_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nursery(tmp_path_factory.mktemp("engine")) as address:
        yield address


@pytest.fixture
async def prepared(sandbox: Sandbox, database_url: str, tmp_path: Path) -> list[PersonChat]:
    """A town, an open survey and its residents, left behind by a process that ended well."""
    people = list(range(20_001, 20_001 + PEOPLE))
    async with running_town(sandbox, database_url, tmp_path) as town:
        await put_survey(town, questions=QUESTIONS)
        for person in people:
            await put_resident(town, person)
    return [await sandbox.person("Олена", id=number) for number in people]


@pytest.fixture
async def engine(
    engine_address: str, sandbox: Sandbox, database_url: str, tmp_path: Path
) -> AsyncIterator[Engine]:
    made = Engine(engine_address, sandbox, database_url, tmp_path, counting=False)
    try:
        yield made
    finally:
        await made.close()


async def answer_all(person: PersonChat) -> Told:
    """Press through the survey as a patient person would: again, when nothing happens."""
    chance = random.Random(person.id)
    chosen = [chance.choice(OPTIONS) for _ in range(QUESTIONS)]
    await _open(person)
    await _press_until(person, "Почати ›", "1 із")
    for number, label in enumerate(chosen, start=1):
        further = f"{number + 1} із" if number < QUESTIONS else "Завершити"
        await _press_until(person, label, further)
    lines = person.last.text.splitlines()
    seen = [lines[lines.index(f"{n}. Запитання {n}") + 1] for n in range(1, QUESTIONS + 1)]
    await _press_until(person, "Завершити ✓", "Дякуємо")
    return Told(person=person, pressed=chosen, seen=seen)


async def _open(person: PersonChat) -> None:
    """A first answer that was in flight at a kill is in doubt and not repeated: people ask again."""
    for _attempt in range(40):
        await person.send(f"/start s-{TOWN}-{SURVEY}")
        with contextlib.suppress(AssertionError):
            await person.until_button("Почати ›", patience=15)
            return
    raise AssertionError(f"the survey never opened; {person.describe()}")


async def _press_until(person: PersonChat, label: str, wanted: str) -> None:
    def is_there(chat: PersonChat) -> bool:
        return wanted in chat.last.text or any(wanted in one for one in chat.last.buttons)

    for _attempt in range(30):
        await person.look()
        if is_there(person):
            return
        seen = [one for row in person.last.rows for one in row if label in one["text"]]
        if seen:
            # Of the screen as they saw it: the next question may be here with the same words.
            await person.press_data(seen[0]["data"], message=person.last.id, wait=0)
        with contextlib.suppress(AssertionError):
            await person.until(is_there, patience=5)
            return
    raise AssertionError(f"never came to {wanted!r}; {person.describe()}")


async def _kill_now_and_then(engine: Engine, answering: asyncio.Future[list[Told]]) -> None:
    """At points of the work done, not of the clock: after so many calls, chosen by chance."""
    process = await engine.start(constants=HASTE)
    seen = 0
    for point in sorted(random.Random(PEOPLE).sample(range(PEOPLE // 2, CALLS * 4 // 5), KILLS)):
        while seen < point:
            assert not answering.done(), answering.result()
            wish = {"after": seen, "limit": point - seen, "timeout": 1}
            calls = (await engine.sandbox.get("/control/calls", **wish))["calls"]
            seen = calls[-1]["n"] if calls else seen
        await process.kill()
        process = await engine.start(constants=HASTE)
    await answering
    await engine.settled()
    assert await process.stop()


async def test_what_people_saw_is_what_is_kept_and_reported(
    prepared: list[PersonChat], engine: Engine, sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    answering = asyncio.gather(*(answer_all(person) for person in prepared))
    await _kill_now_and_then(engine, answering)
    told = answering.result()
    assert [one.seen for one in told] == [one.pressed for one in told]
    await engine.compare()

    async with running_town(sandbox, database_url, tmp_path, build=False) as town:
        async with town.wiring.storage.reading() as work:
            for one in told:
                assert await _kept(work, one.person) == one.seen
            backlog = await work.inbox.backlog()
            assert (backlog.waiting, backlog.dead) == (0, 0)
        await town.forward(timedelta(days=2))
        async with town.wiring.storage.reading() as work:
            issued = await work.reports.final(TOWN, SURVEY)
    assert issued is not None
    report = issued.report
    assert report.participation.complete == PEOPLE
    for number, asked in enumerate(report.questions):
        assert asked.figures is not None
        counted = [cell.count for cell in asked.figures.cells]
        answers = Counter(one.seen[number] for one in told)
        assert counted[: len(OPTIONS)] == [answers[option] for option in OPTIONS]
        assert sum(counted) == PEOPLE


async def _kept(work: SqlWork, person: PersonChat) -> list[str]:
    resident = await work.people.find(AccountId(person.id))
    assert resident is not None
    assert resident.resident is not None
    kept = await work.responses.of_resident(TOWN, SURVEY, resident.resident.id)
    assert kept is not None
    assert kept.is_finished
    assert all(one.status is AnswerStatus.ANSWERED for one in kept.answers.values())
    return [OPTIONS[int(kept.answers[n].chosen[0][1:])] for n in range(1, QUESTIONS + 1)]
