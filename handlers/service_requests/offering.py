"""Whether a town takes requests at all: only then they are offered."""

from civic.communities.model import Community
from civic.unit_of_work import Work


async def takes_requests(town: Community | None, work: Work) -> bool:
    if town is None:
        return False
    return any(not one.retired for one in await work.request_categories.all(town.id))
