"""What ready answers need kept."""

from typing import Protocol

from civic.kernel.ids import AnswerTemplateId, CommunityId
from civic.service_requests.templates.model import AnswerTemplate


class AnswerTemplates(Protocol):
    async def all(self, community: CommunityId) -> list[AnswerTemplate]:
        """In the order in which they were written."""

    async def template(self, community: CommunityId, template: AnswerTemplateId) -> AnswerTemplate:
        """Raise NotFound when the town has none such."""

    async def put(self, template: AnswerTemplate) -> None: ...

    async def remove(self, community: CommunityId, template: AnswerTemplateId) -> bool:
        """False when it was gone already."""
