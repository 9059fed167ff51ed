"""While it goes and after: pause, go on, stop, recall, once more, a report."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.broadcasts.actions.reporting import count_recallable, want_delivery_report
from civic.broadcasts.actions.steering import (
    pause_broadcast,
    recall_broadcast,
    resume_broadcast,
    send_again,
    stop_broadcast,
)
from civic.broadcasts.model import BroadcastState
from civic.broadcasts.rules.moves import check_begun, going_again, recalled
from civic.communities.rules import Action
from civic.unit_of_work import Work
from handlers.broadcasts.standing import AtWork, at_work, figures_of, present
from handlers.effects import Reply, Toast
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.broadcast_steering import (
    DeliveryReportPress,
    PausePress,
    RecallPress,
    SendAgainPress,
    StopPress,
)
from handlers.screens.broadcasts.steering import again_screen, recall_screen, stop_screen
from locales.catalog import Say

_S = BroadcastState


def build_steering_router() -> Router:
    router = leaving_forms(Router(name="broadcasts-steering"))
    router.callback_query.register(pause, Pressed(PausePress))
    router.callback_query.register(stop, Pressed(StopPress))
    router.callback_query.register(recall, Pressed(RecallPress))
    router.callback_query.register(again, Pressed(SendAgainPress))
    router.callback_query.register(report, Pressed(DeliveryReportPress))
    return router


async def pause(
    _query: CallbackQuery,
    press: PausePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """Only shows where it stands so already: the button may be an old one, or pressed twice."""
    at = await at_work(person, press.broadcast, work)
    if at.broadcast.state in {_S.DONE, _S.STOPPED} and not await _fails(at, work):
        return await _over(at, person, work, say, now)
    if press.on and at.broadcast.state is not _S.PAUSED:
        await pause_broadcast(
            press.broadcast, at.official, broadcasts=work.broadcasts, bulks=work.bulks,
            audit=work.audit, now=now,
        )  # fmt: skip
    elif not press.on and (at.broadcast.state is not _S.GOING or await _fails(at, work)):
        await resume_broadcast(
            press.broadcast, at.official, broadcasts=work.broadcasts,
            communities=work.communities, bulks=work.bulks, audit=work.audit, now=now,
        )  # fmt: skip
    return await present(press.broadcast, person, work, say, now)


async def _fails(at: AtWork, work: Work) -> bool:
    return bool((await figures_of(at, work))["failing"])


async def _over(at: AtWork, person: Person, work: Work, say: Say, now: datetime) -> Reply:
    state, number = at.broadcast.state.value, say.number(at.broadcast.number)
    return [
        Toast(text=say(f"broadcast-is-{state}", number=number), alert=True),
        await present(at.broadcast.id, person, work, say, now),
    ]


async def stop(
    _query: CallbackQuery,
    press: StopPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_work(person, press.broadcast, work)
    if at.broadcast.state not in {_S.SCHEDULED, _S.GOING, _S.PAUSED}:
        return await _over(at, person, work, say, now)
    if not press.is_sure:
        return stop_screen(at.broadcast, waiting=await _waiting(at, work), say=say)
    await stop_broadcast(
        press.broadcast, at.official, broadcasts=work.broadcasts, bulks=work.bulks,
        audit=work.audit, now=now,
    )  # fmt: skip
    return [
        Toast(text=say("told-stopped-toast")),
        await present(press.broadcast, person, work, say, now),
    ]


async def _waiting(at: AtWork, work: Work) -> int:
    """Also those whom nobody has written out yet."""
    told: Any = (await figures_of(at, work))["delivery"]
    if not told["written_all"]:
        return max(0, at.broadcast.recipients - int(told["sent"]))
    return int(told["waiting"])


async def recall(
    _query: CallbackQuery,
    press: RecallPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_work(person, press.broadcast, work)
    if at.broadcast.recalled_at is not None:
        return [
            Toast(text=say("broadcast-recalled-already"), alert=True),
            await present(press.broadcast, person, work, say, now),
        ]
    recalled(at.broadcast, now=now)
    if not press.is_sure:
        can, too_old = await count_recallable(
            at.broadcast, broadcasts=work.broadcasts, reports=work.delivery_reports, now=now
        )
        return recall_screen(at.broadcast, can=can, too_old=too_old, say=say)
    await recall_broadcast(
        press.broadcast, at.official, broadcasts=work.broadcasts, communities=work.communities,
        officials=work.officials, bulks=work.bulks, audit=work.audit, now=now,
    )  # fmt: skip
    return [
        Toast(text=say("told-recalled-toast")),
        await present(press.broadcast, person, work, say, now),
    ]


async def again(
    _query: CallbackQuery,
    press: SendAgainPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_work(person, press.broadcast, work, Action.SEND_BROADCAST)
    going_again(at.broadcast)
    if not press.is_sure:
        told: Any = (await figures_of(at, work))["delivery"]
        return again_screen(at.broadcast, unknown=int(told["unknown"]), say=say)
    await send_again(
        press.broadcast, at.official, broadcasts=work.broadcasts, communities=work.communities,
        officials=work.officials, bulks=work.bulks, audit=work.audit, now=now,
    )  # fmt: skip
    return [
        Toast(text=say("told-again-toast")),
        await present(press.broadcast, person, work, say, now),
    ]


async def report(
    _query: CallbackQuery,
    press: DeliveryReportPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """The file comes as a message."""
    at = await at_work(person, press.broadcast, work)
    check_begun(at.broadcast)
    await want_delivery_report(
        at.broadcast,
        at.official,
        language=person.account.language,
        reports=work.delivery_reports,
        audit=work.audit,
        now=now,
    )
    return Toast(text=say("told-report-coming"), alert=True)
