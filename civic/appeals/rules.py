"""What the law of a country asks of an appeal, and when its answer is due."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from civic.appeals.model import Appeal, AppealEscalation, ReplyBy, Term
from civic.kernel.plain_text import clean_line, clean_text
from civic.kernel.refusal import Refusal
from civic.service_requests.rules.deadlines import TownCalendar

NAME_LIMIT = 150
RESIDENCE_LIMIT = 300
EMAIL_LIMIT = 200
ANSWER_LIMIT = 3_500
PER_DAY = 5
DAY = timedelta(days=1)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]+\.[^\s@.,<>]{2,}")
_WARN_LEFT = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealLaw:
    """One country's; days of the calendar, counted from the day of registration."""

    code: str
    """Names its sentences in locales: `appeal-law-ua`."""
    days: Mapping[Term, int]
    kept: timedelta
    """So long an office must keep an appeal and its answer; then both are erased."""


LAWS: Mapping[str, AppealLaw] = MappingProxyType(
    {
        "UA": AppealLaw(
            code="ua",
            days=MappingProxyType({Term.SHORT: 15, Term.USUAL: 30, Term.LONGEST: 45}),
            kept=timedelta(days=5 * 365 + 2),
        )
    }
)
LAW = LAWS["UA"]
"""The one that there is: wherever an appeal can be filed, it is by this."""


def law_of(country: str) -> AppealLaw:
    """Raise Refusal where no law of appeals is known."""
    law = LAWS.get(country)
    if law is None:
        raise Refusal("appeal-no-law")
    return law


def full_name_of(typed: str) -> str:
    """At least a surname and a first name: an unnamed appeal is not considered by law."""
    kept = clean_line(typed, NAME_LIMIT)
    words = [word for word in kept.split() if sum(char.isalpha() for char in word) > 1]
    if len(words) < 2 or any(char.isdigit() for char in kept):
        raise Refusal("appeal-name-unclear")
    return kept


def residence_of(typed: str) -> str:
    kept = clean_line(typed, RESIDENCE_LIMIT)
    if len(kept) < 8 or not any(char.isalpha() for char in kept):
        raise Refusal("appeal-residence-unclear")
    return kept


def email_of(typed: str) -> str:
    kept = clean_line(typed, EMAIL_LIMIT)
    if _EMAIL.fullmatch(kept) is None:
        raise Refusal("appeal-email-unclear")
    return kept


def answer_of(typed: str) -> str:
    if len(typed) > ANSWER_LIMIT:
        raise Refusal("appeal-answer-long", length=len(typed), limit=ANSWER_LIMIT)
    kept = clean_text(typed, ANSWER_LIMIT)
    if not kept:
        raise Refusal("appeal-words-empty")
    return kept


def check_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2_048:]:
        raise Refusal("appeal-not-pdf")


def check_reply(reply_by: ReplyBy, email: str) -> None:
    if reply_by is ReplyBy.EMAIL:
        email_of(email)


def check_open(appeal: Appeal) -> None:
    if not appeal.is_open:
        raise Refusal("appeal-answered-already", number=appeal.number)


def due_by(term: Term, registered: datetime, calendar: TownCalendar) -> datetime:
    """The end of the last day that the law gives, by the town's clock."""
    last = calendar.day_of(registered) + timedelta(days=law_of(calendar.country).days[term])
    return calendar.end_of(last)


def next_look(appeal: Appeal) -> datetime | None:
    """When four fifths of its time are gone, then when all is."""
    if not appeal.is_open or appeal.escalation is AppealEscalation.OVERDUE:
        return None
    if appeal.escalation is AppealEscalation.WARNED:
        return appeal.due_at
    return appeal.due_at - (appeal.due_at - appeal.registered_at) * _WARN_LEFT


def check_extends(appeal: Appeal, *, now: datetime) -> None:
    """Once, and before it is late: an extension is no excuse afterwards."""
    check_open(appeal)
    if appeal.term is Term.LONGEST:
        raise Refusal("appeal-extended-already", number=appeal.number)
    if appeal.due_at <= now:
        raise Refusal("appeal-late-already", number=appeal.number)
