"""Buttons forged with another town's ids tell nothing of it, change nothing in it, break nothing."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from sqlalchemy import select

from civic.communities.model import Official, Role
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    AnswerTemplateId,
    AppealId,
    AssetId,
    AssetKindId,
    BroadcastId,
    CategoryId,
    ChatId,
    CommunityId,
    DialogueId,
    FileId,
    GeocodingId,
    IdeaId,
    PlaceId,
    ResidentId,
    RoutingRuleId,
    SavedAudienceId,
    ServiceRequestId,
    SurveyId,
)
from civic.residents.model import Account, Resident
from handlers.presses.audiences import SubjectId
from handlers.presses.registry import Press
from handlers.presses.service_requests import DraftId
from handlers.presses.start import JoinTownPress
from handlers.routers import build_routers
from storage.tables.everything import metadata
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY, uk
from tests.bot.post import Post, post_office
from tests.databases import fresh_database
from tests.soaking import SOAK
from tests.workshop.test_presses import PRESSES
from tests.workshop.two_towns import MARK, OTHER, OWN, build

OPEN_TO_ALL = (JoinTownPress,)
"""A town's link is public: whoever has it may say that they live there."""
STRANGER = AccountId(608)
"""Administrator and resident of one's own town: nobody may do more, and nothing next door."""
COLLEAGUE = AccountId(609)
"""Serves the other town only."""
FOREIGN: dict[Any, tuple[int, ...]] = {
    AccountId: (COLLEAGUE,),
    AgencyId: (AgencyId(2),),
    AppealId: (AppealId(2),),
    AnswerTemplateId: (AnswerTemplateId(2),),
    AssetId: (AssetId(2),),
    AssetKindId: (AssetKindId(2),),
    BroadcastId: (BroadcastId(2), BroadcastId(4)),
    CategoryId: (CategoryId(2),),
    ChatId: (ChatId(-1002),),
    CommunityId: (OTHER,),
    DraftId: (DraftId(2),),
    DialogueId: (DialogueId(2),),
    FileId: (FileId(3),),
    GeocodingId: (GeocodingId(2),),
    IdeaId: (IdeaId(2),),
    PlaceId: (PlaceId(190), PlaceId(195)),
    RoutingRuleId: (RoutingRuleId(2),),
    SavedAudienceId: (SavedAudienceId(2),),
    ServiceRequestId: (ServiceRequestId(2),),
    SubjectId: (SubjectId(2), SubjectId(4)),
    SurveyId: (SurveyId(2), SurveyId(4)),
}
WORDS = {
    "aim": ("home", "follow"),
    "answers": ("keep", "erase"),
    "choice": ("named",),
    "duty": ("head", "dispatcher"),
    "flag": ("required", "results", "photo"),
    "how": ("up", "remove"),
    "kind": ("courtyard", "daily", "text"),
    "language": ("en",),
    "of": ("n",),
    "part": ("title", "prompt", "options", "hour", "weekday"),
    "role": ("official",),
    "step": ("accept", "refuse", "finish"),
    "then": ("start",),
    "topic": ("surveys",),
    "usual": ("lamp", "gas"),
    "use": ("refuse",),
    "what": ("phone", "days"),
    "which": ("opens", "closes", "did", "new"),
}
NONSENSE = "zzz"
NUMBERS = (1, 2, 0, -1, 2**31 - 1, 2**63 - 1) if SOAK else (1, 2**63 - 1)


def _forged(kind: type[Press]) -> Iterator[Press]:
    """With every foreign id there is; words and numbers once as they come, twice as they never do."""
    hints = get_type_hints(kind)
    named = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # a dataclass by @press
    for turn in range(3):
        for number in NUMBERS:
            is_usual = number in {1, 2}
            given = {
                name: _value(hints[name], name, turn, number, is_usual=is_usual) for name in named
            }
            yield kind(**given)


def _value(hint: Any, name: str, turn: int, number: int, *, is_usual: bool) -> object:
    if hint in FOREIGN:
        ids = FOREIGN[hint]
        return ids[turn % len(ids)]
    if hint is bool:
        return number % 2 == 1
    if hint is str:
        words = WORDS.get(name, (NONSENSE,))
        return words[turn % len(words)] if is_usual else NONSENSE
    return number


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"] if SOAK else ["sqlite"])
async def test_no_forged_button_reaches_into_another_town(
    database_kind: str, tmp_path: Path
) -> None:
    async with (
        fresh_database(database_kind, tmp_path) as database,
        post_office(database, tmp_path, routers=build_routers()) as post,
    ):
        await _build(post)
        before = await _of_the_other(post)
        for kind in PRESSES.values():
            if issubclass(kind, OPEN_TO_ALL):
                continue
            for packed in sorted({press.pack() for press in _forged(kind)}):
                await _settle_stranger(post)
                post.telegram.calls.clear()
                await post.arrives(post.presses(packed, 1, person=STRANGER))
                await post.settle()
                said = json.dumps(post.telegram.calls, ensure_ascii=False, default=str)
                assert MARK not in said, f"{kind.__name__} {packed} tells of another town"
            assert await _of_the_other(post) == before, f"{kind.__name__} changes another town"
            assert await _dead(post) == [], f"{kind.__name__} fails instead of refusing"


def test_every_kind_of_id_has_one_of_another_town() -> None:
    kinds = {
        hint
        for kind in PRESSES.values()
        for hint in get_type_hints(kind).values()
        if hasattr(hint, "__supertype__")
    }
    assert kinds <= set(FOREIGN)


async def _build(post: Post) -> None:
    for town in (OWN, OTHER):
        async with post.storage.writing() as work:
            await build(work, town)
    async with post.storage.writing() as work:
        other = await work.communities.community(OTHER)
        await work.communities.put(replace(other, name=uk(MARK)))
        await _serve(work, COLLEAGUE, OTHER)


async def _settle_stranger(post: Post) -> None:
    """As before, whatever the last press made of them."""
    async with post.storage.writing() as work:
        await _serve(work, STRANGER, OWN)
        if await work.residents.of_account(OWN, STRANGER) is None:
            await work.residents.put(
                Resident(
                    id=ResidentId(35), community=OWN, account=STRANGER, language="uk",
                    home=PlaceId(91), joined_at=MONDAY,
                )
            )  # fmt: skip


async def _serve(work: SqlWork, account: AccountId, community: CommunityId) -> None:
    await work.accounts.put(
        Account(
            id=account, first_name="Ігор", language="uk", language_chosen=True,
            community=OWN if community == OWN else None, serving=community, reachable=True,
        ),
        now=MONDAY,
    )  # fmt: skip
    await work.officials.put(
        Official(
            community=community, account=account, role=Role.ADMINISTRATOR, agency=None,
            name="Ігор" if community == OWN else MARK, since=MONDAY,
        )
    )  # fmt: skip


async def _dead(post: Post) -> list[str]:
    async with post.storage.reading() as work:
        return [str(dead["error"]) for dead in await work.inbox.dead_letters(limit=9)]


async def _of_the_other(post: Post) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the other town but what its own messages become as they are sent."""
    rows = {}
    async with post.storage.reading() as work:
        for name, table in metadata.tables.items():
            column = table.c.id if name == "communities" else table.c.get("community_id")
            if column is not None and name not in {"outbox", "outbox_contents"}:
                found = await work.connection.execute(
                    select(table).where(column == OTHER).order_by(*table.primary_key)
                )
                rows[name] = [tuple(row) for row in found]
    return rows
