"""Surveys that tests ask: a courtyard's, with one question of every kind."""

from datetime import UTC, datetime, timedelta

from civic.kernel.ids import AccountId, CommunityId, PlaceId, ResidentId, ResponseId, SurveyId
from civic.kernel.language import Translated
from civic.surveys.answering.model import Answer, AnswerStatus, Response
from civic.surveys.model import (
    Option,
    OptionRole,
    Question,
    QuestionKind,
    Questionnaire,
    Survey,
    SurveyState,
)

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)
TOWN = CommunityId(7)
OTHER_TOWN = CommunityId(8)
AUTHOR = AccountId(501)
OLENA = ResidentId(31)
COURTYARD = PlaceId(91)
FIRST = SurveyId(1)


def uk(text: str) -> Translated:
    return Translated({"uk": text})


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=str(n), label=uk(label)) for n, label in enumerate(labels, start=1))


LACKS = Question(
    kind=QuestionKind.SEVERAL_CHOICES,
    prompt=uk("Чого найбільше бракує у вашому дворі?"),
    options=(
        *options("Лавки", "Освітлення", "Дитячий майданчик", "Дерева"),
        Option(code="5", label=uk("Нічого"), role=OptionRole.EXCLUSIVE),
        Option(code="6", label=uk("Інше…"), role=OptionRole.OTHER),
    ),
    required=True,
)
CLEAN = Question(
    kind=QuestionKind.ONE_CHOICE,
    prompt=uk("Чи чисто у дворі?"),
    options=(*options("Так", "Ні"), Option(code="3", label=uk("Інше…"), role=OptionRole.OTHER)),
)
LIGHT = Question(
    kind=QuestionKind.SCALE,
    prompt=uk("Як вам освітлення?"),
    low_label=uk("темно"),
    high_label=uk("світло"),
)
YEARS = Question(
    kind=QuestionKind.WHOLE_NUMBER,
    prompt=uk("Скільки років ви тут живете?"),
    least=0,
    most=120,
    may_be_hard=False,
)
WORDS = Question(kind=QuestionKind.TEXT, prompt=uk("Що ще скажете?"), may_be_hard=False)

YARD = Questionnaire(
    title=uk("Двір на Шевченка, 12"),
    introduction=uk("Плануємо весняні роботи."),
    questions=(LACKS, CLEAN, LIGHT, YEARS, WORDS),
)


def survey(
    state: SurveyState = SurveyState.OPEN,
    *,
    number: int = 1,
    asked: Questionnaire = YARD,
    community: CommunityId = TOWN,
) -> Survey:
    return Survey(
        id=SurveyId(number),
        community=community,
        number=number,
        author=AUTHOR,
        state=state,
        version=0 if state is SurveyState.DRAFT else 1,
        questionnaire=asked,
        opens_at=None if state is SurveyState.DRAFT else MONDAY,
        closes_at=FRIDAY,
        created_at=MONDAY - timedelta(days=1),
    )


def response(
    number: int = 1,
    *,
    resident: ResidentId | None = OLENA,
    of: SurveyId = FIRST,
    answers: dict[int, Answer] | None = None,
    finished_at: datetime | None = None,
    place: PlaceId | None = None,
) -> Response:
    return Response(
        id=ResponseId(number),
        community=TOWN,
        survey=of,
        version=1,
        resident=resident,
        language="uk",
        begun_at=MONDAY,
        finished_at=finished_at,
        place=place,
        answers=answers or {},
    )


def all_answers() -> dict[int, Answer]:
    return {
        1: Answer(chosen=("1", "2")),
        2: Answer(chosen=("1",)),
        3: Answer(number=4),
        4: Answer(number=12),
        5: Answer(status=AnswerStatus.SKIPPED),
    }
