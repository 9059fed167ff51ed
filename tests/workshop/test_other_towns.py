"""No store answers for another town: with its ids, or with equal ones, nothing of it is told."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from sqlalchemy import select

from civic.audiences.model import AudienceRule
from civic.communities.model import AuditLink, AuditRow
from civic.dialogues.model import Dialogue, DialogueState, Line, LineKind, Wanted
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    BroadcastId,
    ChatId,
    CommunityId,
    DialogueId,
    FileId,
    PlaceId,
    ResidentId,
    SavedAudienceId,
    SurveyId,
)
from civic.kernel.personal import Whom
from civic.kernel.refusal import Refusal
from civic.places.model import Box, Place, PlaceKind
from civic.reports.ports import TownSchedule
from civic.reports.schedule import ScheduleKind
from civic.surveys.model import MailingKind, SurveyState
from storage.engines import Database
from storage.pace import Limits
from storage.plumbing import Installation
from storage.tables.everything import metadata
from storage.unit_of_work import SqlWork, Storage
from tests.asked import AUTHOR, MONDAY, uk
from tests.databases import fresh_database
from tests.stores import BOT
from tests.workshop import (
    appeals_of_towns,
    ideas_of_towns,
    inventories,
    pictures_of_towns,
    request_offices,
    requests_of_towns,
    told_towns,
)
from tests.workshop.not_of_a_town import ELSEWHERE, OF_AN_ACCOUNT, PLUMBING
from tests.workshop.two_towns import (
    CODE,
    NEIGHBOUR,
    OTHER,
    OWN,
    CountingIds,
    build,
    quiet_account_of,
)

GIVEN: Mapping[str, tuple[Any, Any]] = {
    **told_towns.GIVEN,
    **inventories.GIVEN,
    **requests_of_towns.GIVEN,
    **request_offices.GIVEN,
    **appeals_of_towns.GIVEN,
    **ideas_of_towns.GIVEN,
    # By the name of the parameter: what both towns have, and what only the other has.
    "account": (AUTHOR, AccountId(603)),
    "after": (None, None),
    "agency": (AgencyId(1), AgencyId(2)),
    "audience": ((PlaceId(91),), (PlaceId(190),)),
    "audiences": ((SavedAudienceId(1), SavedAudienceId(2)),) * 2,
    "box": (Box(west=29, south=50, east=31, north=51),) * 2,
    "chat": (ChatId(-1001), ChatId(-1002)),
    "chats": ((ChatId(-1001), ChatId(-1002)),) * 2,
    "closed": (False, True),
    "closed_since": (MONDAY - timedelta(days=9),) * 2,
    "code_hash": (CODE, "d" * 64),
    "content": (b"-", b"-"),
    "count": (1, 2),
    "dialogue": (DialogueId(1), DialogueId(2)),
    "external_ids": (("91", "92"), ("190", "195")),
    "fire_key": ("1", "1"),
    "hold": (None, None),
    "invitees": ((), ()),
    "language": ("uk", "uk"),
    "kinds": (tuple(PlaceKind),) * 2,
    "pieces": (("а",), ("а",)),
    "limit": (50, 50),
    "media_type": ("a/b", "a/b"),
    "name": ("1.pdf", "1.pdf"),
    "now": (MONDAY + timedelta(hours=3),) * 2,
    "number": (1, 2),
    "occasion": (ScheduleKind.ON_CLOSING,) * 2,
    "offset": (0, 0),
    "once_prefix": ("survey:", "survey:1"),
    "owner": (NEIGHBOUR, AccountId(602)),
    "parent": (PlaceId(90), PlaceId(190)),
    "place": (PlaceId(91), PlaceId(190)),
    "poster": (FileId(2), FileId(3)),
    "reached": (1, 1),
    "resident": (ResidentId(31), ResidentId(32)),
    "rule": (AudienceRule(places=(PlaceId(91),)), AudienceRule(saved=SavedAudienceId(1))),
    "schedule": ("reports", "reports"),
    "since": (MONDAY - timedelta(days=9),) * 2,
    "shown": ({"finished": 1}, {"finished": 1}),
    "states": (tuple(SurveyState),) * 2,
    "survey": (SurveyId(1), SurveyId(2)),
    "surveys": ((SurveyId(1), SurveyId(2)),) * 2,
    "telegram_id": ("file-1", "file-1"),
    "topic": ("surveys", "surveys"),
    "until": (None, None),
    "waiting": (1, 1),
    "words": (("двір",), ("двір",)),
    "week": (2900, None),
    "wants": (True, True),
    "with_names": (True, False),
    "whom": (
        Whom(resident=ResidentId(31), account=NEIGHBOUR),
        Whom(resident=ResidentId(32), account=AccountId(603)),
    ),
}
Asked = Callable[[SqlWork], Awaitable[object]]


def _streets_of(community: CommunityId) -> Asked:
    async def asked(work: SqlWork) -> list[int]:
        return [street.id for street in await work.places.streets(community, ("а", "о", "и"))]

    return asked


LINK = AuditLink(
    row=AuditRow(id=1, community=OWN, at=MONDAY, actor=None, verb="-", subject="", details={}),
    seq=9,
    hash="e" * 64,
)
EVERY_DIALOGUE = Wanted(states=tuple(DialogueState))


def _line_of(number: int) -> Line:
    return Line(
        id=90, dialogue=DialogueId(number), from_office=True, author=AUTHOR, kind=LineKind.TEXT,
        text="-", at=MONDAY,
    )  # fmt: skip


def _dialogue_of(number: int) -> Dialogue:
    return Dialogue(
        id=DialogueId(number), community=OWN, number=number, resident=ResidentId(31),
        account=NEIGHBOUR, agency=None, about=None, state=DialogueState.CLOSED, assignee=None,
        opened_at=MONDAY, updated_at=MONDAY,
    )  # fmt: skip


SPECIAL: Mapping[str, tuple[Any, Any]] = {
    **told_towns.SPECIAL,
    **inventories.SPECIAL,
    **pictures_of_towns.SPECIAL,
    **requests_of_towns.SPECIAL,
    **request_offices.SPECIAL,
    **appeals_of_towns.SPECIAL,
    **ideas_of_towns.SPECIAL,
    # Where one name means several things: by store, method and parameter.
    "answer_files.want.survey": (SurveyId(1),) * 2,
    "audiences.recipients.after": (0, 0),
    "audit.chain.links": ((LINK,), (LINK,)),
    "audit.links.after": (0, 0),
    "place_lists.done.file": (FileId(2), FileId(3)),
    "fires.claim.fire_key": ("2026-11-23", "2026-11-24"),
    "fires.done.fire_key": ("2026-11-23", "2026-11-24"),
    "fires.fail.fire_key": ("2026-11-23", "2026-11-24"),
    "fires.renew.fire_key": ("2026-11-23", "2026-11-24"),
    "fires.release.fire_key": ("2026-11-23", "2026-11-24"),
    "places.buildings.number": (12, 1),
    "places.buildings.wanted": (_streets_of(OWN), _streets_of(OWN)),
    "surveys.discard.survey": (SurveyId(3), SurveyId(4)),
    "dialogues.add_line.line": (_line_of(1),) * 2,
    "dialogues.count.wanted": (EVERY_DIALOGUE,) * 2,
    "dialogues.page.wanted": (EVERY_DIALOGUE,) * 2,
    "dialogues.sender.broadcast": (BroadcastId(1), BroadcastId(2)),
    "dialogues.undelivered.dialogue": (_dialogue_of(1), _dialogue_of(2)),
    "dialogues.undelivered.lines": ((11, 12), (21, 22)),
    "responses.known_external.external_ids": (("91",), ("91",)),
    "places.count.kind": (PlaceKind.COURTYARD, PlaceKind.BUILDING),
    "places.count_inside.kind": (PlaceKind.COURTYARD, PlaceKind.BUILDING),
    "places.inside.kind": (PlaceKind.COURTYARD, PlaceKind.BUILDING),
    "places.put.given": (
        (
            Place(
                id=PlaceId(92), community=OWN, external_id="92", kind=PlaceKind.COURTYARD,
                parent=PlaceId(90), name=uk("Інакше"),
            ),
        ),
    )
    * 2,
    "places.some.wanted": ((PlaceId(91), PlaceId(190)),) * 2,
    "report_schedules.passed.kind": (ScheduleKind.DAILY,) * 2,
    "report_schedules.passed.until": (MONDAY + timedelta(days=1),) * 2,
    "report_schedules.put.schedule": (
        TownSchedule(kind=ScheduleKind.DAILY, at=600, weekday=1, is_on=False, since=MONDAY),
    )
    * 2,
    "residents.forget.whom": (
        Whom(resident=ResidentId(33), account=quiet_account_of(OWN)),
        Whom(resident=ResidentId(32), account=AccountId(603)),
    ),
    "responses.finished_after.resident": (0, 0),
    "survey_invitations.after.resident": (0, 0),
    **{
        f"saved_audiences.{method}.audience": (SavedAudienceId(1), SavedAudienceId(2))
        for method in ("saved", "remove", "is_awaited")
    },
    "surveys.mailing.kind": (MailingKind.INVITATION,) * 2,
}  # fmt: skip
BY_BUILDING = frozenset({"reports.issue"})
"""Written for both towns by `two_towns.build`: equal numbers in each, none in the other's way."""


