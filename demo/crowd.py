"""The neighbours: some six hundred made people over the courtyards, and when they came."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from civic.kernel.ids import AccountId, PlaceId, ResidentId
from civic.kernel.language import Language
from civic.residents.model import Topic
from demo.cast import FIRST_NEIGHBOUR

SIZES = (88, 74, 69, 63, 57, 52, 49, 44, 39, 34, 28, 3)
"""Residents by courtyard, in the order of the town's list; three is too few to be shown."""
WITHOUT_HOME = 7
PIONEERS = 0.6
"""Who came in the bot's first weeks."""
FIRST_WEEKS = 28
LATEST = 12
"""Nobody came later than so many days ago, but for those who are played."""
_WOMEN = (
    "Олена", "Ірина", "Наталія", "Оксана", "Марія", "Тетяна", "Юлія", "Галина", "Світлана", "Ганна",
    "Людмила", "Надія", "Леся", "Софія", "Катерина", "Валентина", "Віра", "Зоряна", "Соломія",
    "Дарина",
)  # fmt: skip
_MEN = (
    "Андрій", "Сергій", "Олександр", "Іван", "Микола", "Петро", "Василь", "Тарас", "Богдан",
    "Михайло", "Юрій", "Роман", "Дмитро", "Остап", "Назар", "Максим", "Володимир", "Степан",
    "Ярослав", "Артем",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Courtyard:
    """A courtyard of the demo with its buildings; `district` counts from 0."""

    place: PlaceId
    district: int
    buildings: tuple[PlaceId, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    account: AccountId
    first_name: str
    language: Language
    home: PlaceId | None
    courtyard: Courtyard | None
    joined_at: datetime
    mood: float
    """From gloomy to glad: it moves several answers together."""
    zeal: float
    """How gladly they answer, about 1."""
    stays: bool = True
    """False: they block the bot some day."""
    blocks_at: datetime | None = None
    muted: frozenset[str] = field(default_factory=frozenset)
    weekly_limit: int | None = None
    resident: ResidentId | None = None
    """Set when they are put into the town."""

    @property
    def district(self) -> int | None:
        return None if self.courtyard is None else self.courtyard.district


def make_neighbours(
    courtyards: Sequence[Courtyard], *, random: Random, now: datetime
) -> list[Neighbour]:
    """In the order in which they came."""
    homes: list[Courtyard | None] = [
        courtyard for courtyard, size in zip(courtyards, SIZES, strict=True) for _ in range(size)
    ]
    homes += [None] * WITHOUT_HOME
    random.shuffle(homes)
    air = {courtyard.place: random.gauss(0, 0.5) for courtyard in courtyards}
    came = sorted(_came(random, now) for _ in homes)
    return [
        _neighbour(number, home, joined, air, random)
        for number, (home, joined) in enumerate(zip(homes, came, strict=True))
    ]


def _neighbour(
    number: int,
    courtyard: Courtyard | None,
    joined: datetime,
    air: dict[PlaceId, float],
    random: Random,
) -> Neighbour:
    home = None
    if courtyard is not None:
        home = random.choice((courtyard.place, *courtyard.buildings))
    language: Language = random.choices(("uk", "ru", "en"), (92, 6, 2))[0]
    return Neighbour(
        account=AccountId(FIRST_NEIGHBOUR + number),
        first_name=random.choice(_WOMEN if random.random() < 0.56 else _MEN),
        language=language,
        home=home,
        courtyard=courtyard,
        joined_at=joined,
        mood=random.gauss(air[courtyard.place] if courtyard else 0, 0.7),
        zeal=random.uniform(0.55, 1.45),
        stays=random.random() > 0.02,
        muted=frozenset({Topic.SURVEYS.value}) if random.random() < 0.03 else frozenset(),
    )


def _came(random: Random, now: datetime) -> datetime:
    if random.random() < PIONEERS:
        days = 364 - random.uniform(0, FIRST_WEEKS)
    else:
        days = random.uniform(LATEST, 364 - FIRST_WEEKS)
    return now - timedelta(days=days)
