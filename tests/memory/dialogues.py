"""Dialogues, kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from civic.dialogues.model import (
    Dialogue,
    DialogueState,
    Line,
    Sender,
    Unanswered,
    Wanted,
)
from civic.kernel.ids import AccountId, BroadcastId, CommunityId, DialogueId, ResidentId
from civic.kernel.refusal import NotFound


@dataclass
class MemoryDialogues:
    kept: dict[tuple[CommunityId, DialogueId], Dialogue] = field(default_factory=dict)
    said: list[Line] = field(default_factory=list)
    senders: dict[BroadcastId, Sender] = field(default_factory=dict)
    numbers: int = 0

    async def dialogue(self, community: CommunityId, dialogue: DialogueId) -> Dialogue:
        if (community, dialogue) not in self.kept:
            raise NotFound("dialogue-gone")
        return self.kept[community, dialogue]

    async def of_resident(
        self, community: CommunityId, resident: ResidentId, dialogue: DialogueId
    ) -> Dialogue | None:
        found = self.kept.get((community, dialogue))
        return found if found is not None and found.resident == resident else None

    async def next_number(self, community: CommunityId) -> int:
        self.numbers += 1
        return self.numbers

    async def put(self, dialogue: Dialogue) -> None:
        self.kept[dialogue.community, dialogue.id] = dialogue

    async def open_of(self, community: CommunityId, resident: ResidentId) -> list[Dialogue]:
        return [
            one
            for (town, _), one in self.kept.items()
            if (town, one.resident) == (community, resident)
            and one.state is not DialogueState.CLOSED
        ]

    async def page(
        self, community: CommunityId, wanted: Wanted, *, offset: int, limit: int
    ) -> list[Dialogue]:
        found = [
            one
            for (town, _), one in self.kept.items()
            if town == community
            and one.state in wanted.states
            and wanted.assignee in {None, one.assignee}
            and (wanted.agencies is None or one.agency in {None, *wanted.agencies})
        ]
        found.sort(key=lambda one: (one.updated_at, one.id), reverse=wanted.newest_first)
        return found[offset : offset + limit]

    async def count(self, community: CommunityId, wanted: Wanted) -> int:
        return len(await self.page(community, wanted, offset=0, limit=10_000))

    async def add_line(self, community: CommunityId, line: Line) -> None:
        self.said.append(line)

    async def lines(
        self, community: CommunityId, dialogue: DialogueId, *, offset: int, limit: int
    ) -> list[Line]:
        found = [line for line in reversed(self.said) if line.dialogue == dialogue]
        return found[offset : offset + limit]

    async def count_lines(self, community: CommunityId, dialogue: DialogueId) -> int:
        return len(await self.lines(community, dialogue, offset=0, limit=10_000))

    async def unanswered(self, community: CommunityId, dialogue: DialogueId) -> Unanswered:
        waiting: list[Line] = []
        for line in await self.lines(community, dialogue, offset=0, limit=10_000):
            if line.from_office:
                break
            waiting.append(line)
        return Unanswered(count=len(waiting), first=waiting[-1].id if waiting else None)

    async def undelivered(
        self, community: CommunityId, dialogue: Dialogue, lines: Sequence[int]
    ) -> frozenset[int]:
        return frozenset()

    async def sender(self, community: CommunityId, broadcast: BroadcastId) -> Sender:
        if broadcast not in self.senders:
            raise NotFound("not-found")
        return self.senders[broadcast]

    async def shown_as(self, account: AccountId, message: int) -> DialogueId | None:
        return None
