"""What may be filed: how much, how often, and not from another end of the country."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from civic.kernel.plain_text import clean_text
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Point
from civic.places.rules.locating import metres_between
from civic.service_requests.model import (
    Category,
    Nearby,
    NewPhoto,
    NewRequest,
    PhotoKind,
    ServiceRequest,
)
from civic.service_requests.rules.answers import fitting
from civic.service_requests.rules.pace import check_pace
from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.model import Question

TEXT_LIMIT = 4_000
"""As much as other programs may bring by GeoReport v2."""
NOTE_LIMIT = 2_000
"""Of comments, reasons and questions."""
ADDRESS_LIMIT = 300
CONTACT_LIMIT = 200
PHOTOS_LIMIT = 5
ALL_PHOTOS_LIMIT = 30
NOTES_A_DAY = 30
DAY = timedelta(days=1)
NEAR_METRES = 250
NEAREST = 5
FAR_METRES = 20_000
"""Farther than this from everything that the town has drawn, a location is a mistake."""


def cleaned_text(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        raise Refusal("request-text-long", length=len(text), limit=TEXT_LIMIT)
    return clean_text(text, TEXT_LIMIT)


def cleaned_note(text: str) -> str:
    if len(text) > NOTE_LIMIT:
        raise Refusal("request-text-long", length=len(text), limit=NOTE_LIMIT)
    return clean_text(text, NOTE_LIMIT)


def note_needed(text: str) -> str:
    kept = cleaned_note(text)
    if not kept:
        raise Refusal("request-note-empty")
    return kept


def check_new(new: NewRequest, category: Category, *, is_group: bool) -> None:
    """`is_group`: it only holds others, and nothing can be filed under it."""
    if category.retired or is_group:
        raise NotFound("request-category-gone")
    check_photos(new.photos)
    if not clean_text(new.text, TEXT_LIMIT) and not new.photos and not new.answers:
        raise Refusal("request-text-empty")
    if new.point is None and new.place is None and new.asset is None and not new.address.strip():
        raise Refusal("request-where")
    gap = first_gap(category.questions, fitting(category.questions, new.answers))
    if gap is not None:
        raise Refusal("request-question-open", question=gap)


def check_photos(photos: Sequence[NewPhoto]) -> None:
    seen = [photo for photo in photos if photo.kind is not PhotoKind.VOICE]
    if len(seen) > PHOTOS_LIMIT:
        raise Refusal("request-photos-many", limit=PHOTOS_LIMIT)


def check_room_for_photo(kept: int) -> None:
    if kept >= ALL_PHOTOS_LIMIT:
        raise Refusal("request-photos-full", limit=ALL_PHOTOS_LIMIT)


def check_new_beside(
    of_late: Collection[ServiceRequest], new: NewRequest, *, now: datetime
) -> None:
    """`of_late`: what this person filed within a day."""
    check_pace([known.filed_at for known in of_late], now=now)
    for known in of_late:
        if known.is_open and _is_same(known, new):
            raise Refusal("request-same-already", number=known.number)


def check_notes(written_today: int) -> None:
    if written_today >= NOTES_A_DAY:
        raise Refusal("request-notes-pace", limit=NOTES_A_DAY)


def first_gap(questions: Sequence[Question], answers: Mapping[int, Answer]) -> int | None:
    """The first that must be answered and is not, from 1."""
    for number, question in enumerate(questions, start=1):
        answer = answers.get(number)
        if question.required and (answer is None or answer.status is AnswerStatus.SKIPPED):
            return number
    return None


def nearest_of(
    same_asset: Iterable[ServiceRequest], around: Iterable[ServiceRequest], point: Point | None
) -> tuple[Nearby, ...]:
    """Those about the same asset, then those within 250 m, the nearest first; five at most."""
    first = [Nearby(request=one, metres=_metres(one, point)) for one in same_asset]
    known = {one.request.id for one in first}
    near = [
        (metres, one.id, Nearby(request=one, metres=metres))
        for one in around
        if one.id not in known
        and (metres := _metres(one, point)) is not None
        and metres <= NEAR_METRES
    ]
    return (*first, *(one for _, _, one in sorted(near, key=lambda found: found[:2])))[:NEAREST]


def _metres(request: ServiceRequest, point: Point | None) -> int | None:
    if point is None or request.point is None:
        return None
    return round(metres_between(point, request.point))


def _is_same(known: ServiceRequest, new: NewRequest) -> bool:
    return (known.category, known.place, known.asset, known.point, known.text) == (
        new.category,
        new.place,
        new.asset,
        new.point,
        clean_text(new.text, TEXT_LIMIT),
    )
