"""How waste is collected."""

from demo.history.asking import (
    Asked,
    Leaning,
    PastSurvey,
    in_words,
    none_of_these,
    one_of,
    plain,
    scale,
    several_of,
    words,
)

WASTE = PastSurvey(
    author="taras",
    title=words("Вивіз сміття", "Waste collection", "Вывоз мусора"),
    introduction=words(
        "Восени укладаємо нову угоду на вивіз. Що має стояти в ній?",
        "A new collection contract is due. What should it say?",
        "Готовим новый договор на вывоз. Что должно быть в нём?",
    ),
    opened=187,
    closed=169,
    share=0.55,
    asked=(
        Asked(
            question=one_of(
                words(
                    "Як часто треба вивозити сміття з вашого двору?",
                    "How often should waste be collected from your courtyard?",
                    "Как часто нужно вывозить мусор из вашего двора?",
                ),
                plain("daily", "Щодня", "Every day", "Каждый день"),
                plain("second", "Через день", "Every other day", "Через день"),
                plain("twice", "Двічі на тиждень", "Twice a week", "Дважды в неделю"),
                plain(
                    "once",
                    "Раз на тиждень досить",
                    "Once a week is enough",
                    "Раз в неделю достаточно",
                ),
            ),
            leaning=Leaning(
                weights=(0.21, 0.43, 0.27, 0.09),
                by_district={2: (0.09, 0.28, 0.4, 0.23)},
            ),
        ),
        Asked(
            question=several_of(
                words(
                    "Що ви вже сортуєте?",
                    "What do you sort already?",
                    "Что вы уже сортируете?",
                ),
                plain("glass", "Скло", "Glass", "Стекло"),
                plain("plastic", "Пластик", "Plastic", "Пластик"),
                plain("paper", "Папір", "Paper", "Бумагу"),
                plain("batteries", "Батарейки", "Batteries", "Батарейки"),
                plain("food", "Харчові рештки", "Food waste", "Пищевые отходы"),
                none_of_these("Нічого", "Nothing", "Ничего"),
            ),
            leaning=Leaning(weights=(0.34, 0.41, 0.29, 0.37, 0.12, 0.29), mood=0.1),
        ),
        Asked(
            question=scale(
                words(
                    "Наскільки чисто біля контейнерів?",
                    "How clean is it around the bins?",
                    "Насколько чисто возле контейнеров?",
                ),
                words("Дуже брудно", "Very dirty", "Очень грязно"),
                words("Чисто", "Clean", "Чисто"),
            ),
            leaning=Leaning(
                weights=(0.17, 0.29, 0.29, 0.19, 0.06),
                by_district={2: (0.06, 0.17, 0.33, 0.31, 0.13)},
                mood=0.6,
            ),
        ),
        Asked(
            question=in_words(
                words(
                    "Де контейнери стоять незручно?",
                    "Where do the bins stand badly?",
                    "Где контейнеры стоят неудобно?",
                )
            ),
            leaning=Leaning(
                skipped=0.7,
                words=(
                    "Просто під вікнами першого поверху.",
                    "За гаражами, увечері туди страшно йти.",
                    "Далеко від крайнього під’їзду.",
                    "Машина не може під’їхати, бо там паркуються.",
                    "Біля дитячого майданчика, треба перенести.",
                    "Баки без кришок, собаки розтягують.",
                    "Все добре, лиш би мили частіше.",
                    "Немає майданчика для великого сміття.",
                ),
            ),
        ),
    ),
)
