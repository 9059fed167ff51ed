"""All instruments of one sandbox together: the world, its clock, faults, limits, ledger."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.faults import Faults
from sandbox.ledger import Ledger
from sandbox.limits import Limits
from sandbox.play.fetching import Pollers
from sandbox.world import Bot, World


@dataclass(slots=True)
class Demo:
    """Where the product tells its demo's people and takes its clock."""

    url: str
    token: str


def _nobody(_bot: Bot) -> None:
    """No postman works before the server runs."""


@dataclass(slots=True)
class Engine:
    world: World
    limits: Limits = field(default_factory=Limits)
    faults: Faults = field(default_factory=Faults)
    ledger: Ledger = field(default_factory=Ledger)
    pollers: Pollers = field(default_factory=Pollers)
    demo: Demo | None = None
    attend: Callable[[Bot], None] = _nobody
