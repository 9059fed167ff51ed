"""As what somebody of the office acts on a request, and who hears of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from civic.communities.model import Official, Role
from civic.communities.rules import Action, is_allowed
from civic.kernel.ids import AccountId, AgencyId
from civic.kernel.refusal import Refusal
from civic.service_requests.duties.model import Absence
from civic.service_requests.model import ServiceRequest
from civic.service_requests.rules.transitions import Party

NIGHT = (time(22), time(8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who of the town's office stands behind requests; everyone of them may handle some."""

    staff: tuple[Official, ...]
    away: Mapping[AccountId, AccountId] = field(default_factory=dict)
    """Whoever is on leave, and who stands in for them."""
    at_night: frozenset[AccountId] = frozenset()
    """Who has night duty, and passes on any request."""

    def present(self, officials: Iterable[Official]) -> tuple[Official, ...]:
        """In place of those on leave whoever stands in; each once."""
        by_account = {one.account: one for one in self.staff}
        there: dict[AccountId, Official] = {}
        for official in officials:
            account = self.away.get(official.account, official.account)
            # Whoever stands in may be on leave as well: then it stays with the first.
            one = by_account[account] if account not in self.away else official
            there[one.account] = one
        return tuple(there.values())

    def acts_for(self, official: Official) -> tuple[Official, ...]:
        """They, and those for whom they stand in."""
        return (
            official,
            *(one for one in self.staff if self.away.get(one.account) == official.account),
        )

    def serves(self, agency: AgencyId | None) -> bool:
        return agency is not None and any(one.agency == agency for one in self.staff)

    def dispatchers(self) -> tuple[Official, ...]:
        """Without one by duty those who serve no agency, else the administrators."""
        by_duty = tuple(one for one in self.staff if one.is_dispatcher)
        of_none = tuple(
            one for one in self.staff if one.agency is None and one.role is Role.OFFICIAL
        )
        return self.present(by_duty or of_none) or self.administrators()

    def administrators(self) -> tuple[Official, ...]:
        return self.present(one for one in self.staff if one.role is Role.ADMINISTRATOR)

    def agency(self, agency: AgencyId | None) -> tuple[Official, ...]:
        """All of it; what nobody serves is the dispatchers'."""
        own = tuple(one for one in self.staff if agency is not None and one.agency == agency)
        return self.present(own) or self.dispatchers()

    def heads(self, agency: AgencyId | None) -> tuple[Official, ...]:
        heads = tuple(
            one for one in self.staff if agency is not None and one.agency == agency and one.is_head
        )
        return self.present(heads) or self.administrators()

    def in_hand(self, request: ServiceRequest) -> tuple[Official, ...]:
        """Whoever has it, else all of its agency."""
        holder = tuple(one for one in self.staff if one.account == request.assignee)
        return self.present(holder) or self.agency(request.agency)


def office_of(
    officials: Sequence[Official],
    absences: Iterable[Absence] = (),
    at_night: Collection[AccountId] = (),
) -> Office:
    """Of all who serve the town those who may handle requests."""
    staff = tuple(one for one in officials if is_allowed(one, Action.HANDLE_REQUESTS))
    known = {one.account for one in staff}
    away = {
        one.account: one.substitute for one in absences if {one.account, one.substitute} <= known
    }
    return Office(staff=staff, away=away, at_night=frozenset(at_night) & known)


def parties_of(official: Official, request: ServiceRequest, office: Office) -> frozenset[Party]:
    """What they may themselves, and what those may for whom they stand in."""
    parties = frozenset[Party]().union(
        *(_own_parties(one, request, office) for one in office.acts_for(official))
    )
    is_theirs = official.community == request.community
    if is_theirs and official.account in office.at_night:
        return parties | {Party.OFFICER, Party.DISPATCHER}
    return parties


def _own_parties(official: Official, request: ServiceRequest, office: Office) -> frozenset[Party]:
    if official.community != request.community or not is_allowed(official, Action.HANDLE_REQUESTS):
        return frozenset()
    if official.role is Role.ADMINISTRATOR:
        return frozenset({Party.OFFICER, Party.DISPATCHER, Party.HEAD})
    parties: set[Party] = set()
    is_theirs = official.agency == request.agency
    if official.is_dispatcher or official.agency is None:
        parties.add(Party.DISPATCHER)
        is_theirs = is_theirs or not office.serves(request.agency)
    if is_theirs:
        parties.add(Party.OFFICER)
        if official.is_head and request.agency is not None and official.agency == request.agency:
            parties.add(Party.HEAD)
    return frozenset(parties)


def agencies_seen_by(official: Official, office: Office) -> frozenset[AgencyId | None] | None:
    """Whose queue they get first: their own; None for dispatchers and administrators: all."""
    if official.account in office.at_night:
        return None
    acting = office.acts_for(official)
    dispatchers = office.dispatchers()
    if any(one.role is Role.ADMINISTRATOR or one in dispatchers for one in acting):
        return None
    return frozenset(one.agency for one in acting)


def check_decides(official: Official, request: ServiceRequest, office: Office) -> None:
    """Whoever said that it is done does not decide whether it is, unless they are alone."""
    others = [
        one
        for one in (*office.heads(request.agency), *office.administrators())
        if one.account != request.done_by
    ]
    if official.account == request.done_by and others:
        raise Refusal("request-decide-another", number=request.number)


def is_night(zone: str, now: datetime) -> bool:
    clock = now.astimezone(ZoneInfo(zone)).time()
    return clock >= NIGHT[0] or clock < NIGHT[1]
