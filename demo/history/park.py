"""The park by the station: the latest survey that closed."""

from demo.history.asking import (
    Asked,
    Leaning,
    PastSurvey,
    in_words,
    one_of,
    other,
    plain,
    scale,
    several_of,
    whole_number,
    words,
)

PARK = PastSurvey(
    author="oksana",
    title=words("Парк біля станції", "The park by the station", "Парк возле станции"),
    introduction=words(
        "Є кошти на першу чергу парку. Вирішуємо, з чого почати.",
        "There is money for the park’s first stage. We are deciding where to begin.",
        "Есть деньги на первую очередь парка. Решаем, с чего начать.",
    ),
    opened=43,
    closed=22,
    share=0.57,
    asked=(
        Asked(
            question=one_of(
                words(
                    "З чого почати парк?",
                    "Where should the park begin?",
                    "С чего начать парк?",
                ),
                plain("paths", "Доріжки та світло", "Paths and light", "Дорожки и свет"),
                plain("play", "Дитячий майданчик", "A playground", "Детская площадка"),
                plain("pond", "Розчистити ставок", "Clearing the pond", "Расчистить пруд"),
                plain(
                    "dogs", "Місце для вигулу собак", "A place for dogs", "Место для выгула собак"
                ),
                plain("cafe", "Літнє кафе", "A summer café", "Летнее кафе"),
                other(),
                required=True,
            ),
            leaning=Leaning(
                weights=(0.38, 0.19, 0.24, 0.08, 0.07, 0.04),
                by_district={
                    0: (0.46, 0.17, 0.18, 0.09, 0.07, 0.03),
                    2: (0.27, 0.22, 0.33, 0.07, 0.07, 0.04),
                },
                skipped=0,
                words=(
                    "Туалет",
                    "Нічого не чіпати, лише прибрати",
                    "Посадити дуби",
                    "Велодоріжка",
                    "Сцена для концертів",
                ),
            ),
        ),
        Asked(
            question=several_of(
                words(
                    "Коли ви гуляли б у парку?",
                    "When would you walk in the park?",
                    "Когда бы вы гуляли в парке?",
                ),
                plain("morning", "Зранку", "In the morning", "Утром"),
                plain("day", "Удень", "In the daytime", "Днём"),
                plain("evening", "Увечері", "In the evening", "Вечером"),
                plain("weekend", "У вихідні", "At weekends", "В выходные"),
            ),
            leaning=Leaning(weights=(0.21, 0.25, 0.54, 0.67)),
        ),
        Asked(
            question=scale(
                words(
                    "Наскільки парк важливий саме для вас?",
                    "How important is the park to you?",
                    "Насколько парк важен лично для вас?",
                ),
                words("Неважливий", "Unimportant", "Неважен"),
                words("Дуже важливий", "Very important", "Очень важен"),
            ),
            leaning=Leaning(
                weights=(0.04, 0.09, 0.22, 0.34, 0.31),
                by_district={2: (0.08, 0.17, 0.3, 0.27, 0.18)},
                mood=0.3,
            ),
        ),
        Asked(
            question=whole_number(
                words(
                    "За скільки хвилин ви доходите до станції пішки?",
                    "How many minutes do you walk to the station?",
                    "За сколько минут вы доходите до станции пешком?",
                ),
                1,
                90,
            ),
            leaning=Leaning(
                numbers={
                    3: 2,
                    5: 13,
                    7: 5,
                    8: 4,
                    10: 21,
                    12: 5,
                    15: 19,
                    20: 16,
                    25: 8,
                    30: 6,
                    40: 1,
                },
            ),
        ),
        Asked(
            question=in_words(
                words(
                    "Що в парку має лишитися таким, як є?",
                    "What in the park should stay as it is?",
                    "Что в парке должно остаться таким, как есть?",
                )
            ),
            leaning=Leaning(
                skipped=0.6,
                words=(
                    "Старі сосни біля колії.",
                    "Стежка навпростець до платформи.",
                    "Тиша. Тільки без гучної музики.",
                    "Ставок, там живуть качки.",
                    "Галявина, де ми граємо з дітьми.",
                    "Нехай лишаться яблуні.",
                    "Нічого, там усе треба міняти.",
                    "Лавка під дубом.",
                    "Місце, де продають квіти.",
                ),
            ),
        ),
    ),
)
