"""Requests that are being written: one a resident, with its files, until nobody goes on with it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId, AssetId, CategoryId, FileId, PlaceId, ResidentId
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from civic.places.model import Point
from civic.service_requests.draft import Draft
from civic.service_requests.model import NewPhoto, PhotoKind
from civic.surveys.answering.model import Answer, AnswerStatus
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.asked import COURTYARD, MONDAY, OTHER_TOWN, TOWN
from tests.survey_town import build_town, settle, storage_on

OLENA, STEPAN = AccountId(601), AccountId(602)
ME = ResidentId(31)


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        await build_town(unit)
        await settle(unit, OLENA, resident=ME, home=COURTYARD)
        await settle(unit, STEPAN, resident=ResidentId(32), home=COURTYARD)
        yield unit


async def written(work: SqlWork) -> Draft:
    """With all that a draft can hold."""
    photo = await work.photos.take(TOWN, OLENA, b"a photo", now=MONDAY)
    voice = await work.files.put(
        TOWN, OLENA, "voice.ogg", "audio/ogg", b"OggS", stays=True, now=MONDAY
    )
    return Draft(
        id=7,
        community=TOWN,
        resident=ME,
        text="Не світить",
        photos=(NewPhoto(file=photo), NewPhoto(file=voice, kind=PhotoKind.VOICE)),
        coming=2,
        category=CategoryId(3),
        point=Point(latitude=50.5, longitude=30.1),
        place=PlaceId(4),
        address="за школою",
        asset=AssetId(5),
        asset_owner="Громада",
        answers={1: Answer(chosen=("a",)), 2: Answer(status=AnswerStatus.HARD_TO_SAY)},
        looked_around=True,
        is_anonymous=False,
        contact="067",
        changed_at=MONDAY,
    )


async def test_a_draft_comes_back_as_it_was_left_and_is_the_only_one(work: SqlWork) -> None:
    draft = await written(work)
    await work.request_drafts.put(draft)
    assert await work.request_drafts.of(TOWN, ME) == draft
    later = replace(draft, id=8, text="Темно")
    await work.request_drafts.put(later)
    assert await work.request_drafts.of(TOWN, ME) == later
    assert await work.request_drafts.of(TOWN, ResidentId(32)) is None
    assert await work.request_drafts.of(OTHER_TOWN, ME) is None


@pytest.mark.parametrize("with_files", [True, False])
async def test_its_files_go_with_it_unless_they_are_a_requests_by_now(
    work: SqlWork, with_files: bool
) -> None:
    draft = await written(work)
    await work.request_drafts.put(draft)
    await work.request_drafts.drop(TOWN, ME, with_files=with_files)
    assert await work.request_drafts.of(TOWN, ME) is None
    assert [await _is_there(work, file) for file in draft.files] == [not with_files] * 2


async def test_what_nobody_goes_on_with_is_forgotten(work: SqlWork) -> None:
    draft = await written(work)
    await work.request_drafts.put(draft)
    assert await work.request_drafts.forget_before(MONDAY, limit=9) == 0
    assert await work.request_drafts.forget_before(MONDAY + timedelta(seconds=1), limit=9) == 1
    assert await work.request_drafts.of(TOWN, ME) is None
    assert not await _is_there(work, draft.files[0])


async def test_a_person_is_told_of_it_and_can_have_it_erased(work: SqlWork) -> None:
    await work.request_drafts.put(await written(work))
    whom = Whom(resident=ME, account=OLENA)
    told = await work.request_drafts.about(TOWN, whom)
    assert "Не світить" in str(told)
    assert "30.1" in str(told)
    await work.request_drafts.forget(TOWN, whom, now=MONDAY)
    assert await work.request_drafts.about(TOWN, whom) == {}


async def _is_there(work: SqlWork, file: FileId) -> bool:
    try:
        await work.files.read(TOWN, file)
    except NotFound:
        return False
    return True
