"""A request grows late over a holiday and a changed clock: who hears of it, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from holidays import country_holidays

from civic.kernel.ids import AccountId
from civic.service_requests.model import Escalation
from tests.journeys.handled_requests import filed, put_categories, request_now, serves
from tests.journeys.running_town import AGENCY, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.told_people import colleague
from tests.journeys.writing_people import administrator, official

VIRA = AccountId(505)
THURSDAY = datetime(2027, 3, 25, 8, 0, tzinfo=UTC)
"""Ten in the morning in Kyiv, three days before its clock goes forward."""
WARNED = datetime(2027, 3, 30, 11, 24, tzinfo=UTC)
"""Two fifths of Tuesday are left, by summer time."""
DUE = datetime(2027, 3, 30, 21, 0, tzinfo=UTC)
"""Tuesday's midnight by summer time: Friday and Tuesday are its two working days."""

MONDAY = datetime(2027, 4, 5, 5, 30, tzinfo=UTC)
LAMP = {"uk": "Ліхтар не світить", "en": "The lamp is dark", "ru": "Фонарь не светит"}


@pytest.fixture
def _easter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Monday is a day off: Ukraine keeps none in wartime, so Poland's Easter stands in."""
    days_off = country_holidays("PL")
    monkeypatch.setattr(
        "civic.service_requests.rules.deadlines._days_off", lambda _country: days_off
    )


@pytest.mark.usefixtures("_easter")
async def test_whoever_has_it_is_warned_then_the_head_hears_then_it_is_in_the_mayors_week(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town, days=2)
    oksana = await official(town, language)
    vira = await colleague(town, VIRA, "Віра", language=language)
    await serves(town, VIRA, agency=AGENCY, is_head=True)
    ihor = await administrator(town, language)
    await town.move_to(THURSDAY)
    olena = await neighbour(town, language=language)
    lamp = await filed(town, olena)
    assert lamp.due_at == DUE
    warning = say("office-news-warned", number=1)
    overdue = say("office-news-overdue", number=1)

    await town.move_to(WARNED - timedelta(minutes=1))
    await town.settle(oksana, vira)
    assert not [one for one in oksana.received if warning in one.text]
    await town.move_to(WARNED)
    await oksana.until_any(seen(warning))
    await town.move_to(DUE - timedelta(minutes=1))
    await town.settle(vira)
    assert not [one for one in vira.received if overdue in one.text]
    assert (await request_now(town, lamp)).escalation is Escalation.WARNED

    await town.move_to(DUE)
    await vira.until_any(seen(overdue))
    await olena.until_any(say("happened-overdue"))
    assert (await request_now(town, lamp)).escalation is Escalation.OVERDUE

    # On Monday it stands in the mayor's report of the week.
    await town.move_to(MONDAY)
    await ihor.until_any(
        f"{say('week-overdue').lower()} – 1", LAMP[language], gist(language, "week-caption-oldest")
    )
