"""What may be wished, how often, by whom it is seen, and what it may become."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from civic.ideas.model import Idea, IdeaRules, IdeaStatus
from civic.kernel.abuse import check_words
from civic.kernel.ids import CommunityId
from civic.kernel.plain_text import clean_line, clean_text
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Place, PlaceKind
from civic.service_requests.model import Category
from civic.service_requests.rules.guessing import guess_categories

TEXT_LIMIT = 1_000
SHORTEST = 3
WHERE_LIMIT = 200
ANSWER_LIMIT = 2_000
LASTS = timedelta(days=90)
DAY = timedelta(days=1)
A_DAY = 3
"""So many one person may publish in a day."""
AT_ONCE = 5
"""So many of one person may gather support at a time."""
THRESHOLDS = (2, 1_000)
"""The least and the most that a town may set."""
SETTLES = timedelta(minutes=15)
"""So long after it is published its neighbours are told: it may be taken back or hidden first."""
NEWS_EVERY = timedelta(days=1)
"""A courtyard hears of new ideas so often at most, of several at once."""
DRAFT_KEPT = timedelta(days=7)


def text_needed(typed: str) -> str:
    if len(typed) > TEXT_LIMIT:
        raise Refusal("idea-text-long", length=len(typed), limit=TEXT_LIMIT)
    kept = clean_text(typed, TEXT_LIMIT)
    if len(kept) < SHORTEST:
        raise Refusal("idea-text-empty")
    check_words(kept)
    return kept


def where_of(typed: str) -> str:
    kept = clean_line(typed, WHERE_LIMIT)
    check_words(kept)
    return kept


def words_needed(typed: str) -> str:
    """Of the office: an answer, or a reason."""
    if len(typed) > ANSWER_LIMIT:
        raise Refusal("idea-text-long", length=len(typed), limit=ANSWER_LIMIT)
    kept = clean_text(typed, ANSWER_LIMIT)
    if not kept:
        raise Refusal("idea-words-empty")
    return kept


def check_new(theirs: Collection[Idea], new: Idea, *, now: datetime) -> None:
    """`theirs`: what the author published before."""
    if sum(one.is_open for one in theirs) >= AT_ONCE:
        raise Refusal("idea-many-at-once", limit=AT_ONCE)
    lately = [one for one in theirs if one.published_at and now - one.published_at < DAY]
    if len(lately) >= A_DAY:
        raise Refusal("idea-pace", limit=A_DAY)
    same = next((one for one in theirs if one.is_open and _is_same(one, new)), None)
    if same is not None:
        raise Refusal("idea-same-already", number=same.number or 0)


def _is_same(known: Idea, new: Idea) -> bool:
    return (known.courtyard, known.text.casefold()) == (new.courtyard, new.text.casefold())


def check_threshold(threshold: int) -> None:
    least, most = THRESHOLDS
    if not least <= threshold <= most:
        raise Refusal("idea-threshold-limits", least=least, most=most)


def check_open(idea: Idea) -> None:
    if not idea.is_open:
        raise Refusal(f"idea-is-{idea.status.value}", number=idea.number or 0)


def check_sees(idea: Idea, yard: Place | None, community: CommunityId) -> None:
    """To whom lives elsewhere it is as if it were not there."""
    if idea.community != community or yard is None or yard.id != idea.courtyard:
        raise NotFound("idea-gone")
    if idea.status in {IdeaStatus.DRAFT, IdeaStatus.HIDDEN, IdeaStatus.WITHDRAWN}:
        raise NotFound("idea-gone")


def courtyard_of(path: Sequence[Place]) -> Place | None:
    """The courtyard of a home; the home itself where the town has drawn none around it."""
    return next((one for one in path if one.kind is PlaceKind.COURTYARD), path[0] if path else None)


def has_reached(idea: Idea, rules: IdeaRules) -> bool:
    return idea.is_open and idea.supporters >= rules.threshold


def fitting_categories(every: Sequence[Category]) -> list[Category]:
    """Those that an idea may become a request of: public, and with no question to be answered."""
    groups = {one.parent for one in every}
    return [
        one
        for one in every
        if not one.retired
        and one.id not in groups
        and one.is_public
        and not one.is_emergency
        and not any(question.required for question in one.questions)
    ]


def category_for(idea: Idea, rules: IdeaRules, every: Sequence[Category]) -> Category | None:
    """What the town named, else what the words speak for, else the first that fits any wish.

    None where the town takes no such request.
    """
    fitting = fitting_categories(every)
    named = next((one for one in fitting if one.id == rules.category), None)
    guessed = guess_categories(f"{idea.text} {idea.where}", fitting, limit=1)
    return named or next(iter([*guessed, *fitting]), None)
