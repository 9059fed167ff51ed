"""Buses, trains and repairs of the demo's year."""

from civic.residents.model import Topic
from demo.history.telling import PastBroadcast, Reach, Recalled

ROADS = (
    PastBroadcast(
        author="oksana", topic=Topic.REPAIRS, days=344, at=(12, 30), to=Reach(districts=(0,)),
        uk=(
            "<b>Ремонт тротуару на Вокзальній</b>\nЗ понеділка кладемо плитку від станції до "
            "пошти. Два тижні ходіть іншим боком вулиці, переходи позначено."
        ),
    ),
    PastBroadcast(
        author="oksana", topic=Topic.TRANSPORT, days=294, at=(15, 0),
        uk=(
            "<b>Новий розклад автобуса № 3</b>\nЗ понеділка перший рейс о 6:10, останній від "
            "станції о 21:40. Між 7:00 і 9:00 автобус ходить що двадцять хвилин."
        ),
        link=("Розклад", "https://nemishaieve.example/bus"), outlets=("town",),
    ),
    PastBroadcast(
        author="oksana", topic=Topic.TRANSPORT, days=253, at=(9, 40),
        uk=(
            "<b>Зупинку «Ринок» перенесли</b>\nДоки міняють бордюри, автобус спиняється за "
            "пошту, сто метрів далі. Орієнтовно на три тижні."
        ),
        others={
            "en": (
                "<b>The “Market” stop has moved</b>\nWhile kerbs are replaced the bus stops "
                "beyond the post office, a hundred metres on. For about three weeks."
            ),
        },
    ),
    PastBroadcast(
        author="oksana", topic=Topic.REPAIRS, days=208, at=(11, 10),
        to=Reach(courtyards=("Садова, 1–9",)), read=0.61,
        uk=(
            "<b>Завтра ставимо лавки у дворі {двір|Садова, 1–9}</b>\nВи просили "
            "шість, привезли сім. Будь ласка, приберіть до 8:00 машини з проїзду за будинком 5."
        ),
    ),
    PastBroadcast(
        author="oksana", topic=Topic.REPAIRS, days=162, at=(13, 0), to=Reach(districts=(2,)),
        uk=(
            "<b>Яблунева: ями засипали, асфальт через тиждень</b>\nЩебінь лежить тимчасово. "
            "Їдьте повільно: на узбіччі працюють люди."
        ),
    ),
    PastBroadcast(
        author="oksana", topic=Topic.TRANSPORT, days=112, at=(10, 15), to=Reach(districts=(0,)),
        turn=Recalled(after=40),
        uk=(
            "<b>Електричка 7:42 не курсує</b>\nСьогодні та завтра поїзд 7:42 на Київ скасовано."
        ),
    ),
    PastBroadcast(
        author="oksana", topic=Topic.TRANSPORT, days=112, at=(12, 20), to=Reach(districts=(0,)),
        uk=(
            "<b>Електричка 7:42 ходить</b>\nУранці ми написали, що її скасовано, і відкликали це "
            "повідомлення: зміни стосувалися іншої лінії. Вибачте."
        ),
    ),
    PastBroadcast(
        author="oksana", topic=Topic.REPAIRS, days=73, at=(14, 45),
        to=Reach(courtyards=("Лісова, 1–9",)), outlets=("lisova",),
        uk=(
            "<b>Нові ліхтарі на Лісовій</b>\nСьогодні ввечері вмикаємо вісім ліхтарів від арки до "
            "дитячого майданчика. Якщо якийсь світить у вікно, напишіть у відповідь."
        ),
    ),
    PastBroadcast(
        author="oksana", topic=Topic.REPAIRS, days=27, at=(12, 10), to=Reach(districts=(0,)),
        read=0.46,
        uk=(
            "<b>Перехід біля школи закрито на тиждень</b>\nРобимо підвищений перехід. Переходьте "
            "біля аптеки; зранку там стоятиме регулювальник."
        ),
    ),
)  # fmt: skip

TOMORROW = PastBroadcast(
    author="taras", topic=Topic.OUTAGES, days=-1, at=(9, 0),
    to=Reach(districts=(0,)), outlets=("shevchenka",), read=0.5,
    uk=(
        "<b>Сьогодні о 14:00 на годину вимкнемо світло</b>\nПідключаємо нові ліхтарі на "
        "Вокзальній. Не буде світла в районі Вокзальному ({двір|усі двори})."
    ),
)  # fmt: skip
"""Approved, and on its way tomorrow morning."""
