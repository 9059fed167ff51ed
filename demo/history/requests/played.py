"""Requests for those who are played: asked by them, waiting for them, for them to decide."""

from demo.history.requests.appealed import APPEALED
from demo.history.requests.model import Deed, Scene, Told

_DAY = 24.0
SHEVCHENKA, LISOVA = "Шевченка, 2–10", "Лісова, 11–19"

BENCH = Told(
    key="bench",
    hours=9 * _DAY,
    who="olena",
    code="yard-bench",
    asset="bench",
    scene=Scene.BENCH,
    is_anonymous=False,
    kept_for=("olena",),
    text="Зламана дошка на лавці біля пісочниці, стирчать цвяхи. Діти чіпляються куртками.",
    deeds=(
        Deed(after=2, what="join", who="neighbour"),
        Deed(after=20, what="accept", who="oksana"),
        Deed(after=20.1, what="look", who="oksana"),
        Deed(
            after=20.2, what="plan", who="oksana", days=8, text="Столяр працює у дворах по черзі."
        ),
        Deed(after=30, what="join", who="neighbour"),
        Deed(
            after=9 * _DAY - 3,
            what="finish",
            who="oksana",
            text="Дошки замінили, цвяхи забили, пофарбували. Сядьте завтра: фарба сохне.",
        ),
    ),
)
"""Olena is asked whether it is done."""

LITTLE_STEPS = Told(
    key="steps",
    hours=5,
    who="stepan",
    code="road-pavement",
    kept_for=("stepan",),
    address="сходи до магазину, Вокзальна",
    text="На сходах хитаються дві плитки. Вчора ледве не впав з торбою.",
    deeds=(
        Deed(
            after=3.5,
            what="ask",
            who="oksana",
            text="Там два магазини, «Продукти» й «Господарка». Біля якого сходи?",
        ),
    ),
)
"""Stepan was asked something."""

_LAMP = "light-lamp"
LAMPS = (
    Told(
        key="lamp-1",
        hours=26,
        who=LISOVA,
        code=_LAMP,
        asset="lamp",
        building="lisova-15",
        text="Ліхтар біля будинку 15 не світить третій вечір. Там сходи, страшно впасти.",
    ),
    Told(
        key="lamp-2",
        hours=15,
        who=LISOVA,
        code=_LAMP,
        asset="lamp",
        building="lisova-15",
        text="Темно на сходах біля п’ятнадцятого будинку. Полагодьте світло.",
    ),
    Told(
        key="lamp-3",
        hours=2.2,
        who=LISOVA,
        code=_LAMP,
        building="lisova-15",
        text="Знову не світить ліхтар, дитина повертається з гуртка в темряві.",
    ),
)
"""Three about one lamp: Oksana joins them."""

SWING = Told(
    key="swing",
    hours=1.2,
    who="Шевченка, 12–20",
    code="yard-playground",
    asset="playground",
    scene=Scene.SWING,
    kept_for=("oksana",),
    text="На гойдалці перетерся ланцюг, тримається на одній ланці. Діти гойдаються!",
)
"""With a photo that nobody has looked at."""

STRAY_ROOF = Told(
    key="stray",
    hours=4.5,
    who="Соснова, 2–10",
    code="green-branch",
    text="Після вітру гілка пробила дах, капає на п’ятий поверх. Треба покрівельник.",
)
"""Filed under a branch, and about a roof: another office's."""

NEXT_WEEK = Told(
    key="pothole",
    hours=6 * _DAY,
    who="Садова, 1–9",
    code="road-pothole",
    scene=Scene.POTHOLE,
    building="sadova-5",
    is_anonymous=False,
    text="Яма на в’їзді у двір, завглибшки з долоню. Учора пробили колесо.",
    deeds=(
        Deed(after=3, what="join", who="neighbour"),
        Deed(after=5, what="join", who="neighbour"),
        Deed(after=26, what="accept", who="oksana"),
        Deed(after=26.2, what="look", who="oksana"),
        Deed(after=27, what="plan", who="oksana", days=11, text="Асфальт везуть на всю вулицю."),
    ),
)

OVERDUE = Told(
    key="dump",
    hours=24 * _DAY,
    who="Яблунева, 2–10",
    code="waste-dump",
    scene=Scene.WASTE,
    building="yabluneva-8",
    text="За гаражами купа будівельного сміття, вже й шини везуть.",
    deeds=(
        Deed(after=20, what="accept", who="oksana"),
        Deed(after=20.3, what="look", who="oksana"),
        Deed(after=50, what="join", who="neighbour"),
        Deed(after=12 * _DAY, what="comment", text="Купа росте. Чи буде хтось щось робити?"),
        Deed(after=13 * _DAY, what="comment", who="oksana", text="Шукаємо машину, ще тиждень."),
    ),
)
"""Late; the head knows."""

DISPUTED = Told(
    key="puddle",
    hours=16 * _DAY,
    who="Садова, 1–9",
    code="yard-playground",
    asset="playground",
    building="sadova-7",
    kept_for=("ihor",),
    text="Під гойдалкою яма, після дощу калюжа по кісточки. Малі взуття не просушать.",
    deeds=(
        Deed(after=5, what="join", who="neighbour"),
        Deed(after=20, what="accept", who="oksana"),
        Deed(after=6 * _DAY, what="finish", who="oksana", text="Яму засипали піском."),
        Deed(after=6 * _DAY + 20, what="say-no", text="Пісок вимило першим дощем, знову калюжа."),
        Deed(after=6 * _DAY + 26, what="say-no", who="neighbour", text="Те саме, вода стоїть."),
        Deed(after=12 * _DAY, what="finish", who="oksana", text="Підсипали щебеню й утрамбували."),
        Deed(after=14 * _DAY, what="say-no", text="Щебінь під гойдалкою – діти б’ють коліна."),
        Deed(after=16 * _DAY - 1.1, what="say-no", who="neighbour", text="Гірше, ніж було."),
    ),
)
"""Twice said to be done, twice not: Ihor decides."""

