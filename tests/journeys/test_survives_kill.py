"""kill -9 while people answer: what they saw is what is kept and what the report says."""

import asyncio
import contextlib
import os
import random
import re
import signal
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId
from civic.surveys.answering.model import AnswerStatus
from storage.unit_of_work import SqlWork
from tests.journeys.conftest import SOAK
from tests.journeys.peopled_survey import OPTIONS, SURVEY, put_resident, put_survey
from tests.journeys.running_town import TOWN, running_town
from tests.sandbox_client import ROOT, PersonChat, Sandbox, SandboxRefused

PEOPLE, QUESTIONS, KILLS = (100, 5, 6) if SOAK else (12, 5, 2)


class Product:
    """`viche bot` in a process of its own, which may be killed at any moment."""

    def __init__(self, sandbox: Sandbox, database_url: str, folder: Path) -> None:
        self._environment = {
            **os.environ,
            "VICHE_BOT_TOKEN": sandbox.token,
            "VICHE_TELEGRAM_API": sandbox.url,
            "VICHE_DATABASE_URL": database_url,
            "VICHE_DATA_DIR": str(folder),
            "VICHE_PACE_SCALE": "0",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli", "bot", cwd=ROOT, env=self._environment,
            stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

    async def end(self, with_signal: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(with_signal)
        await self._process.wait()


@pytest.fixture
async def prepared(sandbox: Sandbox, database_url: str, tmp_path: Path) -> list[int]:
    """A town, an open survey and its residents, left behind by a process that ended well."""
    people = list(range(20_001, 20_001 + PEOPLE))
    async with running_town(sandbox, database_url, tmp_path) as town:
        await put_survey(town, questions=QUESTIONS)
        for person in people:
            await put_resident(town, person)
    return people


async def answer_all(person: PersonChat, seed: int) -> list[str]:
    """Press through the survey as a patient person would: again, when nothing happens.

    Returns the answers that the summary showed before it was sent off.
    """
    chosen = [random.Random(seed + number).choice(OPTIONS) for number in range(QUESTIONS)]
    await _open(person)
    await _press_until(person, "Почати ›", "1 із")
    for number, label in enumerate(chosen, start=1):
        further = f"{number + 1} із" if number < QUESTIONS else "Завершити"
        await _press_until(person, label, further)
    summary = re.findall("|".join(OPTIONS), person.last.text)
    await _press_until(person, "Завершити ✓", "Дякуємо")
    return summary


async def _open(person: PersonChat) -> None:
    """A first answer that was in flight at a kill is in doubt and not repeated: people ask again."""
    for _attempt in range(20):
        await person.send(f"/start s-{TOWN}-{SURVEY}")
        with contextlib.suppress(AssertionError):
            await person.until_button("Почати ›", patience=8)
            return
    raise AssertionError(f"the survey never opened; {person.describe()}")


async def _press_until(person: PersonChat, label: str, wanted: str) -> None:
    def is_there(chat: PersonChat) -> bool:
        return wanted in chat.last.text or any(wanted in one for one in chat.last.buttons)

    for _attempt in range(60):
        await person.look()
        if is_there(person):
            return
        if any(label in one for one in person.last.buttons):
            found = next(one for one in person.last.buttons if label in one)
            # The screen may change while a finger is on its way to it.
            with contextlib.suppress(SandboxRefused):
                await person.press(found, wait=0)
        try:
            await person.until(is_there, patience=3)
        except AssertionError:
            continue
        else:
            return
    raise AssertionError(f"never came to {wanted!r}; {person.describe()}")


async def _kill_now_and_then(
    product: Product, sandbox: Sandbox, answering: asyncio.Task[object]
) -> None:
    """At points of the work done, not of the clock: after so many calls, chosen by chance."""
    chance = random.Random(1)
    calls = 0
    for _ in range(KILLS):
        calls += chance.randint(20, max(21, PEOPLE * QUESTIONS * 2 // KILLS))
        while not answering.done() and len(await sandbox.calls(limit=200_000)) < calls:
            await sandbox.get("/control/idle", wait=0.2)
        if answering.done():
            return
        await product.end(signal.SIGKILL)
        await product.start()


async def test_what_people_saw_is_what_is_kept_and_reported(
    prepared: list[int], sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    product = Product(sandbox, database_url, tmp_path)
    await product.start()
    people = [await sandbox.person("Олена", id=number) for number in prepared]
    answering = asyncio.gather(*(answer_all(person, seed=person.id) for person in people))
    await _kill_now_and_then(product, sandbox, answering)  # type: ignore[arg-type]  # a future is awaited alike
    told = await answering
    await sandbox.idle(patience=60)
    await product.end(signal.SIGTERM)

    async with running_town(sandbox, database_url, tmp_path, build=False) as town:
        await town.forward(timedelta(days=2))
        async with town.wiring.storage.reading() as work:
            await _compare(work, people, told)


async def _compare(work: SqlWork, people: list[PersonChat], told: list[list[str]]) -> None:
    counts = [Counter[str]() for _ in range(QUESTIONS)]
    for person, seen in zip(people, told, strict=True):
        resident = await work.people.find(AccountId(person.id))
        assert resident is not None
        assert resident.resident is not None
        kept = await work.responses.of_resident(TOWN, SURVEY, resident.resident.id)
        assert kept is not None
        assert kept.is_finished
        codes = [OPTIONS[int(kept.answers[n].chosen[0][1:])] for n in range(1, QUESTIONS + 1)]
        assert codes == seen
        assert all(one.status is AnswerStatus.ANSWERED for one in kept.answers.values())
        for number, label in enumerate(seen):
            counts[number][label] += 1
    issued = await work.reports.final(TOWN, SURVEY)
    assert issued is not None
    assert issued.report.participation.complete == len(people)
    for figures, seen_by_all in zip(issued.report.questions, counts, strict=True):
        assert figures.figures is not None
        *reported, hard_to_say = (cell.count for cell in figures.figures.cells)
        assert reported == [seen_by_all[label] for label in OPTIONS]
        assert hard_to_say == 0
    backlog = await work.inbox.backlog()
    assert (backlog.waiting, backlog.dead) == (0, 0)
