"""An audience in words: who belongs, how many that makes, who is left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from civic.audiences.model import AudienceRule, Gone, Headcount, LeftOut, SavedAudience
from civic.audiences.rules import told_count
from civic.communities.model import Agency
from civic.kernel.ids import AgencyId, PlaceId, SavedAudienceId
from civic.kernel.language import Translated, language_of
from civic.places.model import Place
from handlers.screens.screen import escape
from locales.catalog import Say

_NAMED = 3
_NOTHING = Gone()
_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNames:
    """What the rule names, looked up; what is missing here is gone."""

    places: Mapping[PlaceId, Place] = field(default_factory=dict)
    agencies: Mapping[AgencyId, Agency] = field(default_factory=dict)
    saved: Mapping[SavedAudienceId, SavedAudience] = field(default_factory=dict)
    survey: Translated | None = None
    gone: Gone = _NOTHING


def rule_lines(rule: AudienceRule, names: RuleNames, say: Say) -> list[str]:
    """Each condition in a line, safe in HTML."""
    lines = [_who(rule, names, say)]
    if rule.languages:
        spoken = ", ".join(say(f"language-{language}") for language in rule.languages)
        lines.append(say("audience-languages", languages=spoken))
    if rule.survey is not None:
        key = "audience-answered" if rule.survey.did else "audience-not-answered"
        title = names.survey.in_(language_of(say.language)) if names.survey else "?"
        lines.append(say(key, survey=escape(_cut(title))))
    if rule.without_places:
        left_out = _listed(place_titles(rule.without_places, names, say), say)
        lines.append(say("audience-without-places", places=left_out))
    if rule.without_saved:
        titles = [_saved(one, names, say) for one in rule.without_saved]
        lines.append(say("audience-without-saved", names=_listed(titles, say)))
    if names.gone:
        lines.append(say("audience-names-gone"))
    return lines


def headcount_lines(
    counted: Headcount, *, topic: str | None, hides_below: int | None, say: Say
) -> list[str]:
    """`hides_below`: the town's threshold where they are known by their answers, else None."""
    lines = [recipients_line(counted, hides_below=hides_below, say=say)]
    if hides_below is not None and counted.belong < hides_below:
        return lines
    reasons = [
        _reason(why, people, topic, say)
        for why in LeftOut
        if (people := _told(counted.left_out.get(why, 0), hides_below))
    ]
    if reasons:
        people = _told(counted.belong - counted.recipients, hides_below)
        lines.append(say("audience-left-out", count=say.number(people or 0)))
        lines += [f"• {reason}" for reason in reasons]
    if counted.without_home:
        lines.append(say.n("audience-without-home", counted.without_home))
    return lines


def recipients_line(counted: Headcount, *, hides_below: int | None, say: Say) -> str:
    if hides_below is None:
        return say("audience-recipients", count=say.number(counted.recipients))
    about = told_count(counted.recipients, hides_below)
    if about is None:
        return say("audience-few", limit=say.number(hides_below))
    return say("audience-about", count=say.number(about))


def _told(people: int, hides_below: int | None) -> int | None:
    return people if hides_below is None else told_count(people, hides_below)


def place_titles(places: Sequence[PlaceId], names: RuleNames, say: Say) -> list[str]:
    """Safe in HTML; those that are gone first, as what needs mending."""
    language = language_of(say.language)
    gone = [place for place in places if place in names.gone.places]
    titles = [
        say("audience-place-gone", place=_title(names.places.get(place), language))
        for place in gone
    ]
    return titles + [
        _title(names.places.get(place), language) for place in places if place not in gone
    ]


def _who(rule: AudienceRule, names: RuleNames, say: Say) -> str:
    if rule.is_of_officials:
        return _office(rule, names, say)
    if rule.saved is not None:
        saved = _saved(rule.saved, names, say)
        if not rule.places:
            return say("audience-saved-line", name=saved)
        places = _listed(place_titles(rule.places, names, say), say)
        return say("audience-saved-within", name=saved, places=places)
    if not rule.places:
        return say("audience-whole-town")
    return say("audience-places", places=_listed(place_titles(rule.places, names, say), say))


def _office(rule: AudienceRule, names: RuleNames, say: Say) -> str:
    roles = [say(f"audience-role-{role.value}") for role in rule.roles]
    agencies = [
        escape(_cut(names.agencies[one].name.in_(language_of(say.language))))
        if one in names.agencies
        else say("audience-agency-gone-short")
        for one in rule.agencies
    ]
    if not agencies:
        return say("audience-office-roles", roles=", ".join(roles))
    if not roles:
        return say("audience-office-agencies", agencies=_listed(agencies, say))
    return say("audience-office-both", roles=", ".join(roles), agencies=_listed(agencies, say))


def _saved(saved: SavedAudienceId, names: RuleNames, say: Say) -> str:
    known = names.saved.get(saved)
    return f"«{escape(_cut(known.name))}»" if known else say("audience-saved-gone-short")


def _reason(why: LeftOut, people: int, topic: str | None, say: Say) -> str:
    if why is LeftOut.TOPIC_OFF and topic is not None:
        return say.n("audience-left-topic-off", people, topic=say(f"topic-{topic}"))
    return say.n(f"audience-left-{why.value}", people)


def _listed(names: Sequence[str], say: Say) -> str:
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return say.n("audience-and-more", more, names=shown) if more > 0 else shown


def _title(place: Place | None, language: str) -> str:
    return escape(_cut(place.title_in(language_of(language)))) if place else "?"


def _cut(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _NAME else f"{line[: _NAME - 1].rstrip()}…"
