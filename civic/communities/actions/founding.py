"""Making a town, naming its first administrator, changing what is said of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from civic.communities.model import Community, OfficeContacts, Official, Role
from civic.communities.ports import Communities, Officials, OwnerCodes
from civic.communities.rules import (
    CONTACT_LIMIT,
    NAME_LIMIT,
    Action,
    check_country,
    check_may,
    check_timezone,
    slug_of,
)
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, CommunityId, IdMaker
from civic.kernel.language import Language, Translated
from civic.kernel.outbox import Notice, Outbox
from civic.kernel.plain_text import clean_line, clean_text
from civic.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What must be said of a town to make it."""

    name: Translated
    timezone: str
    country: str = "UA"
    languages: tuple[Language, ...]
    slug: str | None = None
    is_demo: bool = False


async def create_community(
    founding: Founding,
    *,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
    new_id: IdMaker,
    by: AccountId | None = None,
) -> Community:
    name = _checked_name(founding.name)
    made = Community(
        id=CommunityId(new_id(now)),
        slug=await _free_slug(
            founding.slug or slug_of(name.in_(founding.languages[0])), communities
        ),
        name=name,
        timezone=check_timezone(founding.timezone),
        country=check_country(founding.country),
        languages=founding.languages,
        is_demo=founding.is_demo,
        created_at=now,
    )
    await communities.put(made)
    noted = AuditEntry(
        community=made.id,
        actor=by,
        verb="community-created",
        details={"timezone": made.timezone, "languages": list(made.languages)},
    )
    await audit.note(noted, now=now)
    return made


async def found_community(
    founding: Founding,
    account: AccountId,
    name: str,
    *,
    codes: OwnerCodes,
    communities: Communities,
    officials: Officials,
    audit: AuditLog,
    outbox: Outbox,
    now: datetime,
    new_id: IdMaker,
) -> Community:
    """What an opened owner code allows, once: the town, and its first administrator."""
    code = await codes.unfinished(account, now=now)
    if code is None:
        raise Refusal("founding-not-allowed")
    made = await create_community(
        founding, communities=communities, audit=audit, now=now, new_id=new_id, by=account
    )
    await codes.finish(code.code_hash, made.id)
    await install_administrator(
        made.id, account, name, officials=officials, audit=audit, outbox=outbox, now=now
    )
    return made


async def install_administrator(
    community: CommunityId,
    account: AccountId,
    name: str,
    *,
    officials: Officials,
    audit: AuditLog,
    outbox: Outbox,
    now: datetime,
) -> Official:
    """By an owner code or from the operator's terminal; those who administer already are told."""
    already = await officials.administrators(community)
    served = await officials.find(community, account)
    shown = clean_line(name, NAME_LIMIT) or str(account)
    made = (
        replace(
            served,
            role=Role.ADMINISTRATOR,
            since=served.since if served.role is Role.ADMINISTRATOR else now,
        )
        if served
        else Official(
            community=community,
            account=account,
            role=Role.ADMINISTRATOR,
            agency=None,
            name=shown,
            since=now,
        )
    )
    await officials.put(made)
    noted = AuditEntry(
        community=community,
        actor=None,
        verb="role-given",
        subject=f"official:{account}",
        details={"role": made.role.value, "by": "owner-code"},
    )
    await audit.note(noted, now=now)
    for administrator in already:
        if administrator.account != account:
            told = Notice(
                to=administrator.account,
                community=community,
                key="official-joined",
                params={"name": made.name, "role": made.role.value, "agency": None},
            )
            await outbox.owe(told, now=now)
    return made


async def rename_community(
    community: Community,
    name: Translated,
    *,
    by: Official | None,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    official = check_may(by, Action.EDIT_COMMUNITY, town=community.id)
    changed = replace(community, name=_checked_name(name))
    return await _kept(changed, "name", official, communities=communities, audit=audit, now=now)


async def set_timezone(
    community: Community,
    timezone: str,
    *,
    by: Official | None,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    official = check_may(by, Action.EDIT_COMMUNITY, town=community.id)
    changed = replace(community, timezone=check_timezone(timezone))
    return await _kept(changed, "timezone", official, communities=communities, audit=audit, now=now)


async def set_country(
    community: Community,
    country: str,
    *,
    by: Official | None,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    official = check_may(by, Action.EDIT_COMMUNITY, town=community.id)
    changed = replace(community, country=check_country(country))
    return await _kept(changed, "country", official, communities=communities, audit=audit, now=now)


async def set_languages(
    community: Community,
    languages: tuple[Language, ...],
    *,
    by: Official | None,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    official = check_may(by, Action.EDIT_COMMUNITY, town=community.id)
    if not languages:
        raise Refusal("languages-none")
    changed = replace(community, languages=languages)
    return await _kept(
        changed, "languages", official, communities=communities, audit=audit, now=now
    )


async def set_public_pages(
    community: Community,
    *,
    on: bool,
    by: Official | None,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    """All of them with their maps; in dangerous times a town may show none."""
    official = check_may(by, Action.EDIT_COMMUNITY, town=community.id)
    changed = replace(community, has_public_pages=on)
    return await _kept(
        changed, "public-pages", official, communities=communities, audit=audit, now=now
    )


async def set_contacts(
    community: Community,
    contacts: OfficeContacts,
    *,
    by: Official | None,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    official = check_may(by, Action.EDIT_COMMUNITY, town=community.id)
    written = (contacts.phone, contacts.address, contacts.hours, contacts.emergency)
    if any(len(text.strip()) > CONTACT_LIMIT for text in written):
        raise Refusal("contact-too-long", limit=CONTACT_LIMIT)
    clean = OfficeContacts(
        phone=clean_line(contacts.phone, CONTACT_LIMIT),
        address=clean_line(contacts.address, CONTACT_LIMIT),
        hours=clean_text(contacts.hours, CONTACT_LIMIT),
        emergency=clean_text(contacts.emergency, CONTACT_LIMIT),
    )
    changed = replace(community, contacts=clean)
    return await _kept(changed, "contacts", official, communities=communities, audit=audit, now=now)


async def _kept(
    community: Community,
    what: str,
    official: Official,
    *,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    await communities.put(community)
    noted = AuditEntry(
        community=community.id,
        actor=official.account,
        verb="community-changed",
        details={"what": what},
    )
    await audit.note(noted, now=now)
    return community


def _checked_name(name: Translated) -> Translated:
    clean = {
        language: clean_line(text, NAME_LIMIT + 1)
        for language, text in name.texts.items()
        if clean_line(text, NAME_LIMIT)
    }
    if not clean:
        raise Refusal("name-empty")
    if any(len(text) > NAME_LIMIT for text in clean.values()):
        raise Refusal("name-too-long", limit=NAME_LIMIT)
    return Translated(clean)


async def _free_slug(wanted: str, communities: Communities) -> str:
    slug, number = wanted, 1
    while await communities.by_slug(slug) is not None:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
