"""Another server that serves some of a town's categories, and what was passed to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.kernel.ids import CategoryId, CommunityId, RelayServerId, ServiceRequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayServer:
    """Its api_key lies in a file of the operator's, never in the database."""

    id: RelayServerId
    community: CommunityId
    name: str
    """As residents read it on their card."""
    url: str
    jurisdiction: str = ""
    since: datetime
    """What was filed before then is not passed on."""
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A category that another server serves, and what that calls it."""

    community: CommunityId
    category: CategoryId
    server: RelayServerId
    code: str


class RelayState(StrEnum):
    QUEUED = "queued"
    LEAVING = "leaving"
    """Somebody is about to send it; found so later, nobody knows whether it arrived."""
    DOUBTFUL = "doubtful"
    """It may have arrived: looked for there before it is sent again."""
    NUMBERLESS = "numberless"
    """It arrived, and its number is still to come: a token stands for it."""
    FOLLOWED = "followed"
    OVER = "over"
    DEAD = "dead"
    """Given up; the dispatchers were told."""


WAITING = frozenset(RelayState) - {RelayState.OVER, RelayState.DEAD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    community: CommunityId
    request: ServiceRequestId
    server: RelayServerId
    code: str
    token: str
    """Names it there, where the server knows such names, and stands in its text everywhere."""
    state: RelayState = RelayState.QUEUED
    attempts: int = 0
    """Since something last went well."""
    due_at: datetime
    sent_at: datetime | None = None
    remote_id: str = ""
    remote_token: str = ""
    remote_status: str = ""
    remote_notes: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What the other server gets: nothing of the asker."""

    code: str
    text: str
    latitude: float | None
    longitude: float | None
    address: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """Where it stands there."""

    id: str = ""
    token: str = ""
    status: str = ""
    notes: str = ""


class Failure(StrEnum):
    NOT_SENT = "not-sent"
    IN_DOUBT = "in-doubt"
    REFUSED = "refused"
    """It said no, and will say no again."""
    BUSY = "busy"


class RelayFailed(Exception):  # noqa: N818 - other servers fail, which is nothing unusual
    def __init__(self, failure: Failure, words: str = "", *, wait: int = 0) -> None:
        super().__init__(words or failure.value)
        self.failure = failure
        self.words = words or failure.value
        self.wait = wait
        """Seconds that the server asked for."""
