"""Towns, officials, accounts and residents, kept alike on both databases."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from civic.communities.actions.audit import chain_audit, check_audit
from civic.communities.model import (
    Agency,
    OfficeContacts,
    OfficialInvitation,
    OwnerCode,
    Role,
)
from civic.communities.rules import hash_of_code
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AccountId, AgencyId, InvitationId, PlaceId, ResidentId
from civic.kernel.language import Translated
from civic.kernel.outbox import Notice
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from civic.places.model import Place, PlaceKind
from civic.residents.actions.privacy import erase_me, tell_all
from civic.residents.model import Consent, QuietHours, Resident
from civic.residents.rules import NO_QUIET
from storage.engines import Database
from storage.residents import hears, lives_here
from storage.tables.residents import accounts, residents
from storage.unit_of_work import SqlWork
from tests.calendar import MONDAY
from tests.people import (
    IHOR,
    NEMISHAIEVE,
    OKSANA,
    OLENA,
    OTHER_TOWN,
    PETRO,
    TOWN,
    account,
    town,
    who_serves,
)
from tests.survey_town import storage_on

YARD = PlaceId(11)
HASH = hash_of_code("0123456789abcdef")
OLENA_HERE = Resident(
    id=ResidentId(7),
    community=TOWN,
    account=OLENA,
    language="uk",
    home=YARD,
    followed=(PlaceId(12), PlaceId(13)),
    quiet=NO_QUIET,
    muted=frozenset({"surveys", "news"}),
    consent=Consent(version=1, language="uk", at=MONDAY),
    joined_at=MONDAY,
)


async def _towns(work: SqlWork) -> None:
    await work.communities.put(NEMISHAIEVE)
    await work.communities.put(town(OTHER_TOWN, "Бородянка"))
    yard = Place(
        id=YARD, community=TOWN, external_id="y", kind=PlaceKind.COURTYARD, parent=None,
        name=Translated({"uk": "Двір"}),
    )  # fmt: skip
    await work.places.put(TOWN, [yard])


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Any:
    made = storage_on(database, tmp_path)
    async with made.writing() as work:
        await _towns(work)
    return made


async def test_a_town_is_read_back_as_it_was_put_and_changed(storage: Any) -> None:
    contacts = OfficeContacts(phone="+380 44", address="Шевченка, 1", hours="9–18", emergency="112")
    changed = replace(NEMISHAIEVE, contacts=contacts, threshold=7)
    async with storage.writing() as work:
        await work.communities.put(changed)
        assert await work.communities.community(TOWN) == changed
        assert await work.communities.by_slug("nemishaieve") == changed
        assert await work.communities.sole() is None
        assert len(await work.communities.all()) == 2


async def test_officials_and_agencies_belong_to_one_town(storage: Any) -> None:
    agency = Agency(id=AgencyId(5), community=TOWN, name=Translated({"uk": "ЖКГ"}))
    async with storage.writing() as work:
        await work.officials.put_agency(agency)
        await work.officials.put(replace(who_serves(Role.OFFICIAL), agency=AgencyId(5)))
        await work.officials.put(who_serves(Role.ADMINISTRATOR, account=OKSANA, name="Оксана"))
        await work.officials.put(who_serves(Role.ANALYST, community=OTHER_TOWN))
        assert [one.account for one in await work.officials.all(TOWN)] == [OKSANA, IHOR]
        assert [one.account for one in await work.officials.administrators(TOWN)] == [OKSANA]
        assert {one.community for one in await work.officials.serving(IHOR)} == {TOWN, OTHER_TOWN}
        with pytest.raises(NotFound):
            await work.officials.official(OTHER_TOWN, OKSANA)
        with pytest.raises(NotFound):
            await work.officials.agency(OTHER_TOWN, AgencyId(5))
        await work.officials.remove(OTHER_TOWN, OKSANA)
        assert await work.officials.find(TOWN, OKSANA) is not None


async def test_an_invitation_is_used_once_in_its_own_town(storage: Any) -> None:
    invitation = OfficialInvitation(
        id=InvitationId(1), community=TOWN, code_hash=HASH, role=Role.OFFICIAL, agency=None,
        invited_by=IHOR, expires_at=MONDAY + timedelta(hours=72),
    )  # fmt: skip
    async with storage.writing() as work:
        await work.invitations.add(invitation)
        assert await work.invitations.use(OTHER_TOWN, HASH, PETRO, now=MONDAY) is None
        late = invitation.expires_at
        assert await work.invitations.use(TOWN, HASH, PETRO, now=late) is None
        assert await work.invitations.find(TOWN, HASH) == invitation
        assert await work.invitations.use(TOWN, HASH, PETRO, now=MONDAY) == invitation
        assert await work.invitations.use(TOWN, HASH, OKSANA, now=MONDAY) is None
        assert await work.invitations.find(TOWN, HASH) is None


async def test_an_owner_code_is_used_once_and_may_be_gone_on_with(storage: Any) -> None:
    code = OwnerCode(code_hash=HASH, community=None, expires_at=MONDAY + timedelta(hours=24))
    async with storage.writing() as work:
        await work.owner_codes.add(code)
        assert await work.owner_codes.use(HASH, IHOR, now=code.expires_at) is None
        assert await work.owner_codes.use(HASH, IHOR, now=MONDAY) == code
        # Given again at the next start, a used code stays used.
        await work.owner_codes.add(code)
        assert await work.owner_codes.use(HASH, OKSANA, now=MONDAY) is None
        assert await work.owner_codes.unfinished(IHOR, now=MONDAY) == code
        assert await work.owner_codes.unfinished(OKSANA, now=MONDAY) is None
        await work.owner_codes.finish(HASH, TOWN)
        assert await work.owner_codes.unfinished(IHOR, now=MONDAY) is None


async def test_wrong_codes_are_counted_for_an_account_and_an_hour(storage: Any) -> None:
    async with storage.writing() as work:
        for minutes in (0, 30, 59):
            await work.owner_codes.note_wrong(PETRO, now=MONDAY + timedelta(minutes=minutes))
        assert await work.owner_codes.wrong_since(PETRO, MONDAY) == 2
        assert await work.owner_codes.wrong_since(IHOR, MONDAY - timedelta(hours=1)) == 0


async def test_a_resident_is_read_back_as_they_were_put_and_changed(storage: Any) -> None:
    changed = replace(OLENA_HERE, home=None, quiet=QuietHours(), muted=frozenset(), left_at=MONDAY)
    async with storage.writing() as work:
        for version in (OLENA_HERE, changed):
            await work.residents.put(version)
            assert await work.residents.resident(TOWN, ResidentId(7)) == version
            assert await work.residents.of_account(TOWN, OLENA) == version


async def test_what_is_kept_of_a_resident_tells_their_topics_and_weekly_limit(
    storage: Any,
) -> None:
    whom = Whom(resident=ResidentId(7), account=OLENA)
    limited = replace(OLENA_HERE, muted=frozenset({"news"}), weekly_limit=5)
    async with storage.writing() as work:
        await work.residents.put(limited)
        assert await work.residents.resident(TOWN, ResidentId(7)) == limited
        told = (await work.residents.about(TOWN, whom))["resident"]
    assert told["topics_off"] == ["news"]
    assert told["messages_a_week_at_most"] == 5


async def test_a_resident_of_one_town_is_unknown_in_another(storage: Any) -> None:
    whom = Whom(resident=ResidentId(7), account=OLENA)
    async with storage.writing() as work:
        await work.residents.put(OLENA_HERE)
        with pytest.raises(NotFound):
            await work.residents.resident(OTHER_TOWN, ResidentId(7))
        assert await work.residents.of_account(OTHER_TOWN, OLENA) is None
        assert await work.residents.about(OTHER_TOWN, whom) == {}
        await work.residents.forget(OTHER_TOWN, whom, now=MONDAY)
        assert await work.residents.of_account(TOWN, OLENA) == OLENA_HERE


async def test_a_topic_is_heard_unless_it_or_everything_is_off(storage: Any) -> None:
    muted = [frozenset(), {"surveys"}, {"*"}, {"surveys-of-others"}, {"a", "surveys", "z"}]
    async with storage.writing() as work:
        for number, topics in enumerate(muted):
            await work.residents.put(
                replace(
                    OLENA_HERE, id=ResidentId(number), account=AccountId(OLENA + number),
                    muted=frozenset(topics), left_at=MONDAY if number == 3 else None,
                )
            )  # fmt: skip
        listening = await work.connection.scalars(
            residents.select().with_only_columns(residents.c.id).where(hears("surveys"))
        )
        assert set(listening) == {0, 3}
        living = await work.connection.scalars(
            residents.select().with_only_columns(residents.c.id).where(lives_here())
        )
        assert set(living) == {0, 1, 2, 4}


async def test_a_stranger_is_met_and_the_second_time_known(storage: Any) -> None:
    async with storage.writing() as work:
        met = await work.people.meet(OLENA, first_name="Олена", language="en", now=MONDAY)
        assert (met.account.language, met.account.language_chosen) == ("en", False)
        assert (met.community, met.resident, met.official) == (None, None, None)
        # Their phone speaks Ukrainian now, and they chose nothing themselves.
        again = await work.people.meet(OLENA, first_name="Оленка", language="uk", now=MONDAY)
        assert (again.account.language, again.account.first_name) == ("uk", "Оленка")
        kept = replace(again.account, language="ru", language_chosen=True)
        await work.accounts.put(kept, now=MONDAY)
        chosen = await work.people.meet(OLENA, first_name="Оленка", language="en", now=MONDAY)
        assert chosen.account.language == "ru"


async def test_whoever_writes_again_is_reachable_in_every_town(storage: Any) -> None:
    async with storage.writing() as work:
        await work.accounts.put(replace(account(community=TOWN), reachable=False), now=MONDAY)
        await work.residents.put(OLENA_HERE)
        await work.residents.set_reachable(OLENA, reachable=False)
        met = await work.people.meet(OLENA, first_name="Олена", language="uk", now=MONDAY)
        assert met.account.reachable
        assert (await work.residents.resident(TOWN, ResidentId(7))).reachable


async def test_an_official_sees_the_office_they_chose_and_lives_in_their_own_town(
    storage: Any,
) -> None:
    async with storage.writing() as work:
        await work.accounts.put(account(community=TOWN), now=MONDAY)
        await work.residents.put(OLENA_HERE)
        await work.officials.put(who_serves(Role.ANALYST, account=OLENA))
        await work.officials.put(
            replace(
                who_serves(Role.OFFICIAL, account=OLENA, community=OTHER_TOWN),
                since=MONDAY + timedelta(days=1),
            )
        )
        first = await work.people.find(OLENA)
        assert first is not None
        assert first.office is not None
        assert (first.community, first.office.id) == (NEMISHAIEVE, TOWN)
        await work.accounts.put(replace(first.account, serving=OTHER_TOWN), now=MONDAY)
        then = await work.people.find(OLENA)
        assert then is not None
        assert then.official is not None
        assert then.office is not None
        assert (then.office.id, then.official.role) == (OTHER_TOWN, Role.OFFICIAL)
        assert then.resident == OLENA_HERE
        assert then.community == NEMISHAIEVE


async def test_who_moved_away_is_no_resident_any_more(storage: Any) -> None:
    async with storage.writing() as work:
        await work.accounts.put(account(community=TOWN), now=MONDAY)
        await work.residents.put(replace(OLENA_HERE, left_at=MONDAY))
        met = await work.people.find(OLENA)
        assert met is not None
        assert met.resident is None


async def test_the_audit_is_chained_in_order_and_each_town_by_itself(storage: Any) -> None:
    async with storage.writing() as work:
        for number in range(5):
            where = OTHER_TOWN if number == 2 else TOWN
            entry = AuditEntry(
                community=where, actor=IHOR, verb="role-changed", subject=f"official:{number}",
                details={"to": "analyst", "n": number},
            )  # fmt: skip
            await work.audit.note(entry, now=MONDAY + timedelta(seconds=number))
    async with storage.writing() as work:
        assert set(await work.trail.with_unchained(limit=10)) == {TOWN, OTHER_TOWN}
        assert await chain_audit(TOWN, trail=work.trail) == 4
        assert await chain_audit(OTHER_TOWN, trail=work.trail) == 1
        assert await work.trail.with_unchained(limit=10) == []
    async with storage.writing() as work:
        links = await work.trail.links(TOWN, after=0, limit=10)
        assert [link.seq for link in links] == [1, 2, 3, 4]
        assert await check_audit(TOWN, trail=work.trail) is None
        head = await work.trail.head(TOWN)
        assert head is not None
        assert (head.seq, head.hash) == (4, links[-1].hash)
        newest = await work.audit.entries(TOWN, limit=1)
        assert newest[0].subject == "official:4"


async def test_an_erased_person_leaves_no_row_and_is_new_afterwards(storage: Any) -> None:
    async with storage.writing() as work:
        await work.people.meet(OLENA, first_name="Олена", language="uk", now=MONDAY)
        await work.accounts.put(account(community=TOWN), now=MONDAY)
        await work.residents.put(OLENA_HERE)
        await work.officials.put(who_serves(Role.ANALYST, account=OLENA, name="Олена"))
        await work.files.put(TOWN, OLENA, "me.json", "application/json", b"{}", now=MONDAY)
        await work.outbox.owe(Notice(to=OLENA, community=TOWN, key="menu", once="x"), now=MONDAY)
    async with storage.writing() as work:
        told: Any = await tell_all(
            OLENA, residents=work.residents, personal=work.personal,
            accountwide=work.accountwide, now=MONDAY,
        )  # fmt: skip
        (here,) = told["towns"]
        assert here["resident"]["home_place"]["name"] == {"uk": "Двір"}
        assert [file["name"] for file in here["files"]] == ["me.json"]
        assert told["serves"][0]["role"] == "analyst"
        assert told["messages_to_you"] == {"queued": 1}
        await erase_me(
            OLENA, residents=work.residents, personal=work.personal,
            accountwide=work.accountwide, now=MONDAY,
        )  # fmt: skip
    async with storage.writing() as work:
        assert await work.people.find(OLENA) is None
        assert await work.residents.everywhere(OLENA) == []
        assert await work.officials.serving(OLENA) == []
        for table in (accounts, residents):
            assert (await work.connection.execute(table.select())).all() == []
        # And what was once said to them can be said again.
        await work.outbox.owe(Notice(to=OLENA, community=TOWN, key="menu", once="x"), now=MONDAY)
        again: Any = await tell_all(
            OLENA, residents=work.residents, personal=work.personal,
            accountwide=work.accountwide, now=MONDAY,
        )  # fmt: skip
        assert again["messages_to_you"] == {"queued": 1}
