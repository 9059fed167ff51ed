"""What residents wrote to the office during the demo's year, and what it answered."""

from dataclasses import dataclass

from demo.history.outages import NO_WATER, OUTAGES
from demo.history.telling import PastBroadcast
from demo.history.town_life import TOWN_LIFE, YARD_DAY

_HEATING, _METERS = OUTAGES[-1], TOWN_LIFE[-1]
OLENA = "olena"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    text: str
    after: int
    """Minutes since the dialogue began."""
    by: str = ""
    """Who of the cast answered; nobody: the resident wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDialogue:
    days: int
    """Ago; 0: today, `minutes` ago."""
    at: tuple[int, int] = (0, 0)
    minutes: int = 0
    who: str
    """A courtyard, whose first neighbour writes; or whoever of the cast."""
    agency: str = ""
    """Nothing: the town's office."""
    about: PastBroadcast | None = None
    said: tuple[Said, ...]
    is_closed: bool = False
    """With its last words."""
    kept_for: str = ""
    """Who of the cast hears of it when the demo starts."""


LETTERS = (
    PastDialogue(
        days=318, at=(18, 20), who="Соснова, 2–10", agency="utilities", is_closed=True,
        said=(
            Said(text="Після ремонту крапає кран у підвалі. Хто має прийти?", after=0),
            Said(
                by="taras", after=25,
                text="Прийде слюсар завтра до 11:00. Ключ від підвалу в кого?",
            ),
            Said(text="У 4-й квартирі, Галина Петрівна вдома.", after=40),
            Said(by="taras", after=55, text="Записав. Якщо потече знову, пишіть сюди ж."),
        ),
    ),
    PastDialogue(
        days=249, at=(10, 30), who="Вокзальна, 1–9", agency="improvement", is_closed=True,
        said=(
            Said(text="Де тепер спиняється автобус, якщо їхати з речами?", after=0),
            Said(
                by="oksana", after=35,
                text="За поштою, біля лавки зі знаком «А». Від ринку сто метрів рівним тротуаром.",
            ),
        ),
    ),
    PastDialogue(
        days=140, at=(12, 45), who="Садова, 1–9", is_closed=True,
        said=(
            Said(text="Хочу подякувати за лавки у дворі. Бабусі щасливі.", after=0),
            Said(by="ihor", after=90, text="Дякуємо, що написали! Передамо майстрам."),
        ),
    ),
    PastDialogue(
        days=66, at=(16, 40), who=OLENA, agency="utilities", about=_HEATING, is_closed=True,
        said=(
            Said(text="У вівторок мене не буде до шостої. Чи можна у середу вранці?", after=0),
            Said(by="taras", after=20, text="Можна. Майстер прийде у середу о 8:30."),
            Said(text="Чудово, дякую!", after=28),
            Said(by="taras", after=45, text="Домовилися."),
        ),
    ),
    PastDialogue(
        days=12, at=(13, 5), who="Лісова, 1–9", agency="utilities", about=_METERS, is_closed=True,
        said=(
            Said(text="Холодна 214, гаряча 97.", after=0),
            Said(by="taras", after=50, text="Внесли, дякуємо."),
        ),
    ),
    PastDialogue(
        days=2, at=(11, 15), who="Шевченка, 12–20", agency="utilities", about=NO_WATER,
        said=(
            Said(text="А як бути з немовлям? Нам воду підігрівати треба.", after=0),
            Said(
                by="taras", after=15,
                text="Привеземо вам два бутлі до 8:30. Напишіть, будь ласка, під’їзд і поверх.",
            ),
        ),
    ),
    PastDialogue(
        days=1, at=(17, 30), who="Яблунева, 2–10", agency="education", about=YARD_DAY,
        said=(Said(text="Допоможемо з чоловіком зі столами. О котрій приходити?", after=0),),
    ),
    PastDialogue(
        days=0, minutes=75, who="Лісова, 11–19", agency="improvement", kept_for="oksana",
        said=(
            Said(
                text="Ліхтар біля будинку 15 не світить третій вечір. Там сходи, страшно впасти.",
                after=0,
            ),
        ),
    ),
)  # fmt: skip
