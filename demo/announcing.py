"""The year's broadcasts put through the product: written, approved, sent, read, mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from bot.wiring import Wiring
from civic.audiences.actions import save_audience
from civic.audiences.model import AudienceRule
from civic.broadcasts.actions.approving import approve_broadcast, refuse_broadcast
from civic.broadcasts.actions.correcting import correct_broadcast
from civic.broadcasts.actions.requesting import submit_broadcast
from civic.broadcasts.actions.steering import recall_broadcast, stop_broadcast
from civic.broadcasts.actions.writing import draft_broadcast, edit_broadcast
from civic.broadcasts.document import fingerprint_of
from civic.broadcasts.model import (
    Broadcast,
    BroadcastButton,
    BroadcastState,
    Content,
    LinkButton,
    ReadButton,
    Timing,
    Urgency,
)
from civic.communities.model import Official
from civic.kernel.ids import BroadcastId, PlaceId, SavedAudienceId
from civic.kernel.language import Language, Translated
from demo.cast import CAST, IHOR, OKSANA, TARAS
from demo.crowd import Neighbour
from demo.history.telling import Corrected, PastBroadcast, Recalled, Refused, Stopped
from demo.outlets import chat_of
from demo.past import OF_TELLING, Past
from demo.town import Town
from storage.unit_of_work import SqlWork

WRITTEN = timedelta(minutes=50)
ASKED = timedelta(minutes=30)
APPROVED = timedelta(minutes=4)
"""So long before it goes."""
AFTERWARDS = timedelta(minutes=50)
"""So long after it went it is looked at once more."""
OLDER_HOMES = "Старші будинки"
SAVED: Mapping[str, tuple[str, ...]] = {
    OLDER_HOMES: ("Вокзальна, 1–9", "Лісова, 1–9"),
    "Двори біля станції": ("Вокзальна, 1–9", "Вокзальна, 11–19", "Шевченка, 2–10"),
}
"""By name, the courtyards in it."""


@dataclass(slots=True, kw_only=True)
class Announcing:
    town: Town
    wiring: Wiring
    past: Past
    random: Random
    saved: dict[str, SavedAudienceId] = field(default_factory=dict)
    told: dict[PastBroadcast, BroadcastId] = field(default_factory=dict)

    async def save_audiences(self, now: datetime) -> None:
        async with self.wiring.storage.writing() as work:
            for name, courtyards in SAVED.items():
                kept = await save_audience(
                    self.town.community.id, name, AudienceRule(places=self._places(courtyards)),
                    by=OKSANA.account, audiences=work.audiences, saved=work.saved_audiences,
                    audit=work.audit, now=now, new_id=self.wiring.new_id,
                )  # fmt: skip
                self.saved[name] = kept.id

    async def tell(
        self,
        one: PastBroadcast,
        at: datetime,
        *,
        readers: Iterable[Neighbour],
        kept_for: Iterable[int] = (),
    ) -> None:
        """From the first draft to what became of it."""
        broadcast = await self.ask(one, at)
        self.told[one] = broadcast.id
        self.past.keep(tuple(kept_for), "broadcast", broadcast.id)
        if one.doubtful:
            self.past.doubtful[broadcast.id] = one.doubtful
        await self.approve(broadcast.id, at - APPROVED)
        stopped = one.turn if isinstance(one.turn, Stopped) else None
        await self.past.pass_by(
            at, only=OF_TELLING, most=None if stopped is None else stopped.after
        )
        await self._read(one, broadcast.id, readers, at)
        await self._turn(one, broadcast.id, at)
        await self.past.pass_by(at + AFTERWARDS, only=OF_TELLING)

    async def ask(
        self, one: PastBroadcast, at: datetime, *, starts_at: datetime | None = None
    ) -> Broadcast:
        """Written, and sent or asked for so long before `at`."""
        broadcast = await self.draft(one, at - WRITTEN, starts_at=starts_at)
        if isinstance(one.turn, Refused):
            await self._submit(broadcast.id, one.author, at - ASKED - timedelta(hours=2))
            await self._refuse(broadcast, one, at - ASKED - timedelta(hours=1))
        return await self._submit(broadcast.id, one.author, at - ASKED)

    async def draft(
        self, one: PastBroadcast, at: datetime, *, starts_at: datetime | None = None
    ) -> Broadcast:
        texts: Mapping[Language, str] = one.texts
        if isinstance(one.turn, Refused):
            at -= timedelta(hours=2)
            texts = {"uk": one.turn.text}
        content = Content(texts=texts, buttons=_buttons(one))
        async with self.wiring.storage.writing() as work:
            by = await self._official(work, one.author)
            broadcast = await draft_broadcast(
                BroadcastId(self.wiring.new_id(at)), content, by, topic=one.topic,
                audience=self._audience(one), broadcasts=work.broadcasts, audit=work.audit,
                now=at,
            )  # fmt: skip
            wanted = replace(
                broadcast,
                channels=tuple(chat_of(key) for key in one.outlets),
                urgency=Urgency(reason=one.urgent) if one.urgent else None,
                timing=Timing(starts_at=starts_at),
            )
            await self._change(work, broadcast, wanted, by, at)
        return broadcast

    async def approve(self, broadcast: BroadcastId, at: datetime) -> None:
        """By as many colleagues as it needs."""
        async with self.wiring.storage.writing() as work:
            found = await work.broadcasts.broadcast(self.town.community.id, broadcast)
            for key in (IHOR.key, TARAS.key, OKSANA.key):
                by = await self._official(work, key)
                if found.state is not BroadcastState.REQUESTED or by.account in found.editors:
                    continue
                found = await self._approve(work, found, found.version, by, at)

    async def _approve(
        self, work: SqlWork, broadcast: Broadcast, version: int, by: Official, at: datetime
    ) -> Broadcast:
        decided = await approve_broadcast(
            broadcast.id, version, by, broadcasts=work.broadcasts, audiences=work.audiences,
            communities=work.communities, officials=work.officials, bulks=work.bulks,
            outbox=work.outbox, audit=work.audit, now=at,
        )  # fmt: skip
        return decided.broadcast

    async def _submit(self, broadcast: BroadcastId, author: str, at: datetime) -> Broadcast:
        async with self.wiring.storage.writing() as work:
            found = await work.broadcasts.broadcast(self.town.community.id, broadcast)
            return await submit_broadcast(
                broadcast, await self._official(work, author), seen=fingerprint_of(found),
                broadcasts=work.broadcasts, audiences=work.audiences,
                communities=work.communities, officials=work.officials, surveys=work.surveys,
                outlets=work.channels, outbox=work.outbox, audit=work.audit, now=at,
            )  # fmt: skip

    async def _refuse(self, broadcast: Broadcast, one: PastBroadcast, at: datetime) -> None:
        assert isinstance(one.turn, Refused)  # its callers looked
        async with self.wiring.storage.writing() as work:
            asked = await work.broadcasts.broadcast(broadcast.community, broadcast.id)
            await refuse_broadcast(
                broadcast.id, asked.version, one.turn.reason,
                await self._official(work, IHOR.key), broadcasts=work.broadcasts,
                communities=work.communities, outbox=work.outbox, audit=work.audit, now=at,
            )  # fmt: skip
            better = replace(asked, content=replace(asked.content, texts=one.texts))
            by = await self._official(work, one.author)
            await self._change(work, asked, better, by, at + timedelta(minutes=20))

    async def _change(
        self, work: SqlWork, broadcast: Broadcast, wanted: Broadcast, by: Official, at: datetime
    ) -> None:
        await edit_broadcast(
            broadcast.id, lambda _: wanted, by, broadcasts=work.broadcasts,
            communities=work.communities, officials=work.officials, outbox=work.outbox,
            audit=work.audit, now=at,
        )  # fmt: skip

    async def _read(
        self,
        one: PastBroadcast,
        broadcast: BroadcastId,
        readers: Iterable[Neighbour],
        at: datetime,
    ) -> None:
        """The first hour's, and those who came to it later."""
        if not one.read:
            return
        community = self.town.community.id
        async with self.wiring.storage.writing() as work:
            found = await work.broadcasts.broadcast(community, broadcast)
            counted = await self._members(work, found)
            for reader in readers:
                is_in = reader.resident is not None and reader.account in counted
                if is_in and reader.resident and self.random.random() < one.read * reader.zeal:
                    moment = at + timedelta(minutes=1 + self.random.expovariate(1 / 14))
                    await work.broadcasts.note_read(
                        community, broadcast, reader.resident, now=moment
                    )

    async def _members(self, work: SqlWork, broadcast: Broadcast) -> set[int]:
        members = await work.audiences.recipients(
            broadcast.community, broadcast.audience, topic=broadcast.topic.value, week=None,
            after=0, limit=2_000,
        )  # fmt: skip
        return {member.account for member in members}

    async def _turn(self, one: PastBroadcast, broadcast: BroadcastId, at: datetime) -> None:
        match one.turn:
            case Stopped():
                async with self.wiring.storage.writing() as work:
                    await stop_broadcast(
                        broadcast, await self._official(work, one.author),
                        broadcasts=work.broadcasts, bulks=work.bulks, audit=work.audit,
                        now=at + timedelta(minutes=3),
                    )  # fmt: skip
            case Corrected():
                await self._correct(one.turn, one.author, broadcast, at)
            case Recalled():
                async with self.wiring.storage.writing() as work:
                    await recall_broadcast(
                        broadcast, await self._official(work, one.author),
                        broadcasts=work.broadcasts, communities=work.communities,
                        officials=work.officials, bulks=work.bulks, audit=work.audit,
                        now=at + timedelta(minutes=one.turn.after),
                    )  # fmt: skip
                await self.past.pass_by(at + timedelta(minutes=one.turn.after + 1), only=OF_TELLING)
            case _:
                return

    async def _correct(
        self, turn: Corrected, author: str, broadcast: BroadcastId, at: datetime
    ) -> None:
        moment = at + timedelta(minutes=turn.after)
        async with self.wiring.storage.writing() as work:
            found = await work.broadcasts.broadcast(self.town.community.id, broadcast)
            better = replace(found.content, texts={"uk": turn.text})
            asked = await correct_broadcast(
                broadcast, better, await self._official(work, author),
                broadcasts=work.broadcasts, communities=work.communities,
                officials=work.officials, bulks=work.bulks, outbox=work.outbox,
                audit=work.audit, now=moment,
            )  # fmt: skip
            if asked is not None:
                by = await self._official(work, IHOR.key)
                await self._approve(work, found, asked.number, by, moment + timedelta(minutes=5))
        await self.past.pass_by(moment + timedelta(minutes=6), only=OF_TELLING)

    async def _official(self, work: SqlWork, key: str) -> Official:
        account = next(one.account for one in CAST if one.key == key)
        return await work.officials.official(self.town.community.id, account)

    def _audience(self, one: PastBroadcast) -> AudienceRule:
        if one.to.saved:
            return AudienceRule(saved=self.saved[one.to.saved])
        districts = tuple(self.town.districts[number] for number in one.to.districts)
        return AudienceRule(places=districts + self._places(one.to.courtyards))

    def _places(self, titles: Iterable[str]) -> tuple[PlaceId, ...]:
        by_title = {courtyard.title: courtyard.place for courtyard in self.town.courtyards}
        return tuple(by_title[title] for title in titles)


def _buttons(one: PastBroadcast) -> tuple[BroadcastButton, ...]:
    link: tuple[BroadcastButton, ...] = ()
    if one.link is not None:
        label, url = one.link
        link = (LinkButton(label=Translated({"uk": label}), url=url),)
    return (*link, ReadButton()) if one.read else link
