"""The demo's town has its year: people, surveys, answers, reports, all of it consistent."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from bot.demo_town import DemoTown
from bot.wiring import Wiring
from civic.communities.actions.audit import check_audit
from civic.communities.model import Community, Role
from civic.kernel.ids import AssetId, CommunityId
from civic.kernel.outbox import MessageState
from civic.places.model import PlaceKind
from civic.reports.ports import IssuedReport
from civic.reports.schedule import ScheduleKind
from civic.residents.actions.privacy import tell_all
from civic.surveys.model import Survey, SurveyState
from civic.surveys.rules import once_key
from demo.cast import CAST, FIRST_NEIGHBOUR, IHOR, OKSANA, OLENA, STEPAN
from demo.crowd import SIZES, WITHOUT_HOME
from demo.described import describe_town
from demo.history.year import CLOSED
from demo.neighbourhood import read_neighbours
from demo.seeding import DONE, MARK, STARTED, HalfSeededError, seed_once
from demo.town import SLUG
from storage.tables import everything
from storage.tables.residents import accounts, residents
from storage.unit_of_work import SqlWork

pytestmark = pytest.mark.asyncio(loop_scope="session")
PEOPLE = sum(SIZES) + WITHOUT_HOME


async def town_of(work: SqlWork) -> Community:
    town = await work.communities.by_slug(SLUG)
    assert town is not None
    return town


async def surveys_of(work: SqlWork, *states: SurveyState) -> list[Survey]:
    return await work.surveys.in_states((await town_of(work)).id, states, limit=100)


async def reports_of(work: SqlWork) -> list[IssuedReport]:
    return list(await work.reports.recent((await town_of(work)).id, limit=100))


async def test_the_town_has_its_places_offices_and_people(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        assert town.is_demo
        kinds = [await work.places.count(town.id, kind) for kind in PlaceKind]
        assert dict(zip(PlaceKind, kinds, strict=True)) == {
            PlaceKind.DISTRICT: 3, PlaceKind.COURTYARD: 12, PlaceKind.BUILDING: 60
        }  # fmt: skip
        officials = await work.officials.all(town.id)
        roles = sorted(official.role for official in officials)
        assert roles == [Role.ADMINISTRATOR, Role.ANALYST, *[Role.OFFICIAL] * 3]
        assert len(await work.officials.agencies(town.id)) == 3
        for official in officials:
            assert (seeded.clock.now() - official.since).days >= 364
        live_there = await work.connection.scalar(select(func.count()).select_from(residents))
        assert live_there == PEOPLE + 2


async def test_the_administrator_and_the_official_are_told_apart_from_residents(
    seeded: Wiring,
) -> None:
    async with seeded.storage.reading() as work:
        for one in (OLENA, STEPAN, OKSANA, IHOR):
            met = await work.people.find(one.account)
            assert met is not None
            assert met.community is not None
            assert (met.official.role if met.official else None) is one.role
            assert (met.resident is not None) is (one.role is None)


async def test_seven_surveys_closed_one_is_open_and_one_is_a_draft(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        closed = await surveys_of(work, SurveyState.CLOSED)
        titles = [survey.title.in_("uk") for survey in closed]
        assert titles[::-1] == [survey.title.in_("uk") for survey in CLOSED]
        assert all(survey.closed_at == survey.closes_at for survey in closed)
        (is_open,) = await surveys_of(work, SurveyState.OPEN)
        assert is_open.closes_at is not None
        assert 4 <= (is_open.closes_at - seeded.clock.now()).days <= 5
        (draft,) = await surveys_of(work, SurveyState.DRAFT)
        assert draft.author == OKSANA.account


async def test_hundreds_answered_each_and_reports_count_them_all(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        reports = await reports_of(work)
        assert [one.report.number for one in reports] == [7, 6, 5, 4, 3, 2, 1]
        for issued in reports:
            report = issued.report
            assert report.is_final
            survey = report.survey
            finished = await work.responses.finished_count(survey.community, survey.survey)
            progress = await work.survey_invitations.progress(
                survey.community, survey.survey, now=report.made_at
            )
            taken = report.participation
            assert 140 < finished == taken.complete
            assert taken.invited.everybody == progress.invited
            assert taken.begun == progress.begun + progress.imported
            assert 0 < taken.broken_off < taken.complete / 5
            assert report.basis is not None
            assert report.basis.responses == finished
            for asked in report.questions:
                assert asked.statuses is not None
                assert asked.statuses.respondents == finished
                if asked.adds_up and asked.figures is not None:
                    shares = [cell.percent.value for cell in asked.figures.cells if cell.percent]
                    assert sum(shares) == Decimal("100.0")


async def test_the_courtyard_of_three_is_never_shown(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        districts = await work.places.inside(town.id, None, PlaceKind.DISTRICT, limit=10)
        smallest = (
            await work.places.inside(town.id, districts[-1].id, PlaceKind.COURTYARD, limit=10)
        )[-1]
        rows = [
            row
            for issued in await reports_of(work)
            for asked in issued.report.questions
            for row in (asked.groups.rows if asked.groups else ())
            if row.place == smallest.id and row.kind == "place"
        ]
        assert any(row.figures is None for row in rows)
        assert all(row.figures is None or row.figures.base == 0 for row in rows)


async def test_about_two_hundred_answered_what_is_open_and_neither_of_those_played(
    seeded: Wiring,
) -> None:
    async with seeded.storage.reading() as work:
        (is_open,) = await surveys_of(work, SurveyState.OPEN)
        finished = await work.responses.finished_count(is_open.community, is_open.id)
        assert 150 <= finished <= 250
        for one in (OLENA, STEPAN):
            resident = await work.residents.of_account(is_open.community, one.account)
            assert resident is not None
            begun = await work.responses.of_resident(is_open.community, is_open.id, resident.id)
            assert begun is None


async def test_olena_is_told_what_she_answered_during_the_year(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        told = await tell_all(
            OLENA.account,
            residents=work.residents,
            personal=work.personal,
            accountwide=work.accountwide,
            now=seeded.clock.now(),
        )
    assert OLENA.first_name in str(told)
    assert "opened_at" in str(told)
    assert "chosen" in str(told)


async def test_one_invitation_waits_for_the_demo_to_start(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        (is_open,) = await surveys_of(work, SurveyState.OPEN)
        states = await work.outbox.states(is_open.community, once_key(is_open.id))
        assert states[MessageState.QUEUED] == 1
        assert set(states) == {MessageState.QUEUED, MessageState.SENT}


async def test_reports_come_each_monday_from_now_on(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        schedules = await work.report_schedules.of_town((await town_of(work)).id)
        weekly = next(one for one in schedules if one.kind is ScheduleKind.WEEKLY)
        assert weekly.is_on
        assert (weekly.weekday, weekly.at) == (0, 8 * 60)
        assert weekly.since <= seeded.clock.now()


async def test_what_officials_did_is_in_an_unbroken_chain(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        verbs = {entry.verb for entry in await work.audit.entries(town.id, limit=5_000)}
        assert verbs >= {
            "community-created", "role-given", "agency-added", "official-joined",
            "places-imported", "survey.launched", "broadcast-written", "broadcast-edited",
            "broadcast-requested", "broadcast-approved", "broadcast-refused", "broadcast-sent",
            "broadcast-stopped", "broadcast-recalled", "broadcast-corrected", "audience-saved",
            "channel-bound", "dialogue-taken", "dialogue-answered", "dialogue-closed",
        }  # fmt: skip
        assert await check_audit(town.id, trail=work.trail) is None


async def test_nobody_in_it_is_a_real_person(seeded: Wiring) -> None:
    """Ids of our own numbering, first names only, a telephone that rings nowhere."""
    async with seeded.storage.reading() as work:
        rows = (await work.connection.execute(select(accounts.c.id, accounts.c.first_name))).all()
        town = await town_of(work)
    played = {one.account for one in CAST}
    crowd = {row.id for row in rows} - played
    assert crowd == set(range(FIRST_NEIGHBOUR, FIRST_NEIGHBOUR + PEOPLE))
    assert all(row.first_name.isalpha() for row in rows)
    assert town.contacts.phone.startswith("(000)")
    assert {person.id for person in read_neighbours(seeded.settings.data_dir)} <= crowd


async def test_a_second_seeding_changes_nothing(seeded: Wiring) -> None:
    before = await _counts(seeded)
    assert not await seed_once(seeded)
    assert await _counts(seeded) == before


async def test_the_page_is_told_of_people_places_and_moments(seeded: Wiring) -> None:
    await describe_town(seeded, pages="http://127.0.0.1:8080")
    told = await DemoTown(seeded, tick=None).people()
    people = {one["telegram_id"]: one["role"] for one in told["people"]}
    assert people == {
        OLENA.account: "resident",
        STEPAN.account: "resident",
        OKSANA.account: "official",
        IHOR.account: "administrator",
    }
    assert {one["who"] for one in told["suggestions"]} == set(people)
    (scanned,) = [one for one in told["suggestions"] if one["send"].startswith("/start ")]
    assert (scanned["who"], "QR" in scanned["text"]["uk"]) == (OLENA.account, True)
    kind, community, asset = scanned["send"].split()[1].split("-")
    async with seeded.storage.reading() as work:
        lamp = await work.assets.asset(CommunityId(int(community)), AssetId(int(asset)))
        assert (kind, lamp.number.startswith("Л-")) == ("o", True)
    (page,) = [one["link"] for one in told["suggestions"] if one["link"]]
    assert page == f"http://127.0.0.1:8080/t/{SLUG}"
    tried = " ".join(one["text"]["uk"] for one in told["suggestions"])
    for named in ("офіційне звернення", "ідею", "сторінку", "Розібрати нові звернення"):
        assert named in tried
    assert told["town"]["timezone"] == "Europe/Kyiv"
    kinds = [place["kind"] for place in told["town"]["places"]]
    assert (kinds.count("courtyard"), kinds.count("building")) == (12, 60)
    for place in told["town"]["places"]:
        assert set(place["name"]) == {"uk", "en", "ru"}
        assert place["lat"] is not None
        assert place["kind"] != "courtyard" or len(place["polygon"]) >= 4
    async with seeded.storage.reading() as work:
        (is_open,) = await surveys_of(work, SurveyState.OPEN)
    assert is_open.closes_at is not None
    evening, monday, closing = told["moments"]
    assert closing["to"] == is_open.closes_at.isoformat()
    assert evening["label"]["uk"] == "О 22:30"
    assert monday["label"]["en"] == "Monday, 8:00"


async def test_a_seeding_that_was_interrupted_is_not_taken_for_a_town(seeded: Wiring) -> None:
    async with seeded.storage.writing() as work:
        await work.clock.put_mark(MARK, STARTED)
    try:
        with pytest.raises(HalfSeededError):
            await seed_once(seeded)
    finally:
        async with seeded.storage.writing() as work:
            await work.clock.put_mark(MARK, DONE)


async def _counts(wiring: Wiring) -> dict[str, int]:
    async with wiring.storage.reading() as work:
        return {
            name: int(await work.connection.scalar(select(func.count()).select_from(table)) or 0)
            for name, table in everything.metadata.tables.items()
        }
