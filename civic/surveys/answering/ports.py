"""What answering needs kept."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId, PlaceId, ResidentId, ResponseId, SurveyId
from civic.surveys.answering.model import Answer, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """Somebody who answered to the end."""

    resident: ResidentId
    account: AccountId
    place: PlaceId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishMark:
    """A moment in the row of finished responses: what came up to it stays told apart."""

    finished_at: datetime
    response: ResponseId


class Responses(Protocol):
    async def of_resident(
        self, community: CommunityId, survey: SurveyId, resident: ResidentId
    ) -> Response | None:
        """With its answers."""

    async def begin(self, response: Response) -> bool:
        """False when the resident has begun already."""

    async def put_answer(
        self, response: Response, number: int, answer: Answer | None, *, at: int
    ) -> None:
        """Keep or take away one answer, and where the resident stands now."""

    async def move(self, response: Response, *, at: int) -> None: ...

    async def finish(self, response: Response, *, place: PlaceId | None, now: datetime) -> None: ...

    async def begun_among(
        self, community: CommunityId, resident: ResidentId, surveys: Collection[SurveyId]
    ) -> dict[SurveyId, bool]:
        """Those of the surveys that the resident began, and whether they finished."""

    async def put_many(self, responses: Iterable[Response]) -> int:
        """Add whole responses with their answers; what is there already by its own id is left."""

    async def known_external(
        self, community: CommunityId, survey: SurveyId, external_ids: Sequence[str]
    ) -> set[str]:
        """Which of these were imported before; at most a thousand at a time."""

    async def erase_some(self, community: CommunityId, survey: SurveyId, *, limit: int) -> int:
        """Erase answers of a withdrawn survey, a part at a time; 0 when none is left."""

    async def finished_after(
        self, community: CommunityId, survey: SurveyId, resident: int, *, limit: int
    ) -> list[Respondent]:
        """Residents who answered to the end, in the order of their ids."""

    async def finished_count(
        self, community: CommunityId, survey: SurveyId, *, until: FinishMark | None = None
    ) -> int: ...

    async def mark_of(
        self, community: CommunityId, survey: SurveyId, count: int
    ) -> FinishMark | None:
        """The mark behind the first so many finished responses, in their order."""
