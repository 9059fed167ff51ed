"""Who may do what, which codes and names hold, and how the audit chain is made."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from holidays import list_supported_countries

from civic.communities.model import (
    Agency,
    AuditHead,
    AuditLink,
    AuditRow,
    Community,
    Official,
    Role,
)
from civic.kernel.ids import CommunityId
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import NotFound, Refusal

OWNER_CODE_LASTS = timedelta(hours=24)
INVITATION_LASTS = timedelta(hours=72)
WRONG_CODES_ALLOWED = 5
WRONG_CODES_WITHIN = timedelta(hours=1)
NAME_LIMIT = 100
CONTACT_LIMIT = 200


class Action(StrEnum):
    """What an official can do; each stands in the table below and in docs/roles.md."""

    VISIT_OFFICE = "visit-office"
    COMPOSE_SURVEY = "compose-survey"
    LAUNCH_SURVEY = "launch-survey"
    STEER_SURVEY = "steer-survey"
    SEE_PARTICIPATION = "see-participation"
    IMPORT_RESPONSES = "import-responses"
    READ_REPORTS = "read-reports"
    SCHEDULE_REPORTS = "schedule-reports"
    IMPORT_PLACES = "import-places"
    SEE_ASSETS = "see-assets"
    IMPORT_ASSETS = "import-assets"
    COMPOSE_BROADCAST = "compose-broadcast"
    SEND_BROADCAST = "send-broadcast"
    APPROVE_BROADCAST = "approve-broadcast"
    STEER_BROADCAST = "steer-broadcast"
    MANAGE_AUDIENCES = "manage-audiences"
    ANSWER_RESIDENTS = "answer-residents"
    HANDLE_REQUESTS = "handle-requests"
    SEE_REQUESTS = "see-requests"
    SET_REQUEST_RULES = "set-request-rules"
    MANAGE_CHANNELS = "manage-channels"
    SET_BROADCAST_RULES = "set-broadcast-rules"
    EDIT_COMMUNITY = "edit-community"
    MANAGE_OFFICIALS = "manage-officials"


_EVERY_ROLE = frozenset(Role)
_WHO_ASKS = frozenset({Role.OFFICIAL, Role.ADMINISTRATOR})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

MAY: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.VISIT_OFFICE: _EVERY_ROLE,
        Action.COMPOSE_SURVEY: _WHO_ASKS,
        Action.LAUNCH_SURVEY: _WHO_ASKS,
        Action.STEER_SURVEY: _WHO_ASKS,
        Action.SEE_PARTICIPATION: _EVERY_ROLE,
        Action.IMPORT_RESPONSES: _ADMINISTRATORS,
        Action.READ_REPORTS: _EVERY_ROLE,
        Action.SCHEDULE_REPORTS: _ADMINISTRATORS,
        Action.IMPORT_PLACES: _ADMINISTRATORS,
        Action.SEE_ASSETS: _WHO_ASKS,
        Action.IMPORT_ASSETS: _ADMINISTRATORS,
        Action.COMPOSE_BROADCAST: _WHO_ASKS,
        Action.SEND_BROADCAST: _WHO_ASKS,
        Action.APPROVE_BROADCAST: _WHO_ASKS,
        Action.STEER_BROADCAST: _WHO_ASKS,
        Action.MANAGE_AUDIENCES: _WHO_ASKS,
        Action.ANSWER_RESIDENTS: _WHO_ASKS,
        Action.HANDLE_REQUESTS: _WHO_ASKS,
        Action.SEE_REQUESTS: _EVERY_ROLE,
        Action.SET_REQUEST_RULES: _ADMINISTRATORS,
        Action.MANAGE_CHANNELS: _ADMINISTRATORS,
        Action.SET_BROADCAST_RULES: _ADMINISTRATORS,
        Action.EDIT_COMMUNITY: _ADMINISTRATORS,
        Action.MANAGE_OFFICIALS: _ADMINISTRATORS,
    }
)


def is_allowed(official: Official | None, action: Action) -> bool:
    return official is not None and official.role in MAY[action]


def check_may(
    official: Official | None, action: Action, *, town: CommunityId | None = None
) -> Official:
    """Return the official, so that who passes is known to be one (of this town, if named)."""
    if official is None or not is_allowed(official, action):
        raise Refusal("not-allowed")
    if town is not None and official.community != town:
        raise Refusal("not-allowed")
    return official


def check_serves(agency: Agency) -> Agency:
    """Raise NotFound for one that was closed: nothing new is given to it."""
    if agency.is_closed:
        raise NotFound("agency-gone")
    return agency


SETTLED_AFTER = timedelta(hours=24)


def may_approve(official: Official, town: Community, *, now: datetime) -> bool:
    """A role younger than a day approves nothing, unless the town itself is younger."""
    if not is_allowed(official, Action.APPROVE_BROADCAST):
        return False
    return now - official.since >= SETTLED_AFTER or now - town.created_at < SETTLED_AFTER


def approvers_of(
    officials: Iterable[Official], town: Community, *, now: datetime
) -> list[Official]:
    """Who of those who serve the town may approve what is told to it."""
    return [one for one in officials if may_approve(one, town, now=now)]


APPROVAL_FROM = (1, 1_000)
"""The least and the most that a town may set: nothing reaches a thousand by one hand."""
URGENT_A_WEEK = (0, 10)


def check_single_handed(officials: Iterable[Official], town: Community, *, now: datetime) -> None:
    if len(approvers_of(officials, town, now=now)) != 1:
        raise Refusal("single-handed-not-alone")


def check_not_last(administrators: list[Official], leaving: Official) -> None:
    """A town never loses its last administrator; `administrators` are those it has now."""
    if leaving.role is Role.ADMINISTRATOR and len(administrators) <= 1:
        raise Refusal("last-administrator")


_LINK = re.compile(r"[a-z]{1,8}-[0-9A-Za-z_-]+")
_CODE = re.compile(r"[0-9A-Za-z_-]{8,64}")


def is_code_shaped(payload: str) -> bool:
    """Whether what follows /start can be an owner code: links of ours look otherwise."""
    return _CODE.fullmatch(payload) is not None and _LINK.fullmatch(payload) is None


def hash_of_code(code: str) -> str:
    """Our codes hold 128 bits of chance and more: a plain hash gives nothing away."""
    return hashlib.sha256(code.encode()).hexdigest()


def wrong_codes_from(now: datetime) -> datetime:
    return now - WRONG_CODES_WITHIN


def is_paused(wrong: int) -> bool:
    """Whether the account has tried too many wrong codes within the hour."""
    return wrong >= WRONG_CODES_ALLOWED


def check_timezone(name: str) -> str:
    """The zone's own spelling; forgiving case and blanks, as people type."""
    wanted = name.strip().replace(" ", "_").lower()
    found = next((zone for zone in available_timezones() if zone.lower() == wanted), None)
    # Kept as "Region/City": bare names and offsets do not follow a town's clock changes.
    if found is None or "/" not in found or found.startswith(("Etc/", "posix/", "right/")):
        raise Refusal("timezone-unknown", typed=name.strip()[:40])
    ZoneInfo(found)
    return found


