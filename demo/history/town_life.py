"""Events and news of the demo's year, and what still waits for somebody's word."""

from civic.residents.model import Topic
from demo.history.telling import PastBroadcast, Reach, Refused

YARD_DAY = PastBroadcast(
    author="iryna", topic=Topic.EVENTS, days=1, at=(15, 30), outlets=("town",), read=0.3,
    uk=(
        "<b>День двору: у суботу об 11:00 у парку</b>\nКниги на обмін, безкоштовна майстерня "
        "велосипедів, юшка від рибалок. О 13:00 грає шкільний ансамбль.\n\n"
        "Можете допомогти ставити столи? Напишіть нам."
    ),
    others={
        "en": (
            "<b>Courtyard day: Saturday at 11:00 in the park</b>\nBook swap, a free bicycle "
            "workshop, fish soup by our anglers. At 13:00 the school ensemble plays.\n\n"
            "Can you help with the tables? Write to us."
        ),
        "ru": (
            "<b>День двора: в субботу в 11:00 в парке</b>\nКниги на обмен, бесплатная мастерская "
            "велосипедов, уха от рыбаков. В 13:00 играет школьный ансамбль.\n\n"
            "Можете помочь ставить столы? Напишите нам."
        ),
    },
)  # fmt: skip
"""Still unread by those who are played: it reaches them when the demo starts."""

TOLOKA = PastBroadcast(
    author="oksana", topic=Topic.EVENTS, days=0, at=(0, 0), outlets=("town",), read=0.4,
    uk=(
        "<b>Толока в парку: неділя, 10:00</b>\n{ім'я|Сусіде}, прибираємо сухе гілля й фарбуємо "
        "лавки. Рукавиці, фарба й чай наші. Збираємося біля входу зі станції."
    ),
    others={
        "en": (
            "<b>Clean-up in the park: Sunday, 10:00</b>\n{name|Neighbour}, we clear dry branches "
            "and paint the benches. Gloves, paint and tea are on us. "
            "We meet at the entrance by the station."
        ),
    },
)  # fmt: skip
"""Waits for a second person's approval."""

UNFINISHED = PastBroadcast(
    author="oksana", topic=Topic.REPAIRS, days=0, at=(0, 0),
    to=Reach(courtyards=("Шевченка, 2–10",)),
    uk=(
        "<b>Свіжий пісок у пісочниці</b>\nЗавтра до обіду привеземо його у двір "
        "{двір|Шевченка, 2–10}. Приберіть, будь ласка, іграшки."
    ),
)  # fmt: skip
"""A draft on its author's desk."""

TOWN_LIFE = (
    PastBroadcast(
        author="ihor", topic=Topic.NEWS, days=358, at=(12, 0), outlets=("town",),
        uk=(
            "<b>Вітаємо у Віче</b>\nТут громада питає, попереджає і звітує. Напишіть у відповідь "
            "на будь-яке оголошення, і вам відповість той відділ, що його надіслав. Теми, які "
            "вам не цікаві, вимикаються кнопкою під повідомленням."
        ),
        others={
            "en": (
                "<b>Welcome to Viche</b>\nHere the town asks, warns and reports. Reply to any "
                "announcement and the office that sent it will answer. Topics you do not care "
                "for are turned off by the button below each message."
            ),
        },
    ),
    PastBroadcast(
        author="iryna", topic=Topic.EVENTS, days=337, at=(16, 10),
        uk=(
            "<b>Кіно просто неба</b>\nУ п’ятницю о 20:00 на стіні бібліотеки. Показуємо дитячий "
            "мультфільм, потім комедію. Беріть карімати."
        ),
    ),
    PastBroadcast(
        author="ihor", topic=Topic.NEWS, days=307, at=(11, 30), outlets=("town",),
        uk=(
            "<b>Що вирішили за вашим опитуванням про двори</b>\nНайбільше ви просили про світло й "
            "лавки. Заклали гроші на сім лавок і вісім ліхтарів. Скажемо, щойно поставимо."
        ),
    ),
    PastBroadcast(
        author="iryna", topic=Topic.NEWS, days=283, at=(10, 0),
        turn=Refused(
            reason="Немає години й поверху. Людина прийде і поцілує замок. Додайте, будь ласка.",
            text=(
                "<b>Безоплатний юрист</b>\nУ бібліотеці приймає юрист безоплатної правової "
                "допомоги."
            ),
        ),
        uk=(
            "<b>Безоплатний юрист</b>\nЩовівторка з 14:00 до 17:00 у бібліотеці, другий поверх, "
            "кімната 7. Беріть із собою паспорт і папери у справі. Черга жива."
        ),
    ),
    PastBroadcast(
        author="iryna", topic=Topic.EVENTS, days=245, at=(13, 20),
        uk=(
            "<b>Школа запрошує на ярмарок</b>\nУ суботу з 10:00 у дворі школи. Пироги, вироби, "
            "концерт. Зібране піде на інструменти для ансамблю."
        ),
    ),
    PastBroadcast(
        author="ihor", topic=Topic.NEWS, days=215, at=(12, 40), outlets=("town",),
        uk=(
            "<b>Їдальня: меню змінюємо</b>\nПісля вашого опитування з понеділка у шкільній їдальні "
            "щодня дві перші страви на вибір, а меню вивішуємо на тиждень наперед."
        ),
    ),
    PastBroadcast(
        author="oksana", topic=Topic.NEWS, days=165, at=(15, 20),
        uk=(
            "<b>Сортуємо сміття: жовті баки вже стоять</b>\nПластик і метал кидайте в жовті, "
            "скло в зелені. Вивозимо щосереди та щосуботи."
        ),
    ),
    PastBroadcast(
        author="iryna", topic=Topic.EVENTS, days=98, at=(14, 0), to=Reach(districts=(1,)),
        uk=(
            "<b>Читання у дворі на Лісовій</b>\nУ неділю о 17:00 біля гойдалок. Прийдуть автори "
            "районної газети. Стільці принесемо."
        ),
    ),
    PastBroadcast(
        author="iryna", topic=Topic.EVENTS, days=51, at=(11, 45), read=0.28,
        uk=(
            "<b>Турнір дворів із волейболу</b>\nЗапис до п’ятниці: напишіть у відповідь назву "
            "двору та прізвище капітана. Грають команди по шість, вік будь-який."
        ),
    ),
    PastBroadcast(
        author="ihor", topic=Topic.NEWS, days=18, at=(12, 15), outlets=("town",),
        uk=(
            "<b>Парк біля станції: підсумок</b>\nНайчастіше ви обирали доріжки та світло. З них і "
            "почнемо наступного місяця. Підсумки в меню, розділ «Опитування»."
        ),
    ),
    PastBroadcast(
        author="taras", topic=Topic.NEWS, days=12, at=(10, 30),
        uk=(
            "<b>Показники лічильників</b>\nНадсилайте до 25 числа: просто напишіть їх у відповідь "
            "на це повідомлення, перевіримо й внесемо."
        ),
    ),
)  # fmt: skip
