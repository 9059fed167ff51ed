"""Past surveys put through the product: drafted, launched, answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.wiring import Wiring
from civic.kernel.ids import ResidentId, ResponseId, SurveyId
from civic.residents.model import Topic
from civic.surveys.actions import Officer, change_draft, draft_survey, launch_survey, set_times
from civic.surveys.answering.model import Answer, Arrival, Mode, Response
from civic.surveys.model import Questionnaire
from civic.surveys.moments import in_days
from demo.cast import CAST, OKSANA, OLENA, Played
from demo.crowd import Neighbour
from demo.history import cycling
from demo.history.asking import PastSurvey
from demo.responding import BREAK_OFF, Voice, answers_of, moment_between
from demo.town import Town
from storage.unit_of_work import SqlWork

OPENS, CLOSES = 10, 20
"""By the town's clock."""
ONLY_OPENED = 0.14
"""Which part of those who stayed silent did open the invitation."""
_MANY = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A survey of the year with the days it really got."""

    survey: PastSurvey
    id: SurveyId
    town: Town
    opens_at: datetime
    closes_at: datetime

    @classmethod
    def of(
        cls, survey: PastSurvey, town: Town, *, now: datetime, new_id: Callable[[datetime], int]
    ) -> "Running":
        zone = town.community.timezone
        opens_at = in_days(-survey.opened, OPENS, zone, now=now)
        return cls(
            survey=survey,
            id=SurveyId(new_id(opens_at)),
            town=town,
            opens_at=opens_at,
            closes_at=in_days(-survey.closed, CLOSES, zone, now=now),
        )

    @property
    def officer(self) -> Officer:
        return officer_of(_played(self.survey.author), self.town)


async def launch(running: Running, wiring: Wiring, *, now: datetime) -> None:
    audience = tuple(running.town.districts[number] for number in running.survey.districts)
    asked = replace(running.survey.questionnaire(), audience=audience)
    async with wiring.storage.writing() as work:
        await _draft(running.id, asked, running.officer, running.closes_at, work, now=now)
        await launch_survey(
            running.id, running.officer, surveys=work.surveys, audit=work.audit, now=now
        )


async def draft(town: Town, wiring: Wiring, *, now: datetime) -> None:
    """The cycle path: composed, and not launched."""
    asked = Questionnaire(
        title=cycling.TITLE, introduction=cycling.INTRODUCTION, questions=cycling.QUESTIONS
    )
    survey = SurveyId(wiring.new_id(now))
    async with wiring.storage.writing() as work:
        await _draft(survey, asked, officer_of(OKSANA, town), None, work, now=now)


async def answer(
    running: Running,
    neighbours: Sequence[Neighbour],
    wiring: Wiring,
    *,
    random: Random,
    until: datetime,
) -> None:
    """What everybody answers up to this moment, and who only looked."""
    community = running.town.community.id
    async with wiring.storage.writing() as work:
        invitees = await work.survey_invitations.after(community, running.id, 0, limit=_MANY)
        invited = {one.resident for one in invitees}
        responses: list[Response] = []
        looked: list[tuple[ResidentId, datetime]] = []
        for one in neighbours:
            response = _response(running, one, invited, random=random, until=until)
            if response is not None:
                responses.append(response)
            looks = response is not None or random.random() < ONLY_OPENED
            if looks and one.resident in invited and one.account != OLENA.account:
                opened = moment_between(running.opens_at, until, random=random)
                looked.append((one.resident, response.begun_at if response else opened))
        responses += _on_paper(running, random=random)
        responses.sort(key=lambda given: given.begun_at)
        await work.responses.put_many(
            replace(given, id=ResponseId(wiring.new_id(given.begun_at))) for given in responses
        )
        for resident, at in looked:
            await work.survey_invitations.note_opened(community, running.id, resident, now=at)


def officer_of(played: Played, town: Town) -> Officer:
    return Officer(
        community=town.community.id,
        account=played.account,
        agency=town.agencies.get(played.agency),
    )


async def _draft(
    survey: SurveyId,
    asked: Questionnaire,
    officer: Officer,
    closes_at: datetime | None,
    work: SqlWork,
    *,
    now: datetime,
) -> None:
    language = asked.language
    await draft_survey(
        survey, asked.title.in_(language), officer, language=language, surveys=work.surveys,
        audit=work.audit, now=now,
    )  # fmt: skip
    await change_draft(officer.community, survey, lambda _: asked, surveys=work.surveys)
    if closes_at is not None:
        await set_times(
            officer.community, survey, opens_at=None, closes_at=closes_at, surveys=work.surveys
        )


def _response(
    running: Running,
    one: Neighbour,
    invited: set[ResidentId],
    *,
    random: Random,
    until: datetime,
) -> Response | None:
    """None where the neighbour does not answer."""
    survey, is_open = running.survey, running.closes_at > until
    if one.resident is None or (is_open and one.account == OLENA.account):
        return None
    if survey.districts and one.district not in survey.districts:
        return None
    is_invited = one.resident in invited
    share = survey.share if is_invited else survey.share / 4
    if Topic.SURVEYS.value in one.muted and not is_invited:
        share = survey.share / 8
    if random.random() > min(0.97, share * one.zeal) / (1 - BREAK_OFF):
        return None
    begun_at = moment_between(running.opens_at, until, random=random)
    breaks_off = random.random() < BREAK_OFF
    far = random.randrange(1, len(survey.asked)) if breaks_off else None
    answers = answers_of(
        survey, Voice(district=one.district, mood=one.mood), random=random, until=far
    )
    took = timedelta(seconds=random.randint(50, 600))
    return Response(
        id=ResponseId(0),
        community=running.town.community.id,
        survey=running.id,
        version=1,
        resident=one.resident,
        arrival=Arrival.INVITED if is_invited else Arrival.LINK,
        language=one.language,
        at=len(answers) + 1,
        place=one.courtyard.place if one.courtyard and not breaks_off else None,
        begun_at=begun_at,
        finished_at=None if breaks_off else begun_at + took,
        answers=answers,
    )


def _on_paper(running: Running, *, random: Random) -> list[Response]:
    """Sheets from the library, typed in on one afternoon."""
    typed = running.closes_at - timedelta(hours=5)
    sheets = []
    for number in range(1, running.survey.on_paper + 1):
        courtyard = random.choice(running.town.courtyards[:-1])
        voice = Voice(district=courtyard.district, mood=random.gauss(0, 0.6))
        answers: dict[int, Answer] = answers_of(running.survey, voice, random=random)
        sheets.append(
            Response(
                id=ResponseId(0),
                community=running.town.community.id,
                survey=running.id,
                version=1,
                resident=None,
                mode=Mode.IMPORTED,
                arrival=Arrival.IMPORTED,
                language="uk",
                at=len(answers) + 1,
                place=courtyard.place,
                external_id=f"library-{number:02}",
                begun_at=typed + timedelta(minutes=number),
                finished_at=typed + timedelta(minutes=number),
                answers=answers,
            )
        )
    return sheets


def _played(key: str) -> Played:
    return next(one for one in CAST if one.key == key)
