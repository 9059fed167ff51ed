"""What dialogues need kept."""

from collections.abc import Sequence
from typing import Protocol

from civic.dialogues.model import Dialogue, Line, Sender, Unanswered, Wanted
from civic.kernel.ids import AccountId, BroadcastId, CommunityId, DialogueId, ResidentId


class Dialogues(Protocol):
    async def dialogue(self, community: CommunityId, dialogue: DialogueId) -> Dialogue:
        """Held still until the unit ends, so that one takes it. Raise NotFound when it is gone."""

    async def of_resident(
        self, community: CommunityId, resident: ResidentId, dialogue: DialogueId
    ) -> Dialogue | None:
        """The same, of this resident's only."""

    async def next_number(self, community: CommunityId) -> int:
        """Nobody else gets it before the unit ends."""

    async def put(self, dialogue: Dialogue) -> None: ...

    async def open_of(self, community: CommunityId, resident: ResidentId) -> list[Dialogue]:
        """Those not closed, the oldest first."""

    async def page(
        self, community: CommunityId, wanted: Wanted, *, offset: int, limit: int
    ) -> list[Dialogue]:
        """Who waits longest comes first, unless the newest are wanted."""

    async def count(self, community: CommunityId, wanted: Wanted) -> int: ...

    async def add_line(self, community: CommunityId, line: Line) -> None: ...

    async def lines(
        self, community: CommunityId, dialogue: DialogueId, *, offset: int, limit: int
    ) -> list[Line]:
        """From the latest backwards."""

    async def count_lines(self, community: CommunityId, dialogue: DialogueId) -> int: ...

    async def unanswered(self, community: CommunityId, dialogue: DialogueId) -> Unanswered: ...

    async def undelivered(
        self, community: CommunityId, dialogue: Dialogue, lines: Sequence[int]
    ) -> frozenset[int]:
        """Of these lines of the office those that Telegram would not take to the resident."""

    async def sender(self, community: CommunityId, broadcast: BroadcastId) -> Sender:
        """Raise NotFound when the town has no such broadcast."""

    async def shown_as(self, account: AccountId, message: int) -> DialogueId | None:
        """Which dialogue this message in the person's chat was about."""
