"""Who is played in the demo: two residents, those who serve the town, and what to try as whom."""

from dataclasses import dataclass

from civic.communities.model import Role
from civic.kernel.ids import AccountId, BotId
from civic.kernel.language import Language, Translated
from demo.history.asking import words

BOT = BotId(5_000_000_101)
BOT_NAME = "viche_demo_bot"
FIRST_NEIGHBOUR = 600_000_101
"""Those who are not played: numbered from here on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    key: str
    account: AccountId
    first_name: str
    last_name: str = ""
    language: Language = "uk"
    role: Role | None = None
    """None: a resident."""
    agency: str = ""
    about: Translated | None = None
    """Of those who stand on the page side by side."""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


OLENA = Played(
    key="olena",
    account=AccountId(600_000_001),
    first_name="Олена",
    about=words(
        "Олена, 34 роки, двір на Шевченка. У чаті чекають опитування, новини й полагоджена лавка.",
        "Olena, 34, Shevchenka Street. An invitation, news and a mended bench wait in her chat.",
        "Олена, 34 года, двор на Шевченко. В чате ждут приглашение, объявления и починенная лавка.",
    ),
)
STEPAN = Played(
    key="stepan",
    account=AccountId(600_000_002),
    first_name="Степан",
    about=words(
        "Пан Степан, 71 рік. Двору ще не обрав, а про сходи вже написав: його про щось питають.",
        "Mr Stepan, 71. No courtyard yet, but he wrote about some steps and was asked something.",
        "Пан Степан, 71 год. Двор ещё не выбрал, а о ступеньках уже написал: его спрашивают.",
    ),
)
OKSANA = Played(
    key="oksana",
    account=AccountId(600_000_003),
    first_name="Оксана",
    last_name="Верес",
    role=Role.OFFICIAL,
    agency="improvement",
    about=words(
        "Оксана з благоустрою: дбає про звернення, пише оголошення, відповідає мешканцям.",
        "Oksana of the improvement office: she handles requests, announces, answers residents.",
        "Оксана из благоустройства: занимается обращениями, пишет объявления, отвечает жителям.",
    ),
)
IHOR = Played(
    key="ihor",
    account=AccountId(600_000_004),
    first_name="Ігор",
    last_name="Левада",
    role=Role.ADMINISTRATOR,
    about=words(
        "Ігор, адміністратор і диспетчер: схвалює оголошення, розсуджує спірне, веде правила.",
        "Ihor, administrator and dispatcher: approves news, decides disputes, keeps the rules.",
        "Игорь, администратор и диспетчер: одобряет объявления, решает споры, ведёт правила.",
    ),
)
TARAS = Played(
    key="taras",
    account=AccountId(600_000_005),
    first_name="Тарас",
    last_name="Гай",
    role=Role.OFFICIAL,
    agency="utilities",
)
IRYNA = Played(
    key="iryna",
    account=AccountId(600_000_006),
    first_name="Ірина",
    last_name="Калина",
    role=Role.OFFICIAL,
    agency="education",
)
PAVLO = Played(
    key="pavlo",
    account=AccountId(600_000_007),
    first_name="Павло",
    last_name="Ясен",
    language="en",
    role=Role.ANALYST,
)
RESIDENTS = (OLENA, STEPAN)
OFFICIALS = (OKSANA, TARAS, IRYNA, PAVLO)
"""Beside the administrator, who let them in."""
CAST = (*RESIDENTS, OKSANA, IHOR, TARAS, IRYNA, PAVLO)
WANT_REPORTS = (OKSANA, PAVLO)
AGENCIES: dict[str, Translated] = {
    "utilities": words("ЖКГ", "Utilities", "ЖКХ"),
    "improvement": words("Благоустрій", "Improvement", "Благоустройство"),
    "education": words("Освіта й молодь", "Education and youth", "Образование и молодёжь"),
}
