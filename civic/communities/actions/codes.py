"""Owner codes: made on the terminal, opened in the chat, once."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from civic.communities.model import OwnerCode
from civic.communities.ports import OwnerCodes
from civic.communities.rules import (
    OWNER_CODE_LASTS,
    WRONG_CODES_ALLOWED,
    hash_of_code,
    is_code_shaped,
    is_paused,
    wrong_codes_from,
)
from civic.kernel.ids import AccountId, CommunityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The code held: it lets in to this town, or to making one."""

    community: CommunityId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongCode:
    """Unknown, used or expired: the same to whoever tries."""

    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """Too many wrong codes within the hour."""


async def make_owner_code(
    community: CommunityId | None,
    *,
    codes: OwnerCodes,
    now: datetime,
    chosen: str | None = None,
) -> str:
    """Return the code, to be shown on the terminal only; raise ValueError for a `chosen` misfit."""
    code = chosen or secrets.token_hex(16)
    if not is_code_shaped(code):
        raise ValueError("an owner code is 8 to 64 letters, digits, _ or -, and no link of ours")
    kept = OwnerCode(
        code_hash=hash_of_code(code), community=community, expires_at=now + OWNER_CODE_LASTS
    )
    await codes.add(kept)
    return code


async def open_owner_code(
    code: str, account: AccountId, *, codes: OwnerCodes, now: datetime
) -> Opened | WrongCode | Paused:
    """A wrong try is an outcome, not a refusal: it must be kept to be counted."""
    wrong = await codes.wrong_since(account, wrong_codes_from(now))
    if is_paused(wrong):
        return Paused()
    hashed = hash_of_code(code)
    used = await codes.use(hashed, account, now=now)
    if used is not None:
        return Opened(community=used.community)
    begun = await codes.unfinished(account, now=now)
    if begun is not None and begun.code_hash == hashed:
        return Opened(community=None)
    await codes.note_wrong(account, now=now)
    left = WRONG_CODES_ALLOWED - wrong - 1
    return WrongCode(left=left) if left > 0 else Paused()
