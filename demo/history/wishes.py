"""Ideas for the yard in the demo's year: one became a request, one lacks a single voice."""

from dataclasses import dataclass

from demo.history.requests.model import OFFICE, Deed

THRESHOLD = 8
"""So many neighbours, says Nemishaieve, make an idea a request."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PastIdea:
    """`days` count back from today, hours are the town's."""

    key: str
    days: int
    at: tuple[int, int]
    yard: str
    text: str
    where: str = ""
    supporters: int
    every: float
    """Hours from one supporter to the next."""
    answer: str = ""
    """What Oksana said the next morning."""
    deeds: tuple[Deed, ...] = ()
    """About the request it became; hours since then."""


_DAY = 24.0
BARS = PastIdea(
    key="bars",
    days=152,
    at=(18, 40),
    yard="Шевченка, 12–20",
    text="Поставте біля майданчика турнік і бруси. Підлітки сидять на лавках, бо більше ніде.",
    where="між майданчиком і гаражами",
    supporters=THRESHOLD,
    every=19,
    answer="Місце є. Якщо сусіди підтримають, візьмемо в роботу.",
    deeds=(
        Deed(after=20, what="accept", who=OFFICE),
        Deed(after=21, what="comment", who=OFFICE, text="Замовили турнік і бруси, чекаємо."),
        Deed(
            after=7 * _DAY,
            what="finish",
            who=OFFICE,
            text="Поставили турнік і бруси, під ними гумове покриття.",
        ),
        Deed(after=7.5 * _DAY, what="say-yes", text="Хлопці вже там. Дякуємо!"),
    ),
)
"""It became a request, and stands."""

BICYCLES = PastIdea(
    key="bicycles",
    days=11,
    at=(19, 5),
    yard="Шевченка, 2–10",
    text="Зробіть біля майданчика стійку для велосипедів: їх пристібають до перил.",
    where="ліворуч від гірки",
    supporters=THRESHOLD - 1,
    every=23,
    answer="Стійка можлива. Потрібна ще підтримка сусідів.",
)
"""In Olena's yard: hers is the voice that it lacks."""

LIMES = PastIdea(
    key="limes",
    days=24,
    at=(17, 30),
    yard="Садова, 1–9",
    text="Посадіть липи вздовж доріжки до школи: улітку там немає тіні.",
    supporters=5,
    every=47,
    answer="Внесли доріжку до плану озеленення. Саджанці беремо двічі на рік.",
)
BARRIER = PastIdea(
    key="barrier",
    days=131,
    at=(20, 10),
    yard="Вокзальна, 1–9",
    text="Шлагбаум на в’їзді, щоб через двір не об’їжджали переїзд.",
    supporters=2,
    every=30,
)
"""Too few wanted it: it ended after ninety days."""

IDEAS = (BARS, BARRIER, LIMES, BICYCLES)
