"""Whom to call before anything is written, and what to do until they come."""

from civic.communities.model import Community
from civic.service_requests.model import Category
from civic.service_requests.rules.emergencies import danger_of, emergency_numbers_for
from handlers.screens.screen import escape
from locales.catalog import Say

USUAL = "UA"
"""Of whoever has chosen no town yet."""


def emergency_text(category: Category, town: Community | None, *, say: Say) -> str:
    """The numbers of the country and the town's own; numbers in a chat are called by a touch."""
    danger = danger_of(category)
    numbers = [
        say("emergency-number", digits=one.digits, service=say(f"emergency-{one.service.value}"))
        for one in emergency_numbers_for(danger, town.country if town else USUAL)
    ]
    lines = [say("emergency-call-first"), *numbers]
    own = town.contacts.emergency if town else ""
    if own:
        lines.append(say("emergency-own", numbers=escape(own)))
    lines.append(say(f"emergency-until-{danger.value}"))
    return "\n".join(lines)
