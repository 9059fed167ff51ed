"""What a person changes of a rule while they choose: each leaves a rule that makes sense."""

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from civic.audiences.model import AnsweredSurvey, AudienceRule, SavedAudience
from civic.communities.model import Role
from civic.kernel.ids import AgencyId, PlaceId, SavedAudienceId
from civic.kernel.language import LANGUAGES, Language

T = TypeVar("T")


def with_place(
    rule: AudienceRule, place: PlaceId, *, on: bool, left_out: bool, inside: Collection[PlaceId]
) -> AudienceRule:
    """`inside` are places of the rule that lie in this one: it stands for them too."""
    if left_out:
        kept = _turned(rule.without_places, place, on=on, instead_of=inside)
        return replace(rule, without_places=kept)
    residents = rule if not (on and rule.is_of_officials) else replace(rule, roles=(), agencies=())
    return replace(residents, places=_turned(rule.places, place, on=on, instead_of=inside))


def with_language(rule: AudienceRule, language: Language, *, on: bool) -> AudienceRule:
    wanted = {*rule.languages, language} if on else {*rule.languages} - {language}
    return replace(rule, languages=tuple(one for one in LANGUAGES if one in wanted))


def with_survey(rule: AudienceRule, survey: AnsweredSurvey | None) -> AudienceRule:
    if survey is None:
        return replace(rule, survey=None)
    return replace(rule, survey=survey, roles=(), agencies=())


def with_role(rule: AudienceRule, role: Role, *, on: bool) -> AudienceRule:
    wanted = {*rule.roles, role} if on else {*rule.roles} - {role}
    return _of_the_office(replace(rule, roles=tuple(one for one in Role if one in wanted)))


def with_agency(rule: AudienceRule, agency: AgencyId, *, on: bool) -> AudienceRule:
    return _of_the_office(replace(rule, agencies=_turned(rule.agencies, agency, on=on)))


def without_saved(rule: AudienceRule, saved: SavedAudienceId, *, on: bool) -> AudienceRule:
    return replace(rule, without_saved=_turned(rule.without_saved, saved, on=on))


def from_saved(saved: SavedAudience) -> AudienceRule:
    """Begin anew with it; one of officials is taken over as it is, for it narrows nobody."""
    if saved.rule.is_of_officials:
        return saved.rule
    return AudienceRule(saved=saved.id)


def _of_the_office(rule: AudienceRule) -> AudienceRule:
    """Officials have no homes, and are in no survey's audience as officials."""
    if not rule.is_of_officials:
        return rule
    return replace(rule, places=(), survey=None, without_places=(), saved=None)


def _turned(
    listed: tuple[T, ...], one: T, *, on: bool, instead_of: Collection[T] = ()
) -> tuple[T, ...]:
    if not on:
        return tuple(known for known in listed if known != one)
    return (*(known for known in listed if known != one and known not in instead_of), one)
