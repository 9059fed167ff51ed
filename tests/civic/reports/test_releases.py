"""What may leave while a survey is open, at its close, and never again."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from civic.reports.releases import Released, ReleasePlan, Tables, plan_release

T = 5


def plan(
    responses: int, *, latest: Released | None = None, closed: bool = False, may: bool = True
) -> ReleasePlan:
    return plan_release(
        responses=responses,
        threshold=T,
        is_closed=closed,
        may_show_while_open=may,
        latest=latest,
    )


def released(responses: int, *, erased: int = 0, final: bool = False) -> Released:
    return Released(responses=responses, still_there=responses - erased, is_final=final)


def test_while_open_tables_by_place_never_leave() -> None:
    for responses in range(500):
        for latest in (None, released(20)):
            assert plan(responses, latest=latest).groups is Tables.NONE


def test_without_the_authors_wish_an_open_survey_shows_participation_alone() -> None:
    assert plan(400, may=False).whole is Tables.NONE


def test_the_latest_few_wait_for_the_next_release() -> None:
    assert plan(14).whole is Tables.NONE
    first = plan(15)
    assert (first.whole, first.leave_out) == (Tables.NEW, T)


def test_a_release_while_open_comes_again_only_after_enough_new_responses() -> None:
    latest = released(10)
    assert plan(24, latest=latest).whole is Tables.EARLIER
    again = plan(25, latest=latest)
    assert (again.whole, again.leave_out) == (Tables.NEW, T)


def test_at_the_close_everything_leaves_and_then_nothing_new_ever_does() -> None:
    closing = plan(40, closed=True, latest=released(20))
    assert (closing.whole, closing.groups, closing.leave_out) == (Tables.NEW, Tables.NEW, 0)
    later = plan(39, closed=True, latest=released(40, erased=1, final=True))
    assert (later.whole, later.groups) == (Tables.EARLIER, Tables.EARLIER)
    assert not later.needs_counting


def test_two_released_wholes_never_differ_by_a_few_people() -> None:
    for steps in ([1] * 90, [3, 1, 7] * 12, [10] * 9, [4] * 30):
        responses, latest, sizes = 0, None, []
        for more in steps:
            responses += more
            found = plan(responses, latest=latest)
            if found.whole is Tables.NEW:
                latest = released(responses - found.leave_out)
                sizes.append(latest.responses)
        closing = plan(responses, latest=latest, closed=True)
        sizes.append(responses - closing.leave_out)
        gaps = [later - earlier for earlier, later in pairwise(sizes)]
        assert all(gap == 0 or gap >= T for gap in gaps), sizes


def test_when_the_latest_few_erased_themselves_the_final_tables_stay_as_they_were() -> None:
    found = plan(22, closed=True, latest=released(20))
    assert (found.whole, found.groups, found.leave_out) == (Tables.EARLIER, Tables.NEW, 2)


def test_an_erasure_since_the_last_release_does_not_show_in_tables_by_place() -> None:
    found = plan(19, closed=True, latest=released(20, erased=1))
    assert (found.whole, found.groups) == (Tables.EARLIER, Tables.NONE)
    assert found.is_held_back


events = st.lists(
    st.tuples(st.just("come"), st.integers(1, 12))
    | st.tuples(st.just("erase"), st.integers(0, 99)),
    max_size=40,
)


@given(events)
def test_whoever_reads_every_release_learns_nothing_about_a_few_people(
    happened: list[tuple[str, int]],
) -> None:
    """One who polls after each response and each erasure compares sets, not only sizes."""
    there: list[int] = []
    shown: set[int] | None = None
    newest = 0

    def released_before() -> Released | None:
        if shown is None:
            return None
        return Released(responses=len(shown), still_there=len(shown & set(there)))

    for what, amount in happened:
        if what == "come":
            there += range(newest, newest + amount)
            newest += amount
        elif there:
            del there[amount % len(there)]
        found = plan(len(there), latest=released_before())
        if found.whole is Tables.NEW:
            fresh = set(there[: len(there) - found.leave_out])
            assert shown is None or len(fresh ^ shown) >= T
            shown = fresh
    closing = plan(len(there), latest=released_before(), closed=True)
    final = set(there[: len(there) - closing.leave_out])
    if closing.needs_counting and shown is not None:
        assert final == shown or len(final ^ shown) >= T
