"""Water, power, heat and gas of the demo's year: what was off, where, until when."""

from civic.residents.model import Topic
from demo.history.telling import Corrected, PastBroadcast, Reach, Stopped

NO_WATER = PastBroadcast(
    author="taras", topic=Topic.OUTAGES, days=3, at=(15, 10),
    to=Reach(districts=(0,)), outlets=("shevchenka",), read=0.52,
    uk=(
        "<b>Завтра не буде води</b>\n{ім'я|Сусіди}, завтра з 9:00 до 16:00 міняємо засувку на "
        "вул. Шевченка. Води не буде в усьому районі Вокзальному ({двір|усі двори}).\n\n"
        "Запасіться водою сьогодні ввечері. Бочка з питною водою стоятиме біля школи."
    ),
    others={
        "en": (
            "<b>No water tomorrow</b>\n{name|Neighbours}, tomorrow from 9:00 to 16:00 we replace "
            "a valve in Shevchenka Street. The whole Vokzalnyi district will have no water.\n\n"
            "Please store some tonight. A tank with drinking water will stand at the school."
        ),
        "ru": (
            "<b>Завтра не будет воды</b>\n{имя|Соседи}, завтра с 9:00 до 16:00 меняем задвижку на "
            "ул. Шевченко. Воды не будет во всём районе Вокзальном.\n\n"
            "Запаситесь водой сегодня вечером. Бочка с питьевой водой будет возле школы."
        ),
    },
)  # fmt: skip
"""Still unread by those who are played: it reaches them when the demo starts."""

OUTAGES = (
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=352, at=(11, 20),
        to=Reach(districts=(0,)), read=0.55,
        uk=(
            "<b>Сьогодні ввечері вимкнемо воду</b>\nЗ 20:00 до 23:00 промиваємо мережу в районі "
            "Вокзальному. Потім вода хвилин десять може бути каламутна: дайте їй стекти."
        ),
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=327, at=(16, 30),
        to=Reach(courtyards=("Соснова, 2–10", "Соснова, 12–20")),
        uk=(
            "<b>Завтра без світла на Сосновій</b>\nЕнергетики міняють трансформатор: з 10:00 до "
            "14:00 світла не буде в будинках 2–20. Ліфтів у нас немає, а от насос у підвалі "
            "зупиниться, тож тиск води впаде."
        ),
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=301, at=(9, 15),
        to=Reach(saved="Старші будинки"), read=0.48,
        uk=(
            "<b>Перевіряємо димарі та вентиляцію</b>\nУ ваших будинках їх не чистили понад п’ять "
            "років. Майстри ходитимуть цього тижня з 9:00 до 18:00, з посвідченням і журналом. "
            "Це безкоштовно."
        ),
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=264, at=(12, 5),
        to=Reach(districts=(2,)), doubtful=2,
        uk=(
            "<b>Прорив на Садовій</b>\nПрорвало трубу біля будинку 11. Аварійна вже на місці. "
            "Води в районі Садовому не буде орієнтовно до 18:00, скажемо, щойно дамо."
        ),
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=264, at=(17, 40),
        to=Reach(districts=(2,)),
        uk="<b>Воду дали</b>\nТрубу на Садовій полагодили. Дякуємо за терпіння.",
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=223, at=(10, 40),
        to=Reach(courtyards=("Лісова, 1–9", "Лісова, 11–19")), outlets=("lisova",), read=0.5,
        turn=Corrected(
            after=25,
            text=(
                "<b>Світла не буде у четвер</b>\nНа Лісовій замінюють опори: у четвер з 9:00 до "
                "15:00 вимкнуть світло в будинках 1–19. Раніше ми написали «у середу», "
                "вибачте за помилку."
            ),
        ),
        uk=(
            "<b>Світла не буде у середу</b>\nНа Лісовій замінюють опори: у середу з 9:00 до "
            "15:00 вимкнуть світло в будинках 1–19."
        ),
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=176, at=(2, 15), read=0.44,
        urgent="Витік газу біля станції: людей треба попередити негайно, зокрема вночі",
        outlets=("town",),
        uk=(
            "<b>Терміново: витік газу біля станції</b>\nНе запалюйте вогню й не вмикайте світла "
            "на вул. Вокзальній, зачиніть вікна з боку станції. Рятувальники працюють. "
            "Відчули газ удома: вийдіть надвір і телефонуйте 104."
        ),
        others={
            "en": (
                "<b>Urgent: gas leak at the station</b>\nNo flames and no light switches in "
                "Vokzalna Street; close windows facing the station. Rescuers are at work. "
                "Gas at home: go outside and call 104."
            ),
            "ru": (
                "<b>Срочно: утечка газа возле станции</b>\nНе зажигайте огня и не включайте свет "
                "на ул. Вокзальной, закройте окна со стороны станции. Спасатели работают. "
                "Почувствовали газ дома: выйдите на улицу и звоните 104."
            ),
        },
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=176, at=(8, 30), outlets=("town",),
        uk=(
            "<b>Витік газу усунуто</b>\nО 6:40 рятувальники закінчили роботу. Вокзальною можна "
            "ходити та їздити. Ніхто не постраждав."
        ),
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=131, at=(13, 30),
        to=Reach(districts=(1,)), turn=Stopped(after=74),
        uk=(
            "<b>Завтра без води в районі Лісовому</b>\nЗ 9:00 до 17:00 ремонтуємо насос. "
            "Запасіться водою."
        ),
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=130, at=(9, 5), to=Reach(districts=(1,)),
        uk=(
            "<b>Воду не вимикатимемо</b>\nВчора ми почали попереджати про ремонт насоса й "
            "спинили розсилання: запасний насос уже працює, вода буде."
        ),
    ),
    PastBroadcast(
        author="taras", topic=Topic.OUTAGES, days=66, at=(14, 20),
        to=Reach(courtyards=("Шевченка, 2–10",)), outlets=("shevchenka",), read=0.57,
        uk=(
            "<b>У дворі {двір|Шевченка, 2–10} промиваємо опалення</b>\nУ вівторок з "
            "10:00 у квартири заходитиме майстер із журналом. Буде незручно: передайте ключ "
            "сусідам або напишіть нам у відповідь, домовимося про інший час."
        ),
    ),
)  # fmt: skip
