"""Makes the delivery reports that officials asked for, a few at a time."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from civic.broadcasts.model import Broadcast, Dispatch, DispatchKind
from civic.broadcasts.reporting import (
    DeliveryReport,
    Doubt,
    Line,
    TracedMessage,
    WantedReport,
    grouped,
)
from civic.broadcasts.rules.text import visible
from civic.communities.model import Community
from civic.kernel.ids import PlaceId
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Language
from civic.kernel.outbox import MessageState, Notice
from civic.places.model import Place, PlaceKind
from civic.unit_of_work import Begin, Read, Work

AT_ONCE = 2
ROWS_AT_ONCE = 2_000
PLACES_AT_ONCE = 1_000
WORDS = 200
NOTICE = "broadcast-report"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOWHERE = ""
"""Of whoever lives in no district that is known."""


class DrawDelivery(Protocol):
    async def __call__(self, report: DeliveryReport, language: Language, /) -> bytes:
        """The workbook, made outside this process's memory."""


async def make_delivery_reports(
    *, begin: Begin, read: Read, draw: DrawDelivery, now: datetime
) -> int:
    """Read on a connection that never writes, drawn in a child, sent in one short transaction."""
    async with read() as work:
        waiting = await work.delivery_reports.wanted(limit=AT_ONCE)
    failure: Exception | None = None
    for wanted in waiting:
        try:
            await _make(wanted, begin=begin, read=read, draw=draw, now=now)
        except Exception as failed:  # noqa: BLE001 - raised when the others have had their turn
            failure = failed
            # Given up: whoever misses it asks again, and nobody waits behind it.
            async with begin() as work:
                await _done(work, wanted)
    if failure is not None:
        raise failure
    return len(waiting)


async def _make(
    wanted: WantedReport, *, begin: Begin, read: Read, draw: DrawDelivery, now: datetime
) -> None:
    async with read() as work:
        report = await _made(work, wanted, now=now)
    drawn = await draw(report, wanted.language)
    async with begin() as work:
        if await _done(work, wanted):
            await _send(work, wanted, report, drawn, now=now)


async def _done(work: Work, wanted: WantedReport) -> bool:
    return await work.delivery_reports.done(wanted.community, wanted.broadcast, wanted.account)


async def _send(
    work: Work, wanted: WantedReport, report: DeliveryReport, drawn: bytes, *, now: datetime
) -> None:
    name = f"broadcast-{report.number}.xlsx"
    file = await work.files.put(wanted.community, wanted.account, name, MEDIA_TYPE, drawn, now=now)
    params: JsonObject = {
        "file": file, "broadcast": wanted.broadcast, "number": report.number,
    }  # fmt: skip
    await work.outbox.owe(
        Notice(to=wanted.account, community=wanted.community, key=NOTICE, params=params),
        now=now,
    )


