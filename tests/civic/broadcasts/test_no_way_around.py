"""Whatever people do, in whatever order: nothing goes without the approval that it needs."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from civic.audiences.model import Headcount
from civic.broadcasts.document import hash_of
from civic.broadcasts.model import Broadcast, Urgency, Verdict
from civic.broadcasts.model import BroadcastState as S
from civic.broadcasts.rules import moves
from civic.broadcasts.rules.moves import WAYS
from civic.communities.model import Role
from civic.kernel.bulk import BulkMessage
from civic.kernel.ids import AccountId
from civic.kernel.refusal import Refusal
from tests.told import DARYNA, IHOR, MONDAY, OKSANA, PETRO, draft, official, town
from tests.told_desk import Desk, desk

Anything = TypeVar("Anything")
PEOPLE = st.sampled_from([OKSANA, PETRO, DARYNA, IHOR, AccountId(505), AccountId(506)])
YOUNG, ANALYST = AccountId(505), AccountId(506)
WORDS = st.sampled_from(["Води не буде.", "Води не буде з 20:00.", "Вода буде."])
AFTER_THE_START = frozenset({S.SCHEDULED, S.GOING, S.PAUSED, S.DONE})


def finish(work: Coroutine[Any, Any, Anything]) -> Anything | None:
    """Stores in memory never wait, so no loop is needed; a refusal leaves things as they are."""
    try:
        work.send(None)
    except StopIteration as over:
        return over.value  # type: ignore[no-any-return]  # what the coroutine returned
    except Refusal:
        return None
    raise AssertionError("it waited for something")


class Office(RuleBasedStateMachine):
    desk: Desk

    @initialize(alone=st.booleans(), how_many=st.sampled_from([20, 250]), how_far=st.integers(0, 3))
    def begin(self, *, alone: bool, how_many: int, how_far: int) -> None:
        people = [official(one) for one in ((OKSANA,) if alone else (OKSANA, PETRO, DARYNA, IHOR))]
        self.desk = desk(
            *people,
            official(YOUNG, since=MONDAY),
            official(ANALYST, role=Role.ANALYST),
            of=town(is_single_handed=alone),
        )
        self.alone = alone
        self.desk.audiences.counted = Headcount(belong=how_many, left_out={})
        finish(self.desk.draft())
        self.last = self.desk.told.state
        self.asked: dict[int, tuple[AccountId, bool, bool]] = {}
        """By version: who asked for it, whether it was urgent, whether alone."""
        for step in (self.submit_it, self.approve_it, self.start)[:how_far]:
            step()
        self.last = self.desk.told.state

    def submit_it(self) -> None:
        self._note(OKSANA, finish(self.desk.submit()) is not None)

    def approve_it(self) -> None:
        finish(self.desk.approve(by=PETRO))
        self.desk.now += timedelta(minutes=15)

    @rule(by=PEOPLE, text=WORDS)
    def edit(self, by: AccountId, text: str) -> None:
        finish(self.desk.rewrite(text, by=by))

    @rule(by=PEOPLE)
    def call_it_urgent(self, by: AccountId) -> None:
        urgency = Urgency(reason="Газ.")
        finish(self.desk.edit(lambda one: replace(one, urgency=urgency), by=by))

    @rule(by=PEOPLE)
    def submit(self, by: AccountId) -> None:
        self._note(by, finish(self.desk.submit(by=by)) is not None)

    @rule(by=PEOPLE, text=WORDS)
    def correct(self, by: AccountId, text: str) -> None:
        before = len(self.desk.broadcasts.versions)
        finish(self.desk.correct(text, by=by))
        self._note(by, len(self.desk.broadcasts.versions) > before)

    def _note(self, by: AccountId, happened: bool) -> None:
        if happened:
            latest = self.desk.broadcasts.versions[-1].number
            settled = [
                one.account
                for one in self.desk.officials.kept.values()
                if one.role is Role.OFFICIAL and one.since <= self.desk.now - timedelta(days=1)
            ]
            is_many = self.desk.audiences.counted.belong >= town().approval_from
            alone = self.alone and is_many and settled == [by]
            self.asked[latest] = by, self.desk.told.urgency is not None, alone

    @rule(by=PEOPLE, back=st.sampled_from([0, 0, 1]))
    def approve(self, by: AccountId, back: int) -> None:
        version = len(self.desk.broadcasts.versions) - back
        told = self.desk.told
        if finish(self.desk.approve(by=by, version=version)) is not None:
            frozen = self.desk.broadcasts.versions[version - 1]
            authors = {told.author, *told.editors, told.requested_by, frozen.frozen_by}
            assert by not in authors | {YOUNG, ANALYST, self.asked[version][0]}

    @rule(by=PEOPLE, back=st.sampled_from([0, 0, 1]))
    def refuse(self, by: AccountId, back: int) -> None:
        version = len(self.desk.broadcasts.versions) - back
        finish(self.desk.refuse(by=by, version=version))

    @rule(by=PEOPLE, what=st.sampled_from(["take_back", "pause", "resume", "stop", "recall"]))
    def steer(self, by: AccountId, what: str) -> None:
        finish(getattr(self.desk, what)(by=by))

    @rule(by=PEOPLE, what=st.sampled_from(["again", "drop_correction"]))
    def steer_after(self, by: AccountId, what: str) -> None:
        doubt = BulkMessage(id=1, to=PETRO, message=None, album=(), at=None)
        self.desk.bulks.doubtful = [doubt]
        finish(getattr(self.desk, what)(by=by))

    @rule()
    def start(self) -> None:
        finish(self.desk.start())

    @rule()
    def tick(self) -> None:
        due = finish(
            self.desk.broadcasts.corrections_due(self.desk.now - moves.ALONE_AFTER, limit=9)
        )
        for broadcast, version in due or []:
            finish(self.desk.apply(broadcast, version))

    @rule()
    def finish_it(self) -> None:
        try:
            over = moves.finished(self.desk.told, now=self.desk.now)
        except Refusal:
            return
        finish(self.desk.broadcasts.put(over))

    @rule()
    def quarter_passes(self) -> None:
        self.desk.now += timedelta(minutes=15)

    @rule(by=st.sampled_from([PETRO, DARYNA]))
    def somebody_comes(self, by: AccountId) -> None:
        self.desk.officials.kept.setdefault((town().id, by), official(by, since=self.desk.now))

    @invariant()
    def it_moves_by_the_ways_that_are_written_down(self) -> None:
        state = self.desk.told.state
        if state is not self.last:
            reached = {state} & WAYS[self.last]
            assert reached
        self.last = state

    @invariant()
    def what_goes_was_approved_as_it_is(self) -> None:
        told = self.desk.told
        if told.state not in AFTER_THE_START:
            return
        version = next(one for one in self.desk.broadcasts.versions if one.number == told.version)
        assert hash_of(told.content) == version.content_hash
        by, urgent, alone = self.asked[told.version]
        said = [one for _, one in self.desk.broadcasts.said if one.version == told.version]
        approved = {one.by for one in said if one.verdict is Verdict.APPROVED}
        needed = 2 if urgent else int(self.desk.audiences.counted.belong >= 100)
        if alone:
            assert told.timing.starts_at is not None or version.replaces
            assert not urgent
        else:
            assert len(approved) >= needed
        assert not approved & {by, told.author, version.frozen_by, YOUNG, ANALYST}
        assert all(one.verdict is Verdict.APPROVED for one in said)


Office.TestCase.settings = settings(max_examples=250, stateful_step_count=25, deadline=None)
TestNoWayAround = Office.TestCase


MOVES: tuple[Callable[[Broadcast], Broadcast], ...] = (
    lambda one: moves.requested(one, version=1, by=OKSANA, recipients=1, now=MONDAY),
    lambda one: moves.sent(one, version=1, by=OKSANA, recipients=1, is_alone=False, now=MONDAY),
    lambda one: moves.scheduled(one, recipients=1),
    lambda one: moves.started(one, now=MONDAY),
    moves.paused,
    moves.resumed,
    moves.going_again,
    moves.drafted_again,
    lambda one: moves.recalled(one, now=MONDAY),
    lambda one: moves.stopped(one, now=MONDAY),
    lambda one: moves.finished(one, now=MONDAY),
)


@pytest.mark.parametrize("before", list(S))
def test_all_moves_together_lead_where_the_table_does_and_nowhere_else(before: S) -> None:
    reached = set()
    for move in MOVES:
        with suppress(Refusal):
            reached.add(move(replace(draft(), state=before, started_at=MONDAY)).state)
    assert reached - {before} == WAYS[before]
