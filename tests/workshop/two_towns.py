"""A town, and another with the same ids and more besides: whatever leaks, leaks between them."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from civic.audiences.model import AudienceRule, SavedAudience
from civic.channels.model import Channel, ChatKind, KnownChat
from civic.communities.model import Agency, AuditLink, Official, OfficialInvitation, Role
from civic.dialogues.model import Dialogue, DialogueState, Line, LineKind
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    ChatId,
    CommunityId,
    DialogueId,
    FileId,
    IdMaker,
    InvitationId,
    PlaceId,
    ResidentId,
    ResponseId,
    SavedAudienceId,
    SurveyId,
)
from civic.kernel.language import Language
from civic.kernel.outbox import Notice
from civic.kernel.personal import Whom
from civic.places.model import Place, PlaceKind, Point, WantedList
from civic.reports.model import Report
from civic.reports.ports import IssuedReport, ReportFiles, TableMark, TownSchedule
from civic.reports.published import report_hash
from civic.reports.schedule import ScheduleKind
from civic.surveys.answering.model import Arrival, Mode
from civic.surveys.model import Mailing, MailingKind, SurveyState
from civic.surveys.ports import Invitee
from storage.unit_of_work import SqlWork
from tests import made_reports
from tests.asked import AUTHOR, MONDAY, YARD, all_answers, response, survey, uk
from tests.survey_town import DISTRICT, build_town, launch, settle
from tests.workshop.appeals_of_towns import appeal
from tests.workshop.ideas_of_towns import wish
from tests.workshop.inventories import furnish
from tests.workshop.pictures_of_towns import sketch
from tests.workshop.request_offices import keep_office
from tests.workshop.requests_of_towns import complain
from tests.workshop.told_towns import draft_more, tell

OWN, OTHER = CommunityId(1), CommunityId(2)
MARK = "ЧУЖЕ"
"""Stands in every word of the other town."""
CODE = "c" * 64
NEIGHBOUR = AccountId(601)
"""Lives in one's own town; whoever has the same number in the other is another account."""


class CountingIds(IdMaker):
    """1, 2, 3: so that equal things get equal ids in either town."""

    def __init__(self, after: int = 0) -> None:
        super().__init__()
        self._last = after

    def __call__(self, now: datetime) -> int:
        self._last += 1
        return self._last


def account_of(community: CommunityId) -> AccountId:
    return NEIGHBOUR if community == OWN else AccountId(602)


def quiet_account_of(community: CommunityId) -> AccountId:
    """Of somebody who was never asked anything."""
    return AccountId(604) if community == OWN else AccountId(605)


async def build(work: SqlWork, community: CommunityId) -> None:
    """The same numbers in either town; the other has a survey, a place, a report more."""
    is_other = community == OTHER
    word = f"{MARK} " if is_other else ""
    await build_town(work, community)
    await _serve(work, community, word)
    await _live(work, community)
    for number in (1, 2) if is_other else (1,):
        await _ask(work, community, number, word)
        await _report(work, community, number, word)
        await _write(work, community, number, word)
        await tell(work, community, number, word)
    await draft_more(work, community, word)
    await furnish(work, community, word)
    await complain(work, community, word)
    await keep_office(work, community, word)
    await wish(work, community, word)
    await appeal(work, community, word)
    for _ in range(3):
        await work.surveys.next_number(community)
    draft = survey(SurveyState.DRAFT, number=3, community=community)
    await work.surveys.put(draft)
    if is_other:
        await _extend(work, word)
        await _end(work)
    await _owe(work, community, word)
    await _speak(work, community, word)
    await work.files.put(community, AUTHOR, f"{word}letter", "a/b", b"-", now=MONDAY)
    await sketch(work, community, word)