WHOSE = Told(
    key="well",
    hours=1.35,
    who="Вокзальна, 11–19",
    code="other",
    kept_for=("ihor",),
    text="Хто відповідає за стару криницю біля вокзалу? Кришка трухлява, поруч граються діти.",
)
"""Nobody is responsible: the dispatcher's."""

SCHOOL = Told(
    key="gate",
    hours=4 * _DAY,
    who="Садова, 11–19",
    code="school-yard",
    text="Хвіртка садочка не зачиняється, вітер грюкає нею всю тиху годину.",
    deeds=(
        Deed(after=18, what="accept", who="iryna"),
        Deed(after=19, what="start", who="iryna"),
    ),
)

OLENAS_LAMP = Told(
    key="olena-lamp",
    hours=47 * _DAY,
    who="olena",
    code=_LAMP,
    asset="lamp",
    scene=Scene.LAMP,
    text="Не світить ліхтар навпроти другого під’їзду.",
    deeds=(
        Deed(after=15, what="accept", who="oksana"),
        Deed(after=15.1, what="look", who="oksana"),
        Deed(after=60, what="finish", who="oksana", text="Замінили лампу, увечері перевірили."),
        Deed(after=70, what="say-yes", text="Світить, дякую!"),
    ),
)
OLENAS_POTHOLE = Told(
    key="olena-pothole",
    hours=131 * _DAY,
    who="olena",
    code="road-pothole",
    text="Вибоїна біля повороту у двір, повна води.",
    deeds=(
        Deed(after=22, what="accept", who="oksana"),
        Deed(after=23, what="plan", who="oksana", days=12),
        Deed(after=290, what="finish", who="oksana", text="Засипали щебенем і заасфальтували."),
        Deed(after=300, what="say-yes"),
    ),
)
MANHOLE = Told(
    key="manhole",
    hours=72 * _DAY,
    who="Лісова, 1–9",
    code="danger-manhole",
    text="Люк без кришки просто на доріжці до садка!",
    deeds=(
        Deed(after=0.3, what="start", who="taras"),
        Deed(after=2, what="finish", who="taras", text="Кришку поставили й закріпили болтами."),
        Deed(after=3, what="say-yes", text="Швидко, дякуємо."),
    ),
)
WRONG_ADDRESS = Told(
    key="wrong",
    hours=58 * _DAY,
    who="Вокзальна, 1–9",
    code="house-entrance",
    text="На стіні біля під’їзду відпала плитка з тротуару, перечіпаємося.",
    deeds=(
        Deed(after=16, what="send-back", who="taras", text="Це тротуар, не будинок: Благоустрій."),
        Deed(after=19, what="pass-on", who="ihor", agency="improvement"),
        Deed(after=22, what="accept", who="oksana"),
        Deed(after=90, what="finish", who="oksana", text="Плитку переклали на новій основі."),
        Deed(after=100, what="say-yes"),
    ),
)

_BURST = (
    "Прорвало трубу на розі, вода йде вулицею!",
    "З-під асфальту фонтан, заливає підвал.",
    "Тече вода біля будинку 14, вже ковзанка.",
    "Немає води, а на вулиці річка.",
    "Труба тече, вода в підвалі по коліно.",
    "Заливає гаражі, хто перекриє воду?",
    "Вода тече по вулиці вже годину.",
    "Прорив! Вода стоїть біля під’їзду.",
    "Підвал затоплено, там електрощитова.",
    "Тече з-під землі навпроти пошти.",
    "Вода підмиває асфальт, осідає дорога.",
    "Немає води й тече на вулиці.",
)
_BURST_AT = 33 * _DAY
BURST = (
    Told(
        key="burst", hours=_BURST_AT, who="Шевченка, 12–20", code="water-leak",
        building="shevchenka-14", text=_BURST[0],
        deeds=(
            Deed(after=0.2, what="start", who="taras"),
            Deed(after=0.5, what="comment", who="taras", text="Бригада вже їде, воду перекрито."),
            Deed(
                after=9, what="finish", who="taras",
                text="Ділянку замінили, воду подали о 19:40. Перша вода може бути каламутна.",
            ),
            Deed(after=12, what="say-yes"),
        ),
    ),
    *(
        Told(
            key=f"burst-{number}", hours=_BURST_AT - 0.1 * number,
            who="Шевченка, 12–20" if number % 3 else SHEVCHENKA, code="water-leak",
            building="shevchenka-14", text=text,
            deeds=(Deed(after=2, what="merge", who="taras", text="burst"),),
        )
        for number, text in enumerate(_BURST[1:], start=1)
    ),
)  # fmt: skip
"""A burst pipe: a dozen people ask within the hour, and it becomes one incident."""

PLAYED: tuple[Told, ...] = (
    BENCH, LITTLE_STEPS, *LAMPS, SWING, STRAY_ROOF, NEXT_WEEK, OVERDUE, DISPUTED, WHOSE, SCHOOL,
    OLENAS_LAMP, OLENAS_POTHOLE, MANHOLE, WRONG_ADDRESS, *BURST,
    *APPEALED,
)  # fmt: skip
