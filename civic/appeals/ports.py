"""What appeals need kept, and what one transaction gives them."""

from datetime import datetime
from typing import Protocol

from civic.appeals.model import Appeal, AppealDraft, AppealRules
from civic.kernel.files import FileShelf
from civic.kernel.ids import AppealId, CommunityId, ResidentId
from civic.kernel.letters import Letters
from civic.service_requests.ports import RequestDesk


class Appeals(Protocol):
    async def appeal(
        self, community: CommunityId, appeal: AppealId, *, hold: bool = False
    ) -> Appeal:
        """Raise NotFound when the town has none such."""

    async def register(self, appeal: Appeal) -> tuple[Appeal, bool]:
        """Under the next number of its town; False with the one that its author has about it."""

    async def put(self, appeal: Appeal) -> None: ...

    async def next_answer_number(self, community: CommunityId) -> int: ...

    async def of_author(
        self, community: CommunityId, resident: ResidentId, *, limit: int
    ) -> list[Appeal]:
        """The newest first."""

    async def page(
        self, community: CommunityId, *, is_open: bool, offset: int = 0, limit: int
    ) -> list[Appeal]:
        """Open ones by when they are due, others the latest answered first."""

    async def count(self, community: CommunityId, *, is_open: bool) -> int: ...

    async def draft(self, community: CommunityId, resident: ResidentId) -> AppealDraft | None: ...

    async def put_draft(self, draft: AppealDraft) -> None: ...

    async def drop_draft(self, community: CommunityId, resident: ResidentId) -> None: ...

    async def rules(self, community: CommunityId) -> AppealRules: ...

    async def put_rules(self, rules: AppealRules) -> None: ...

    async def without_paper(self, *, limit: int) -> list[Appeal]:
        """In every town, those that are not on paper yet, the longest waiting first."""

    async def due_looks(self, now: datetime, *, limit: int) -> list[Appeal]:
        """In every town, what the tick has to look at; held."""

    async def forget_drafts_before(self, moment: datetime) -> None:
        """In every town, those that nobody went on with since."""

    async def forget_registered_before(self, moment: datetime, *, limit: int) -> int:
        """In every town, with their papers; return how many."""


class AppealDesk(RequestDesk, Protocol):
    """What an action reads and writes in one transaction; a unit of work is one."""

    @property
    def appeals(self) -> Appeals: ...
    @property
    def letters(self) -> Letters: ...
    @property
    def files(self) -> FileShelf: ...
