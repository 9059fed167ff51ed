"""The bus to Bucha: who rides, when, and for how much."""

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
    whole_number,
    words,
)

BUS = PastSurvey(
    author="taras",
    title=words("Автобус до Бучі", "The bus to Bucha", "Автобус в Бучу"),
    introduction=words(
        "Домовляємося з перевізником про новий розклад. Ваші відповіді підуть у перемовини.",
        "We are agreeing a new timetable with the carrier. Your answers go into the talks.",
        "Договариваемся с перевозчиком о новом расписании. Ваши ответы пойдут в переговоры.",
    ),
    opened=288,
    closed=270,
    share=0.53,
    asked=(
        Asked(
            question=one_of(
                words(
                    "Як часто ви їздите до Бучі?",
                    "How often do you travel to Bucha?",
                    "Как часто вы ездите в Бучу?",
                ),
                plain("daily", "Щодня", "Every day", "Каждый день"),
                plain("weekly", "Щотижня", "Every week", "Каждую неделю"),
                plain(
                    "monthly", "Раз чи двічі на місяць", "Once or twice a month", "Раз-два в месяц"
                ),
                plain("never", "Майже не їжджу", "Hardly ever", "Почти не езжу"),
                required=True,
            ),
            leaning=Leaning(
                weights=(0.27, 0.31, 0.26, 0.16),
                by_district={2: (0.15, 0.25, 0.34, 0.26)},
                hard=0.01,
                skipped=0,
            ),
        ),
        Asked(
            question=several_of(
                words(
                    "Коли вам потрібні додаткові рейси?",
                    "When do you need more buses?",
                    "Когда вам нужны дополнительные рейсы?",
                ),
                plain("dawn", "До сьомої ранку", "Before seven", "До семи утра"),
                plain(
                    "morning", "Від сьомої до дев’ятої", "From seven to nine", "С семи до девяти"
                ),
                plain("noon", "Удень", "At midday", "Днём"),
                plain(
                    "evening",
                    "Від шостої до восьмої вечора",
                    "From six to eight p.m.",
                    "С шести до восьми вечера",
                ),
                plain("late", "Після восьмої вечора", "After eight p.m.", "После восьми вечера"),
                plain("weekend", "У вихідні", "At weekends", "В выходные"),
                none_of_these("Рейсів досить", "There are enough", "Рейсов достаточно"),
            ),
            leaning=Leaning(
                weights=(0.24, 0.51, 0.14, 0.42, 0.36, 0.31, 0.07),
                by_district={0: (0.31, 0.56, 0.1, 0.47, 0.44, 0.27, 0.04)},
                hard=0.05,
            ),
        ),
        Asked(
            question=whole_number(
                words(
                    "Скільки гривень було б прийнятно за одну поїздку?",
                    "What fare in hryvnias would be acceptable for one ride?",
                    "Сколько гривен было бы приемлемо за одну поездку?",
                ),
                20,
                60,
            ),
            leaning=Leaning(
                numbers={20: 5, 22: 1, 25: 21, 28: 2, 30: 33, 32: 3, 35: 20, 40: 12, 45: 1, 50: 2},
                hard=0.06,
                skipped=0.05,
            ),
        ),
        Asked(
            question=scale(
                words(
                    "Наскільки ви задоволені автобусом зараз?",
                    "How satisfied are you with the bus now?",
                    "Насколько вы довольны автобусом сейчас?",
                ),
                words("Зовсім ні", "Not at all", "Совсем нет"),
                words("Цілком", "Fully", "Полностью"),
            ),
            leaning=Leaning(
                weights=(0.19, 0.31, 0.3, 0.15, 0.05),
                by_district={0: (0.26, 0.35, 0.24, 0.11, 0.04)},
                mood=0.6,
                hard=0.07,
            ),
        ),
        Asked(
            question=in_words(
                words(
                    "Що сказати перевізнику від вас?",
                    "What should we tell the carrier from you?",
                    "Что передать перевозчику от вас?",
                )
            ),
            leaning=Leaning(
                skipped=0.66,
                words=(
                    "Останній рейс о 19:40 — зарано, з роботи не встигаю.",
                    "Хай зупиняється біля школи.",
                    "Зимою в салоні холодно.",
                    "Водії ввічливі, дякую.",
                    "Потрібен розклад на зупинці, а не лише в чаті.",
                    "Зранку стоїмо, сісти ніде.",
                    "Низька підлога, щоб із візочком заїхати.",
                    "Оплата карткою.",
                    "Узгодьте з електричкою о 7:12.",
                    "У неділю хоча б чотири рейси.",
                ),
            ),
        ),
    ),
)
