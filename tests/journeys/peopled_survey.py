"""A launched survey and residents who may answer it, straight into the stores."""

from datetime import timedelta

from civic.kernel.ids import AccountId, PlaceId, ResidentId, SurveyId
from civic.kernel.language import Translated, language_of
from civic.residents.model import Account, Consent, Resident
from civic.surveys.model import Option, Question, QuestionKind, Questionnaire, Survey
from civic.surveys.rules import launched
from tests.journeys.running_town import COURTYARDS, OKSANA, TOWN, RunningTown

SURVEY = SurveyId(9100)
OPTIONS = ("Лавки", "Освітлення", "Дерева")


async def put_survey(town: RunningTown, *, questions: int) -> None:
    """Open for a day; each question is one choice of three."""
    asked = tuple(
        Question(
            kind=QuestionKind.ONE_CHOICE,
            prompt=Translated({"uk": f"Запитання {number}"}),
            options=tuple(
                Option(code=f"o{place}", label=Translated({"uk": label}))
                for place, label in enumerate(OPTIONS)
            ),
            required=True,
            may_be_hard=False,
        )
        for number in range(1, questions + 1)
    )
    async with town.wiring.storage.writing() as work:
        draft = Survey(
            id=SURVEY,
            community=TOWN,
            number=await work.surveys.next_number(TOWN),
            author=OKSANA,
            questionnaire=Questionnaire(title=Translated({"uk": "Наш двір"}), questions=asked),
            opens_at=town.now - timedelta(hours=1),
            closes_at=town.now + timedelta(days=1),
            created_at=town.now - timedelta(days=1),
        )
        await work.surveys.put(draft)
        going, version = launched(draft, by=OKSANA, now=town.now)
        await work.surveys.put(going)
        await work.surveys.add_version(version)


async def put_resident(
    town: RunningTown, account: int, *, language: str = "uk", home: PlaceId | None = None
) -> ResidentId:
    """Known to the bot, at home in a courtyard."""
    spoken = language_of(language)
    async with town.wiring.storage.writing() as work:
        await work.accounts.put(
            Account(
                id=AccountId(account),
                first_name="Олена",
                language=spoken,
                language_chosen=True,
                community=TOWN,
                serving=None,
                reachable=True,
            ),
            now=town.now,
        )
        resident = ResidentId(account)
        await work.residents.put(
            Resident(
                id=resident,
                community=TOWN,
                account=AccountId(account),
                language=spoken,
                home=home or next(iter(COURTYARDS)),
                consent=Consent(version=1, language=spoken, at=town.now),
                joined_at=town.now,
            )
        )
    return resident
