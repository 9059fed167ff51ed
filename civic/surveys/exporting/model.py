"""What an official may read of answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from civic.kernel.ids import AccountId, CommunityId, SurveyId
from civic.kernel.language import Language, Translated
from civic.surveys.answering.model import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedAnswers:
    """An official who asked for the file and has not got it yet."""

    community: CommunityId
    survey: SurveyId
    account: AccountId
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldResponse:
    """A response as it may be read: with name and place only where that was promised."""

    name: str
    place: Translated | None
    answers: Mapping[int, Answer]
