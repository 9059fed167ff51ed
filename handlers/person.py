"""Who is speaking, as a handler sees them."""

from civic.acquaintance import Acquaintance

Person = Acquaintance
