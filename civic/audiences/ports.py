"""Counting the people of an audience, walking through them page by page, keeping rules by name."""

from collections.abc import Collection
from typing import Protocol

from civic.audiences.model import (
    Audience,
    AudienceRule,
    Gone,
    Headcount,
    Member,
    SavedAudience,
)
from civic.kernel.ids import CommunityId, ResidentId, SavedAudienceId


class Audiences(Protocol):
    async def count(self, community: CommunityId, audience: Audience) -> int:
        """Residents who live in it, also those whom no message reaches."""

    async def members(
        self,
        community: CommunityId,
        audience: Audience,
        *,
        topic: str,
        after: ResidentId | None,
        limit: int,
    ) -> list[Member]:
        """Those who can be reached and turned neither this topic nor everything off, by id."""

    async def headcount(
        self, community: CommunityId, rule: AudienceRule, *, topic: str | None, week: int | None
    ) -> Headcount:
        """How many belong, and how many of them would not be written to.

        Without a topic nobody is left out for having turned it off, without a week
        (`civic/residents/rules.py` `week_of`) nobody for having had enough in it.
        Raise NotFound when it names a saved audience that is gone: without it, it would be
        another audience.
        """

    async def recipients(
        self,
        community: CommunityId,
        rule: AudienceRule,
        *,
        topic: str | None,
        week: int | None,
        after: int,
        limit: int,
    ) -> list[Member]:
        """Those who belong and are not left out, by `Member.key`, from behind `after` (0: all).

        Fewer than `limit` are the last. Raise NotFound as `headcount` does.
        """

    async def gone(self, community: CommunityId, rule: AudienceRule) -> Gone:
        """What it names, itself or through a saved audience, that the town has no more."""


class SavedAudiences(Protocol):
    async def saved(self, community: CommunityId, audience: SavedAudienceId) -> SavedAudience:
        """Raise NotFound when the town has none such."""

    async def some(
        self, community: CommunityId, audiences: Collection[SavedAudienceId]
    ) -> dict[SavedAudienceId, SavedAudience]:
        """At most a thousand at a time."""

    async def all(self, community: CommunityId) -> list[SavedAudience]:
        """By name; a town keeps a hundred at most."""

    async def put(self, audience: SavedAudience) -> bool:
        """Add or change; False when another one has that name."""

    async def remove(self, community: CommunityId, audience: SavedAudienceId) -> None: ...

    async def is_awaited(self, community: CommunityId, audience: SavedAudienceId) -> bool:
        """Whether something that was asked for or is going out goes by it."""
