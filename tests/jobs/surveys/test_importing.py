"""A file of responses against a survey: once, marked as imported, findings by row."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import IdMaker, SurveyId
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from civic.reports.model import Arrival
from civic.reports.rounding import shares_of_whole
from civic.reports.schedule import ScheduleKind
from civic.reports.tally import Tally, tally_answers
from civic.surveys.importing.model import ImportedResponses
from civic.surveys.model import Option, Question, QuestionKind, Questionnaire, SurveyState
from civic.surveys.rules import closed
from gateways.response_files import TableOfResponses, responses_on_disk
from jobs.reports.due import DueReport
from jobs.reports.making import make_report
from jobs.surveys.importing import import_responses
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.asked import MONDAY, OTHER_TOWN, TOWN, uk
from tests.shared_cases import case_file, needs_cases
from tests.survey_town import build_town, launch, storage_on

SURVEY, NUMBER = SurveyId(1), 1
Table = Callable[[bytes], TableOfResponses]


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    async with made.writing() as work:
        await build_town(work)
        await launch(work)
    return made


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Makes a file of these bytes."""

    def made(content: bytes) -> TableOfResponses:
        file = tmp_path / "responses.csv"
        file.write_bytes(content)
        return responses_on_disk(file)

    return made


async def bring(
    storage: Storage, source: TableOfResponses, *, dry_run: bool = False
) -> ImportedResponses:
    return await import_responses(
        source,
        community=TOWN,
        number=NUMBER,
        dry_run=dry_run,
        actor=None,
        begin=storage.writing,
        new_id=IdMaker(),
        now=MONDAY,
    )


async def tallies(storage: Storage) -> dict[int, Tally]:
    async with storage.reading() as work:
        rows = [row async for row in work.tallies.tally_rows(TOWN, SURVEY)]
    return {int(number): tally.whole() for number, tally in tally_answers(rows).items()}


async def test_the_same_file_twice_adds_nothing(storage: Storage, table: Table) -> None:
    source = table("id;q2;двір\n1;Так;91\n2;Ні;92\n3;Так;".encode("cp1251"))
    first = await bring(storage, source)
    again = await bring(storage, source)
    assert (first.added, first.known, first.refused) == (3, 0, 0)
    assert (again.added, again.known, again.refused) == (0, 3, 0)
    assert (await tallies(storage))[2].values == {"1": 2, "2": 1}
    async with storage.reading() as work:
        rows = await work.tallies.participation_rows(TOWN, SURVEY)
        assert [(row.arrival, row.count) for row in rows] == [(Arrival.IMPORTED, 3)]
        places = Counter(
            {row.place: row.count async for row in work.tallies.tally_rows(TOWN, SURVEY)}
        )
    assert set(places) == {91, 92, None}


async def test_rows_without_an_id_are_known_by_what_they_say(
    storage: Storage, table: Table
) -> None:
    source = table("q2\nТак\nТак\nНі\n".encode())
    assert (await bring(storage, source)).added == 3
    assert (await bring(storage, source)).known == 3
    assert (await tallies(storage))[2].values == {"1": 2, "2": 1}


async def test_a_dry_run_says_the_same_and_keeps_nothing(storage: Storage, table: Table) -> None:
    source = table("id,q2,q3\n1,Так,9\n2,Ні,3\n2,Так,1\n".encode())
    dry = await bring(storage, source, dry_run=True)
    assert await tallies(storage) == {}
    real = await bring(storage, source)
    assert replace(dry, is_dry_run=False) == real
    assert (real.added, real.refused) == (1, 2)
    assert [(finding.row, finding.key) for finding in real.findings] == [
        (2, "responses-row-scale"),
        (4, "responses-row-repeats"),
    ]
    assert real.without_column == (1, 4, 5)


async def test_an_unknown_courtyard_is_a_finding(storage: Storage, table: Table) -> None:
    brought = await bring(storage, table("q2;двір\nТак;хтозна\nНі;91\n".encode()))
    assert (brought.added, brought.refused) == (1, 1)
    assert brought.findings[0].key == "responses-row-place"


async def test_a_draft_a_withdrawn_and_a_foreign_survey_take_none(
    storage: Storage, table: Table
) -> None:
    source = table(b"q2\n1\n")
    async with storage.writing() as work:
        going = await work.surveys.survey(TOWN, SURVEY)
        await work.surveys.put(replace(going, state=SurveyState.WITHDRAWN, reason="Помилка"))
    with pytest.raises(Refusal) as refused:
        await bring(storage, source)
    assert refused.value.key == "survey-is-withdrawn"
    with pytest.raises(Refusal):
        await import_responses(
            source,
            community=OTHER_TOWN,
            number=NUMBER,
            dry_run=False,
            actor=None,
            begin=storage.writing,
            new_id=IdMaker(),
            now=MONDAY,
        )


