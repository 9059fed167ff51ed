"""An office that tells people things, and those who are told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from civic.broadcasts.actions.requesting import submit_broadcast
from civic.broadcasts.actions.writing import draft_broadcast, edit_broadcast
from civic.broadcasts.document import fingerprint_of
from civic.broadcasts.model import Broadcast, Content, ReadButton, Timing, Urgency
from civic.communities.model import Official, Role
from civic.kernel.ids import AccountId, BroadcastId
from civic.kernel.language import language_of
from civic.residents.model import Account, Topic
from tests.journeys.running_town import OKSANA, TOWN, RunningTown
from tests.sandbox_client import PersonChat

WATER = BroadcastId(7200)
WORDS = {
    "uk": "Завтра з 9:00 не буде води",
    "en": "No water tomorrow from 9:00",
    "ru": "Завтра с 9:00 не будет воды",
}
GREETINGS = {"uk": "Вітаємо", "en": "Hello", "ru": "Здравствуйте"}
CONTENT = Content(
    texts={
        "uk": f"Вітаємо, {{ім'я}}! <b>{WORDS['uk']}</b>.",
        "en": f"Hello, {{name}}! <b>{WORDS['en']}</b>.",
        "ru": f"Здравствуйте, {{имя}}! <b>{WORDS['ru']}</b>.",
    },
    buttons=(ReadButton(),),
)


async def needs_approval_from(town: RunningTown, recipients: int, **settings: Any) -> None:
    async with town.wiring.storage.writing() as work:
        found = await work.communities.community(TOWN)
        await work.communities.put(replace(found, approval_from=recipients, **settings))


async def colleague(
    town: RunningTown,
    number: int,
    name: str,
    *,
    language: str = "uk",
    served: timedelta = timedelta(days=30),
) -> PersonChat:
    """One more official, who has opened the bot before."""
    chat = await town.person(name, language=language, id=number)
    since = town.now - served
    async with town.wiring.storage.writing() as work:
        account = Account(
            id=AccountId(number),
            first_name=name,
            language=language_of(language),
            language_chosen=True,
            community=None,
            serving=TOWN,
            reachable=True,
        )
        await work.accounts.put(account, now=since)
        await work.officials.put(
            Official(
                community=TOWN,
                account=account.id,
                role=Role.OFFICIAL,
                agency=None,
                name=name,
                since=since,
            )
        )
    await chat.ask("/menu")
    return chat


async def drafted(
    town: RunningTown,
    *,
    content: Content = CONTENT,
    by: AccountId = OKSANA,
    urgent: str = "",
    timing: Timing | None = None,
) -> Broadcast:
    """Written, and asked for by nobody yet."""
    async with town.wiring.storage.writing() as work:
        official = await work.officials.find(TOWN, by)
        made = await draft_broadcast(
            WATER, content, official, topic=Topic.OUTAGES, broadcasts=work.broadcasts,
            audit=work.audit, now=town.now,
        )  # fmt: skip
        made = replace(
            made,
            urgency=Urgency(reason=urgent) if urgent else None,
            timing=timing or Timing(),
        )
        await work.broadcasts.put(made)
        return made


async def submitted(town: RunningTown, *, by: AccountId = OKSANA) -> Broadcast:
    """Sent, or asked for where it needs somebody's approval."""
    async with town.wiring.storage.writing() as work:
        found = await work.broadcasts.broadcast(TOWN, WATER)
        going = await submit_broadcast(
            WATER, await work.officials.find(TOWN, by), seen=fingerprint_of(found),
            broadcasts=work.broadcasts, audiences=work.audiences,
            communities=work.communities, officials=work.officials, surveys=work.surveys,
            outlets=work.channels, outbox=work.outbox, audit=work.audit, now=town.now,
        )  # fmt: skip
    town.wiring.outbox_bell.ring()
    return going


async def sent(town: RunningTown, **drafting: Any) -> Broadcast:
    """Of few recipients: it goes without anybody's approval."""
    await drafted(town, **drafting)
    going = await submitted(town, by=drafting.get("by", OKSANA))
    await town.tick()
    return going


async def reworded(town: RunningTown, content: Content, *, by: AccountId = OKSANA) -> None:
    async with town.wiring.storage.writing() as work:
        await edit_broadcast(
            WATER, lambda found: replace(found, content=content),
            await work.officials.find(TOWN, by), broadcasts=work.broadcasts,
            communities=work.communities, officials=work.officials, outbox=work.outbox,
            audit=work.audit, now=town.now,
        )  # fmt: skip
    town.wiring.outbox_bell.ring()


async def told(town: RunningTown) -> Broadcast:
    async with town.wiring.storage.reading() as work:
        return await work.broadcasts.broadcast(TOWN, WATER)


async def audited(town: RunningTown) -> list[str]:
    """What the audit log says of it, in order."""
    async with town.wiring.storage.reading() as work:
        rows = await work.connection.exec_driver_sql(
            "SELECT verb FROM audit WHERE verb LIKE 'broadcast-%' ORDER BY id"
        )
        return [str(row.verb).removeprefix("broadcast-") for row in rows]
