"""Surveys open and close at their hour, or at the first chance after it."""

from datetime import datetime

from civic.kernel.outbox import Lane, Notice
from civic.surveys.actions import close_survey, open_survey
from civic.surveys.document import texts_of
from civic.unit_of_work import Begin

AT_ONCE = 20
ERASED_AT_ONCE = 300


async def open_due(*, begin: Begin, now: datetime) -> int:
    """Open what is due; whom to invite is written out by `write_mailings`."""
    async with begin() as work:
        due = await work.surveys.due_to_open(now, limit=AT_ONCE)
        for survey in due:
            await open_survey(survey, surveys=work.surveys, now=now)
    return len(due)


async def close_due(*, begin: Begin, now: datetime) -> int:
    """Close what is due; what follows a closing (reports, results) finds it closed."""
    async with begin() as work:
        due = await work.surveys.due_to_close(now, limit=AT_ONCE)
        for survey in due:
            await close_survey(survey, surveys=work.surveys, now=now)
    return len(due)


async def erase_withdrawn(*, begin: Begin, now: datetime) -> int:
    """Erase answers of withdrawn surveys, a part at a time; their authors hear of the last."""
    told = 0
    async with begin() as work:
        for survey in await work.surveys.to_erase(limit=AT_ONCE):
            erased = await work.responses.erase_some(
                survey.community, survey.id, limit=ERASED_AT_ONCE
            )
            if erased == ERASED_AT_ONCE:
                continue
            await work.outbox.owe(
                Notice(
                    to=survey.author,
                    community=survey.community,
                    key="survey-erased",
                    params={"survey": survey.id, "title": texts_of(survey.title)},
                    lane=Lane.NOTICE,
                    once=f"survey:{survey.id}:erased",
                    silent=True,
                ),
                now=now,
            )
            told += 1
    return told
