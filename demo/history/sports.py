"""A sports ground, asked of one district only."""

from demo.history.asking import (
    Asked,
    Leaning,
    PastSurvey,
    in_words,
    none_of_these,
    one_of,
    other,
    plain,
    scale,
    several_of,
    whole_number,
    words,
)

SPORTS = PastSurvey(
    author="iryna",
    title=words("Спортивний майданчик", "The sports ground", "Спортивная площадка"),
    introduction=words(
        "На майданчику вашого району замінимо покриття й обладнання. Питаємо тих, хто поруч.",
        "Your district’s sports ground gets a new surface and equipment. We ask those nearby.",
        "На площадке вашего района заменим покрытие и оборудование. Спрашиваем тех, кто рядом.",
    ),
    opened=92,
    closed=78,
    share=0.63,
    districts=(0,),
    asked=(
        Asked(
            question=one_of(
                words(
                    "Яке покриття краще для майданчика?",
                    "Which surface is better?",
                    "Какое покрытие лучше?",
                ),
                plain("rubber", "Гумове", "Rubber", "Резиновое"),
                plain("grass", "Штучна трава", "Artificial grass", "Искусственная трава"),
                plain("asphalt", "Рівний асфальт", "Even asphalt", "Ровный асфальт"),
                plain("sand", "Пісок", "Sand", "Песок"),
            ),
            leaning=Leaning(weights=(0.49, 0.29, 0.15, 0.07), hard=0.08),
        ),
        Asked(
            question=several_of(
                words(
                    "Чим ви або ваші діти займалися б там?",
                    "What would you or your children do there?",
                    "Чем бы вы или ваши дети там занимались?",
                ),
                plain("football", "Футбол", "Football", "Футбол"),
                plain("basketball", "Баскетбол", "Basketball", "Баскетбол"),
                plain("bars", "Турніки й бруси", "Bars", "Турники и брусья"),
                plain("tennis", "Настільний теніс", "Table tennis", "Настольный теннис"),
                plain(
                    "walking",
                    "Вправи для літніх",
                    "Exercise for the elderly",
                    "Упражнения для пожилых",
                ),
                other(),
                none_of_these("Нічим", "Nothing", "Ничем"),
            ),
            leaning=Leaning(
                weights=(0.42, 0.24, 0.37, 0.31, 0.26, 0.04, 0.06),
                words=("Скейтборд", "Волейбол", "Бадмінтон", "Зарядка зранку"),
            ),
        ),
        Asked(
            question=whole_number(
                words(
                    "Скільки разів на тиждень ви там бували б?",
                    "How many times a week would you be there?",
                    "Сколько раз в неделю вы бы там бывали?",
                ),
                0,
                14,
            ),
            leaning=Leaning(numbers={0: 8, 1: 17, 2: 26, 3: 25, 4: 11, 5: 6, 7: 6}, hard=0.05),
        ),
        Asked(
            question=scale(
                words(
                    "Наскільки вам заважатиме шум?",
                    "How much would noise disturb you?",
                    "Насколько вам будет мешать шум?",
                ),
                words("Зовсім ні", "Not at all", "Совсем нет"),
                words("Дуже", "Very much", "Очень"),
            ),
            leaning=Leaning(weights=(0.38, 0.29, 0.17, 0.11, 0.05), mood=-0.4),
        ),
        Asked(
            question=in_words(
                words(
                    "Чого ви боїтеся або на що сподіваєтеся?",
                    "What do you fear or hope for?",
                    "Чего вы опасаетесь или на что надеетесь?",
                )
            ),
            leaning=Leaning(
                skipped=0.66,
                words=(
                    "Щоб не гупали м’ячем після десятої вечора.",
                    "Сподіваюся, діти вийдуть з телефонів.",
                    "Поставте сітку, бо м’яч летить на дорогу.",
                    "Аби не зламали за рік.",
                    "Потрібна лавка для батьків.",
                    "Хай буде світло до дев’ятої.",
                ),
            ),
        ),
    ),
)
