"""What outlives its use goes: of a person who was erased nothing stays at all."""

from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId
from civic.kernel.outbox import Lane, MessageState, Notice, Recipient
from civic.residents.actions.privacy import erase_me
from jobs.retention import forget_the_old
from storage.conversation import Conversation
from storage.delivery import Settled
from storage.engines import Database
from storage.inbox import Outcome, readable
from storage.outbox import Call
from storage.pace import Limits
from storage.tables.metadata import metadata
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.stores import TOWN, RealTime, stores

OLENA, IHOR = AccountId(987_654_321), AccountId(123_456_789)
DAY = timedelta(days=1)
LIMITS = {"chat_pace", "intake"}
"""How much somebody sends and gets: it goes within days."""


@pytest.fixture
def real() -> RealTime:
    return RealTime()


@pytest.fixture
def storage(database: Database, tmp_path: Path, real: RealTime) -> Storage:
    return stores(database, tmp_path, limits=Limits(), real=real)


async def _meets(storage: Storage, real: RealTime, account: AccountId, name: str) -> None:
    async with storage.writing() as work:
        await work.people.meet(account, first_name=name, language="uk", now=MONDAY)
        update = {"update_id": int(account) % 1000, "message": {"chat": {"id": account}, "document": {
            "file_size": 1000}}}  # fmt: skip
        incoming = readable(update)
        assert incoming is not None
        await work.inbox.put([incoming], now=MONDAY)
        (head,) = [one for one in await work.inbox.heads(limit=9) if one.chat == account]
        await work.inbox.finish([Outcome(id=head.id)], now=MONDAY)
        await work.conversation.keep_cards({(account, "main"): 5})
        await work.outbox.put(
            [Call(chat=account, method="sendMessage", payload={"text": name})], now=MONDAY
        )
    async with storage.writing() as work:
        await _send_all(work, real)


async def _is_in_the_middle_of_things(storage: Storage, account: AccountId, name: str) -> None:
    """A form half filled in, a message still to be sent, an update laid aside."""
    form = Conversation(chat=account, user=account, state="answering", data={"draft": name})
    broken = readable({"update_id": 1, "message": {"chat": {"id": account}, "text": name}})
    assert broken is not None
    async with storage.writing() as work:
        await work.conversation.put([form], now=MONDAY)
        await work.outbox.owe(
            Notice(to=account, community=TOWN, key="menu", params={"name": name}), now=MONDAY
        )
        await work.inbox.put([broken], now=MONDAY)
        (head,) = [one for one in await work.inbox.heads(limit=9) if one.chat == account]
        laid = Outcome(id=head.id, error=f"cannot read {name}", code="A1", raw=head.raw)
        await work.inbox.finish([laid], now=MONDAY)


async def _send_all(work: SqlWork, real: RealTime) -> None:
    lease = await work.delivery.lease(free=9, now=MONDAY)
    while lease.rows:
        sent = [Settled(row=row, state=MessageState.SENT, message=6) for row in lease.rows]
        await work.delivery.settle(sent, now=MONDAY)
        real.seconds += 60
        lease = await work.delivery.lease(free=9, now=MONDAY)


async def _mentions(storage: Storage, *words: str) -> set[str]:
    """In which tables they stand."""
    found = set()
    async with storage.reading() as work:
        for name, table in metadata.tables.items():
            for row in await work.connection.execute(table.select()):
                if any(word in str(value) for value in row for word in words):
                    found.add(name)
    return found


async def _erase(work: SqlWork, account: AccountId) -> None:
    await erase_me(
        account, residents=work.residents, personal=work.personal,
        accountwide=work.accountwide, now=MONDAY,
    )  # fmt: skip


async def test_of_an_erased_person_nothing_stays_and_of_the_others_what_is_in_use(
    storage: Storage, real: RealTime
) -> None:
    await _meets(storage, real, OLENA, "Олена")
    await _meets(storage, real, IHOR, "Ігор")
    await _is_in_the_middle_of_things(storage, OLENA, "Олена")
    async with storage.writing() as work:
        await _erase(work, OLENA)
    # At once: no word of hers, and her number only where it keeps a limit.
    assert await _mentions(storage, "Олена") == set()
    assert await _mentions(storage, str(OLENA)) <= LIMITS
    async with storage.writing() as work:
        # The bot's last words to her, and the message that she pressed.
        await work.conversation.keep_cards({(OLENA, "main"): 5})
        await work.outbox.put(
            [Call(chat=OLENA, method="sendMessage", payload={"text": "bye"})], now=MONDAY
        )
        await _send_all(work, real)
    assert "accounts" not in await _mentions(storage, "Олена", str(OLENA))

    for days in range(9):
        real.seconds += DAY.total_seconds()
        for hours in range(0, 24, 2):
            now = MONDAY + days * DAY + timedelta(hours=hours)
            await forget_the_old(begin=storage.writing, now=now)

    assert await _mentions(storage, "Олена", str(OLENA)) == set()
    assert await _mentions(storage, str(IHOR)) == {"accounts", "cards", "outbox"}


async def test_files_made_for_one_person_go_after_a_week_and_the_towns_own_stay(
    storage: Storage, tmp_path: Path
) -> None:
    async with storage.writing() as work:
        await work.files.put(TOWN, OLENA, "answers.csv", "text/csv", b"words", now=MONDAY)
        await work.files.put(TOWN, None, "report.pdf", "application/pdf", b"figures", now=MONDAY)
        await work.files.put(TOWN, IHOR, "new.csv", "text/csv", b"new", now=MONDAY + 3 * DAY)
    await forget_the_old(begin=storage.writing, now=MONDAY + 6 * DAY)
    assert len(list((tmp_path / "files").iterdir())) == 3

    await forget_the_old(begin=storage.writing, now=MONDAY + 8 * DAY)
    kept = {path.read_bytes() for path in (tmp_path / "files").iterdir()}
    assert kept == {b"figures", b"new"}


async def test_what_was_written_once_for_many_goes_when_the_last_has_it(
    storage: Storage, real: RealTime
) -> None:
    notice = Notice(
        to=AccountId(0), community=TOWN, key="survey-invitation", params={"title": "Лавки"},
        lane=Lane.BULK,
    )  # fmt: skip
    late = MONDAY + 20 * DAY
    async with storage.writing() as work:
        for account, due in ((OLENA, MONDAY), (IHOR, late)):
            await work.people.meet(account, first_name="-", language="uk", now=MONDAY)
            await work.outbox.owe_many(notice, [Recipient(to=account, due=due)], now=MONDAY)
        await _send_all(work, real)

    await forget_the_old(begin=storage.writing, now=MONDAY + 8 * DAY)
    async with storage.writing() as work:
        lease = await work.delivery.lease(free=9, now=late)
        (row,) = lease.rows
        assert (row.chat, row.payload["params"]) == (IHOR, {"title": "Лавки"})
        await work.delivery.settle([Settled(row=row, state=MessageState.SENT)], now=late)
    assert "outbox_contents" in await _mentions(storage, "Лавки")

    await forget_the_old(begin=storage.writing, now=late + 8 * DAY)
    assert await _mentions(storage, "Лавки") == set()


async def test_a_pace_in_use_is_kept(storage: Storage, real: RealTime) -> None:
    async with storage.writing() as work:
        await work.delivery.pace.block_chat(IHOR, real.seconds + 30)
    await forget_the_old(begin=storage.writing, now=MONDAY)
    assert await _mentions(storage, str(IHOR)) == {"chat_pace"}
