"""«I have read it»: pressed once by each."""

from datetime import datetime

from civic.broadcasts.model import ReadButton
from civic.broadcasts.ports import Broadcasts
from civic.broadcasts.rules.moves import check_begun
from civic.kernel.ids import BroadcastId, CommunityId, ResidentId
from civic.kernel.refusal import NotFound


async def read_broadcast(
    community: CommunityId,
    broadcast: BroadcastId,
    resident: ResidentId,
    *,
    broadcasts: Broadcasts,
    now: datetime,
) -> bool:
    """False when they had said so before."""
    found = await broadcasts.broadcast(community, broadcast)
    check_begun(found)
    if not any(isinstance(button, ReadButton) for button in found.content.buttons):
        raise NotFound("broadcast-gone")
    return await broadcasts.note_read(community, broadcast, resident, now=now)
