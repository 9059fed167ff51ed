"""A request that its resident is still writing, and what it still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from civic.kernel.ids import (
    AssetId,
    CategoryId,
    CommunityId,
    FileId,
    GeocodingId,
    PlaceId,
    ResidentId,
)
from civic.places.model import Point
from civic.service_requests.model import Category, NewPhoto, NewRequest, PhotoKind
from civic.surveys.answering.model import Answer


class Ask(StrEnum):
    """What is asked next."""

    WHAT = "what"
    CATEGORY = "category"
    PLACE = "place"
    QUESTION = "question"
    NEARBY = "nearby"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One a resident; `id` names what it will be filed as, once."""

    id: int
    community: CommunityId
    resident: ResidentId
    text: str = ""
    is_wordless: bool = False
    """They mean their photos to speak."""
    photos: tuple[NewPhoto, ...] = ()
    coming: int = 0
    """Files that were sent and are still being brought."""
    category: CategoryId | None = None
    point: Point | None = None
    place: PlaceId | None = None
    address: str = ""
    asset: AssetId | None = None
    asset_owner: str = ""
    sought: GeocodingId | None = None
    """What they wait for from the map; whoever says where it is waits no more."""
    answers: Mapping[int, Answer] = field(default_factory=dict)
    looked_around: bool = False
    """They have seen what is filed nearby already."""
    is_anonymous: bool = True
    contact: str = ""
    changed_at: datetime

    @property
    def pictures(self) -> int:
        """Also those on their way; a voice message is none."""
        return sum(photo.kind is not PhotoKind.VOICE for photo in self.photos) + self.coming

    @property
    def has_voice(self) -> bool:
        return any(photo.kind is PhotoKind.VOICE for photo in self.photos)

    @property
    def has_place(self) -> bool:
        return bool(self.point or self.place or self.asset or self.address)

    @property
    def is_begun(self) -> bool:
        return bool(self.text or self.photos or self.category or self.has_place)

    @property
    def files(self) -> tuple[FileId, ...]:
        return tuple(photo.file for photo in self.photos)

    def with_category(self, category: CategoryId) -> "Draft":
        """Another category asks other things, and has others nearby."""
        if category == self.category:
            return self
        return replace(self, category=category, answers={}, looked_around=False)

    def with_answer(self, number: int, answer: Answer | None) -> "Draft":
        answers = {n: given for n, given in self.answers.items() if n != number}
        return replace(self, answers=answers if answer is None else {**answers, number: answer})

    def nowhere(self) -> "Draft":
        return replace(
            self,
            point=None,
            place=None,
            address="",
            asset=None,
            asset_owner="",
            sought=None,
            looked_around=False,
        )

    def request(self) -> NewRequest:
        if self.category is None:
            raise ValueError("a draft without a category is not to be filed yet")
        return NewRequest(
            draft=self.id,
            category=self.category,
            text=self.text,
            point=self.point,
            place=self.place,
            address=self.address,
            asset=self.asset,
            asset_owner=self.asset_owner,
            photos=self.photos,
            answers=self.answers,
            is_anonymous=self.is_anonymous,
            contact=self.contact,
        )


def next_ask(draft: Draft, category: Category | None) -> Ask:
    """What it still lacks, in the order in which it is asked; the summary when nothing."""
    if not draft.text and not draft.is_wordless:
        return Ask.WHAT
    if category is None:
        return Ask.CATEGORY
    if not draft.has_place:
        return Ask.PLACE
    if open_question(draft, category) is not None:
        return Ask.QUESTION
    return Ask.SUMMARY if draft.looked_around else Ask.NEARBY


def open_question(draft: Draft, category: Category) -> int | None:
    """The first of its category's questions that was neither answered nor skipped, from 1."""
    numbers = range(1, len(category.questions) + 1)
    return next((number for number in numbers if number not in draft.answers), None)
