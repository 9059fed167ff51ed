"""Official appeals and letters of either of two towns, and what is asked of their stores."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from civic.appeals.model import Appeal, AppealDraft, AppealRules, ReplyBy
from civic.kernel.ids import (
    AccountId,
    AppealId,
    CommunityId,
    LetterId,
    ResidentId,
    ServiceRequestId,
)
from civic.kernel.letters import Letter
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY


def appeal_of(community: CommunityId, number: int, word: str = "") -> Appeal:
    return Appeal(
        id=AppealId(number), community=community, request=ServiceRequestId(number),
        author=ResidentId(31), account=AccountId(601), full_name=f"{word}Коваль Олена",
        residence=f"{word}Немішаєве, Шевченка, 12", reply_by=ReplyBy.CHAT, text=f"{word}Темно",
        registered_at=MONDAY, due_at=MONDAY + timedelta(days=30),
        look_at=MONDAY + timedelta(days=24),
    )  # fmt: skip


def appeal_draft_of(community: CommunityId, word: str = "") -> AppealDraft:
    return AppealDraft(
        community=community, resident=ResidentId(31), request=ServiceRequestId(1),
        full_name=f"{word}Коваль Олена", changed_at=MONDAY,
    )  # fmt: skip


async def appeal(work: SqlWork, community: CommunityId, word: str) -> None:
    """The same numbers in either town; the other has an appeal more."""
    for number in (1, 2) if word else (1,):
        await work.appeals.register(appeal_of(community, number, word))
        letter = Letter(
            id=LetterId(number), community=community, to="office@example.com",
            subject=f"{word}Звернення", body=f"{word}Темно",
        )  # fmt: skip
        await work.letters.queue(letter, now=MONDAY)
    await work.appeals.put_draft(appeal_draft_of(community, word))
    await work.appeals.put_rules(
        AppealRules(community=community, email=f"{'other' if word else 'own'}@example.com")
    )


GIVEN: Mapping[str, tuple[Any, Any]] = {
    "appeal": (AppealId(1), AppealId(2)),
    "letter": (LetterId(1), LetterId(2)),
    "is_open": (True, False),
    "error": ("-", "-"),
}
SPECIAL: Mapping[str, tuple[Any, Any]] = {
    "letters.put_off.until": (MONDAY + timedelta(hours=1),) * 2,
}
