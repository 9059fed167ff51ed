"""A delivery report in numbers: what is counted where, and which groups are told together."""

from hypothesis import given
from hypothesis import strategies as st

from civic.broadcasts.reporting import DeliveryReport, Doubt, Line, grouped, read_delivery_report
from civic.broadcasts.rules.delivery import count_of, outcome_of
from civic.kernel.bulk import Standing
from civic.kernel.outbox import MessageState

GROUPS = st.dictionaries(
    st.sampled_from(["Західний", "Східний", "Центр", "Ліс", ""]),
    st.dictionaries(st.sampled_from(["sent", "refused"]), st.integers(1, 12), min_size=1),
    max_size=5,
)


@given(GROUPS, st.integers(5, 20))
def test_no_group_under_the_threshold_is_told_apart_and_nobody_is_lost(
    counted: dict[str, dict[str, int]], threshold: int
) -> None:
    lines = grouped(counted, threshold)
    assert all(line.total >= threshold for line in lines if line.name is not None)
    assert sum(line.total for line in lines) == sum(
        count for counts in counted.values() for count in counts.values()
    )
    together = [line for line in lines if line.name is None]
    assert len(together) <= 1
    if together and len(lines) > 1:
        assert together[0].total >= threshold


def test_one_small_group_is_not_given_away_by_being_the_only_one() -> None:
    counted = {"Західний": {"sent": 40}, "Східний": {"sent": 9}, "Ліс": {"sent": 2}}
    lines = grouped(counted, 5)
    assert [(line.name, line.total) for line in lines] == [("Західний", 40), (None, 11)]


@given(st.sampled_from(MessageState), st.sampled_from(["", "blocked", "topic-off"]))
def test_a_message_is_told_in_the_report_as_on_the_card(state: MessageState, reason: str) -> None:
    count = count_of([Standing(state=state, reason=reason, count=1)])
    on_card = {
        "waiting": count.waiting,
        "sent": count.sent,
        "unknown": count.unknown,
        "cancelled": count.cancelled,
        "expired": count.expired,
        "refused": count.refused.total(),
    }
    assert {name for name, number in on_card.items() if number} == {outcome_of(state, reason)}


def test_what_the_child_gets_is_what_was_counted() -> None:
    report = DeliveryReport(
        number=7, town="Немішаєве", words="Води не буде", topic="outages", state="done",
        version=2, made_at="2027-03-01 10:00", started_at="2027-03-01 09:00", ended_at="",
        recalled_at="", threshold=5, read=3, totals={"sent": 9}, reasons={"blocked": 1},
        channels=[["Канал", "sent"]], languages=[Line(name="uk", counts={"sent": 9})],
        districts=[Line(name=None, counts={"sent": 9})], hours=[],
        doubts=[Doubt(district=None, at="2027-03-01 09:01")],
    )  # fmt: skip
    assert read_delivery_report(report.written()) == report
