"""What a report says of whom, and what it leaves out."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.ids import PlaceId
from civic.kernel.language import Translated
from civic.reports.method import method_lines, uncertainty_line
from civic.reports.model import (
    AskedOption,
    AskedQuestion,
    GroupKind,
    GroupTable,
    OptionCode,
    OptionRole,
    PlaceNode,
    QuestionFigures,
    QuestionKind,
    QuestionNumber,
    Status,
    Withheld,
)
from civic.reports.place_tables import PlaceTree, group_table
from civic.reports.published import published_bytes, read_report, report_hash
from civic.reports.question_tables import question_figures
from civic.reports.releases import ReleasePlan, Tables
from civic.reports.rules import tables_as_released
from civic.reports.tally import AnswerRow, tally_answers
from tests.made_reports import (
    BENCHES,
    CENTRE,
    FIR,
    HOUSEHOLDS,
    LIME,
    NORTH,
    OAK,
    PEOPLE,
    PINE,
    PLACES,
    QUESTIONS,
    report,
    survey,
    words,
)
from tests.shared_cases import case_file, needs_cases


def printed(figures: QuestionFigures) -> list[str]:
    assert figures.figures is not None
    return [str(cell.percent.value) for cell in figures.figures.cells if cell.percent]


def real_question(column: str, kind: QuestionKind, codes: Iterable[str]) -> AskedQuestion:
    options = tuple(
        AskedOption(code=OptionCode(code), label=Translated({"uk": code})) for code in codes
    )
    return AskedQuestion(
        number=QuestionNumber(1), kind=kind, prompt=Translated({"uk": column}), options=options
    )


def real_answers(column: str, kind: QuestionKind) -> Counter[tuple[str, ...]]:
    with case_file("surveys/hromadas-communication-2022.csv").open(encoding="utf-8") as opened:
        rows = [row[column] for row in csv.DictReader(opened)]
    several = kind is QuestionKind.SEVERAL_CHOICES
    return Counter(tuple(value.split()) if several else (value,) for value in rows)


def real_figures(column: str, kind: QuestionKind, codes: list[str]) -> QuestionFigures:
    rows = [
        AnswerRow(
            question=QuestionNumber(1),
            place=None,
            status=Status.ANSWERED if any(values) else Status.SKIPPED,
            values=values if any(values) else (),
            count=count,
        )
        for values, count in real_answers(column, kind).items()
    ]
    asked = replace(real_question(column, kind, codes), hard_to_say_in_base=False)
    whole = tally_answers(rows)[QuestionNumber(1)].whole()
    return question_figures(asked, whole, None, threshold=5)


@needs_cases
def test_the_types_of_138_communities_print_100_and_never_999() -> None:
    figures = real_figures("type", QuestionKind.ONE_CHOICE, ["сільська", "селищна", "міська"])
    assert printed(figures) == ["33.4", "33.3", "33.3"]


@needs_cases
def test_the_regions_of_138_communities_add_up() -> None:
    regions = ["West", "Center", "North", "South", "East"]
    figures = real_figures("region_en", QuestionKind.ONE_CHOICE, regions)
    assert printed(figures) == ["37.7", "17.4", "16.6", "14.5", "13.8"]


@needs_cases
def test_none_is_an_answer_of_138_communities() -> None:
    codes = ["few_times_a_week", "once_a_day", "once_a_week", "2_3_times", "none"]
    figures = real_figures("head_hromada_communication", QuestionKind.ONE_CHOICE, codes)
    assert printed(figures) == ["39.1", "23.2", "18.1", "14.5", "5.1"]


@needs_cases
def test_the_twelve_communities_that_left_a_question_out_stand_beside_its_base() -> None:
    codes = [
        "Daily",
        "Several times a week",
        "Several times a month",
        "Once a month and less",
        "No meetings/calls",
    ]
    figures = real_figures("commun_between_hromadas", QuestionKind.ONE_CHOICE, codes)
    assert figures.figures is not None
    assert figures.statuses is not None
    assert [cell.count for cell in figures.figures.cells] == [56, 38, 17, 10, 5]
    assert (figures.figures.base, figures.statuses.skipped) == (126, 12)
    assert figures.statuses.respondents == 138


@needs_cases
def test_several_skills_are_shares_of_respondents() -> None:
    expected = {
        "fundraising": (103, "74.6"),
        "crisis_planning": (67, "48.6"),
        "project_management": (57, "41.3"),
        "longterm_planning": (44, "31.9"),
        "human_resourse": (44, "31.9"),
        "data_analysis": (36, "26.1"),
        "other": (8, "5.8"),
    }
    figures = real_figures("skills_needed", QuestionKind.SEVERAL_CHOICES, list(expected))
    assert figures.figures is not None
    assert figures.figures.base == 138
    found = [
        (cell.count, str(cell.percent and cell.percent.value)) for cell in figures.figures.cells
    ]
    assert found == list(expected.values())


@needs_cases
def test_oblasts_with_a_few_communities_are_hidden_with_a_neighbour() -> None:
    with case_file("surveys/hromadas-communication-2022.csv").open(encoding="utf-8") as opened:
        pairs = Counter((row["oblast_name"], row["type"]) for row in csv.DictReader(opened))
    oblasts = list(dict.fromkeys(oblast for oblast, _ in pairs))
    ids = {oblast: PlaceId(number) for number, oblast in enumerate(oblasts, start=1)}
    tree = PlaceTree.of(
        words("Україна"),
        tuple(PlaceNode(place=ids[name], parent=None, name=words(name)) for name in oblasts),
    )
    asked = real_question("type", QuestionKind.ONE_CHOICE, ["сільська", "селищна", "міська"])
    tally = tally_answers(
        AnswerRow(
            question=QuestionNumber(1),
            place=ids[oblast],
            status=Status.ANSWERED,
            values=(kind,),
            count=count,
        )
        for (oblast, kind), count in pairs.items()
    )[QuestionNumber(1)]
    table = group_table(asked, tally, tree, threshold=5)
    sizes = Counter(oblast for oblast, _ in pairs.elements())
    hidden = {row.name.in_("uk") for row in table.rows if row.figures is None}
    assert {"Миколаївська", "Хмельницька", "Житомирська"} <= hidden
    assert hidden >= {oblast for oblast, size in sizes.items() if size < 5}
    (others,) = (row for row in table.rows if row.kind is GroupKind.OTHERS)
    assert others.figures is not None
    assert others.figures.base == sum(sizes[oblast] for oblast in hidden) >= 5


@needs_cases
def test_the_reference_town_has_the_base_that_r_counted() -> None:
    expected = json.loads(case_file("statistics/town-1/expected.json").read_text())
    with case_file("statistics/town-1/microdata.csv").open() as opened:
        given = Counter(row["q1"] for row in csv.DictReader(opened))
    statuses = {"": Status.SKIPPED, "hard_to_say": Status.HARD_TO_SAY, "refused": Status.REFUSED}
    rows = [
        AnswerRow(
            question=QuestionNumber(1),
            place=None,
            status=statuses.get(value, Status.ANSWERED),
            values=() if value in statuses else (value,),
            count=count,
        )
        for value, count in given.items()
    ]
    asked = real_question("q1", QuestionKind.ONE_CHOICE, ["yes", "no", "other"])
    figures = question_figures(
        asked, tally_answers(rows)[QuestionNumber(1)].whole(), None, threshold=5
    )
    assert figures.figures is not None
    assert figures.statuses is not None
    assert figures.figures.base == expected["q1_base_valid"]
    assert figures.statuses.skipped == expected["q1_missing"]
    for label, cell in zip(figures.labels, figures.figures.cells, strict=True):
        assert cell.count == expected["q1_counts"][label.code]
        assert cell.percent is not None
        share = 100 * expected["q1_share_unweighted"][label.code]
        assert abs(float(cell.percent.value) - share) < 0.1


def test_hard_to_say_is_in_the_base_and_skipped_stands_beside_it() -> None:
    figures = report().questions[0]
    assert figures.figures is not None
    assert figures.statuses is not None
    assert figures.labels[-1].role is OptionRole.HARD_TO_SAY
    assert figures.figures.base == figures.statuses.answered + figures.statuses.hard_to_say
    assert figures.statuses.respondents == sum(HOUSEHOLDS.values())
    assert sum(Decimal(share) for share in printed(figures)) == Decimal("100.0")


def test_a_question_that_hardly_anybody_answered_has_no_table_at_all() -> None:
    for figures in report(people={OAK: 9}).questions:
        assert figures.withheld is Withheld.TOO_FEW
        assert (figures.figures, figures.statuses, figures.groups) == (None, None, None)


def test_an_open_survey_shows_who_takes_part_and_no_answers() -> None:
    found = report(of=survey(closed=False), with_tables=False)
    assert found.participation.complete == sum(HOUSEHOLDS.values())
    assert found.basis is None
    assert {figures.withheld for figures in found.questions} == {Withheld.WHILE_OPEN}


def test_an_open_survey_with_its_authors_leave_shows_whole_tables_only() -> None:
    found = report(of=survey(closed=False))
    assert found.basis is not None
    assert (found.basis.responses, found.basis.left_out) == (sum(HOUSEHOLDS.values()) - 5, 5)
    assert all(figures.groups is None for figures in found.questions)


def test_a_small_courtyard_is_hidden_with_its_neighbour_and_nobody_can_subtract_it() -> None:
    table = report().questions[0].groups
    assert table is not None
    hidden = {row.place for row in table.rows if row.figures is None}
    assert hidden == {PINE, FIR}
    north = next(row for row in table.rows if row.place == NORTH)
    assert north.figures is not None
    # Both courtyards of the north are hidden: together they are the north, already shown.
    assert not [row for row in table.rows if row.kind is GroupKind.OTHERS]


def test_a_resident_of_a_hidden_courtyard_is_shown_the_district() -> None:
    table = report().questions[0].groups
    assert table is not None
    assert table.nearest_shown([OAK, CENTRE]).place == OAK
    assert table.nearest_shown([FIR, NORTH]).place == NORTH
    assert table.nearest_shown([]).kind is GroupKind.TOWN


def test_people_who_named_no_courtyard_are_a_group_like_any_other() -> None:
    rows = [
        AnswerRow(
            question=BENCHES.number,
            place=place,
            status=Status.ANSWERED,
            values=("light",),
            count=count,
        )
        for place, count in {None: 6, OAK: 20, LIME: 20, NORTH: 8, PINE: 30, PlaceId(99): 1}.items()
    ]
    table = group_table(BENCHES, tally_answers(rows)[BENCHES.number], PLACES, threshold=5)
    unplaced = [row for row in table.rows if row.kind is GroupKind.UNPLACED]
    assert {(row.place, row.figures.base if row.figures else None) for row in unplaced} == {
        (None, 7),
        (NORTH, 8),
    }
    assert table.rows[0].figures is not None
    assert table.rows[0].figures.base == 85


def test_text_answers_are_counted_and_never_tabled_by_place() -> None:
    wish = report().questions[2]
    assert wish.statuses is not None
    assert wish.statuses.answered > 0
    assert wish.groups is None


def test_a_mean_by_courtyard_is_of_those_who_gave_a_number() -> None:
    people = report().questions[3]
    assert people.number == PEOPLE.number
    assert people.groups is not None
    for row in people.groups.rows:
        if row.figures is not None and row.figures.numbers is not None:
            assert row.figures.base == row.figures.numbers.n >= 5


def test_the_published_bytes_give_the_report_back_and_hash_alike() -> None:
    found = report()
    assert read_report(published_bytes(found)) == found
    assert report_hash(found) == report_hash(read_report(published_bytes(found)))
    assert report_hash(replace(found, number=13)) != report_hash(found)


def test_a_report_names_the_survey_by_the_number_on_its_card() -> None:
    found = report(of=replace(survey(), number=12))
    assert read_report(published_bytes(found)) == found
    said = {line.key: line.params for line in method_lines(found)}
    assert said["report-method-survey"]["survey"] == 12


def test_a_report_issued_before_surveys_had_numbers_keeps_its_hash() -> None:
    assert "number" not in json.loads(published_bytes(report()))["survey"]
    assert "report-method-version" in {line.key for line in method_lines(report())}


def test_nothing_shown_depends_on_how_people_are_spread_over_hidden_courtyards() -> None:
    def table(**people: int) -> GroupTable:
        places = {"oak": OAK, "lime": LIME, "pine": PINE, "fir": FIR}
        rows = [
            AnswerRow(
                question=BENCHES.number,
                place=places[name],
                status=Status.ANSWERED,
                values=("light",),
                count=count,
            )
            for name, count in people.items()
        ]
        return group_table(BENCHES, tally_answers(rows)[BENCHES.number], PLACES, threshold=5)

    assert table(oak=40, lime=25, pine=17, fir=3) == table(oak=40, lime=25, pine=18, fir=2)
    assert table(oak=40, lime=25, pine=12, fir=8) != table(oak=40, lime=25, pine=13, fir=7)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_hidden_rows_carry_nothing(oak: int, lime: int, pine: int, fir: int) -> None:
    found = report(people={OAK: oak, LIME: lime, PINE: pine, FIR: fir})
    for figures in found.questions:
        for row in figures.groups.rows if figures.groups else ():
            if row.figures is not None:
                assert row.figures.base == 0 or row.figures.base >= 5


def test_what_was_released_once_is_released_again_as_it_was() -> None:
    earlier = report(of=survey(closed=False))
    plan = ReleasePlan(whole=Tables.EARLIER, groups=Tables.NONE)
    again = tables_as_released(earlier, plan)
    assert (again.questions, again.basis) == (earlier.questions, earlier.basis)


def test_the_report_says_that_those_answered_who_wanted_to() -> None:
    line = uncertainty_line(report())
    assert line is not None
    assert (line.key, line.count) == ("report-method-opt-in", sum(HOUSEHOLDS.values()))
    assert line in method_lines(report())


def test_the_method_box_tells_how_many_groups_are_hidden_and_from_which_size() -> None:
    lines = {line.key: line for line in method_lines(report())}
    assert lines["report-method-threshold"].params == {"threshold": 5, "whole": 10}
    assert (lines["report-method-hidden"].count or 0) >= 2


def test_a_hundred_thousand_responses_are_counted_from_a_few_rows() -> None:
    people = {OAK: 40_000, LIME: 30_000, PINE: 20_000, FIR: 10_000}
    found = report(
        questions=tuple(replace(QUESTIONS[n % 5], number=QuestionNumber(n + 1)) for n in range(10)),
        people=people,
    )
    assert [figures.number for figures in found.questions] == list(range(1, 11))
    for figures in found.questions:
        assert figures.statuses is not None
        assert figures.statuses.respondents == 100_000