@dataclass(slots=True)
class _Tally:
    """Counted while walking through the messages; nobody's name is looked at."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    languages: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    homes: dict[PlaceId | None, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    hours: dict[datetime, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    doubts: list[TracedMessage] = field(default_factory=list)

    def add(self, message: TracedMessage, zone: ZoneInfo) -> None:
        outcome = message.outcome
        self.outcomes[outcome] += 1
        if outcome == "refused":
            self.reasons[message.reason or "not-accepted"] += 1
        self.languages[message.language or _NOWHERE][outcome] += 1
        self.homes[message.home][outcome] += 1
        if message.at is not None and outcome in {"sent", "unknown", "refused"}:
            local = message.at.astimezone(zone)
            self.hours[local.replace(minute=0, second=0, microsecond=0)][outcome] += 1
        if outcome == "unknown":
            self.doubts.append(message)


async def _made(work: Work, wanted: WantedReport, *, now: datetime) -> DeliveryReport:
    town = await work.communities.community(wanted.community)
    broadcast = await work.broadcasts.broadcast(wanted.community, wanted.broadcast)
    dispatches = await work.broadcasts.dispatches(town.id, broadcast.id)
    zone = ZoneInfo(town.timezone)
    tally = await _tallied(work, dispatches, zone)
    districts = await _districts(work, town, wanted.language)
    by_district: dict[str, Counter[str]] = defaultdict(Counter)
    for home, counts in tally.homes.items():
        by_district[districts.get(home, _NOWHERE)].update(counts)
    told = grouped(by_district, town.threshold)
    shown = {line.name for line in told}

    def district_of(message: TracedMessage) -> str | None:
        name = districts.get(message.home, _NOWHERE)
        return name if name in shown else None

    return DeliveryReport(
        number=broadcast.number,
        town=town.name.in_(wanted.language),
        words=_words(broadcast, wanted.language),
        topic=broadcast.topic.value,
        state=broadcast.state.value,
        version=broadcast.version,
        made_at=_moment(now, zone),
        started_at=_moment(broadcast.started_at, zone),
        ended_at=_moment(broadcast.ended_at, zone),
        recalled_at=_moment(broadcast.recalled_at, zone),
        threshold=town.threshold,
        read=await work.broadcasts.count_read(town.id, broadcast.id),
        totals=dict(tally.outcomes),
        reasons=dict(tally.reasons),
        channels=await _channels(work, town, dispatches),
        languages=grouped(tally.languages, town.threshold),
        districts=told,
        hours=[
            Line(name=f"{hour:%Y-%m-%d %H:%M}", counts=dict(counts))
            for hour, counts in sorted(tally.hours.items())
        ],
        doubts=[Doubt(district=district_of(one), at=_moment(one.at, zone)) for one in tally.doubts],
    )


def _words(broadcast: Broadcast, language: Language) -> str:
    texts = broadcast.content.texts
    text = texts.get(language) or next(iter(texts.values()), "")
    return " ".join(visible(text).split())[:WORDS]


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


async def _tallied(work: Work, dispatches: list[Dispatch], zone: ZoneInfo) -> _Tally:
    """Whoever was written to again counts by the second message."""
    tally = _Tally()
    again: set[int] = set()
    for kind in (DispatchKind.AGAIN, DispatchKind.MAIN):
        async for message in _messages(work, dispatches, kind):
            if kind is DispatchKind.AGAIN:
                again.add(message.to)
            elif message.to in again:
                continue
            tally.add(message, zone)
    return tally


async def _messages(
    work: Work, dispatches: list[Dispatch], kind: DispatchKind
) -> AsyncIterator[TracedMessage]:
    for one in dispatches:
        if one.kind is not kind:
            continue
        for state in MessageState:
            after = 0
            while True:
                page = await work.delivery_reports.messages(
                    one.community, one.bulk, state, after=after, limit=ROWS_AT_ONCE
                )
                for message in page:
                    yield message
                if len(page) < ROWS_AT_ONCE:
                    break
                after = page[-1].id


async def _channels(
    work: Work, town: Community, dispatches: list[Dispatch]
) -> list[tuple[str, str]]:
    told = []
    titles = {one.chat: one.title for one in await work.channels.all(town.id)}
    async for message in _messages(work, dispatches, DispatchKind.CHANNELS):
        title = next((title for chat, title in titles.items() if chat == message.to), "")
        told.append((title, message.reason or message.outcome))
    return told


async def _districts(
    work: Work, town: Community, language: Language
) -> Mapping[PlaceId | None, str]:
    """In which district each place lies, by its name."""
    places: dict[PlaceId, Place] = {}
    after: PlaceId | None = None
    while True:
        page = await work.places.page(town.id, after=after, limit=PLACES_AT_ONCE)
        places |= {place.id: place for place in page}
        if len(page) < PLACES_AT_ONCE:
            break
        after = page[-1].id
    found: dict[PlaceId | None, str] = {}
    for place in places.values():
        around: Place | None = place
        while around is not None and around.kind is not PlaceKind.DISTRICT:
            around = places.get(around.parent) if around.parent is not None else None
        found[place.id] = around.name.in_(language) if around is not None else _NOWHERE
    return found
