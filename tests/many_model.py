"""The model of the ledger, with texts for many: held back, let go, stopped, swept aside."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from civic.kernel.bulk import Held
from civic.kernel.ids import AccountId, BulkId
from civic.kernel.outbox import Lane, MessageState, Notice, Recipient
from storage.delivery import Leased
from tests.ledger_model import CHATS, Ledger, Row
from tests.stores import TOWN

S = MessageState
_SWEPT = {
    None: {(S.HELD, S.QUEUED)},
    Held.PAUSED: {(S.QUEUED, S.HELD)},
    Held.WINDOW: {(S.QUEUED, S.HELD)},
    Held.STOPPED: {(S.QUEUED, S.CANCELLED), (S.HELD, S.CANCELLED)},
}
"""What sweeping may do to a message, by how its bulk is held."""


class LedgerOfMany(Ledger):
    def __init__(self) -> None:
        super().__init__()
        self.bulks: dict[int, Held | None] = {}

    @rule(chats=st.sets(st.sampled_from(CHATS), min_size=1), torn=st.booleans())
    def begin(self, chats: set[int], torn: bool) -> None:
        self.runner.run(self._begin(sorted(chats), torn))

    async def _begin(self, chats: list[int], torn: bool) -> None:
        said = Notice(to=AccountId(0), community=TOWN, key="x", lane=Lane.BULK)
        before = await self._kept()
        async with self.unit(torn) as work:
            bulk = await work.bulks.begin(said, now=self.now)
            told = [Recipient(to=AccountId(chat), once=f"many:{bulk}") for chat in chats]
            assert await work.bulks.add(TOWN, bulk, told, now=self.now) == len(chats)
            assert await work.bulks.add(TOWN, bulk, told, now=self.now) == 0, "once is once"
        if torn:
            return
        self.bulks[bulk] = None
        new = sorted((await self._kept()).keys() - before.keys())
        for number, chat in zip(new, chats, strict=True):
            self.rows[number] = Row(chat, Lane.BULK, "notice", None, bulk=bulk)

    @precondition(lambda self: self.bulks)
    @rule(
        pick=st.integers(0, 9),
        why=st.sampled_from([None, Held.PAUSED, Held.WINDOW, Held.STOPPED]),
        torn=st.booleans(),
    )
    def hold_or_let_go(self, pick: int, why: Held | None, torn: bool) -> None:
        """And look at once what may leave: before anything was swept aside."""
        bulk = BulkId(sorted(self.bulks)[pick % len(self.bulks)])
        self.runner.run(self._hold(bulk, why, torn))
        self.runner.run(self._lease(8, torn=False))

    async def _hold(self, bulk: BulkId, why: Held | None, torn: bool) -> None:
        async with self.unit(torn) as work:
            if why is None:
                await work.bulks.release(TOWN, bulk)
            else:
                await work.bulks.hold(TOWN, bulk, why)
        if not torn and self.bulks[bulk] is not Held.STOPPED:
            self.bulks[bulk] = why

    @rule(limit=st.integers(1, 4), torn=st.booleans())
    def sweep(self, limit: int, torn: bool) -> None:
        self.runner.run(self._sweep(limit, torn))

    async def _sweep(self, limit: int, torn: bool) -> int:
        async with self.unit(torn) as work:
            moved = await work.bulks.sweep(limit=limit, now=self.now)
        if torn:
            return 0
        changed = {
            number: (self.rows[number].state, state)
            for number, state in (await self._kept()).items()
            if self.rows[number].state is not state
        }
        assert len(changed) == moved <= limit
        for number, (before, after) in changed.items():
            bulk = self.rows[number].bulk
            assert bulk is not None
            assert (before, after) in _SWEPT[self.bulks[bulk]]
            self.rows[number].state = after
        return moved

    def check_departure(self, row: Leased) -> None:
        """Nothing leaves once the hold is committed."""
        bulk = self.rows[row.id].bulk
        assert bulk is None or self.bulks[bulk] is None

    async def calm_down(self) -> None:
        for bulk, why in list(self.bulks.items()):
            if why is not Held.STOPPED:
                await self._hold(BulkId(bulk), None, torn=False)
        while await self._sweep(5, torn=False):
            pass
        await super().calm_down()
