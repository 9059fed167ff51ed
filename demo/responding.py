"""How a made neighbour answers: by the question's leaning, their district and their mood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random

from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.model import (
    SCALE_POINTS,
    Option,
    OptionRole,
    Question,
    QuestionKind,
)
from demo.history.asking import Asked, Leaning, PastSurvey, Weights

BREAK_OFF = 0.06
"""Which part of those who begin never comes to the end."""
_HARD = Answer(status=AnswerStatus.HARD_TO_SAY)
_SKIPPED = Answer(status=AnswerStatus.SKIPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Of a neighbour what moves their answers."""

    district: int | None
    mood: float


def answers_of(
    survey: PastSurvey, voice: Voice, *, random: Random, until: int | None = None
) -> dict[int, Answer]:
    """By the number of the question; `until`: who breaks off answers so many only."""
    asked = survey.asked if until is None else survey.asked[:until]
    return {number: _answer(one, voice, random) for number, one in enumerate(asked, start=1)}


def moment_between(opened: datetime, end: datetime, *, random: Random) -> datetime:
    """Most answer soon after they are asked, at an hour when people are awake."""
    for _ in range(40):
        day = opened.replace(hour=0, minute=0) + timedelta(days=int(random.expovariate(0.34)))
        hours = random.triangular(5, 20, 16.5)  # by UTC: the town's evening
        moment = day + timedelta(hours=hours)
        if opened + timedelta(minutes=1) < moment < end - timedelta(minutes=20):
            return moment
    return opened + (end - opened) * random.uniform(0.02, 0.9)


def _answer(asked: Asked, voice: Voice, random: Random) -> Answer:
    question, leaning = asked.question, asked.leaning
    chance = random.random()
    if question.may_be_hard and chance < leaning.hard:
        return _HARD
    if not question.required and chance > 1 - leaning.skipped:
        return _SKIPPED
    return _answered(question, leaning, voice, random)


def _answered(question: Question, leaning: Leaning, voice: Voice, random: Random) -> Answer:
    match question.kind:
        case QuestionKind.TEXT:
            return Answer(text=random.choice(leaning.words))
        case QuestionKind.WHOLE_NUMBER:
            return Answer(number=_number(leaning.numbers, random))
        case QuestionKind.SCALE:
            points = tuple(range(1, SCALE_POINTS + 1))
            return Answer(number=random.choices(points, _weights(leaning, voice))[0])
        case QuestionKind.ONE_CHOICE:
            option = random.choices(question.options, _weights(leaning, voice))[0]
            return _chosen(question, [option], leaning, random)
        case QuestionKind.SEVERAL_CHOICES:
            return _several(question, leaning, voice, random)


def _several(question: Question, leaning: Leaning, voice: Voice, random: Random) -> Answer:
    chances = _weights(leaning, voice)
    exclusive = [
        (option, chance)
        for option, chance in zip(question.options, chances, strict=True)
        if option.role is OptionRole.EXCLUSIVE
    ]
    for option, chance in exclusive:
        if random.random() < chance:
            return _chosen(question, [option], leaning, random)
    taken = [
        option
        for option, chance in zip(question.options, chances, strict=True)
        if option.role is not OptionRole.EXCLUSIVE and random.random() < chance
    ]
    return _chosen(question, taken, leaning, random) if taken else _SKIPPED


def _chosen(
    question: Question, taken: Sequence[Option], leaning: Leaning, random: Random
) -> Answer:
    has_other = any(option.role is OptionRole.OTHER for option in taken)
    codes = tuple(option.code for option in question.options if option in taken)
    return Answer(chosen=codes, text=random.choice(leaning.words) if has_other else "")


def _weights(leaning: Leaning, voice: Voice) -> Weights:
    own = leaning.weights
    if voice.district is not None:
        own = leaning.by_district.get(voice.district, own)
    if not leaning.mood:
        return own
    middle = (len(own) - 1) / 2
    return tuple(
        weight * exp(leaning.mood * voice.mood * (place - middle))
        for place, weight in enumerate(own)
    )


def _number(numbers: Mapping[int, float], random: Random) -> int:
    return random.choices(tuple(numbers), tuple(numbers.values()))[0]