async def _serve(work: SqlWork, community: CommunityId, word: str) -> None:
    await work.officials.put_agency(
        Agency(id=AgencyId(1), community=community, name=uk(f"{word}Благоустрій"))
    )
    await work.officials.put(
        Official(
            community=community,
            account=AUTHOR,
            role=Role.ADMINISTRATOR,
            agency=AgencyId(1),
            name=f"{word}Оксана",
            since=MONDAY,
        )
    )
    await work.invitations.add(
        OfficialInvitation(
            id=InvitationId(1),
            community=community,
            code_hash=CODE,
            role=Role.ANALYST if word else Role.OFFICIAL,
            agency=None,
            invited_by=AUTHOR,
            expires_at=MONDAY + timedelta(days=3),
        )
    )
    for verb in ("composed", "launched"):
        entry = AuditEntry(community=community, actor=AUTHOR, verb=f"{word}{verb}", subject="1")
        await work.audit.note(entry, now=MONDAY)
        if verb == "composed":
            (row,) = await work.audit.unchained(community, limit=9)
            await work.audit.chain(
                community, [AuditLink(row=row, seq=5 if word else 1, hash=f"{word}hash")]
            )


async def _live(work: SqlWork, community: CommunityId) -> None:
    await settle(
        work,
        account_of(community),
        resident=ResidentId(31),
        home=PlaceId(91),
        community=community,
    )
    await settle(
        work,
        quiet_account_of(community),
        resident=ResidentId(33),
        home=PlaceId(92),
        community=community,
    )


async def _ask(work: SqlWork, community: CommunityId, number: int, word: str) -> None:
    asked = replace(YARD, title=uk(f"{word}Двір {number}"))
    going = await launch(work, number=number, asked=asked, community=community)
    await work.surveys.start_mailing(
        Mailing(community=community, survey=going.id, kind=MailingKind.INVITATION)
    )
    guest = Invitee(
        resident=ResidentId(31),
        account=account_of(community),
        quiet_start=time(22),
        quiet_end=time(8),
    )
    await work.survey_invitations.add(community, going.id, [guest], now=MONDAY)
    begun = replace(
        response(number, of=going.id), community=community, begun_at=MONDAY + timedelta(hours=1)
    )
    await work.responses.begin(begun)
    for question, answer in all_answers().items():
        await work.responses.put_answer(begun, question, answer, at=question)
    await work.responses.finish(begun, place=PlaceId(91), now=MONDAY + timedelta(hours=2))


async def _report(work: SqlWork, community: CommunityId, number: int, word: str) -> None:
    asked = replace(
        made_reports.survey(title=uk(f"{word}Двір")), community=community, survey=SurveyId(number)
    )
    drawn: Report = replace(made_reports.report(of=asked), number=number)
    issued = IssuedReport(
        report=drawn,
        occasion=ScheduleKind.ON_CLOSING,
        fire_key="1",
        hash=report_hash(drawn),
        mark=TableMark(responses=1, finished_at=MONDAY, response=ResponseId(number)),
    )
    file = await work.files.put(community, None, f"{word}1.pdf", "a/b", b"-", now=MONDAY)
    files: dict[Language, ReportFiles] = {
        "uk": ReportFiles(caption=f"{word}звіт", picture=file, pdf=file, xlsx=file)
    }
    await work.reports.issue(community, issued, files)
    await work.report_schedules.put(
        community,
        TownSchedule(
            kind=ScheduleKind.DAILY, at=9 * 60 if word else 8 * 60, weekday=0, is_on=True,
            since=MONDAY,
        ),
    )  # fmt: skip
    await work.report_schedules.choose(community, AUTHOR, wants=bool(word))


async def _write(work: SqlWork, community: CommunityId, number: int, word: str) -> None:
    """A dialogue that waits, with a line; the other town's second one is closed and answered."""
    is_over = number == 2
    await work.dialogues.put(
        Dialogue(
            id=DialogueId(number),
            community=community,
            number=await work.dialogues.next_number(community),
            resident=ResidentId(31),
            account=account_of(community),
            agency=AgencyId(1),
            about=None,
            state=DialogueState.CLOSED if is_over else DialogueState.WAITING_FOR_OFFICE,
            assignee=AUTHOR if word else None,
            opened_at=MONDAY,
            updated_at=MONDAY,
            closed_at=MONDAY if is_over else None,
        )
    )
    for line in (1, 2) if word else (1,):
        said = Line(
            id=10 * number + line,
            dialogue=DialogueId(number),
            from_office=is_over and line == 2,
            author=account_of(community),
            kind=LineKind.TEXT,
            text=f"{word}Не світить ліхтар",
            at=MONDAY,
        )
        await work.dialogues.add_line(community, said)