def _methods() -> dict[str, Callable[..., Any]]:
    """`surveys.version` and the like: whatever a unit of work offers."""
    found = {}
    for name, made in inspect.getmembers(SqlWork):
        if not isinstance(made, cached_property):
            continue
        store = get_type_hints(made.func)["return"]
        for method, function in inspect.getmembers(store):
            is_asked = inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
            if is_asked and not method.startswith("_"):
                found[f"{name}.{method}"] = function
    return found


METHODS = _methods()
OF_A_TOWN = sorted(
    name
    for name, function in METHODS.items()
    if list(inspect.signature(function).parameters)[1:2] == ["community"]
    and name != "communities.put"
)


@asynccontextmanager
async def _towns(kind: str, folder: Path, *, both: bool) -> AsyncIterator[Storage]:
    folder.mkdir()
    async with fresh_database(kind, folder) as database:
        for town in (OWN, OTHER) if both else (OWN,):
            async with _counting(database, folder).writing() as work:
                await build(work, town)
        yield _counting(database, folder, after=100)


def _counting(database: Database, folder: Path, *, after: int = 0) -> Storage:
    return Storage(
        database,
        Installation(
            bot=BOT, files=folder, boot="boot", limits=Limits(scale=0), new_id=CountingIds(after)
        ),
    )


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
async def test_a_store_tells_one_town_the_same_whether_or_not_there_is_another(
    kind: str, tmp_path: Path
) -> None:
    async with (
        _towns(kind, tmp_path / "alone", both=False) as alone,
        _towns(kind, tmp_path / "together", both=True) as together,
    ):
        for name in OF_A_TOWN:
            if name in BY_BUILDING:
                continue
            for choice in (0, 1):
                told, _ = await _told(alone, name, choice, beside=False)
                beside, changed = await _told(together, name, choice, beside=True)
                assert beside == told, f"{name} tells something else beside another town"
                assert changed == [], f"{name} changes another town's {changed}"


