"""Answers counted in groups, in any order and in any parts."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.ids import PlaceId
from civic.reports.model import Arrival, QuestionNumber, Stage, Status
from civic.reports.tally import (
    AnswerRow,
    ParticipationRow,
    count_participation,
    merge_tallies,
    tally_answers,
)

rows = st.builds(
    AnswerRow,
    question=st.integers(1, 3).map(QuestionNumber),
    place=st.none() | st.integers(1, 4).map(PlaceId),
    status=st.sampled_from(Status),
    values=st.lists(st.sampled_from(["park", "road", "light"]), max_size=3, unique=True).map(tuple),
    count=st.integers(1, 50),
)


@given(st.lists(rows, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(
    found: list[AnswerRow], chance: random.Random
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert tally_answers(shuffled) == tally_answers(found)


@given(st.lists(rows, max_size=40), st.lists(st.integers(0, 40), max_size=4))
def test_counting_in_parts_equals_counting_from_scratch(
    found: list[AnswerRow], cuts: list[int]
) -> None:
    edges = [0, *sorted(min(cut, len(found)) for cut in cuts), len(found)]
    parts = [tally_answers(found[start:end]) for start, end in pairwise(edges)]
    forwards, backwards = parts[0], parts[-1]
    for part in parts[1:]:
        forwards = merge_tallies(forwards, part)
    for part in reversed(parts[:-1]):
        backwards = merge_tallies(backwards, part)
    assert forwards == backwards == tally_answers(found)


@given(st.lists(rows, max_size=40))
def test_every_respondent_has_exactly_one_status_at_each_question(found: list[AnswerRow]) -> None:
    for question, tally in tally_answers(found).items():
        respondents = sum(row.count for row in found if row.question == question)
        assert tally.whole().by_status().respondents == respondents


def test_everybody_stands_at_exactly_one_stage() -> None:
    part = count_participation(
        [
            ParticipationRow(arrival=Arrival.INVITED, stage=Stage.NOT_DELIVERED, count=20),
            ParticipationRow(arrival=Arrival.INVITED, stage=Stage.NOT_OPENED, count=50),
            ParticipationRow(arrival=Arrival.INVITED, stage=Stage.NOT_BEGUN, count=5),
            ParticipationRow(arrival=Arrival.INVITED, stage=Stage.BROKEN_OFF, count=5),
            ParticipationRow(arrival=Arrival.INVITED, stage=Stage.COMPLETE, count=40),
            ParticipationRow(arrival=Arrival.LINK, stage=Stage.COMPLETE, count=7),
            ParticipationRow(arrival=Arrival.IMPORTED, stage=Stage.COMPLETE, count=3),
        ]
    )
    assert part.invited.everybody == 120
    assert part.invited.reached == 100
    assert part.begun == 55
    assert part.complete == 50
    assert part.response_rate is not None
    assert str(part.response_rate.value) == "40.0"