async def _extend(work: SqlWork, word: str) -> None:
    """What only the other town has."""
    kinds = ((190, PlaceKind.COURTYARD, DISTRICT), (195, PlaceKind.BUILDING, PlaceId(190)))
    for number, kind, parent in kinds:
        await work.places.put(
            OTHER,
            [
                Place(
                    id=PlaceId(number),
                    community=OTHER,
                    external_id=str(number),
                    kind=kind,
                    parent=parent,
                    name=uk(f"{word}місце"),
                    street=f"{word}вулиця",
                    number="1",
                    point=Point(latitude=50.56, longitude=29.98),
                )
            ],
        )
    await settle(work, AccountId(603), resident=ResidentId(32), home=PlaceId(190), community=OTHER)
    await work.officials.put_agency(
        Agency(id=AgencyId(2), community=OTHER, name=uk(f"{word}агенція"))
    )


async def _end(work: SqlWork) -> None:
    """A survey that closed, responses from a file, somebody who erased themselves, other names."""
    going = await launch(work, number=4, community=OTHER)
    over = replace(going, state=SurveyState.CLOSED, closed_at=MONDAY + timedelta(days=1))
    await work.surveys.put(over)
    imported = replace(
        response(90, resident=None, finished_at=MONDAY),
        community=OTHER,
        external_id="91",
        mode=Mode.IMPORTED,
        arrival=Arrival.IMPORTED,
        answers=all_answers(),
    )
    await work.responses.put_many([imported])
    await settle(work, AccountId(606), resident=ResidentId(34), home=PlaceId(91), community=OTHER)
    begun = replace(response(91, resident=ResidentId(34)), community=OTHER)
    await work.responses.begin(begun)
    await work.survey_traces.forget(
        OTHER, Whom(resident=ResidentId(34), account=AccountId(606)), now=MONDAY
    )
    renamed = [
        replace(await work.places.place(OTHER, PlaceId(number)), name=uk(MARK), parent=parent)
        for number, parent in ((91, DISTRICT), (92, PlaceId(190)))
    ]
    await work.places.put(OTHER, renamed)


async def _owe(work: SqlWork, community: CommunityId, word: str) -> None:
    await work.outbox.owe(
        Notice(
            to=account_of(community),
            community=community,
            key="survey-invitation",
            params={"title": word},
            once="survey:1",
        ),
        now=MONDAY,
    )
    await work.place_lists.want(
        WantedList(
            community=community, account=account_of(community), file=FileId(2), complete=False
        ),
        now=MONDAY,
    )
    await work.fires.claim(community, "reports", "2026-11-23")
    if word:
        await work.fires.claim(community, "reports", "2026-11-24")


async def _speak(work: SqlWork, community: CommunityId, word: str) -> None:
    """Audiences under a name, and the chats that the town posts in."""
    for number in (1, 2) if word else (1,):
        await work.saved_audiences.put(
            SavedAudience(
                id=SavedAudienceId(number), community=community, name=f"{word}Двори {number}",
                rule=AudienceRule(places=(PlaceId(91),), languages=("uk",)),
                created_by=AUTHOR, created_at=MONDAY,
            )
        )  # fmt: skip
        chat = KnownChat(
            id=ChatId(-1000 - number), kind=ChatKind.CHANNEL, title=f"Канал {number}",
            can_post=True, added_by=AUTHOR, learnt_at=MONDAY,
        )  # fmt: skip
        await work.known_chats.put(chat)
        await work.channels.put(
            Channel(
                community=community, chat=chat.id, kind=chat.kind, title=chat.title,
                can_post=True, place=PlaceId(91), bound_by=AUTHOR, bound_at=MONDAY,
            )
        )  # fmt: skip
