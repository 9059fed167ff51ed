"""The ledger of messages out against a plain model: whatever breaks, nothing is lost or doubled."""

from hypothesis import HealthCheck, settings

from tests.ledger_model import Ledger
from tests.many_model import LedgerOfMany
from tests.soaking import SOAK

_few = settings(
    max_examples=150 if SOAK else 12,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
_fewer = settings(_few, max_examples=60 if SOAK else 3)


class LedgerOnPostgres(Ledger):
    kind = "postgresql"


class LedgerOfManyOnPostgres(LedgerOfMany):
    kind = "postgresql"


TestLedgerOnSqlite = Ledger.TestCase
TestLedgerOnSqlite.settings = _few
TestLedgerOfManyOnSqlite = LedgerOfMany.TestCase
TestLedgerOfManyOnSqlite.settings = _few
TestLedgerOnPostgres = LedgerOnPostgres.TestCase
TestLedgerOnPostgres.settings = _fewer
TestLedgerOfManyOnPostgres = LedgerOfManyOnPostgres.TestCase
TestLedgerOfManyOnPostgres.settings = _fewer
