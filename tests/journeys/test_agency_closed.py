"""An agency is closed while requests wait in it: another takes them over, nobody is forgotten."""

from dataclasses import replace

from civic.kernel.ids import AccountId, RoutingRuleId
from civic.service_requests.model import Status
from civic.service_requests.settings import RoutingRule
from handlers.presses.communities import AskCloseAgencyPress, CloseAgencyPress, OfficialPress
from handlers.presses.service_request_office import PassOnPress, StepPress
from tests.journeys.handled_requests import (
    LAMPS,
    WATERWORKS,
    filed,
    put_categories,
    request_now,
    serves,
)
from tests.journeys.running_town import AGENCY, OKSANA, TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.told_people import colleague
from tests.journeys.writing_people import press

NAMES = {"uk": "Водоканал", "en": "Waterworks", "ru": "Водоканал"}
OURS = {"uk": "Благоустрій", "en": "Improvements", "ru": "Благоустройство"}
PETRO = AccountId(504)


async def test_what_a_closed_agency_had_to_do_is_another_ones(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena = await neighbour(town, language=language)
    oksana, ihor = (
        await town.official(language=language),
        await town.administrator(language=language),
    )
    await oksana.ask("/office")
    petro = await colleague(town, PETRO, "Петро")
    await serves(town, OKSANA, agency=AGENCY)
    await serves(town, PETRO, agency=WATERWORKS)
    async with town.wiring.storage.writing() as work:
        await work.request_routes.replace(
            TOWN,
            [
                RoutingRule(
                    id=RoutingRuleId(1), community=TOWN, position=1, agency=AGENCY,
                    categories=frozenset({LAMPS}),
                )
            ],
        )  # fmt: skip
    taken, waiting = await filed(town, olena), await filed(town, olena, text="Темно біля дому")
    await oksana.look()
    await oksana.press_data(StepPress(taken.id, "accept").pack(), message=oksana.last.id)
    due = (await request_now(town, taken)).due_at
    await ihor.ask("/office")
    for label in (say("office-officials"), say("office-agencies")):
        await press(ihor, label)
    await press(ihor, say.n("agency-line", 1, name=OURS[language]))
    await ihor.until_text(say.n("agency-requests", 2), say.n("agency-rules", 1))
    await press(ihor, say("agency-close"))
    asked = await ihor.until_text(OURS[language])
    # People serve there: they need somewhere to go.
    assert say("agency-heir-dispatcher") not in asked.buttons
    await ihor.press_data(CloseAgencyPress(AGENCY, AGENCY).pack(), message=asked.id)
    assert ihor.toast == say("agency-follows-itself")
    await press(ihor, NAMES[language])
    assert ihor.toast == say("agency-did-close", name=OURS[language])
    await oksana.until_any(seen(say("agency-closed", name=OURS[language], heir=NAMES[language])))
    await petro.until_any(seen(voice("uk")("agency-closed", name="Благоустрій", heir="Водоканал")))
    # It stands as it stood; whoever was at it goes on, the other one waits for anybody.
    now = await request_now(town, taken)
    assert (now.status, now.agency, now.assignee) == (Status.ACCEPTED, WATERWORKS, OKSANA)
    assert now.due_at == due
    left = await request_now(town, waiting)
    assert (left.status, left.agency, left.assignee) == (Status.RECEIVED, WATERWORKS, None)
    await olena.until_text(NAMES[language])
    await petro.press_data(StepPress(waiting.id, "accept").pack(), message=petro.last.id)
    assert (await request_now(town, waiting)).assignee == PETRO
    # What comes next goes there at once; nothing can be given to the closed one.
    third = await filed(town, olena, text="І третій ліхтар теж")
    assert (await request_now(town, third)).agency == WATERWORKS
    await petro.press_data(PassOnPress(third.id, AGENCY).pack())
    assert petro.toast == voice("uk")("agency-gone")
    await ihor.press_data(CloseAgencyPress(AGENCY, WATERWORKS).pack(), message=asked.id)
    assert ihor.toast == say("agency-gone")
    await ihor.press_data(AskCloseAgencyPress(WATERWORKS).pack(), message=asked.id)
    await ihor.until_text(seen(say("agency-close-first")))


async def test_an_agency_that_nobody_serves_leaves_its_requests_to_the_dispatcher(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town, agency=WATERWORKS)
    olena = await neighbour(town, language=language)
    ihor = await town.administrator(language=language)
    lamp = await filed(town, olena)
    await ihor.ask("/office")
    await ihor.press_data(AskCloseAgencyPress(WATERWORKS).pack(), message=ihor.last.id)
    await ihor.until_text(NAMES[language])
    await press(ihor, say("agency-heir-dispatcher"))
    assert ihor.toast == say("agency-did-close", name=NAMES[language])
    assert (await request_now(town, lamp)).agency is None
    async with town.wiring.storage.reading() as work:
        category = await work.request_categories.category(TOWN, LAMPS)
        closed = await work.officials.agency(TOWN, WATERWORKS)
    assert (category.agency, closed.is_closed) == (None, True)
    assert replace(closed, is_closed=False) not in await _serving(town)


async def test_an_official_goes_over_to_another_agency_and_heads_it_not(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    ihor = await town.administrator(language=language)
    await town.official(language=language)
    await serves(town, OKSANA, agency=AGENCY, is_head=True)
    await ihor.ask("/office")
    await ihor.press_data(OfficialPress(OKSANA).pack(), message=ihor.last.id)
    await press(ihor, say("official-move"))
    await ihor.until_button(f"✓ {OURS[language]}")
    await press(ihor, NAMES[language])
    await ihor.until_text(seen(say("office-agency", agency=NAMES[language])))
    async with town.wiring.storage.reading() as work:
        moved = await work.officials.official(TOWN, OKSANA)
    assert (moved.agency, moved.is_head) == (WATERWORKS, False)


async def _serving(town: RunningTown) -> list[object]:
    async with town.wiring.storage.reading() as work:
        return list(await work.officials.agencies(TOWN))
