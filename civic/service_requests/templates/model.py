"""An answer that is kept ready: for what, of which agency, in which languages."""

from dataclasses import dataclass
from enum import StrEnum

from civic.kernel.ids import AgencyId, AnswerTemplateId, CommunityId
from civic.kernel.language import Translated


class TemplateUse(StrEnum):
    """What it may be said for; each is a step, or a word beside the steps."""

    REFUSE = "refuse"
    ASK = "ask"
    REPLY = "reply"
    FINISH = "finish"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTemplate:
    id: AnswerTemplateId
    community: CommunityId
    agency: AgencyId | None
    """None: whoever answers may use it."""
    use: TemplateUse
    texts: Translated
