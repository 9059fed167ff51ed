"""Where requests go, in sentences, in their order; and what other rules would have done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civic.communities.model import Agency
from civic.kernel.ids import CategoryId, FileId, PlaceId
from civic.service_requests.settings import DryRun, RoutingPlan, RoutingRule
from handlers.presses.service_request_office import RequestAsidePress
from handlers.presses.service_request_rules import (
    ChangeRulesPress,
    ImportRulesPress,
    RoutingRulePress,
    RoutingRulesPress,
    RoutingTablePress,
    TryRulesPress,
)
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Rows, Screen, escape
from handlers.screens.service_requests.office_categories import finding_lines
from handlers.screens.service_requests.office_wording import agency_words, button, shortened
from locales.catalog import Say

PAGE, FIRST = 5, 3
LISTED, MOVED = 4, 5
HOWS = ("up", "down", "remove")
NAME_ROOM = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What rules speak of, by name."""

    categories: Mapping[CategoryId, str]
    places: Mapping[PlaceId, str]
    agencies: Sequence[Agency]


def rule_sentence(rule: RoutingRule, naming: Naming, say: Say) -> str:
    """Safe in HTML: if …, then …"""
    conditions = []
    if rule.categories:
        names = [naming.categories.get(one, "?") for one in rule.categories]
        conditions.append(say("office-if-category", names=_listed(names, say)))
    if rule.places:
        names = [naming.places.get(one, "?") for one in rule.places]
        conditions.append(say("office-if-place", names=_listed(names, say)))
    if rule.owners:
        conditions.append(say("office-if-owner", names=_listed(rule.owners, say)))
    if rule.words:
        conditions.append(say("office-if-words", names=_listed(rule.words, say)))
    if rule.hours:
        first, until = (f"{hour:02}:00" for hour in rule.hours)
        conditions.append(say("office-if-hours", first=first, until=until))
    agency = escape(agency_words(rule.agency, naming.agencies, say))
    if not conditions:
        return say("office-rule-any", agency=agency)
    return say("office-rule", conditions=", ".join(conditions), agency=agency)


def _listed(names: Sequence[str] | frozenset[str], say: Say) -> str:
    """One of them is enough: the first few are named."""
    some = sorted(names)
    told = say("office-or").join(f"«{shortened(name, NAME_ROOM)}»" for name in some[:LISTED])
    return told + ("…" if len(some) > LISTED else "")


def rules_screen(rules: Sequence[RoutingRule], naming: Naming, *, page: int, say: Say) -> Screen:
    shown = rules[page * PAGE : (page + 1) * PAGE]
    parts = [say("office-rules" if rules else "office-rules-none")]
    parts += [
        say("office-rule-line", number=say.number(one.position),
            sentence=rule_sentence(one, naming, say))
        for one in shown
    ]  # fmt: skip
    parts.append(say("office-rules-table"))
    opened = tuple(
        button("office-rule-open", RoutingRulePress(one.id), say, number=say.number(one.position))
        for one in shown
    )
    rows: Rows = (opened,) if opened else ()
    rows += pages(page, len(rules), PAGE, RoutingRulesPress, say)
    table = button("office-table-get", RoutingTablePress(), say)
    return Screen(text="\n\n".join(parts), rows=(*rows, (table,), *ways(say, RequestAsidePress())))


def rule_screen(rule: RoutingRule, naming: Naming, *, count: int, say: Say) -> Screen:
    """Each change is tried first."""
    nowhere = {"up": rule.position == 1, "down": rule.position == count}
    hows = [how for how in HOWS if not nowhere.get(how)]
    buttons = tuple(button(f"office-rule-{how}", TryRulesPress(rule.id, how), say) for how in hows)
    text = say(
        "office-rule-line", number=say.number(rule.position),
        sentence=rule_sentence(rule, naming, say),
    )  # fmt: skip
    return Screen(text=text, rows=(buttons, *ways(say, RoutingRulesPress())))


def tried_screen(rule: RoutingRule, how: str, tried: DryRun, naming: Naming, *, say: Say) -> Screen:
    parts = [
        say(f"office-rule-would-{how}", number=say.number(rule.position)),
        rule_sentence(rule, naming, say),
        "\n".join(dry_run_lines(tried, naming.agencies, say)),
    ]
    sure = button("office-rules-do", ChangeRulesPress(rule.id, how), say)
    return Screen(text="\n\n".join(parts), rows=((sure,), *ways(say, RoutingRulePress(rule.id))))


def rules_plan_screen(
    name: str, plan: RoutingPlan, tried: DryRun, file: FileId, naming: Naming, *, say: Say
) -> Screen:
    """Rules are taken as a whole or not at all: their order decides."""
    parts = [
        say("office-table-would", name=escape(name)),
        say.n("office-rules-would", len(plan.rules)),
    ]
    parts += [
        say("office-rule-line", number=say.number(one.position),
            sentence=rule_sentence(one, naming, say))
        for one in plan.rules[:FIRST]
    ]  # fmt: skip
    if len(plan.rules) > FIRST:
        parts.append("…")
    rows: Rows = ()
    if plan.findings:
        parts.append("\n".join(finding_lines(plan.findings, say)).strip())
        parts.append(say("office-rules-mend"))
    else:
        parts.append("\n".join(dry_run_lines(tried, naming.agencies, say)))
        rows = ((button("office-rules-do", ImportRulesPress(file), say),),)
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, RoutingRulesPress())))


def dry_run_lines(tried: DryRun, agencies: Sequence[Agency], say: Say) -> list[str]:
    """What would have gone elsewhere in the last month, and to whom."""
    if not tried.looked_at:
        return [say("office-tried-nothing")]
    lines = [
        say.n("office-tried", tried.changed, all=say.number(tried.looked_at)),
    ]
    named = {
        agency_words(agency, agencies, say): counts for agency, counts in tried.by_agency.items()
    }
    for agency, (was, would) in sorted(named.items()):
        if was != would:
            name = escape(agency)
            lines.append(
                say("office-tried-agency", agency=name, was=say.number(was),
                    would=say.number(would))
            )  # fmt: skip
    lines += [
        say(
            "office-tried-one",
            number=say.number(one.request.number),
            was=escape(agency_words(one.was, agencies, say)),
            would=escape(agency_words(one.would.agency, agencies, say)),
        )
        for one in tried.first[:MOVED]
    ]
    return lines
