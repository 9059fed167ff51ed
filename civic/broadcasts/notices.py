"""What those who stand behind a broadcast are told of it."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from civic.broadcasts.model import Broadcast, Delivery, Repair
from civic.kernel.ids import AccountId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.outbox import Lane, Notice, Outbox

ASKED = "broadcast-asked"
TAKEN_BACK = "broadcast-taken-back"
APPROVED = "broadcast-approved"
APPROVED_PARTLY = "broadcast-approved-partly"
REFUSED = "broadcast-refused"
CORRECTION_REFUSED = "broadcast-correction-refused"
CORRECTED = "broadcast-corrected"
ALONE = "broadcast-alone"
TOO_LATE = "broadcast-too-late"
BROKEN = "broadcast-broken"
FAILING = "broadcast-failing"
LIVE = "broadcast-live"


async def tell(
    broadcast: Broadcast,
    key: str,
    to: Iterable[AccountId],
    *,
    outbox: Outbox,
    now: datetime,
    once: str | None = None,
    **params: Json,
) -> None:
    """Each of them once, whoever else they are."""
    said: JsonObject = {"broadcast": broadcast.id, "number": broadcast.number, **params}
    for account in sorted(set(to)):
        notice = Notice(
            to=account,
            community=broadcast.community,
            key=key,
            params=said,
            once=None if once is None else f"broadcast:{broadcast.id}:{once}",
        )
        await outbox.owe(notice, now=now)


def owners(broadcast: Broadcast) -> set[AccountId]:
    """Who wrote it, and who asked for it."""
    return {broadcast.author, broadcast.requested_by or broadcast.author}


def live_params(
    broadcast: Broadcast,
    delivery: Delivery,
    *,
    recall: Repair | None,
    correction: Repair | None,
    failing: bool,
    zone: str,
) -> JsonObject:
    figures: dict[str, Any] = asdict(delivery)
    starts = broadcast.timing.starts_at
    return {
        "broadcast": broadcast.id,
        "number": broadcast.number,
        "version": broadcast.version,
        "state": broadcast.state.value,
        "recipients": broadcast.recipients,
        "delivery": figures,
        "seconds_left": seconds_left(delivery),
        "recall": None if recall is None else asdict(recall),
        "correction": None if correction is None else asdict(correction),
        "failing": failing,
        "starts_at": None if starts is None else starts.isoformat(),
        "zone": zone,
    }


PER_SECOND = 29


def seconds_left(delivery: Delivery) -> int:
    """What it takes at full speed; who sleeps or turns the page later is not foreseen."""
    return -(-delivery.waiting // PER_SECOND)


async def owe_live_card(
    broadcast: Broadcast, params: JsonObject, *, outbox: Outbox, now: datetime
) -> None:
    """Say it to its author, or change what it said: the message is edited in place."""
    await outbox.owe(
        Notice(
            to=broadcast.author,
            community=broadcast.community,
            key=LIVE,
            params=params,
            lane=Lane.NOTICE,
            card=f"broadcast:{broadcast.id}",
            silent=True,
        ),
        now=now,
    )
