"""A survey of a made town, its counts and the reports that come of them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from civic.kernel.ids import CommunityId, PlaceId, SurveyId
from civic.kernel.language import Translated
from civic.reports.model import (
    Arrival,
    AskedOption,
    AskedQuestion,
    OptionCode,
    OptionRole,
    PlaceNode,
    QuestionKind,
    QuestionNumber,
    Report,
    ReportedSurvey,
    Stage,
    Status,
)
from civic.reports.place_tables import PlaceTree
from civic.reports.releases import Tables, plan_release
from civic.reports.rules import build_report, new_tables, no_tables
from civic.reports.tally import (
    AnswerRow,
    ParticipationRow,
    QuestionTally,
    count_participation,
    tally_answers,
)

OPENED = datetime(2026, 10, 12, 6, 0, tzinfo=UTC)
CLOSES = OPENED + timedelta(days=14)
SOFTWARE = "viche 0.1.0"


def words(uk: str, en: str | None = None) -> Translated:
    return Translated({"uk": uk} if en is None else {"uk": uk, "en": en})


def option(code: str, uk: str, en: str, role: OptionRole = OptionRole.PLAIN) -> AskedOption:
    return AskedOption(code=OptionCode(code), label=words(uk, en), role=role)


BENCHES = AskedQuestion(
    number=QuestionNumber(1),
    kind=QuestionKind.ONE_CHOICE,
    prompt=words("Чого найбільше бракує у вашому дворі?", "What does your courtyard lack most?"),
    options=(
        option("benches", "Лавки", "Benches"),
        option("light", "Освітлення", "Lighting"),
        option("trees", "Дерева", "Trees"),
        option("other", "Інше", "Other", OptionRole.OTHER),
    ),
)
WAYS = AskedQuestion(
    number=QuestionNumber(2),
    kind=QuestionKind.SEVERAL_CHOICES,
    prompt=words("Звідки ви дізнаєтеся новини громади?", "Where do you hear the town's news?"),
    options=(
        option("chat", "Чат будинку", "The building's chat"),
        option("site", "Сайт ради", "The council's site"),
        option("none", "Нізвідки", "Nowhere", OptionRole.EXCLUSIVE),
    ),
)
WISH = AskedQuestion(
    number=QuestionNumber(3),
    kind=QuestionKind.TEXT,
    prompt=words("Що ще варто зробити?", "What else should be done?"),
)
PEOPLE = AskedQuestion(
    number=QuestionNumber(4),
    kind=QuestionKind.WHOLE_NUMBER,
    prompt=words("Скільки людей у вашій оселі?", "How many people live in your home?"),
)
CLEAN = AskedQuestion(
    number=QuestionNumber(5),
    kind=QuestionKind.SCALE,
    prompt=words("Наскільки чисто у дворі?", "How clean is the courtyard?"),
    low_label=words("дуже брудно", "very dirty"),
    high_label=words("дуже чисто", "very clean"),
)
QUESTIONS = (BENCHES, WAYS, WISH, PEOPLE, CLEAN)

CENTRE, NORTH = PlaceId(1), PlaceId(2)
OAK, LIME, PINE, FIR = PlaceId(11), PlaceId(12), PlaceId(21), PlaceId(22)
PLACES = PlaceTree.of(
    words("Немішаєве", "Nemishaieve"),
    (
        PlaceNode(place=CENTRE, parent=None, name=words("Центр", "Centre")),
        PlaceNode(place=OAK, parent=CENTRE, name=words("Дубовий двір", "Oak yard")),
        PlaceNode(place=LIME, parent=CENTRE, name=words("Липовий двір", "Lime yard")),
        PlaceNode(place=NORTH, parent=None, name=words("Північ", "North")),
        PlaceNode(place=PINE, parent=NORTH, name=words("Сосновий двір", "Pine yard")),
        PlaceNode(place=FIR, parent=NORTH, name=words("Ялиновий двір", "Fir yard")),
    ),
)
HOUSEHOLDS = {OAK: 40, LIME: 25, PINE: 17, FIR: 3}


def survey(
    *, closed: bool = True, threshold: int = 5, title: Translated | None = None
) -> ReportedSurvey:
    return ReportedSurvey(
        community=CommunityId(1),
        community_name=PLACES.town,
        survey=SurveyId(7),
        title=title or words("Двори, якими ми ходимо", "The courtyards we walk through"),
        version=1,
        asked_by=words("Відділ благоустрою", "Department of public spaces"),
        audience=words("Уся громада", "The whole town"),
        languages=("uk", "en"),
        time_zone="Europe/Kyiv",
        opened_at=OPENED,
        closes_at=CLOSES,
        closed_at=CLOSES if closed else None,
        threshold=threshold,
    )


def answers(question: AskedQuestion, place: PlaceId | None, people: int) -> Iterable[AnswerRow]:
    """The same people always answer the same."""

    def row(status: Status, count: int, *values: str | int) -> AnswerRow:
        return AnswerRow(
            question=question.number, place=place, status=status, values=values, count=count
        )

    skipped, unsure = people // 10, people // 8
    yield row(Status.SKIPPED, skipped)
    yield row(Status.HARD_TO_SAY, unsure)
    left = people - skipped - unsure
    match question.kind:
        case QuestionKind.TEXT:
            yield row(Status.ANSWERED, left)
        case QuestionKind.WHOLE_NUMBER | QuestionKind.SCALE:
            yield row(Status.ANSWERED, left // 3, 2)
            yield row(Status.ANSWERED, left - left // 3, 4)
        case QuestionKind.SEVERAL_CHOICES if len(question.options) > 2:
            first, second, last = question.options[0], question.options[1], question.options[-1]
            yield row(Status.ANSWERED, left // 2, first.code, second.code)
            yield row(Status.ANSWERED, left - left // 2 - left // 7, first.code)
            yield row(Status.ANSWERED, left // 7, last.code)
        case _:
            for place_in_list, chosen in enumerate(question.options, start=2):
                part = left if chosen is question.options[-1] else left // place_in_list
                yield row(Status.ANSWERED, part, chosen.code)
                left -= part


def tallies(
    questions: Iterable[AskedQuestion], people: dict[PlaceId, int]
) -> dict[QuestionNumber, QuestionTally]:
    return tally_answers(
        row
        for question in questions
        for place, count in people.items()
        for row in answers(question, place, count)
    )


def report(
    *,
    questions: tuple[AskedQuestion, ...] = QUESTIONS,
    people: dict[PlaceId, int] | None = None,
    places: PlaceTree = PLACES,
    of: ReportedSurvey | None = None,
    with_tables: bool = True,
) -> Report:
    """Of a closed survey unless `of` says otherwise."""
    asked = of or survey()
    counted = HOUSEHOLDS if people is None else people
    complete = sum(counted.values())
    plan = plan_release(
        responses=complete,
        threshold=asked.threshold,
        is_closed=asked.closed_at is not None,
        may_show_while_open=with_tables,
        latest=None,
    )
    tables = (
        no_tables()
        if plan.whole is Tables.NONE
        else new_tables(
            questions,
            tallies(questions, counted),
            places=places,
            plan=plan,
            responses=complete - plan.leave_out,
            threshold=asked.threshold,
            as_of=CLOSES,
        )
    )
    return build_report(
        asked,
        questions,
        number=12,
        participation=count_participation(
            [
                ParticipationRow(arrival=Arrival.INVITED, stage=Stage.NOT_DELIVERED, count=12),
                ParticipationRow(arrival=Arrival.INVITED, stage=Stage.NOT_OPENED, count=90),
                ParticipationRow(arrival=Arrival.INVITED, stage=Stage.BROKEN_OFF, count=9),
                ParticipationRow(arrival=Arrival.INVITED, stage=Stage.COMPLETE, count=complete),
            ]
        ),
        tables=tables,
        made_at=CLOSES + timedelta(minutes=1),
        software=SOFTWARE,
    )