def check_country(typed: str) -> str:
    """Two letters, of a country whose days off are known."""
    wanted = typed.strip().upper()
    if wanted not in list_supported_countries(include_aliases=False):
        raise Refusal("country-unknown", typed=typed.strip()[:40])
    return wanted


_LETTERS = "абвгґдезиіїйклмнопрстуфыэё"
_AS_ONE = "abvhgdezyiiiklmnoprstufyee"
_AS_MORE = {
    "є": "ie",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "iu",
    "я": "ia",
}
_LATIN = str.maketrans(dict(zip(_LETTERS, _AS_ONE, strict=True)) | _AS_MORE | {"ь": "", "ъ": ""})


def slug_of(name: str) -> str:
    """`Немішаєве` -> `nemishaieve`; what addresses of public pages are made of."""
    latin = name.lower().translate(_LATIN)
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:48]
    return slug or "town"


_CLOSE_ENOUGH = 0.8
_SHORTEST_BEGINNING = 3


def matching_towns(typed: str, towns: Iterable[Community], *, limit: int = 8) -> list[Community]:
    """Towns whose name in any language begins so or nearly is so; an exact one stands alone."""
    wanted = _as_heard(clean_line(typed, NAME_LIMIT))
    exact: list[Community] = []
    near: list[Community] = []
    for town in towns:
        names = {_as_heard(name) for name in town.name.texts.values()}
        if wanted in names:
            exact.append(town)
        elif any(_is_near(wanted, name) for name in names):
            near.append(town)
    return (exact or near)[:limit]


def _as_heard(name: str) -> str:
    """И and і, which one language writes for the other's, are one."""
    return slug_of(name).replace("y", "i")


def _is_near(wanted: str, name: str) -> bool:
    begins = len(wanted) >= _SHORTEST_BEGINNING and name.startswith(wanted)
    return begins or SequenceMatcher(None, wanted, name).ratio() >= _CLOSE_ENOUGH


GENESIS = "0" * 64


def next_links(head: AuditHead | None, rows: list[AuditRow]) -> list[AuditLink]:
    """The rows' places in the chain, behind what is chained already."""
    seq, last = (head.seq, head.hash) if head else (0, GENESIS)
    links: list[AuditLink] = []
    for row in rows:
        seq, last = seq + 1, _hash_of_link(last, seq + 1, row)
        links.append(AuditLink(row=row, seq=seq, hash=last))
    return links


def first_broken(links: list[AuditLink], *, before: AuditHead | None = None) -> AuditLink | None:
    """The first link that does not follow from what came before it."""
    expected = next_links(before, [link.row for link in links])
    return next((link for link, due in zip(links, expected, strict=True) if link != due), None)


def _hash_of_link(last: str, seq: int, row: AuditRow) -> str:
    said = json.dumps(
        [
            last,
            seq,
            row.id,
            row.community,
            row.at.astimezone(UTC).isoformat(timespec="microseconds"),
            row.actor,
            row.verb,
            row.subject,
            row.details,
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(said.encode()).hexdigest()
