"""An answer pressed costs a handful of small statements, however long the survey."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, SurveyId
from civic.surveys.answering.actions import Answering, ResidentSheet, choose, held_survey
from storage.engines import Database
from storage.prepared import Given, Prepared
from tests.asked import COURTYARD, MONDAY, OLENA, TOWN, YARD, all_answers, response
from tests.survey_town import build_town, launch, settle, storage_on


async def test_an_answer_takes_at_most_six_statements(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = storage_on(database, tmp_path)
    asked = YARD.with_questions(YARD.questions * 8)
    who = Answering(community=TOWN, resident=OLENA, home=COURTYARD, language="uk")
    async with storage.writing() as work:
        await build_town(work)
        await settle(work, AccountId(1), resident=OLENA, home=COURTYARD)
        await launch(work, asked=asked)
        await work.responses.put_many([response(answers=all_answers())])
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    rows = Prepared.rows

    async def noted(self: Prepared, connection: AsyncConnection, given: Given) -> Sequence[Any]:
        said.append(str(given))
        return await rows(self, connection, given)

    monkeypatch.setattr(Prepared, "rows", noted)
    for number in (7, 12, 12):
        async with storage.writing() as work:
            said.clear()
            event.listen(database.engine.sync_engine, "before_cursor_execute", note)
            survey, _ = await held_survey(TOWN, SurveyId(1), surveys=work.surveys, now=MONDAY)
            sheet = ResidentSheet(survey, who, responses=work.responses, homes=work.places)
            await choose(sheet, number, 0)
            event.remove(database.engine.sync_engine, "before_cursor_execute", note)
        assert 0 < len(said) <= 6, said
