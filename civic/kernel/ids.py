"""Ids: what the parts of a town are called by, and how new ones are made."""

import secrets
from datetime import datetime
from typing import NewType

BotId = NewType("BotId", int)
AccountId = NewType("AccountId", int)
"""A person's Telegram id: also the address of their private chat."""
CommunityId = NewType("CommunityId", int)
AgencyId = NewType("AgencyId", int)
ResidentId = NewType("ResidentId", int)
PlaceId = NewType("PlaceId", int)
SurveyId = NewType("SurveyId", int)
ResponseId = NewType("ResponseId", int)
ReportId = NewType("ReportId", int)
ScheduleId = NewType("ScheduleId", int)
FileId = NewType("FileId", int)
InvitationId = NewType("InvitationId", int)
BroadcastId = NewType("BroadcastId", int)
BulkId = NewType("BulkId", int)
"""One text for many, as the ledger of messages out keeps it."""
ChatId = NewType("ChatId", int)
"""A channel's or a group's Telegram id: below zero."""
SavedAudienceId = NewType("SavedAudienceId", int)
DialogueId = NewType("DialogueId", int)
AssetId = NewType("AssetId", int)
AssetKindId = NewType("AssetKindId", int)
ServiceRequestId = NewType("ServiceRequestId", int)
CategoryId = NewType("CategoryId", int)
RoutingRuleId = NewType("RoutingRuleId", int)
ApiKeyId = NewType("ApiKeyId", int)
RelayServerId = NewType("RelayServerId", int)
AnswerTemplateId = NewType("AnswerTemplateId", int)
IdeaId = NewType("IdeaId", int)
AppealId = NewType("AppealId", int)
LetterId = NewType("LetterId", int)
GeocodingId = NewType("GeocodingId", int)

_EPOCH_MS = 1_767_225_600_000  # 2026-01-01T00:00Z: keeps ids within 63 bits for a century
_RANDOM_BITS = 20


class IdMaker:
    """Gives ids that grow with time: unlikely to meet across processes, never within one."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self, now: datetime) -> int:
        elapsed = max(0, int(now.timestamp() * 1000) - _EPOCH_MS)
        fresh = (elapsed << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        self._last = max(self._last + 1, fresh)
        return self._last
