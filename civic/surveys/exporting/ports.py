"""What a file of answers is made from."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId, SurveyId
from civic.kernel.language import Language
from civic.surveys.exporting.model import ToldResponse, WantedAnswers


class AnswerFiles(Protocol):
    async def want(
        self,
        community: CommunityId,
        survey: SurveyId,
        account: AccountId,
        *,
        language: Language,
        now: datetime,
    ) -> None:
        """Asked again before it came, it comes once."""

    async def wanted(self, *, limit: int) -> list[WantedAnswers]:
        """In every town, the longest waiting first."""

    async def done(self, community: CommunityId, survey: SurveyId, account: AccountId) -> bool:
        """False when it was done already: somebody else sends it."""

    def words(self, community: CommunityId, survey: SurveyId) -> AsyncIterator[tuple[int, str]]:
        """Question and words of finished responses, in an order that tells nothing of people."""

    def responses(
        self, community: CommunityId, survey: SurveyId, *, with_names: bool
    ) -> AsyncIterator[ToldResponse]:
        """Finished ones; without names also without places and in no order of time."""
