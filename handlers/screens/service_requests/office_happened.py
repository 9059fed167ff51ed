"""What happened to a request, in the office's words, and why it went where it went."""

from collections.abc import Mapping, Sequence
from datetime import date

from civic.communities.model import Agency
from civic.kernel.ids import AccountId, AgencyId
from civic.service_requests.model import Event, EventKind
from civic.service_requests.settings import Condition
from handlers.screens.screen import escape
from handlers.screens.service_requests.office_wording import agency_words, shortened
from locales.catalog import Say

TEXT_ROOM = 250


def event_line(
    event: Event,
    names: Mapping[AccountId, str],
    agencies: Sequence[Agency],
    *,
    zone: str,
    say: Say,
) -> str:
    what = _what(event, names, agencies, say)
    at = say.moment(event.at, zone)
    who = _who(event, names, say)
    key = "office-happened" if not who else "office-happened-by"
    line = say(key, at=at, what=what, by=escape(who)) if who else say(key, at=at, what=what)
    return f"{line}\n{shortened(event.text, TEXT_ROOM)}" if event.text else line


def _who(event: Event, names: Mapping[AccountId, str], say: Say) -> str:
    if event.by is None:
        return ""
    if event.from_office:
        return names.get(event.by) or say("office-happened-colleague")
    return say("office-happened-resident")


def _what(
    event: Event, names: Mapping[AccountId, str], agencies: Sequence[Agency], say: Say
) -> str:
    agency = escape(agency_words(_agency(event), agencies, say))
    closed = event.details.get("closed")
    if event.kind is EventKind.ROUTED and isinstance(closed, int):
        left = escape(agency_words(AgencyId(closed), agencies, say))
        return say("office-happened-inherited", closed=left, agency=agency)
    if event.kind is EventKind.ROUTED:
        return say("office-happened-routed", agency=agency)
    if event.kind is EventKind.ASSIGNED:
        to = event.details.get("to")
        name = names.get(AccountId(to)) if isinstance(to, int) else None
        return say(
            "office-happened-assigned", name=escape(name or say("office-happened-colleague"))
        )
    if event.kind is EventKind.COMMENTED and event.from_office:
        return say("office-happened-replied" if event.is_public else "office-happened-noted")
    if event.kind is not EventKind.MOVED:
        return say(f"office-happened-{event.kind.value}")
    return _moved(event, agency, say)


def _moved(event: Event, agency: str, say: Say) -> str:
    step = str(event.details.get("step"))
    if step == "pass_on":
        return say("office-moved-pass_on", agency=agency)
    if step == "plan":
        day = date.fromisoformat(str(event.details.get("day")))
        return say("office-moved-plan", day=say.day(day))
    return say(f"office-moved-{step}")


def why_words(routed: Event, agencies: Sequence[Agency], say: Say) -> str:
    """One or two sentences about the rule that decided when it was filed."""
    agency = escape(agency_words(_agency(routed), agencies, say))
    rule, matched = routed.details.get("rule"), routed.details.get("matched")
    named = matched if isinstance(matched, list | tuple) else ()
    if isinstance(rule, int):
        if not named:
            return say("office-why-any", number=say.number(rule), agency=agency)
        conditions = ", ".join(
            say(f"office-why-{condition.value}") for condition in Condition
            if condition.value in named
        )  # fmt: skip
        return say("office-why-rule", number=say.number(rule), agency=agency, matched=conditions)
    if _agency(routed) is None:
        return say("office-why-nobody")
    return say("office-why-default", agency=agency)


def _agency(event: Event) -> AgencyId | None:
    agency = event.details.get("agency")
    return AgencyId(agency) if isinstance(agency, int) else None
