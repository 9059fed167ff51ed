"""A town with courtyards, officials and a survey that people answered, straight into the stores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, update

from civic.communities.model import Community, Official, Role
from civic.kernel.ids import (
    AccountId,
    BotId,
    CommunityId,
    IdMaker,
    PlaceId,
    ResidentId,
    ResponseId,
    SurveyId,
)
from civic.kernel.language import Language, Translated
from civic.places.model import Place, PlaceKind
from civic.reports.model import Report
from civic.reports.ports import TownSchedule
from civic.reports.schedule import ScheduleKind
from civic.residents.model import Account, Resident
from civic.surveys.answering.model import Answer, AnswerStatus, Response
from civic.surveys.model import (
    Option,
    Question,
    QuestionKind,
    Questionnaire,
    Survey,
    SurveyState,
    SurveyVersion,
)
from jobs.reports.issuing import issue_due_reports
from rendering.rendered import RenderedReport
from storage.engines import Database
from storage.pace import Limits
from storage.plumbing import Installation
from storage.tables.surveys import answers, responses
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY

TOWN = CommunityId(77)
SURVEY = SurveyId(500)
ADMINISTRATOR = AccountId(9001)
OFFICIAL = AccountId(9002)


@dataclass
class Easel:
    """Draws nothing, remembers what it was asked to draw."""

    reports: list[Report] = field(default_factory=list)
    fails: int = 0

    async def __call__(
        self, report: Report, languages: Sequence[Language]
    ) -> dict[Language, RenderedReport]:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the pencil broke")
        self.reports.append(report)
        return {
            language: RenderedReport(
                picture_png=b"png",
                caption=f"report {report.number} in {language}",
                pdf=b"pdf",
                xlsx=b"xlsx",
            )
            for language in languages
        }


def storage_on(
    database: Database,
    folder: Path,
    *,
    boot: str = "boot",
    real: Callable[[], float] | None = None,
) -> Storage:
    return Storage(
        database,
        Installation(
            bot=BotId(700),
            files=folder,
            boot=boot,
            limits=Limits(scale=0),
            new_id=IdMaker(),
            real=real,
        ),
    )


async def build_town(storage: Storage, *, zone: str = "Europe/Kyiv") -> None:
    async with storage.writing() as work:
        await work.communities.put(
            Community(
                id=TOWN,
                slug="town",
                name=Translated({"uk": "Містечко", "en": "Town"}),
                timezone=zone,
                languages=("uk", "en", "ru"),
                created_at=MONDAY,
            )
        )
        await work.places.put(TOWN, [_place(1, PlaceKind.DISTRICT, None)])
        await work.places.put(
            TOWN, [_place(10 + n, PlaceKind.COURTYARD, PlaceId(1)) for n in range(3)]
        )
        for account, role in ((ADMINISTRATOR, Role.ADMINISTRATOR), (OFFICIAL, Role.OFFICIAL)):
            language: Language = "uk" if role is Role.ADMINISTRATOR else "en"
            await work.accounts.put(_account(account, language), now=MONDAY)
            await work.officials.put(
                Official(
                    community=TOWN, account=account, role=role, agency=None, name="Оксана",
                    since=MONDAY,
                )
            )  # fmt: skip


async def put_survey(
    work: SqlWork,
    *,
    survey: SurveyId = SURVEY,
    state: SurveyState = SurveyState.OPEN,
    closes_at: datetime = MONDAY + timedelta(days=400),
    closed_at: datetime | None = None,
    tables_while_open: bool = False,
    results_to_respondents: bool = True,
    may_be_hard: bool = True,
) -> None:
    asked = Questionnaire(
        title=Translated({"uk": "Двір"}),
        questions=(
            Question(
                kind=QuestionKind.ONE_CHOICE,
                prompt=Translated({"uk": "Лавки?"}),
                options=(
                    Option(code="y", label=Translated({"uk": "Так"})),
                    Option(code="n", label=Translated({"uk": "Ні"})),
                ),
                may_be_hard=may_be_hard,
            ),
        ),
        tables_while_open=tables_while_open,
        results_to_respondents=results_to_respondents,
    )
    made = Survey(
        id=survey,
        community=TOWN,
        number=survey,
        author=OFFICIAL,
        state=SurveyState.DRAFT,
        questionnaire=asked,
        opens_at=MONDAY,
        closes_at=closes_at,
        created_at=MONDAY,
    )
    await work.surveys.put(made)
    launched = replace(made, state=state, version=1, launched_at=MONDAY, closed_at=closed_at)
    await work.surveys.put(launched)
    await work.surveys.add_version(
        SurveyVersion(
            community=TOWN,
            survey=survey,
            number=1,
            replaces=None,
            questionnaire=asked,
            content_hash=sha256(repr(asked).encode()).hexdigest(),
            frozen_at=MONDAY,
            frozen_by=OFFICIAL,
        )
    )


async def close_survey(work: SqlWork, survey: SurveyId, *, at: datetime) -> None:
    found = await work.surveys.survey(TOWN, survey)
    await work.surveys.put(replace(found, state=SurveyState.CLOSED, closed_at=at))


async def erase_responses(work: SqlWork, survey: SurveyId, numbers: Sequence[int]) -> None:
    """As when these people erase themselves."""
    gone = [survey * 100_000 + number for number in numbers]
    for table, column in ((answers, answers.c.response_id), (responses, responses.c.id)):
        await work.connection.execute(delete(table).where(column.in_(gone)))


async def change_answer(work: SqlWork, survey: SurveyId, number: int, *, to: str | None) -> None:
    """What the respondent of this number now says; None is "hard to say"."""
    status = AnswerStatus.ANSWERED if to else AnswerStatus.HARD_TO_SAY
    await work.connection.execute(
        update(answers)
        .where(answers.c.response_id == survey * 100_000 + number)
        .values(chosen=to or "", status=status)
    )


async def put_responses(work: SqlWork, survey: SurveyId, count: int, *, first: int = 0) -> None:
    await work.responses.put_many(
        [
            Response(
                id=ResponseId(survey * 100_000 + n),
                community=TOWN,
                survey=survey,
                version=1,
                resident=None,
                language="uk",
                place=PlaceId(10 + n % 3),
                begun_at=MONDAY,
                finished_at=MONDAY + timedelta(seconds=n),
                answers={1: Answer(chosen=("y" if n % 4 else "n",))},
            )
            for n in range(first, first + count)
        ]
    )


async def tick(storage: Storage, easel: Easel, now: datetime) -> int:
    return await issue_due_reports(
        begin=storage.writing, read=storage.reading, draw=easel, software="test", now=now
    )


async def switch_on(
    storage: Storage, kind: ScheduleKind, *, hour: int = 8, since: datetime = MONDAY
) -> None:
    schedule = TownSchedule(kind=kind, at=hour * 60, weekday=0, is_on=True, since=since)
    async with storage.writing() as work:
        await work.report_schedules.put(TOWN, schedule)


def resident(number: int, home: PlaceId) -> Resident:
    return Resident(
        id=ResidentId(number),
        community=TOWN,
        account=AccountId(number),
        language="uk",
        home=home,
        joined_at=MONDAY,
    )


def _place(number: int, kind: PlaceKind, parent: PlaceId | None) -> Place:
    return Place(
        id=PlaceId(number),
        community=TOWN,
        external_id=str(number),
        kind=kind,
        parent=parent,
        name=Translated({"uk": f"Місце {number}"}),
    )


def _account(account: AccountId, language: Language) -> Account:
    return Account(
        id=account,
        first_name="Оксана",
        language=language,
        language_chosen=True,
        community=None,
        serving=TOWN,
        reachable=True,
    )
