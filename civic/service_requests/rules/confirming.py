"""What neighbours' words make of something that is said to be done."""

from civic.service_requests.model import ServiceRequest, Verdicts
from civic.service_requests.rules.transitions import Step

NOES = 2
"""So many distinct people have it reopened."""
YESES = 2
"""So many confirm it where its asker says nothing."""


def step_after_word(request: ServiceRequest, said: Verdicts) -> Step | None:
    """What follows at once from what was said so far; None: it waits for more."""
    if request.is_disputed:
        return None
    if said.no >= NOES:
        return Step.OBJECT if request.reopened == 0 else Step.DISPUTE
    is_confirmed = said.no == 0 and (said.asker_says_yes or said.yes >= YESES)
    return Step.CONFIRM if is_confirmed else None


def step_after_silence(said: Verdicts) -> Step:
    """A no that nobody outvotes is not passed over."""
    return Step.DISPUTE if said.no and said.no >= said.yes else Step.CLOSE
