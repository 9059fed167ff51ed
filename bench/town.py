"""A town for a bench: courtyards, a thousand residents, a launched survey of ten questions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bench.people import FIRST_PERSON
from civic.communities.model import Community, Official, Role
from civic.kernel.ids import AccountId, CommunityId, PlaceId, ResidentId, SurveyId
from civic.kernel.language import Translated
from civic.places.model import Place, PlaceKind
from civic.residents.model import Account, Consent, Resident
from civic.surveys.model import (
    Option,
    OptionRole,
    Question,
    QuestionKind,
    Questionnaire,
    Survey,
    SurveyState,
    SurveyVersion,
)
from storage.unit_of_work import SqlWork, Storage

TOWN = CommunityId(1)
SURVEY = SurveyId(500_000_000_000)
ADMINISTRATOR = AccountId(4_000_000)
DISTRICTS, COURTYARDS = 3, 12
CHOICE_QUESTIONS = 6
FIRST_COURTYARD = 100


async def build_town(storage: Storage, *, people: int, now: datetime) -> None:
    async with storage.writing() as work:
        await work.communities.put(
            Community(
                id=TOWN,
                slug="bench",
                name=_text("Вимірів"),
                timezone="Europe/Kyiv",
                languages=("uk", "en", "ru"),
                created_at=now,
            )
        )
        await work.places.put(TOWN, [_place(1 + n, None) for n in range(DISTRICTS)])
        await work.places.put(
            TOWN,
            [_place(FIRST_COURTYARD + n, 1 + n % DISTRICTS) for n in range(COURTYARDS)],
        )
        await work.accounts.put(_account(ADMINISTRATOR, lives=False), now=now)
        await work.officials.put(
            Official(
                community=TOWN,
                account=ADMINISTRATOR,
                role=Role.ADMINISTRATOR,
                agency=None,
                name="Оксана",
                since=now,
            )
        )
        for number in range(people):
            account = AccountId(FIRST_PERSON + number)
            await work.accounts.put(_account(account, lives=True), now=now)
            await work.residents.put(_resident(account, number, now))


async def launch_survey(work: SqlWork, *, now: datetime, closed: bool = False) -> Survey:
    asked = questionnaire()
    made = Survey(
        id=SURVEY,
        community=TOWN,
        number=1,
        author=ADMINISTRATOR,
        questionnaire=asked,
        opens_at=now - timedelta(days=8),
        closes_at=now + timedelta(days=30),
        created_at=now - timedelta(days=9),
    )
    await work.surveys.put(made)
    launched = replace(
        made,
        state=SurveyState.CLOSED if closed else SurveyState.OPEN,
        version=1,
        launched_at=now - timedelta(days=8),
        closed_at=now if closed else None,
    )
    await work.surveys.put(launched)
    await work.surveys.add_version(
        SurveyVersion(
            community=TOWN,
            survey=SURVEY,
            number=1,
            replaces=None,
            questionnaire=asked,
            content_hash=sha256(repr(asked).encode()).hexdigest(),
            frozen_at=now - timedelta(days=8),
            frozen_by=ADMINISTRATOR,
        )
    )
    return launched


def questionnaire() -> Questionnaire:
    """Of every kind; the choices first, so that a bench may press through them."""
    choices = tuple(
        Question(
            kind=QuestionKind.ONE_CHOICE,
            prompt=_text(f"Чого найбільше бракує у вашому дворі? ({number})"),
            options=_options("Лавки", "Освітлення", "Дитячий майданчик", "Дерева", "Стоянка"),
        )
        for number in range(1, CHOICE_QUESTIONS + 1)
    )
    several = Question(
        kind=QuestionKind.SEVERAL_CHOICES,
        prompt=_text("Що з цього є поруч?"),
        options=(
            *_options("Крамниця", "Аптека", "Школа", "Парк"),
            Option(code="none", label=_text("Нічого"), role=OptionRole.EXCLUSIVE),
        ),
    )
    scale = Question(
        kind=QuestionKind.SCALE,
        prompt=_text("Наскільки у дворі чисто?"),
        low_label=_text("брудно"),
        high_label=_text("чисто"),
    )
    number = Question(
        kind=QuestionKind.WHOLE_NUMBER, prompt=_text("Скільки вас у родині?"), least=1, most=20
    )
    words = Question(kind=QuestionKind.TEXT, prompt=_text("Що зробити найперше?"))
    return Questionnaire(
        title=_text("Наш двір"),
        introduction=_text("Кілька запитань про двір. Це дві хвилини."),
        questions=(*choices, several, scale, number, words),
        tables_while_open=True,
    )


def _options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=f"o{n}", label=_text(label)) for n, label in enumerate(labels))


def _text(words: str) -> Translated:
    return Translated({"uk": words, "en": words, "ru": words})


def _place(number: int, parent: int | None) -> Place:
    return Place(
        id=PlaceId(number),
        community=TOWN,
        external_id=str(number),
        kind=PlaceKind.DISTRICT if parent is None else PlaceKind.COURTYARD,
        parent=None if parent is None else PlaceId(parent),
        name=_text(f"Двір {number}"),
    )


def _account(account: AccountId, *, lives: bool) -> Account:
    return Account(
        id=account,
        first_name="Олена",
        language="uk",
        language_chosen=True,
        community=TOWN if lives else None,
        serving=None if lives else TOWN,
        reachable=True,
    )


def _resident(account: AccountId, number: int, now: datetime) -> Resident:
    return Resident(
        id=ResidentId(int(account)),
        community=TOWN,
        account=account,
        language="uk",
        home=PlaceId(FIRST_COURTYARD + number % COURTYARDS),
        consent=Consent(version=1, language="uk", at=now),
        joined_at=now,
    )


def now() -> datetime:
    return datetime.now(UTC)
