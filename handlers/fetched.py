"""What goes on when a file that a person sent has been brought."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from civic.assets.ports import ReadAssets
from civic.kernel.ids import IdMaker
from civic.kernel.json_value import Json
from civic.places.ports import PlaceSource
from civic.unit_of_work import Work
from handlers.effects import Reply
from handlers.person import Person
from locales.catalog import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The bytes of a person's file, and all that a handler has besides."""

    name: str
    content: bytes
    params: Mapping[str, Json]
    person: Person
    work: Work
    say: Say
    now: datetime
    new_id: IdMaker
    read_places: Callable[[bytes], PlaceSource]
    """How a file is read as a list of places; raise Refusal when it is none."""
    read_assets: ReadAssets


Continuation = Callable[[Fetched], Awaitable[Reply]]
_continuations: dict[str, Continuation] = {}


def fetched(then: str) -> Callable[[Continuation], Continuation]:
    """Register what FetchFile(then=…) goes on with."""

    def registered(continuation: Continuation) -> Continuation:
        _continuations[then] = continuation
        return continuation

    return registered


def continuation(then: str) -> Continuation:
    return _continuations[then]
