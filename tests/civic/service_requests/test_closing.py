"""What an agency leaves behind when it is closed, and who may not be left alone with it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from civic.communities.actions.officials import accept_invitation, invite_official
from civic.communities.model import Role
from civic.kernel.ids import AccountId, AnswerTemplateId
from civic.kernel.refusal import NotFound, Refusal
from civic.service_requests.actions.closing import close_agency
from civic.service_requests.templates.model import AnswerTemplate, TemplateUse
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY, TOWN, uk
from tests.filed_town import NEW_ID, ROADS, WATER, Cast, build_filed_town
from tests.survey_town import storage_on


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        yield unit


@pytest.fixture
async def people(work: SqlWork) -> Cast:
    return await build_filed_town(work)


async def test_ready_answers_and_people_go_along_and_heads_head_no_more(
    work: SqlWork, people: Cast
) -> None:
    ready = AnswerTemplate(
        id=AnswerTemplateId(1), community=TOWN, agency=ROADS, use=TemplateUse.REFUSE,
        texts=uk("Це обласна дорога"),
    )  # fmt: skip
    await work.answer_templates.put(ready)
    await close_agency(
        TOWN, ROADS, WATER, by=people.mayor, desk=work, templates=work.answer_templates, now=MONDAY
    )
    (kept,) = await work.answer_templates.all(TOWN)
    assert kept.agency == WATER
    moved = await work.officials.official(TOWN, people.road_head.account)
    assert (moved.agency, moved.is_head) == (WATER, False)
    assert [one.id for one in await work.officials.agencies(TOWN)] == [WATER]


async def test_people_are_not_left_without_an_agency(work: SqlWork, people: Cast) -> None:
    with pytest.raises(Refusal, match="agency-has-people"):
        await close_agency(
            TOWN, ROADS, None, by=people.mayor, desk=work, templates=work.answer_templates,
            now=MONDAY,
        )  # fmt: skip
    with pytest.raises(Refusal, match="not-allowed"):
        await close_agency(
            TOWN, ROADS, WATER, by=people.road_head, desk=work, templates=work.answer_templates,
            now=MONDAY,
        )  # fmt: skip


async def test_an_invitation_into_it_holds_no_more(work: SqlWork, people: Cast) -> None:
    invited = await invite_official(
        TOWN, Role.OFFICIAL, ROADS, by=people.mayor, officials=work.officials,
        invitations=work.invitations, audit=work.audit, now=MONDAY, new_id=NEW_ID,
    )  # fmt: skip
    await close_agency(
        TOWN, ROADS, WATER, by=people.mayor, desk=work, templates=work.answer_templates, now=MONDAY
    )
    with pytest.raises(NotFound, match="invitation-gone"):
        await accept_invitation(
            TOWN, invited.code, AccountId(777), "Нова", officials=work.officials,
            invitations=work.invitations, audit=work.audit, outbox=work.outbox, now=MONDAY,
        )  # fmt: skip
