"""Who serves a town: inviting, joining, changing roles, leaving; administrators hear of each."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from civic.communities.model import Agency, Official, OfficialInvitation, Role
from civic.communities.ports import OfficialInvitations, Officials
from civic.communities.rules import (
    INVITATION_LASTS,
    NAME_LIMIT,
    Action,
    check_may,
    check_not_last,
    check_serves,
    hash_of_code,
)
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, AgencyId, CommunityId, IdMaker, InvitationId
from civic.kernel.json_value import Json
from civic.kernel.language import Translated
from civic.kernel.outbox import Notice, Outbox
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import NotFound, Refusal

FROM_TERMINAL = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """The invitation, and the code that stands in its link: it is said once and not kept."""

    invitation: OfficialInvitation
    code: str

    def payload(self, community: CommunityId) -> str:
        """What follows `start=` in the link: kind i, the town, the code."""
        return f"i-{community}-{self.code}"


async def add_agency(
    community: CommunityId,
    name: Translated,
    *,
    by: Official | None,
    officials: Officials,
    audit: AuditLog,
    now: datetime,
    new_id: IdMaker,
) -> Agency:
    official = check_may(by, Action.MANAGE_OFFICIALS, town=community)
    texts = {language: clean_line(text, NAME_LIMIT + 1) for language, text in name.texts.items()}
    if not any(texts.values()):
        raise Refusal("name-empty")
    if any(len(text) > NAME_LIMIT for text in texts.values()):
        raise Refusal("name-too-long", limit=NAME_LIMIT)
    made = Agency(id=AgencyId(new_id(now)), community=community, name=Translated(texts))
    await officials.put_agency(made)
    await _note(audit, official, community, "agency-added", f"agency:{made.id}", {}, now=now)
    return made


async def invite_official(
    community: CommunityId,
    role: Role,
    agency: AgencyId | None,
    *,
    by: Official | None,
    from_terminal: bool = False,
    officials: Officials,
    invitations: OfficialInvitations,
    audit: AuditLog,
    now: datetime,
    new_id: IdMaker,
) -> Invited:
    """`from_terminal`: whoever runs the installation needs no role in the town."""
    official = None if from_terminal else check_may(by, Action.MANAGE_OFFICIALS, town=community)
    if agency is not None:
        check_serves(await officials.agency(community, agency))
    code = secrets.token_hex(16)
    made = OfficialInvitation(
        id=InvitationId(new_id(now)),
        community=community,
        code_hash=hash_of_code(code),
        role=role,
        agency=agency,
        invited_by=official.account if official else None,
        expires_at=now + INVITATION_LASTS,
    )
    await invitations.add(made)
    said: dict[str, Json] = {"role": role.value, "agency": agency}
    subject = f"invitation:{made.id}"
    await _note(audit, official, community, "official-invited", subject, said, now=now)
    return Invited(invitation=made, code=code)


async def accept_invitation(
    community: CommunityId,
    code: str,
    account: AccountId,
    name: str,
    *,
    officials: Officials,
    invitations: OfficialInvitations,
    audit: AuditLog,
    outbox: Outbox,
    now: datetime,
) -> Official:
    hashed = hash_of_code(code)
    if await officials.find(community, account) is not None:
        # The link stays as it is, for the one it was meant for.
        unused = await invitations.find(community, hashed) is not None
        raise Refusal("official-already-unused" if unused else "official-already")
    used = await invitations.use(community, hashed, account, now=now)
    if used is None:
        raise NotFound("invitation-gone")
    agency = await officials.agency(community, used.agency) if used.agency else None
    if agency is not None and agency.is_closed:
        raise NotFound("invitation-gone")
    made = Official(
        community=community,
        account=account,
        role=used.role,
        agency=used.agency,
        name=clean_line(name, NAME_LIMIT) or str(account),
        since=now,
    )
    await officials.put(made)
    said: dict[str, Json] = {"role": made.role.value, "agency": made.agency}
    subject = f"official:{account}"
    await _note(audit, made, community, "official-joined", subject, said, now=now)
    about: dict[str, Json] = {
        "name": made.name,
        "role": made.role.value,
        "agency": {str(spoken): text for spoken, text in agency.name.texts.items()}
        if agency
        else None,
    }
    await _tell_administrators(
        community, "official-joined", about, officials=officials, outbox=outbox, now=now,
        but=account,
    )  # fmt: skip
    return made


async def change_role(
    community: CommunityId,
    account: AccountId,
    role: Role,
    *,
    by: Official | None,
    from_terminal: bool = False,
    officials: Officials,
    audit: AuditLog,
    outbox: Outbox,
    now: datetime,
) -> Official:
    """From the terminal even the last administrator can be changed: who runs it answers for it."""
    official = None if from_terminal else check_may(by, Action.MANAGE_OFFICIALS, town=community)
    administrators = await officials.administrators(community)
    served = await officials.official(community, account)
    if served.role is role:
        return served
    if not from_terminal:
        check_not_last(administrators, served)
    changed = replace(served, role=role, since=now)
    await officials.put(changed)
    said: dict[str, Json] = {"from": served.role.value, "to": role.value}
    await _note(audit, official, community, "role-changed", f"official:{account}", said, now=now)
    about: dict[str, Json] = {
        "name": served.name,
        **said,
        "by": official.name if official else None,
    }
    for told in {account, *(one.account for one in administrators)}:
        await outbox.owe(
            Notice(to=told, community=community, key="role-changed", params=about), now=now
        )
    return changed


async def move_official(
    community: CommunityId,
    account: AccountId,
    agency: AgencyId | None,
    *,
    by: Official | None,
    officials: Officials,
    audit: AuditLog,
    now: datetime,
) -> Official:
    """Into another agency, or none; whoever headed the one does not head the other."""
    official = check_may(by, Action.MANAGE_OFFICIALS, town=community)
    served = await officials.official(community, account)
    if agency is not None:
        check_serves(await officials.agency(community, agency))
    if served.agency == agency:
        return served
    moved = replace(served, agency=agency, is_head=False)
    await officials.put(moved)
    said: dict[str, Json] = {"from": served.agency, "to": agency}
    await _note(audit, official, community, "official-moved", f"official:{account}", said, now=now)
    return moved


async def revoke_official(
    community: CommunityId,
    account: AccountId,
    *,
    by: Official | None,
    from_terminal: bool = False,
    officials: Officials,
    audit: AuditLog,
    outbox: Outbox,
    now: datetime,
) -> Official:
    """Return who served; by themselves anyone may leave, but the last administrator."""
    is_own = by is not None and (by.community, by.account) == (community, account)
    official = by if is_own else None
    if not is_own and not from_terminal:
        official = check_may(by, Action.MANAGE_OFFICIALS, town=community)
    administrators = await officials.administrators(community)
    served = await officials.official(community, account)
    if not from_terminal:
        check_not_last(administrators, served)
    await officials.remove(community, account)
    said: dict[str, Json] = {"role": served.role.value}
    verb = "official-left" if is_own else "official-revoked"
    await _note(audit, official, community, verb, f"official:{account}", said, now=now)
    about: dict[str, Json] = {
        "name": served.name,
        "role": served.role.value,
        "by": official.name if official and not is_own else None,
    }
    for told in {account, *(one.account for one in administrators)} - (
        {account} if is_own else set()
    ):
        await outbox.owe(Notice(to=told, community=community, key=verb, params=about), now=now)
    return served


async def _note(
    audit: AuditLog,
    official: Official | None,
    community: CommunityId,
    verb: str,
    subject: str,
    details: Mapping[str, Json],
    *,
    now: datetime,
) -> None:
    if official is None:
        details = {**details, "by": FROM_TERMINAL}
    actor = official.account if official else None
    noted = AuditEntry(
        community=community, actor=actor, verb=verb, subject=subject, details=details
    )
    await audit.note(noted, now=now)


async def _tell_administrators(
    community: CommunityId,
    key: str,
    about: Mapping[str, Json],
    *,
    officials: Officials,
    outbox: Outbox,
    now: datetime,
    but: AccountId,
) -> None:
    for administrator in await officials.administrators(community):
        if administrator.account != but:
            told = Notice(to=administrator.account, community=community, key=key, params=about)
            await outbox.owe(told, now=now)
