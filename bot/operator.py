"""What whoever runs the installation does from the terminal."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.introduction import name_mark
from bot.settings import Settings, read_settings
from bot.wiring import Wiring, wired
from civic.communities.actions.audit import check_audit
from civic.communities.actions.codes import make_owner_code
from civic.communities.actions.founding import Founding, create_community
from civic.communities.actions.officials import change_role, invite_official, revoke_official
from civic.communities.model import Community, Role
from civic.kernel.ids import AccountId, AgencyId
from civic.kernel.language import LANGUAGES, Language, Translated, language_of
from civic.kernel.outbox import MessageState
from civic.kernel.refusal import NotFound, Refusal
from gateways.http.allowance import read_allowance
from gateways.http.outbound import OutboundFailure, checked_address
from locales.catalog import Say
from locales.catalog import say as speak
from storage.migrating import check_schema, migrate
from storage.unit_of_work import SqlWork

SHOWN = 20
TYPED = {
    "official-gone": "terminal-official-unknown",
    "survey-gone": "terminal-survey-unknown",
    "name-empty": "terminal-name-empty",
    "places-file-kind": "terminal-places-file-kind",
    "assets-file-kind": "terminal-assets-file-kind",
    "assets-kind-missing": "terminal-assets-kind-missing",
    "assets-columns-missing": "terminal-assets-columns-missing",
}
"""What the chat says in its own way is said here for whoever types commands."""


@asynccontextmanager
async def at_the_desk() -> AsyncIterator[tuple[Wiring, Say]]:
    """An installation whose database fits this code; a refusal ends in a sentence."""
    settings = read_settings()
    await check_schema(settings.database)
    say = speak(language_of(os.environ.get("LANG", "uk").split("_", maxsplit=1)[0]))
    async with wired(settings, bot_id=await _bot_id(settings)) as wiring:
        try:
            yield wiring, say
        except Refusal as refusal:
            key = TYPED.get(refusal.key, refusal.key)
            raise SystemExit(say(key, **refusal.params)) from None


async def create_town(
    *, name: str, slug: str | None, timezone: str | None, country: str, languages: str
) -> list[str]:
    settings = read_settings()
    await migrate(settings.database)
    spoken = _languages(languages)
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        founding = Founding(
            name=Translated({spoken[0]: name}),
            timezone=timezone or settings.timezone,
            country=country,
            languages=spoken,
            slug=slug,
        )
        now = wiring.clock.now()
        town = await create_community(
            founding,
            communities=work.communities,
            audit=work.audit,
            now=now,
            new_id=wiring.new_id,
        )
        code = await make_owner_code(town.id, codes=work.owner_codes, now=now)
        username = await work.clock.mark(name_mark(work.bot))
    return [
        f"{town.name.in_(spoken[0])}: --community {town.slug}",
        "The first administrator sends this to the bot within 24 hours (shown only now):",
        f"  /start {code}",
        *([f"  https://t.me/{username}?start={code}"] if username else []),
    ]


async def list_officials(slug: str) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.reading() as work:
        town = await town_of(work, slug)
        agencies = {
            agency.id: agency.name.in_(town.languages[0])
            for agency in await work.officials.agencies(town.id)
        }
        return [
            f"{official.account}\t{official.role.value}\t{official.name}\t"
            f"{agencies.get(official.agency, '') if official.agency else ''}"
            for official in await work.officials.all(town.id)
        ] or ["Nobody serves this town yet."]


async def invite(slug: str, *, role: str, agency: str | None) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        town = await town_of(work, slug)
        invited = await invite_official(
            town.id,
            _role(role),
            await _agency(work, town, agency) if agency is not None else None,
            by=None,
            from_terminal=True,
            officials=work.officials,
            invitations=work.invitations,
            audit=work.audit,
            now=wiring.clock.now(),
            new_id=wiring.new_id,
        )
        username = await work.clock.mark(name_mark(work.bot))
    payload = "-".join(("i", str(town.id), invited.code))
    lines = ["Single use, dead after three days:", f"  /start {payload}"]
    return [*lines, f"  https://t.me/{username}?start={payload}"] if username else lines


async def promote(slug: str, *, account: int, role: str) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        town = await town_of(work, slug)
        changed = await change_role(
            town.id,
            AccountId(account),
            _role(role),
            by=None,
            from_terminal=True,
            officials=work.officials,
            audit=work.audit,
            outbox=work.outbox,
            now=wiring.clock.now(),
        )
    return [f"{changed.name}: {changed.role.value}"]


async def revoke(slug: str, *, account: int) -> list[str]:
    async with at_the_desk() as (wiring, _say), wiring.storage.writing() as work:
        town = await town_of(work, slug)
        gone = await revoke_official(
            town.id,
            AccountId(account),
            by=None,
            from_terminal=True,
            officials=work.officials,
            audit=work.audit,
            outbox=work.outbox,
            now=wiring.clock.now(),
        )
        left = await work.officials.administrators(town.id)
    warning = [] if left else ["No administrator is left: `viche official invite` makes one."]
    return [f"{gone.name} does not serve {town.slug} any more.", *warning]


async def examine() -> list[str]:
    """What waits, failed, is in doubt or was given up; the audit log; channels closed to us."""
    async with at_the_desk() as (wiring, _say), wiring.storage.reading() as work:
        backlog = await work.inbox.backlog()
        ledger = await work.delivery.backlog()
        queued = ledger.get(MessageState.QUEUED, 0)
        doubtful = ledger.get(MessageState.UNKNOWN, 0)
        lines = [
            f"updates waiting: {backlog.waiting}, dead letters: {backlog.dead}",
            f"messages queued: {queued}, in doubt: {doubtful}",
        ]
        lines.append(_map_search_line(wiring.settings))
        for dead in await work.inbox.dead_letters(limit=SHOWN):
            came = f"{dead['received_at']:%Y-%m-%d %H:%M} UTC"
            which = f"{dead['update_id']} ({dead['kind']}, {came}, code {dead['error_code']})"
            lines += [f"dead letter {which}: {dead['error']}", f"  {dead['raw']}"]
        lines += [
            f"in doubt: message {doubt['id']} to {doubt['chat_id']} ({doubt['method']}): "
            f"{doubt['error']}"
            for doubt in await work.delivery.unknown(limit=SHOWN)
        ]
        lines += [
            f"given up: {lost['schedule']} of town {lost['community_id']}, due {lost['fire_key']}"
            for lost in await work.fires.given_up(limit=SHOWN)
        ]
        lines += [
            f"letter given up: to {letter.to}, «{letter.subject}»: {letter.error}"
            for letter in await work.letters.given_up(limit=SHOWN)
        ]
        for town in await work.communities.all():
            lines.append(await _audit_line(work, town))
            lines += [
                f"{town.slug}: the bot may not post in {one.kind.value} {one.chat} ({one.title})"
                for one in await work.channels.all(town.id)
                if not one.can_post
            ]
    return lines


def _map_search_line(settings: Settings) -> str:
    url = settings.nominatim_url
    if url is None:
        return "map search: off (VICHE_NOMINATIM_URL is not set)"
    try:
        checked_address(url, read_allowance(settings.outbound_allow))
    except OutboundFailure:
        return f"map search: {url} is not asked: neither https nor named in VICHE_OUTBOUND_ALLOW"
    return f"map search: {url}"


async def town_of(work: SqlWork, slug: str) -> Community:
    """Raise NotFound when the installation has no such town."""
    found = await work.communities.by_slug(slug)
    if found is None:
        raise NotFound("terminal-town-unknown", town=slug)
    return found


async def _audit_line(work: SqlWork, town: Community) -> str:
    broken = await check_audit(town.id, trail=work.trail)
    if broken is not None:
        return f"{town.slug}: THE AUDIT LOG IS BROKEN at number {broken.seq}"
    head = await work.trail.head(town.id)
    return f"{town.slug}: the audit log holds" + (f", head {head.seq} {head.hash}" if head else "")


async def _bot_id(settings: Settings) -> int:
    """Of the token, else of whichever bot last ran on this database."""
    if settings.bot_token is not None:
        return settings.bot_id
    async with wired(settings, bot_id=0) as wiring, wiring.storage.reading() as work:
        kept = await work.clock.mark("bot_id")
    if kept is None:
        raise SystemExit("VICHE_BOT_TOKEN is not set: @BotFather gives one.")
    return int(kept)


async def _agency(work: SqlWork, town: Community, name: str) -> AgencyId:
    """By its name in any language, as it is typed: capitals and blanks make no difference."""
    agencies = await work.officials.agencies(town.id)
    wanted = " ".join(name.split()).casefold()
    for agency in agencies:
        if wanted in {" ".join(text.split()).casefold() for text in agency.name.texts.values()}:
            return agency.id
    known = ", ".join(agency.name.in_(town.languages[0]) for agency in agencies)
    raise SystemExit(
        f"The town has no such agency. It has: {known}."
        if known
        else "The town has no agencies yet: an administrator adds them in the chat."
    )


def _role(name: str) -> Role:
    if name not in {role.value for role in Role}:
        raise SystemExit(f"A role is one of: {', '.join(role.value for role in Role)}.")
    return Role(name)


def _languages(names: str) -> tuple[Language, ...]:
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = tuple(language for name in wanted for language in LANGUAGES if language == name)
    if not known or len(known) != len(wanted):
        raise SystemExit(f"Languages are some of: {', '.join(LANGUAGES)}.")
    return known
