"""How a rule is written down, what it may name, and when its numbers would name somebody."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from civic.audiences.model import (
    AnsweredSurvey,
    AudienceRule,
    Gone,
)
from civic.communities.model import Role
from civic.kernel.ids import AgencyId, PlaceId, SavedAudienceId, SurveyId
from civic.kernel.json_value import JsonObject
from civic.kernel.language import LANGUAGES
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import Refusal

NAME_LIMIT = 60
SAVED_LIMIT = 100
"""Saved audiences a town."""
PLACES_LIMIT = 200
"""Places a rule names, taken and left out each; a district is one of them."""
WITHOUT_LIMIT = 10
"""Saved audiences that a rule leaves out."""


def to_document(rule: AudienceRule) -> JsonObject:
    """Only what is set: the same rule is always the same document."""
    written: dict[str, Any] = {}
    if rule.survey is not None:
        written["survey"] = {"id": rule.survey.survey, "answered": rule.survey.did}
    if rule.saved is not None:
        written["saved"] = rule.saved
    listed = {
        "places": rule.places,
        "languages": rule.languages,
        "roles": [role.value for role in rule.roles],
        "agencies": rule.agencies,
        "without_places": rule.without_places,
        "without_saved": rule.without_saved,
    }
    return written | {name: list(values) for name, values in listed.items() if values}


def from_document(written: Mapping[str, Any]) -> AudienceRule:
    survey = written.get("survey")
    saved = written.get("saved")
    return AudienceRule(
        places=tuple(PlaceId(place) for place in written.get("places", ())),
        languages=tuple(one for one in LANGUAGES if one in written.get("languages", ())),
        survey=AnsweredSurvey(survey=SurveyId(survey["id"]), did=survey["answered"])
        if survey
        else None,
        roles=tuple(Role(role) for role in written.get("roles", ())),
        agencies=tuple(AgencyId(agency) for agency in written.get("agencies", ())),
        saved=None if saved is None else SavedAudienceId(saved),
        without_places=tuple(PlaceId(place) for place in written.get("without_places", ())),
        without_saved=tuple(SavedAudienceId(one) for one in written.get("without_saved", ())),
    )


def check_rule(rule: AudienceRule, *, gone: Gone) -> None:
    """Refuse a rule that names what is no more, or mixes the office with the residents."""
    if gone.saved:
        raise Refusal("audience-saved-gone")
    if gone.places:
        raise Refusal("audience-places-gone", count=len(gone.places))
    if gone.agencies:
        raise Refusal("audience-agency-gone")
    if gone.survey:
        raise Refusal("audience-survey-gone")
    if rule.is_of_officials and (rule.places or rule.survey or rule.without_places):
        raise Refusal("audience-mixed")
    if max(len(rule.places), len(rule.without_places)) > PLACES_LIMIT:
        raise Refusal("audience-too-many-places", limit=PLACES_LIMIT)
    if len(rule.without_saved) > WITHOUT_LIMIT:
        raise Refusal("audience-too-many-saved", limit=WITHOUT_LIMIT)


def without_gone(rule: AudienceRule, gone: Gone) -> AudienceRule:
    """The rule with all that is no more taken out of it: perhaps a much wider one."""
    return replace(
        rule,
        places=tuple(one for one in rule.places if one not in gone.places),
        without_places=tuple(one for one in rule.without_places if one not in gone.places),
        agencies=tuple(one for one in rule.agencies if one not in gone.agencies),
        survey=None if rule.survey and rule.survey.survey == gone.survey else rule.survey,
        saved=None if rule.saved in gone.saved else rule.saved,
        without_saved=tuple(one for one in rule.without_saved if one not in gone.saved),
    )


def check_name(typed: str) -> str:
    name = clean_line(typed, NAME_LIMIT + 1)
    if not name:
        raise Refusal("audience-name-empty")
    if len(name) > NAME_LIMIT:
        raise Refusal("audience-name-too-long", limit=NAME_LIMIT)
    return name


def check_can_be_saved(rule: AudienceRule) -> None:
    """A saved audience names no other: nothing would say which of them to count first."""
    if rule == AudienceRule():
        raise Refusal("audience-save-whole-town")
    if rule.saved is not None or rule.without_saved:
        raise Refusal("audience-save-nested")


TENS = 10


def told_count(people: int, threshold: int) -> int | None:
    """How many may be told of people who are known by their answers; None: too few for a number.

    In tens, for the difference of two exact numbers would tell what one alone does not.
    """
    return None if people < threshold else max(TENS, round(people, -1))


def asks_of_answers(rules: Iterable[AudienceRule]) -> bool:
    """Whether a small number of people would say who answered a survey and who did not."""
    return any(one.survey is not None for one in rules)
