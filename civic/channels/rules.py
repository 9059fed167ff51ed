"""Through which chats a town may speak."""

from collections.abc import Collection

from civic.channels.model import KnownChat
from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.refusal import NotFound, Refusal

CHANNELS_LIMIT = 100


def check_can_be_bound(
    chat: KnownChat | None,
    *,
    colleagues: Collection[AccountId],
    elsewhere: Collection[CommunityId],
) -> KnownChat:
    """Only a chat that one of those who serve the town let the bot into, and of no other town."""
    if chat is None or chat.left_at is not None:
        raise NotFound("channel-gone")
    if chat.added_by is None or chat.added_by not in colleagues:
        raise Refusal("channel-not-ours")
    if elsewhere:
        raise Refusal("channel-of-another-town")
    return chat
