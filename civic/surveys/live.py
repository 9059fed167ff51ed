"""What an author sees of a survey that runs, kept up to date in one message."""

from dataclasses import asdict
from datetime import datetime

from civic.kernel.json_value import JsonObject
from civic.kernel.outbox import Lane, Notice, Outbox
from civic.surveys.document import texts_of
from civic.surveys.model import Progress, Survey

NOTICE = "survey-live"


def live_params(survey: Survey, progress: Progress, *, now: datetime) -> JsonObject:
    return {
        "survey": survey.id,
        "title": texts_of(survey.title),
        "state": survey.state_at(now).value,
        "progress": asdict(progress),
    }


async def owe_live_card(
    survey: Survey, progress: Progress, *, outbox: Outbox, now: datetime
) -> None:
    """Say it, or change what it said: the message is edited in place."""
    await outbox.owe(
        Notice(
            to=survey.author,
            community=survey.community,
            key=NOTICE,
            params=live_params(survey, progress, now=now),
            lane=Lane.NOTICE,
            card=f"survey:{survey.id}",
            silent=True,
        ),
        now=now,
    )
