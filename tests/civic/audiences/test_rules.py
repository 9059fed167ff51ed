"""A rule is written down and read back; what it may not name is refused in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.audiences import edits
from civic.audiences.model import AnsweredSurvey, AudienceRule, Gone, SavedAudience
from civic.audiences.rules import (
    NAME_LIMIT,
    PLACES_LIMIT,
    asks_of_answers,
    check_can_be_saved,
    check_name,
    check_rule,
    from_document,
    to_document,
    without_gone,
)
from civic.communities.model import Role
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    CommunityId,
    PlaceId,
    SavedAudienceId,
    SurveyId,
)
from civic.kernel.language import LANGUAGES
from civic.kernel.refusal import Refusal
from tests.calendar import MONDAY

YARD, HOUSE, DISTRICT = PlaceId(11), PlaceId(111), PlaceId(1)
SURVEY = AnsweredSurvey(survey=SurveyId(7), did=False)


def saved(rule: AudienceRule) -> SavedAudience:
    return SavedAudience(
        id=SavedAudienceId(5), community=CommunityId(1), name="Парк", rule=rule,
        created_by=AccountId(1), created_at=MONDAY,
    )  # fmt: skip


def some(kind: type[int]) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(st.integers(1, 2**62), max_size=4, unique=True).map(
        lambda numbers: tuple(kind(number) for number in numbers)
    )


RULES = st.builds(
    AudienceRule,
    places=some(int),
    languages=st.sets(st.sampled_from(LANGUAGES)).map(
        lambda wanted: tuple(one for one in LANGUAGES if one in wanted)
    ),
    survey=st.none() | st.builds(AnsweredSurvey, survey=st.integers(1, 99), did=st.booleans()),
    roles=st.lists(st.sampled_from(Role), unique=True).map(tuple),
    agencies=some(int),
    saved=st.none() | st.integers(1, 2**62),
    without_places=some(int),
    without_saved=some(int),
)


@given(RULES)
def test_a_rule_is_read_as_it_was_written(rule: AudienceRule) -> None:
    assert from_document(to_document(rule)) == rule


def test_the_whole_town_is_written_as_nothing() -> None:
    assert to_document(AudienceRule()) == {}


@pytest.mark.parametrize(
    ("rule", "gone", "key"),
    [
        (AudienceRule(saved=SavedAudienceId(5)), Gone(saved=(SavedAudienceId(5),)), "saved-gone"),
        (AudienceRule(places=(YARD,)), Gone(places=(YARD,)), "places-gone"),
        (AudienceRule(agencies=(AgencyId(1),)), Gone(agencies=(AgencyId(1),)), "agency-gone"),
        (AudienceRule(survey=SURVEY), Gone(survey=SURVEY.survey), "survey-gone"),
        (AudienceRule(places=(YARD,), roles=(Role.ANALYST,)), Gone(), "mixed"),
        (
            AudienceRule(places=tuple(PlaceId(n) for n in range(PLACES_LIMIT + 1))),
            Gone(),
            "too-many-places",
        ),
        (
            AudienceRule(without_saved=tuple(SavedAudienceId(n) for n in range(11))),
            Gone(),
            "too-many-saved",
        ),
    ],
)
def test_a_rule_that_cannot_stand_is_refused(rule: AudienceRule, gone: Gone, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_rule(rule, gone=gone)
    assert refused.value.key == f"audience-{key}"


def test_what_is_gone_is_taken_out_and_the_rest_stays() -> None:
    rule = AudienceRule(
        places=(YARD, HOUSE), survey=SURVEY, saved=SavedAudienceId(5), without_places=(DISTRICT,)
    )
    gone = Gone(places=(HOUSE, DISTRICT), saved=(SavedAudienceId(5),), survey=SURVEY.survey)
    assert without_gone(rule, gone) == AudienceRule(places=(YARD,))


def test_a_place_stands_for_all_that_lies_in_it() -> None:
    rule = AudienceRule(places=(YARD, PlaceId(12)))
    wider = edits.with_place(rule, DISTRICT, on=True, left_out=False, inside=(YARD,))
    assert wider.places == (PlaceId(12), DISTRICT)
    assert edits.with_place(wider, DISTRICT, on=False, left_out=False, inside=()).places == (
        PlaceId(12),
    )


def test_choosing_officials_leaves_residents_conditions_and_the_other_way_round() -> None:
    residents = AudienceRule(places=(YARD,), survey=SURVEY, languages=("uk",))
    office = edits.with_role(residents, Role.ANALYST, on=True)
    assert office == AudienceRule(roles=(Role.ANALYST,), languages=("uk",))
    back = edits.with_place(office, YARD, on=True, left_out=False, inside=())
    assert back == AudienceRule(places=(YARD,), languages=("uk",))
    assert edits.with_survey(office, SURVEY).roles == ()


def test_a_double_press_changes_a_rule_once() -> None:
    once = edits.with_language(AudienceRule(), "en", on=True)
    assert edits.with_language(once, "en", on=True) == once
    twice = edits.with_agency(AudienceRule(), AgencyId(1), on=True)
    assert edits.with_agency(twice, AgencyId(1), on=True) == twice


def test_a_saved_audience_of_officials_is_taken_over_and_one_of_residents_named() -> None:
    office = AudienceRule(roles=(Role.OFFICIAL,))
    assert edits.from_saved(saved(office)) == office
    assert edits.from_saved(saved(AudienceRule(places=(YARD,)))).saved == SavedAudienceId(5)


def test_numbers_that_would_name_who_answered_are_known_as_such() -> None:
    asks = saved(AudienceRule(survey=SURVEY))
    assert asks_of_answers([AudienceRule(survey=SURVEY)])
    assert asks_of_answers([AudienceRule(without_saved=(asks.id,)), asks.rule])
    assert not asks_of_answers([AudienceRule(places=(YARD,))])


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        (AudienceRule(), "audience-save-whole-town"),
        (AudienceRule(saved=SavedAudienceId(5)), "audience-save-nested"),
        (AudienceRule(without_saved=(SavedAudienceId(5),)), "audience-save-nested"),
    ],
)
def test_what_needs_no_name_or_names_another_is_not_saved(rule: AudienceRule, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_can_be_saved(rule)
    assert refused.value.key == key
    check_can_be_saved(replace(rule, languages=("uk",), saved=None, without_saved=()))


def test_names_are_one_line_of_some_letters() -> None:
    assert check_name("  Двори \n біля   парку ") == "Двори біля парку"
    for typed in ("   ", "я" * (NAME_LIMIT + 1)):
        with pytest.raises(Refusal):
            check_name(typed)
