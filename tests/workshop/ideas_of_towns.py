"""Ideas of either of two towns, and what is asked of their store."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from civic.ideas.model import Idea, IdeaRules, IdeaStatus, IdeaSupporter
from civic.kernel.ids import AccountId, CategoryId, CommunityId, IdeaId, PlaceId, ResidentId
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY

FIRST, SECOND, DRAFT = IdeaId(1), IdeaId(2), IdeaId(3)


def idea_of(community: CommunityId, number: int, word: str = "") -> Idea:
    return Idea(
        id=IdeaId(number), community=community, author=ResidentId(31), account=AccountId(601),
        courtyard=PlaceId(91), text=f"{word}Майданчик", status=IdeaStatus.GATHERING, supporters=1,
        changed_at=MONDAY, published_at=MONDAY, expires_at=MONDAY + timedelta(days=90),
    )  # fmt: skip


def _supporter(idea: IdeaId, resident: int) -> IdeaSupporter:
    return IdeaSupporter(
        idea=idea, resident=ResidentId(resident), account=AccountId(604), at=MONDAY
    )


async def wish(work: SqlWork, community: CommunityId, word: str) -> None:
    """The same numbers in either town; the other has an idea more."""
    for number in (1, 2) if word else (1,):
        await work.ideas.put(idea_of(community, number, word))
        await work.ideas.add_supporter(community, _supporter(IdeaId(number), 31))
    draft = Idea(
        id=DRAFT, community=community, author=ResidentId(31), account=AccountId(601),
        courtyard=PlaceId(92), text=f"{word}Лавка", changed_at=MONDAY,
    )  # fmt: skip
    await work.ideas.put(draft)
    await work.ideas.put_rules(
        IdeaRules(community=community, threshold=9 if word else 5, category=CategoryId(1))
    )


GIVEN: Mapping[str, tuple[Any, Any]] = {
    "idea": (FIRST, SECOND),
    "courtyard": (PlaceId(91), PlaceId(190)),
    "statuses": (tuple(IdeaStatus),) * 2,
}
SPECIAL: Mapping[str, tuple[Any, Any]] = {
    "ideas.add_supporter.supporter": (_supporter(FIRST, 33), _supporter(FIRST, 31)),
    "ideas.discard.idea": (DRAFT, SECOND),
    "ideas.draft_of.resident": (ResidentId(31), ResidentId(32)),
    "ideas.is_supporter.resident": (ResidentId(31), ResidentId(32)),
    "ideas.remove_supporter.resident": (ResidentId(31), ResidentId(32)),
}