def test_every_method_of_a_store_is_for_one_town_or_listed_with_a_reason() -> None:
    listed = set().union(*ELSEWHERE.values())
    free = {name for name in METHODS if name.split(".")[0] in PLUMBING | OF_AN_ACCOUNT}
    assert set(METHODS) - set(OF_A_TOWN) - free == listed


def test_every_method_for_one_town_is_really_asked() -> None:
    missing = {
        f"{name}.{parameter}"
        for name in OF_A_TOWN
        if name not in BY_BUILDING
        for parameter in list(inspect.signature(METHODS[name]).parameters)[2:]
        if f"{name}.{parameter}" not in SPECIAL and parameter not in GIVEN
    }
    assert missing == set()


async def _told(
    storage: Storage, name: str, choice: int, *, beside: bool
) -> tuple[object, list[str]]:
    """What it answers, and which tables of the other town are not as they were; nothing is kept."""
    store, method = name.split(".")
    function = METHODS[name]
    given = {
        parameter: SPECIAL.get(f"{name}.{parameter}", GIVEN.get(parameter, (None, None)))[choice]
        for parameter in list(inspect.signature(function).parameters)[2:]
    }
    told: object = None
    changed: list[str] = []
    with pytest.raises(_Undone):
        async with storage.writing() as work:
            before = await _of_the_other(work) if beside else {}
            asked = getattr(getattr(work, store), method)
            named = {
                parameter: await value(work) if callable(value) else value
                for parameter, value in _named(function, given).items()
            }
            try:
                if inspect.isasyncgenfunction(function):
                    told = [row async for row in asked(OWN, **named)]
                else:
                    told = await asked(OWN, **named)
            except Refusal as refusal:
                told = (type(refusal), refusal.key)
            after = await _of_the_other(work) if beside else {}
            changed = [table for table, rows in before.items() if after[table] != rows]
            raise _Undone
    return told, changed


class _Undone(Exception):  # noqa: N818 - takes back what was tried
    """Rolls the unit back."""


def _named(function: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Without what has a default and is not spoken of."""
    parameters = inspect.signature(function).parameters
    return {
        name: value
        for name, value in given.items()
        if value is not None or parameters[name].default is inspect.Parameter.empty
    }


async def _of_the_other(work: SqlWork) -> dict[str, list[tuple[Any, ...]]]:
    rows = {}
    for name, table in metadata.tables.items():
        column = table.c.get("community_id")
        if name == "communities":
            column = table.c.id
        if column is not None:
            found = await work.connection.execute(
                select(table).where(column == OTHER).order_by(*table.primary_key)
            )
            rows[name] = [tuple(row) for row in found]
    return rows
