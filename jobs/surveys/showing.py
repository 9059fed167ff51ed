"""What officials see of a survey that runs: its figures as they grow, its QR picture."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Protocol

from civic.kernel.ids import CommunityId, SurveyId
from civic.surveys.live import owe_live_card
from civic.surveys.model import Progress, Survey
from civic.unit_of_work import Begin, Read, Work

AT_ONCE = 20
BIG = 2_000
"""More invitations than this are counted once a minute, not at each tick."""
_CLOSED_WITHIN = timedelta(minutes=10)
_MINUTE = timedelta(minutes=1)


class DrawQr(Protocol):
    """Draws a QR picture, outside this process's memory."""

    async def __call__(self, url: str, title: str) -> bytes: ...


class LinkTo(Protocol):
    """The address that opens a survey."""

    def __call__(self, community: CommunityId, survey: SurveyId) -> str: ...


async def show_progress(*, begin: Begin, read: Read, now: datetime) -> int:
    """Change each author's card whose figures moved since they were shown."""
    async with read() as work:
        running = await work.surveys.shown(closed_since=now - _CLOSED_WITHIN, limit=AT_ONCE)
        moved = []
        for survey, shown in running:
            if _waits(shown, now):
                continue
            progress = await _progress(work, survey, now)
            figures = {"state": survey.state_at(now).value, "progress": asdict(progress)}
            if {name: shown.get(name) for name in figures} != figures:
                moved.append((survey, progress, {**figures, "at": now.isoformat()}))
    for survey, progress, figures in moved:
        async with begin() as work:
            await work.survey_invitations.note_told(
                survey.community, survey.id, reached=progress.reached, waiting=progress.waiting
            )
            await work.surveys.put_shown(survey.community, survey.id, figures)
            await owe_live_card(survey, progress, outbox=work.outbox, now=now)
    return len(moved)


def _waits(shown: object, now: datetime) -> bool:
    if not isinstance(shown, dict) or "at" not in shown:
        return False
    is_big = shown["progress"]["invited"] > BIG
    return is_big and now - datetime.fromisoformat(shown["at"]) < _MINUTE


async def _progress(work: Work, survey: Survey, now: datetime) -> Progress:
    invitations = work.survey_invitations
    progress = await invitations.progress(survey.community, survey.id, now=now)
    reached, waiting = await invitations.count_told(survey.community, survey.id, now=now)
    return replace(progress, reached=reached, waiting=waiting)


async def draw_posters(
    *, begin: Begin, read: Read, draw: DrawQr, link_to: LinkTo, now: datetime
) -> int:
    """Draw the QR picture of each launched survey once; the author finds it behind a button."""
    async with read() as work:
        waiting = await work.surveys.without_poster(limit=AT_ONCE)
    for survey in waiting:
        title = survey.title.in_(survey.questionnaire.language)
        picture = await draw(link_to(survey.community, survey.id), title)
        async with begin() as work:
            poster = await work.files.put(
                survey.community, None, f"survey-{survey.number}.png", "image/png", picture, now=now
            )
            await work.surveys.put_poster(survey.community, survey.id, poster)
    return 0
