"""The delivery report is made from the ledger: each person once, and made once for who asked."""

from datetime import timedelta
from pathlib import Path

import pytest

from civic.broadcasts.actions.reporting import count_recallable, want_delivery_report
from civic.broadcasts.actions.steering import send_again
from civic.broadcasts.reporting import DeliveryReport
from civic.kernel.ids import ResidentId
from civic.kernel.language import Language
from civic.kernel.outbox import Reason
from jobs.broadcasts import reporting
from jobs.broadcasts.reporting import DrawDelivery, make_delivery_reports
from storage.delivery import Leased, Settled
from storage.engines import Database
from tests.calendar import MONDAY as NOON
from tests.survey_town import DISTRICT, settle, storage_on
from tests.told import OFFICE, OKSANA, TOWN, WATER
from tests.told_town import Town, nobody_knows, refused, resident_account, send, town_of

RESIDENTS = 12
BLOCKED = refused(Reason.BLOCKED)


@pytest.fixture
async def made(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Twelve residents, seven of them at home in one district; one has blocked the bot."""
    monkeypatch.setattr(reporting, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(reporting, "PLACES_AT_ONCE", 2)
    made = await town_of(storage_on(database, tmp_path), RESIDENTS, now=NOON)
    async with made.work() as work:
        for number in range(1, 8):
            await settle(work, resident_account(number), resident=ResidentId(number), home=DISTRICT)
    await send(made)
    await made.tick()
    return made


def _answered(row: Leased) -> Settled | None:
    if row.chat in {resident_account(1), resident_account(2)}:
        return nobody_knows(row)
    return BLOCKED(row) if row.chat == resident_account(3) else None


async def _want(made: Town) -> None:
    async with made.work() as work:
        await want_delivery_report(
            await work.broadcasts.broadcast(TOWN, WATER), OFFICE[0], language="uk",
            reports=work.delivery_reports, audit=work.audit, now=made.now,
        )  # fmt: skip


async def _make(made: Town, draw: DrawDelivery) -> int:
    begin, read = made.storage.writing, made.storage.reading
    return await make_delivery_reports(begin=begin, read=read, draw=draw, now=made.now)


async def _report(made: Town) -> DeliveryReport:
    drawn: list[DeliveryReport] = []

    async def draw(report: DeliveryReport, _language: Language) -> bytes:
        drawn.append(report)
        return b"xlsx"

    await _want(made)
    await _want(made)
    assert await _make(made, draw) == 1
    assert await _make(made, draw) == 0
    (report,) = drawn
    return report


async def test_everybody_is_counted_once_by_outcome_reason_and_district(made: Town) -> None:
    await made.carry(_answered)
    report = await _report(made)
    assert report.totals == {"sent": 9, "unknown": 2, "refused": 1}
    assert report.reasons == {"blocked": 1}
    (line,) = [line for line in report.districts if line.total == 7]
    assert line.counts == {"sent": 4, "unknown": 2, "refused": 1}
    assert [one.district for one in report.doubts] == [line.name, line.name]
    assert sum(line.total for line in report.languages) == RESIDENTS
    assert [line.counts for line in report.hours] == [{"sent": 9, "unknown": 2, "refused": 1}]
    await made.carry()
    assert made.notices(OKSANA).count("broadcast-report") == 1


async def test_whoever_was_written_to_again_counts_by_the_second_message(made: Town) -> None:
    await made.carry(_answered)
    made.now += timedelta(seconds=5)
    await made.tick()
    async with made.work() as work:
        await send_again(
            WATER, OFFICE[0], broadcasts=work.broadcasts, communities=work.communities,
            officials=work.officials, bulks=work.bulks, audit=work.audit, now=made.now,
        )  # fmt: skip
    await made.tick()
    await made.carry()
    report = await _report(made)
    assert report.totals == {"sent": 11, "refused": 1}
    assert report.doubts == []


async def test_a_report_that_cannot_be_drawn_is_given_up_and_keeps_nobody_waiting(
    made: Town,
) -> None:
    async def draw(_report: DeliveryReport, _language: Language) -> bytes:
        raise RuntimeError("the child died")

    await _want(made)
    with pytest.raises(RuntimeError, match="the child died"):
        await _make(made, draw)
    assert await _make(made, draw) == 0


async def test_what_is_older_than_two_days_cannot_be_recalled(made: Town) -> None:
    await made.carry(_answered)

    async def counted() -> tuple[int, int]:
        async with made.work() as work:
            return await count_recallable(
                await made.told(), broadcasts=work.broadcasts, reports=work.delivery_reports,
                now=made.now,
            )  # fmt: skip

    assert await counted() == (9, 0)
    made.now += timedelta(hours=48)
    assert await counted() == (0, 9)