@needs_cases
async def test_138_communities_answers_come_to_the_counts_that_are_known(
    storage: Storage,
) -> None:
    asked = Questionnaire(
        title=uk("Як громади говорять з мешканцями"),
        questions=(
            _choice("type", ["сільська", "селищна", "міська"]),
            _choice("region_en", ["West", "Center", "North", "South", "East"]),
            _choice(
                "head_hromada_communication",
                ["none", "once_a_week", "2_3_times", "few_times_a_week", "once_a_day"],
            ),
            _choice(
                "commun_between_hromadas",
                [
                    "Daily",
                    "Several times a week",
                    "Several times a month",
                    "Once a month and less",
                    "No meetings/calls",
                ],
            ),
            _choice("skills_needed", SKILLS, kind=QuestionKind.SEVERAL_CHOICES),
        ),
    )
    async with storage.writing() as work:
        await launch(work, number=2, asked=asked)
    source = responses_on_disk(case_file("surveys/hromadas-communication-2022.csv"))
    brought = await import_responses(
        source,
        community=TOWN,
        number=2,
        dry_run=False,
        actor=None,
        begin=storage.writing,
        new_id=IdMaker(),
        now=MONDAY,
    )
    assert (brought.added, brought.refused, brought.without_column) == (138, 0, ())
    async with storage.reading() as work:
        rows = [row async for row in work.tallies.tally_rows(TOWN, SurveyId(2))]
    counted = {int(number): tally.whole() for number, tally in tally_answers(rows).items()}
    assert _by_label(asked, 1, counted) == {"сільська": 46, "селищна": 46, "міська": 46}
    assert _by_label(asked, 2, counted) == {
        "West": 52,
        "Center": 24,
        "North": 23,
        "South": 20,
        "East": 19,
    }
    shares = shares_of_whole([52, 24, 23, 20, 19])
    assert shares is not None
    assert [str(share.value) for share in shares] == ["37.7", "17.4", "16.6", "14.5", "13.8"]
    assert _by_label(asked, 3, counted) == {
        "none": 7,
        "once_a_week": 25,
        "2_3_times": 20,
        "few_times_a_week": 54,
        "once_a_day": 32,
    }
    assert counted[4].by_status().answered == 126
    assert counted[4].by_status().skipped == 12
    assert _by_label(asked, 5, counted) == dict(
        zip(SKILLS, [103, 57, 44, 67, 36, 44, 8], strict=True)
    )
    assert await _printed(storage, SurveyId(2)) == [
        ["33.4", "33.3", "33.3"],
        ["37.7", "17.4", "16.6", "14.5", "13.8"],
        ["5.1", "18.1", "14.5", "39.1", "23.2"],
        ["44.4", "30.2", "13.5", "7.9", "4.0"],
        ["74.6", "41.3", "31.9", "48.6", "26.1", "31.9", "5.8"],
    ]


async def _printed(storage: Storage, survey: SurveyId) -> list[list[str]]:
    """The shares of what was chosen, as the report on closing prints them."""
    late = MONDAY + timedelta(days=9)
    async with storage.writing() as work:
        going = await work.surveys.survey(TOWN, survey)
        await work.surveys.put(closed(going, now=late))
    due = DueReport(
        community=TOWN, survey=survey, occasion=ScheduleKind.ON_CLOSING, fire_key="closing"
    )
    async with storage.reading() as work:
        made = await make_report(work, due, now=late, software="test")
    assert made.report.participation.imported.complete == 138
    return [
        [
            str(cell.percent.value)
            for cell in (question.figures.cells if question.figures else ())
            if cell.count and cell.percent
        ]
        for question in made.report.questions
    ]


SKILLS = [
    "fundraising",
    "project_management",
    "longterm_planning",
    "crisis_planning",
    "data_analysis",
    "human_resourse",
    "other",
]


def _choice(
    code: str, options: Sequence[str], kind: QuestionKind = QuestionKind.ONE_CHOICE
) -> Question:
    """An XLSForm's code may hold blanks; ours may not, so what is read is the label."""
    return Question(
        kind=kind,
        code=code,
        prompt=uk(code),
        options=tuple(
            Option(code=str(n), label=Translated({"uk": option}))
            for n, option in enumerate(options, start=1)
        ),
    )


def _by_label(asked: Questionnaire, number: int, counted: dict[int, Tally]) -> dict[str, int]:
    question = asked.questions[number - 1]
    return {
        option.label.in_("uk"): counted[number].values[option.code] for option in question.options
    }
