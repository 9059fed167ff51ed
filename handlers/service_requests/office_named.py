"""What routing rules speak of, by name."""

from collections.abc import Sequence

from civic.kernel.ids import PlaceId
from civic.kernel.language import language_of
from civic.places.model import Place
from civic.service_requests.settings import RoutingRule
from civic.unit_of_work import Work
from handlers.screens.service_requests.office_rules import Naming
from handlers.service_requests.office_desk import RequestOffice
from locales.catalog import Say

_AT_ONCE = 1_000


async def naming_of(
    rules: Sequence[RoutingRule], desk: RequestOffice, work: Work, say: Say
) -> Naming:
    """In the reader's language, as all the sentence is."""
    language = language_of(say.language)
    named = sorted({place for rule in rules for place in rule.places})
    places: dict[PlaceId, Place] = {}
    for at in range(0, len(named), _AT_ONCE):
        places |= await work.places.some(desk.town.id, named[at : at + _AT_ONCE])
    categories = await work.request_categories.all(desk.town.id)
    return Naming(
        categories={one.id: one.name.in_(language) for one in categories},
        places={place: one.name.in_(language) for place, one in places.items()},
        agencies=desk.agencies,
    )
