"""Who belongs to a rule, who of them is left out and why; plain sets say the same."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from civic.audiences.model import (
    AnsweredSurvey,
    AudienceRule,
    Headcount,
    LeftOut,
    SavedAudience,
)
from civic.communities.model import Agency, Official, Role
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    PlaceId,
    ResidentId,
    SavedAudienceId,
    SurveyId,
)
from civic.kernel.language import Language, Translated
from civic.kernel.refusal import NotFound
from civic.residents.model import EVERYTHING, Account, QuietHours, Resident
from storage.engines import Database
from storage.tables.residents import residents
from storage.unit_of_work import SqlWork
from tests.asked import COURTYARD, MONDAY, TOWN, YARD, response
from tests.survey_town import (
    BUILDING,
    DISTRICT,
    OTHER_COURTYARD,
    build_town,
    launch,
    storage_on,
)

WEEK = 2_900
TOPIC = "repairs"
SURVEY = SurveyId(1)
CLERK, ANALYST, ABROAD = AccountId(701), AccountId(702), AccountId(703)
OFFICE = AgencyId(1)


def person(
    number: int, home: PlaceId | None, *, language: Language = "uk", muted: str = ""
) -> Resident:
    return Resident(
        id=ResidentId(number), community=TOWN, account=AccountId(1000 + number), language=language,
        home=home, muted=frozenset({muted} if muted else ()), joined_at=MONDAY,
    )  # fmt: skip


PEOPLE = [
    person(1, COURTYARD),
    person(2, BUILDING, language="en"),
    person(3, OTHER_COURTYARD),
    person(4, None),
    person(5, COURTYARD, muted=TOPIC),
    replace(person(6, COURTYARD), reachable=False, muted=frozenset({EVERYTHING})),
    replace(person(7, BUILDING), weekly_limit=2),
    replace(person(8, COURTYARD), left_at=MONDAY),
    person(9, None, language="ru"),
    replace(person(10, OTHER_COURTYARD), weekly_limit=2),
]


def official(account: AccountId, role: Role, agency: AgencyId | None) -> Official:
    return Official(
        community=TOWN, account=account, role=role, agency=agency, name="Хтось", since=MONDAY
    )


def account(number: AccountId, language: Language) -> Account:
    return Account(
        id=number, first_name="Хтось", language=language, language_chosen=True, community=None,
        serving=TOWN, reachable=number != ABROAD,
    )  # fmt: skip


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        await build_town(unit)
        for one in PEOPLE:
            await unit.residents.put(one)
        # Number 7 has had two in this week, number 10 in the one before.
        for number, week in ((7, WEEK), (10, WEEK - 1)):
            changed = update(residents).where(residents.c.id == number)
            await unit.connection.execute(changed.values(unasked_week=week, unasked=2))
        await _ask(unit)
        await _serve(unit)
        yield unit


async def _ask(work: SqlWork) -> None:
    """The survey is for one courtyard; 1 answered it, 2 began, 3 came by its link and answered."""
    survey = await launch(work, asked=replace(YARD, audience=(COURTYARD,)))
    for number, ended in ((1, True), (2, False), (3, True)):
        begun = replace(response(number, of=survey.id), resident=ResidentId(number))
        await work.responses.begin(begun)
        if ended:
            await work.responses.finish(begun, place=None, now=MONDAY)


async def _serve(work: SqlWork) -> None:
    await work.officials.put_agency(
        Agency(id=OFFICE, community=TOWN, name=Translated({"uk": "Благоустрій"}))
    )
    for number, role, agency in (
        (CLERK, Role.OFFICIAL, OFFICE),
        (ANALYST, Role.ANALYST, None),
        (ABROAD, Role.OFFICIAL, None),
    ):
        await work.accounts.put(account(number, "uk"), now=MONDAY)
        await work.officials.put(official(number, role, agency))


async def keep(work: SqlWork, number: int, rule: AudienceRule) -> SavedAudienceId:
    saved = SavedAudience(
        id=SavedAudienceId(number), community=TOWN, name=f"Аудиторія {number}", rule=rule,
        created_by=CLERK, created_at=MONDAY,
    )  # fmt: skip
    assert await work.saved_audiences.put(saved)
    return saved.id


async def reached(work: SqlWork, rule: AudienceRule) -> list[int]:
    """By pages of two: the walk is the same however it is cut."""
    found: list[int] = []
    after = 0
    while page := await work.audiences.recipients(
        TOWN, rule, topic=TOPIC, week=WEEK, after=after, limit=2
    ):
        after = page[-1].key
        found += [member.key for member in page]
    counted = await work.audiences.headcount(TOWN, rule, topic=TOPIC, week=WEEK)
    assert counted.recipients == len(found)
    return found


ANSWERED = AnsweredSurvey(survey=SURVEY, did=True)
SILENT = AnsweredSurvey(survey=SURVEY, did=False)


@pytest.mark.parametrize(
    ("rule", "people"),
    [
        (AudienceRule(), [1, 2, 3, 4, 9, 10]),
        (AudienceRule(places=(DISTRICT,)), [1, 2, 3, 10]),
        (AudienceRule(places=(COURTYARD,)), [1, 2]),
        (AudienceRule(places=(BUILDING,)), [2]),
        (AudienceRule(places=(BUILDING, OTHER_COURTYARD)), [2, 3, 10]),
        (AudienceRule(languages=("en", "ru")), [2, 9]),
        (AudienceRule(places=(COURTYARD,), languages=("uk",)), [1]),
        (AudienceRule(without_places=(COURTYARD,)), [3, 4, 9, 10]),
        (AudienceRule(places=(DISTRICT,), without_places=(BUILDING,)), [1, 3, 10]),
        (AudienceRule(survey=ANSWERED), [1, 3]),
        (AudienceRule(survey=ANSWERED, places=(COURTYARD,)), [1]),
        (AudienceRule(survey=SILENT), [2]),
        (AudienceRule(survey=SILENT, languages=("uk",)), []),
    ],
)
async def test_whoever_meets_every_condition_belongs(
    work: SqlWork, rule: AudienceRule, people: list[int]
) -> None:
    assert await reached(work, rule) == people


async def test_each_is_left_out_for_the_first_reason_that_holds(work: SqlWork) -> None:
    counted = await work.audiences.headcount(
        TOWN, AudienceRule(places=(DISTRICT,)), topic=TOPIC, week=WEEK
    )
    assert counted == Headcount(
        belong=7,
        left_out={LeftOut.UNREACHABLE: 1, LeftOut.TOPIC_OFF: 1, LeftOut.WEEKLY_LIMIT: 1},
        without_home=2,
    )


async def test_what_is_urgent_leaves_out_only_whom_nothing_reaches(work: SqlWork) -> None:
    counted = await work.audiences.headcount(TOWN, AudienceRule(), topic=None, week=None)
    assert counted == Headcount(belong=9, left_out={LeftOut.UNREACHABLE: 1})
    people = await work.audiences.recipients(
        TOWN, AudienceRule(), topic=None, week=None, after=0, limit=99
    )
    assert [one.resident for one in people] == [1, 2, 3, 4, 5, 7, 9, 10]


async def test_a_saved_audience_narrows_and_is_left_out(work: SqlWork) -> None:
    yard = await keep(work, 1, AudienceRule(places=(COURTYARD,)))
    english = await keep(work, 2, AudienceRule(languages=("en",)))
    silent = await keep(work, 3, AudienceRule(survey=SILENT))
    assert await reached(work, AudienceRule(saved=yard)) == [1, 2]
    assert await reached(work, AudienceRule(saved=yard, languages=("uk",))) == [1]
    assert await reached(work, AudienceRule(saved=yard, without_saved=(english,))) == [1]
    assert await reached(work, AudienceRule(without_saved=(yard, english))) == [3, 4, 9, 10]
    assert await reached(work, AudienceRule(without_saved=(silent,))) == [1, 3, 4, 9, 10]


async def test_officials_are_written_to_as_such_by_role_and_agency(work: SqlWork) -> None:
    assert await reached(work, AudienceRule(agencies=(OFFICE,))) == [CLERK]
    assert await reached(work, AudienceRule(roles=(Role.ANALYST,))) == [ANALYST]
    everybody = AudienceRule(roles=tuple(Role))
    counted = await work.audiences.headcount(TOWN, everybody, topic=TOPIC, week=WEEK)
    assert counted.left_out == {LeftOut.UNREACHABLE: 1}
    (member,) = await work.audiences.recipients(
        TOWN, AudienceRule(agencies=(OFFICE,)), topic=TOPIC, week=WEEK, after=0, limit=9
    )
    assert (member.resident, member.account, member.quiet) == (None, CLERK, QuietHours())
    analysts = await keep(work, 4, AudienceRule(roles=(Role.ANALYST,)))
    left = await reached(work, replace(everybody, without_saved=(analysts,)))
    assert ANALYST not in left
    assert CLERK in left


async def test_an_official_who_lives_here_and_turned_the_topic_off_is_left_alone(
    work: SqlWork,
) -> None:
    await work.residents.put(replace(person(20, COURTYARD, muted=TOPIC), account=CLERK))
    assert await reached(work, AudienceRule(agencies=(OFFICE,))) == []


async def test_a_rule_by_a_saved_audience_that_is_gone_reaches_nobody(work: SqlWork) -> None:
    gone = SavedAudienceId(99)
    for rule in (AudienceRule(saved=gone), AudienceRule(without_saved=(gone,))):
        with pytest.raises(NotFound):
            await work.audiences.headcount(TOWN, rule, topic=TOPIC, week=WEEK)
        with pytest.raises(NotFound):
            await work.audiences.recipients(TOWN, rule, topic=TOPIC, week=WEEK, after=0, limit=9)


async def test_what_a_rule_names_and_the_town_has_no_more_is_told(work: SqlWork) -> None:
    dropped = replace((await work.places.some(TOWN, [BUILDING]))[BUILDING], retired=True)
    await work.places.put(TOWN, [dropped])
    saved = await keep(work, 1, AudienceRule(without_places=(PlaceId(999),)))
    gone = await work.audiences.gone(
        TOWN,
        AudienceRule(
            places=(BUILDING, COURTYARD),
            survey=AnsweredSurvey(survey=SurveyId(77), did=False),
            saved=saved,
            without_saved=(SavedAudienceId(88),),
        ),
    )
    assert gone.places == (BUILDING, PlaceId(999))
    assert gone.saved == (SavedAudienceId(88),)
    assert gone.survey == SurveyId(77)
    assert not await work.audiences.gone(TOWN, AudienceRule(places=(COURTYARD,)))


async def test_two_audiences_of_one_name_are_not_kept(work: SqlWork) -> None:
    rule = AudienceRule(places=(COURTYARD,))
    first = await keep(work, 1, rule)
    kept = await work.saved_audiences.saved(TOWN, first)
    assert not await work.saved_audiences.put(replace(kept, id=SavedAudienceId(2)))
    assert [one.name for one in await work.saved_audiences.all(TOWN)] == ["Аудиторія 1"]
    await work.saved_audiences.remove(TOWN, first)
    assert await work.saved_audiences.all(TOWN) == []


@pytest.mark.parametrize(
    ("rule", "asks"),
    [
        (AudienceRule(survey=SILENT), True),
        (AudienceRule(languages=("uk",)), False),
    ],
)
async def test_a_headcount_tells_whether_it_is_of_answers(
    work: SqlWork, rule: AudienceRule, asks: bool
) -> None:
    counted = await work.audiences.headcount(TOWN, rule, topic=TOPIC, week=WEEK)
    assert counted.asks_of_answers is asks
