"""A town, its agencies and those who serve it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.kernel.ids import AccountId, AgencyId, CommunityId, InvitationId
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Language, Translated


class Role(StrEnum):
    OFFICIAL = "official"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeContacts:
    """What /help and the last resort of every refusal show; free text of the administrator's."""

    phone: str = ""
    address: str = ""
    hours: str = ""
    emergency: str = ""
    """Empty: the country's own numbers, said in words by locales."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    id: CommunityId
    slug: str
    name: Translated
    timezone: str
    country: str = "UA"
    """Two letters: whose days off, emergency numbers and law of appeals hold."""
    languages: tuple[Language, ...]
    """The first is the community's own: content is written in it before any other."""
    threshold: int = 5
    """Groups of fewer people are hidden whole (statistics.md §7); never under 5."""
    contacts: OfficeContacts = OfficeContacts()
    approval_from: int = 100
    """From how many recipients on a broadcast needs a second person."""
    is_single_handed: bool = False
    """One person serves this town: what needs approval goes after a delay instead."""
    names_officials: bool = False
    """Whether residents see who of the office answers them."""
    urgent_a_week: int = 3
    has_public_pages: bool = True
    """Whether anybody may see its requests and maps of them in a browser."""
    is_demo: bool = False
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    id: AgencyId
    community: CommunityId
    name: Translated
    is_closed: bool = False
    """It serves no longer; what it did keeps its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """An account that serves a town; the same account may serve several and live in one of them."""

    community: CommunityId
    account: AccountId
    role: Role
    agency: AgencyId | None
    name: str
    since: datetime
    """When this role was given."""
    is_head: bool = False
    """Of their agency: hears what is late there, and decides what is disputed."""
    is_dispatcher: bool = False
    """Gets the requests for which nobody was found, and passes on any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialInvitation:
    """A link that makes one person an official, once; only who has the link knows its code."""

    id: InvitationId
    community: CommunityId
    code_hash: str
    role: Role
    agency: AgencyId | None
    invited_by: AccountId | None
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerCode:
    """What makes the first administrator; of no town yet where it leads through making one."""

    code_hash: str
    community: CommunityId | None
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One thing an official did, as it was appended; not yet in the chain."""

    id: int
    community: CommunityId
    at: datetime
    actor: AccountId | None
    verb: str
    subject: str
    details: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLink:
    """A row's place in the chain: its hash covers the row and all that came before."""

    row: AuditRow
    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The latest link: whoever noted it can tell whether the past was changed since."""

    seq: int
    hash: str
