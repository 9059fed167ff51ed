"""A town gives other programs keys, and takes them back."""

import secrets
from dataclasses import replace
from datetime import datetime

from civic.communities.rules import hash_of_code
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AccountId, ApiKeyId, CommunityId, IdMaker
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import NotFound, Refusal
from civic.service_requests.open311.model import ApiKey
from civic.service_requests.open311.ports import OutsideDesk
from civic.service_requests.open311.rules.keys import HOURLY, NAME_LIMIT, USUAL_HOURLY


async def make_key(
    community: CommunityId,
    name: str,
    *,
    hourly: int = USUAL_HOURLY,
    by: AccountId | None,
    desk: OutsideDesk,
    new_id: IdMaker,
    now: datetime,
) -> tuple[ApiKey, str]:
    """The key itself is told now and never again. `by` None: the operator's command line."""
    cleaned = clean_line(name, NAME_LIMIT)
    if not cleaned:
        raise Refusal("open311-key-unnamed")
    if not HOURLY[0] <= hourly <= HOURLY[1]:
        raise Refusal("open311-key-hourly", least=HOURLY[0], most=HOURLY[1])
    code = secrets.token_urlsafe(24)
    key = ApiKey(
        id=ApiKeyId(new_id(now)), community=community, key_hash=hash_of_code(code), name=cleaned,
        hourly=hourly, made_at=now,
    )  # fmt: skip
    await desk.open311.put_key(key)
    await _note(key, "made", by, desk=desk, now=now)
    return key, code


async def revoke_key(
    community: CommunityId,
    key: ApiKeyId,
    *,
    by: AccountId | None,
    desk: OutsideDesk,
    now: datetime,
) -> ApiKey:
    """Nothing more is brought with it; what was stays."""
    found = next((one for one in await desk.open311.keys(community) if one.id == key), None)
    if found is None:
        raise NotFound("open311-key-gone")
    if found.revoked_at is not None:
        return found
    revoked = replace(found, revoked_at=now)
    await desk.open311.put_key(revoked)
    await _note(revoked, "revoked", by, desk=desk, now=now)
    return revoked


async def _note(
    key: ApiKey, verb: str, by: AccountId | None, *, desk: OutsideDesk, now: datetime
) -> None:
    entry = AuditEntry(
        community=key.community, actor=by, verb=f"api-key-{verb}", subject=f"api-key:{key.id}"
    )
    await desk.audit.note(entry, now=now)
