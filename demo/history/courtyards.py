"""Benches and light in the courtyards: the first survey of the year."""

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

COURTYARDS = PastSurvey(
    author="oksana",
    title=words(
        "Лавки й світло у дворах", "Benches and light in courtyards", "Лавочки и свет во дворах"
    ),
    introduction=words(
        "Плануємо ремонт дворів. Скажіть, чого бракує саме у вашому.",
        "We are planning repairs of courtyards. Tell us what yours lacks.",
        "Планируем ремонт дворов. Скажите, чего не хватает именно в вашем.",
    ),
    opened=332,
    closed=311,
    share=0.58,
    asked=(
        Asked(
            question=one_of(
                words(
                    "Чого найбільше бракує у вашому дворі?",
                    "What does your courtyard lack most?",
                    "Чего больше всего не хватает в вашем дворе?",
                ),
                plain("benches", "Лавок", "Benches", "Лавочек"),
                plain("light", "Освітлення", "Lighting", "Освещения"),
                plain("play", "Дитячого майданчика", "A playground", "Детской площадки"),
                plain("trees", "Дерев і тіні", "Trees and shade", "Деревьев и тени"),
                plain("parking", "Місць для авто", "Parking", "Мест для авто"),
                other(),
                required=True,
            ),
            leaning=Leaning(
                weights=(0.21, 0.34, 0.14, 0.09, 0.16, 0.06),
                by_district={
                    1: (0.14, 0.46, 0.1, 0.05, 0.2, 0.05),
                    2: (0.3, 0.18, 0.17, 0.18, 0.1, 0.07),
                },
                skipped=0,
                words=(
                    "Рівного асфальту біля під’їзду",
                    "Урни для сміття",
                    "Навісу від дощу",
                    "Місця для велосипедів",
                    "Пандуса",
                    "Тиші після десятої",
                ),
            ),
        ),
        Asked(
            question=scale(
                words(
                    "Наскільки спокійно вам іти двором увечері?",
                    "How safe do you feel crossing the courtyard in the evening?",
                    "Насколько спокойно вам идти через двор вечером?",
                ),
                words("Тривожно", "Uneasy", "Тревожно"),
                words("Спокійно", "Safe", "Спокойно"),
            ),
            leaning=Leaning(
                weights=(0.11, 0.22, 0.31, 0.25, 0.11),
                by_district={1: (0.22, 0.31, 0.27, 0.15, 0.05)},
                mood=0.5,
            ),
        ),
        Asked(
            question=several_of(
                words(
                    "Де світло потрібне насамперед?",
                    "Where is light needed first?",
                    "Где свет нужен прежде всего?",
                ),
                plain("doors", "Біля під’їздів", "At the entrances", "Возле подъездов"),
                plain("paths", "На доріжках", "On the paths", "На дорожках"),
                plain("play", "На дитячому майданчику", "At the playground", "На детской площадке"),
                plain("bins", "Біля контейнерів", "At the bins", "Возле контейнеров"),
                none_of_these("Світла досить", "There is enough", "Света достаточно"),
            ),
            leaning=Leaning(
                weights=(0.52, 0.61, 0.33, 0.28, 0.12),
                by_district={2: (0.38, 0.44, 0.31, 0.2, 0.27)},
                hard=0.03,
            ),
        ),
        Asked(
            question=whole_number(
                words(
                    "Скільки нових лавок потрібно вашому двору?",
                    "How many new benches does your courtyard need?",
                    "Сколько новых лавочек нужно вашему двору?",
                ),
                0,
                20,
            ),
            leaning=Leaning(
                numbers={0: 9, 1: 8, 2: 26, 3: 22, 4: 17, 5: 8, 6: 5, 8: 2, 10: 3},
                hard=0.09,
                skipped=0.05,
            ),
        ),
        Asked(
            question=in_words(
                words(
                    "Що ще зробити у дворі?",
                    "What else should be done in the courtyard?",
                    "Что ещё сделать во дворе?",
                )
            ),
            leaning=Leaning(
                skipped=0.62,
                words=(
                    "Підрізати старий клен, гілки вже над дахом.",
                    "Полагодити гойдалку, ланцюг порвався ще влітку.",
                    "Поставити лавку зі спинкою, літнім людям важко без неї.",
                    "Засипати яму на в’їзді.",
                    "Зробити дзеркало на виїзді, нічого не видно.",
                    "Повісити розклад вивозу сміття на під’їзді.",
                    "Дякую, що питаєте. Нам би світло до Нового року.",
                    "Поставити велопарковку.",
                    "Посадити липи замість спиляних тополь.",
                    "Нічого не треба, аби не гірше.",
                    "Доріжку до зупинки, бо ходимо по багнюці.",
                    "Прибрати покинуте авто за будинком.",
                ),
            ),
        ),
    ),
)
