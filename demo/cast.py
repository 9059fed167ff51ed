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
        "Олена, 34 роки, живе у дворі на Шевченка. Запрошення до опитування вже чекає в чаті.",
        "Olena, 34, lives in a courtyard on Shevchenka Street. An invitation waits in her chat.",
        "Олена, 34 года, живёт во дворе на Шевченко. Приглашение в опрос уже ждёт в чате.",
    ),
)
STEPAN = Played(
    key="stepan",
    account=AccountId(600_000_002),
    first_name="Степан",
    about=words(
        "Пан Степан, 71 рік. Щойно з’явився в боті й ще не обрав свого двору.",
        "Mr Stepan, 71. He has just come to the bot and has not chosen his courtyard yet.",
        "Пан Степан, 71 год. Только появился в боте и ещё не выбрал свой двор.",
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
        "Оксана з відділу благоустрою: складає опитування й отримує звіти.",
        "Oksana of the improvement office: she composes surveys and gets the reports.",
        "Оксана из отдела благоустройства: составляет опросы и получает отчёты.",
    ),
)
IHOR = Played(
    key="ihor",
    account=AccountId(600_000_004),
    first_name="Ігор",
    last_name="Левада",
    role=Role.ADMINISTRATOR,
    about=words(
        "Ігор, адміністратор громади: люди, ролі, розклад звітів.",
        "Ihor, the town’s administrator: people, roles, the schedule of reports.",
        "Игорь, администратор громады: люди, роли, расписание отчётов.",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    who: Played
    text: Translated
    send: str = ""
    """Sent at a press; nothing where the person does something else."""


SUGGESTIONS = (
    Suggestion(
        who=OLENA,
        text=words(
            "Відповісти на відкрите опитування",
            "Answer the open survey",
            "Ответить на открытый опрос",
        ),
        send="/surveys",
    ),
    Suggestion(
        who=OLENA,
        text=words("Відкрити меню", "Open the menu", "Открыть меню"),
        send="/menu",
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Побачити, що про мене відомо",
            "See what is kept about me",
            "Узнать, что обо мне известно",
        ),
        send="/privacy",
    ),
    Suggestion(
        who=STEPAN,
        text=words(
            "Обрати двір: за адресою або місцем на мапі",
            "Choose a courtyard: by address or a place on the map",
            "Выбрать двор: по адресу или месту на карте",
        ),
        send="/courtyard",
    ),
    Suggestion(
        who=STEPAN,
        text=words(
            "Стерти мене: «Приватність», потім «Стерти мене»",
            "Erase me: “Privacy”, then “Erase me”",
            "Стереть меня: «Приватность», затем «Стереть меня»",
        ),
        send="/privacy",
    ),
    Suggestion(
        who=OKSANA,
        text=words("Скласти опитування", "Compose a survey", "Составить опрос"),
        send="/office",
    ),
    Suggestion(
        who=OKSANA,
        text=words("Отримати останній звіт", "Get the latest report", "Получить последний отчёт"),
        send="/office",
    ),
    Suggestion(
        who=IHOR,
        text=words(
            "Запросити посадову особу або змінити розклад звітів",
            "Invite an official or change the schedule of reports",
            "Пригласить должностное лицо или изменить расписание отчётов",
        ),
        send="/office",
    ),
)
