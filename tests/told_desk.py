"""An office that tells things, with all that it stands on kept in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from civic.broadcasts.actions import (
    approving,
    correcting,
    dispatching,
    reading,
    requesting,
    steering,
    testing,
    writing,
)
from civic.broadcasts.document import fingerprint_of
from civic.broadcasts.model import Broadcast, BroadcastVersion, Content
from civic.communities.model import Community, Official
from civic.kernel.ids import AccountId, BroadcastId, ResidentId, SurveyId
from civic.residents.model import Topic
from tests.memory.broadcasts import (
    MemoryBroadcasts,
    MemoryBulks,
    MemoryHeadcount,
    MemoryOutlets,
    MemorySurveys,
)
from tests.memory.communities import MemoryAudit, MemoryCommunities, MemoryOfficials
from tests.memory.residents import MemoryOutbox
from tests.told import MONDAY, OFFICE, OKSANA, TEXT, WATER, town


@dataclass
class Desk:
    broadcasts: MemoryBroadcasts = field(default_factory=MemoryBroadcasts)
    bulks: MemoryBulks = field(default_factory=MemoryBulks)
    audiences: MemoryHeadcount = field(default_factory=MemoryHeadcount)
    communities: MemoryCommunities = field(default_factory=MemoryCommunities)
    officials: MemoryOfficials = field(default_factory=MemoryOfficials)
    surveys: MemorySurveys = field(default_factory=MemorySurveys)
    outlets: MemoryOutlets = field(default_factory=MemoryOutlets)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    now: datetime = MONDAY

    @property
    def told(self) -> Broadcast:
        return self.broadcasts.kept[WATER]

    def who(self, account: AccountId) -> Official | None:
        return self.officials.kept.get((town().id, account))

    async def draft(
        self,
        content: Content = TEXT,
        *,
        by: AccountId = OKSANA,
        id: BroadcastId = WATER,  # noqa: A002 - the broadcast's
    ) -> Broadcast:
        return await writing.draft_broadcast(
            id, content, self.who(by), topic=Topic.OUTAGES,
            broadcasts=self.broadcasts, audit=self.audit, now=self.now,
        )  # fmt: skip

    async def edit(
        self, change: Callable[[Broadcast], Broadcast], *, by: AccountId = OKSANA
    ) -> writing.Edited:
        return await writing.edit_broadcast(
            WATER, change, self.who(by), broadcasts=self.broadcasts,
            communities=self.communities, officials=self.officials, outbox=self.outbox,
            audit=self.audit, now=self.now,
        )  # fmt: skip

    async def rewrite(self, text: str, *, by: AccountId = OKSANA) -> writing.Edited:
        return await self.edit(lambda one: replace(one, content=Content(texts={"uk": text})), by=by)

    async def submit(self, *, by: AccountId = OKSANA, seen: str | None = None) -> Broadcast:
        return await requesting.submit_broadcast(
            WATER, self.who(by), seen=seen or fingerprint_of(self.told),
            broadcasts=self.broadcasts, audiences=self.audiences,
            communities=self.communities, officials=self.officials, surveys=self.surveys,
            outlets=self.outlets, outbox=self.outbox, audit=self.audit, now=self.now,
        )  # fmt: skip

    async def take_back(self, *, by: AccountId = OKSANA) -> Broadcast:
        return await requesting.take_back(
            WATER, self.who(by), broadcasts=self.broadcasts, communities=self.communities,
            officials=self.officials, outbox=self.outbox, audit=self.audit, now=self.now,
        )  # fmt: skip

    async def approve(self, *, by: AccountId, version: int | None = None) -> approving.Decided:
        return await approving.approve_broadcast(
            WATER, self.told.version if version is None else version, self.who(by),
            broadcasts=self.broadcasts, audiences=self.audiences,
            communities=self.communities, officials=self.officials, bulks=self.bulks,
            outbox=self.outbox, audit=self.audit, now=self.now,
        )  # fmt: skip

    async def refuse(
        self, reason: str = "Не той двір.", *, by: AccountId, version: int | None = None
    ) -> approving.Decided:
        return await approving.refuse_broadcast(
            WATER, self.told.version if version is None else version, reason, self.who(by),
            broadcasts=self.broadcasts, communities=self.communities, outbox=self.outbox,
            audit=self.audit, now=self.now,
        )  # fmt: skip

    async def start(self) -> Broadcast:
        return await dispatching.start_broadcast(
            self.told, broadcasts=self.broadcasts, bulks=self.bulks,
            communities=self.communities, officials=self.officials, now=self.now,
        )  # fmt: skip

    async def pause(self, *, by: AccountId = OKSANA) -> Broadcast:
        return await steering.pause_broadcast(
            WATER, self.who(by), broadcasts=self.broadcasts, bulks=self.bulks,
            audit=self.audit, now=self.now,
        )  # fmt: skip

    async def resume(self, *, by: AccountId = OKSANA) -> Broadcast:
        return await steering.resume_broadcast(
            WATER, self.who(by), broadcasts=self.broadcasts, communities=self.communities,
            bulks=self.bulks, audit=self.audit, now=self.now,
        )  # fmt: skip

    async def stop(self, *, by: AccountId = OKSANA) -> Broadcast:
        return await steering.stop_broadcast(
            WATER, self.who(by), broadcasts=self.broadcasts, bulks=self.bulks,
            audit=self.audit, now=self.now,
        )  # fmt: skip

    async def recall(self, *, by: AccountId = OKSANA) -> Broadcast:
        return await steering.recall_broadcast(
            WATER, self.who(by), broadcasts=self.broadcasts, communities=self.communities,
            officials=self.officials, bulks=self.bulks, audit=self.audit, now=self.now,
        )  # fmt: skip

    async def again(self, *, by: AccountId = OKSANA) -> Broadcast:
        return await steering.send_again(
            WATER, self.who(by), broadcasts=self.broadcasts, communities=self.communities,
            officials=self.officials, bulks=self.bulks, audit=self.audit, now=self.now,
        )  # fmt: skip

    async def correct(self, text: str, *, by: AccountId = OKSANA) -> BroadcastVersion | None:
        return await correcting.correct_broadcast(
            WATER, replace(self.told.content, texts={"uk": text}), self.who(by),
            broadcasts=self.broadcasts, communities=self.communities,
            officials=self.officials, bulks=self.bulks, outbox=self.outbox,
            audit=self.audit, now=self.now,
        )  # fmt: skip

    async def apply(self, broadcast: Broadcast, version: BroadcastVersion) -> Broadcast:
        return await correcting.apply_correction(
            broadcast, version, None, broadcasts=self.broadcasts, communities=self.communities,
            officials=self.officials, bulks=self.bulks, outbox=self.outbox, audit=self.audit,
            now=self.now,
        )  # fmt: skip

    async def drop_correction(self, *, by: AccountId = OKSANA) -> BroadcastVersion:
        return await correcting.drop_correction(
            WATER, self.who(by), broadcasts=self.broadcasts, audit=self.audit, now=self.now
        )

    async def read(self, resident: ResidentId) -> bool:
        return await reading.read_broadcast(
            town().id, WATER, resident, broadcasts=self.broadcasts, now=self.now
        )

    async def test(self, *, by: AccountId = OKSANA) -> Broadcast:
        return await testing.send_test(
            WATER, self.who(by), broadcasts=self.broadcasts, communities=self.communities,
            officials=self.officials, outbox=self.outbox, audit=self.audit, now=self.now,
        )  # fmt: skip

    def ask(self, survey: int, state: str) -> SurveyId:
        self.surveys.kept[survey] = state
        return SurveyId(survey)


def desk(*officials: Official, of: Community | None = None) -> Desk:
    """A town whose office has these people: four who may approve, unless others are named."""
    made = Desk()
    home = of or town()
    made.communities.kept[home.id] = home
    for one in officials or OFFICE:
        made.officials.kept[one.community, one.account] = one
    return made
