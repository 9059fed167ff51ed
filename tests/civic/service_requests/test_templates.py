"""Ready answers: of an agency or of all, kept by those whose they are, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from civic.communities.model import Official
from civic.kernel.ids import AnswerTemplateId
from civic.kernel.language import Translated
from civic.kernel.refusal import NotFound, Refusal
from civic.service_requests.templates.actions import (
    LIMIT,
    remove_template,
    translate_template,
    usable,
    write_template,
)
from civic.service_requests.templates.model import AnswerTemplate, TemplateUse
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY, TOWN
from tests.filed_town import ROADS, WATER, Cast, build_filed_town
from tests.survey_town import storage_on


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        yield unit


@pytest.fixture
async def people(work: SqlWork) -> Cast:
    return await build_filed_town(work)


async def written(
    work: SqlWork, by: Official, number: int = 1, use: TemplateUse = TemplateUse.REFUSE
) -> AnswerTemplate:
    return await write_template(
        TOWN, AnswerTemplateId(number), use, f"  Відповідь {number}  ", language="uk", by=by,
        templates=work.answer_templates, audit=work.audit, now=MONDAY,
    )  # fmt: skip


async def test_an_agency_uses_its_own_and_those_of_all(work: SqlWork, people: Cast) -> None:
    of_all = await written(work, people.mayor, 1)
    own = await written(work, people.roadman, 2)
    await written(work, people.plumber, 3)
    await written(work, people.roadman, 4, TemplateUse.ASK)
    kept = await work.answer_templates.all(TOWN)
    assert [one.agency for one in kept] == [None, ROADS, WATER, ROADS]
    assert usable(kept, TemplateUse.REFUSE, ROADS) == [own, of_all]
    assert usable(kept, TemplateUse.REFUSE, None) == [of_all]
    assert own.texts == Translated({"uk": "Відповідь 2"})


async def test_only_its_agency_and_administrators_change_it(work: SqlWork, people: Cast) -> None:
    own = await written(work, people.roadman)
    with pytest.raises(Refusal) as refused:
        await remove_template(
            TOWN, own.id, by=people.plumber, templates=work.answer_templates, audit=work.audit,
            now=MONDAY,
        )  # fmt: skip
    assert refused.value.key == "answer-template-not-yours"
    for by in (people.road_head, people.mayor):
        changed = await translate_template(
            TOWN, own.id, f"Not ours, {by.name}", language="en", by=by,
            templates=work.answer_templates, audit=work.audit, now=MONDAY,
        )  # fmt: skip
        assert changed.texts.in_("en") == f"Not ours, {by.name}"
        assert changed.texts.in_("uk") == "Відповідь 1"
    await remove_template(
        TOWN, own.id, by=people.mayor, templates=work.answer_templates, audit=work.audit,
        now=MONDAY,
    )  # fmt: skip
    with pytest.raises(NotFound):
        await work.answer_templates.template(TOWN, own.id)


async def test_an_empty_answer_and_one_too_many_are_refused(work: SqlWork, people: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        await write_template(
            TOWN, AnswerTemplateId(1), TemplateUse.ASK, " \n ", language="uk", by=people.mayor,
            templates=work.answer_templates, audit=work.audit, now=MONDAY,
        )  # fmt: skip
    assert refused.value.key == "request-note-empty"
    for number in range(1, LIMIT + 1):
        await written(work, people.mayor, number)
    with pytest.raises(Refusal) as refused:
        await written(work, people.mayor, LIMIT + 1)
    assert refused.value.key == "answer-templates-many"
