"""The school canteen."""

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

CANTEEN = PastSurvey(
    author="iryna",
    title=words("Шкільна їдальня", "The school canteen", "Школьная столовая"),
    introduction=words(
        "Готуємо нове меню й ремонт їдальні. Питаємо батьків і всіх, кому це не байдуже.",
        "We are preparing a new menu and repairs. We ask parents and everybody who cares.",
        "Готовим новое меню и ремонт столовой. Спрашиваем родителей и всех, кому не всё равно.",
    ),
    opened=236,
    closed=220,
    share=0.47,
    asked=(
        Asked(
            question=one_of(
                words(
                    "Чи є у вас діти в школі громади?",
                    "Do you have children at the town’s school?",
                    "Есть ли у вас дети в школе громады?",
                ),
                plain(
                    "junior",
                    "Так, у молодших класах",
                    "Yes, in junior classes",
                    "Да, в младших классах",
                ),
                plain(
                    "senior",
                    "Так, у старших класах",
                    "Yes, in senior classes",
                    "Да, в старших классах",
                ),
                plain("both", "Так, і там, і там", "Yes, in both", "Да, и там, и там"),
                plain("no", "Ні", "No", "Нет"),
                required=True,
            ),
            leaning=Leaning(weights=(0.28, 0.21, 0.1, 0.41), hard=0, skipped=0),
        ),
        Asked(
            question=scale(
                words(
                    "Як ви оцінюєте обіди в їдальні?",
                    "How do you rate the lunches?",
                    "Как вы оцениваете обеды в столовой?",
                ),
                words("Погано", "Poor", "Плохо"),
                words("Добре", "Good", "Хорошо"),
            ),
            leaning=Leaning(weights=(0.09, 0.2, 0.37, 0.26, 0.08), mood=0.5, hard=0.19),
        ),
        Asked(
            question=several_of(
                words(
                    "Що змінити насамперед?",
                    "What should change first?",
                    "Что изменить прежде всего?",
                ),
                plain("menu", "Різноманітніше меню", "A more varied menu", "Разнообразнее меню"),
                plain("warm", "Щоб їжа була гарячою", "Food served hot", "Чтобы еда была горячей"),
                plain("queue", "Коротші черги", "Shorter queues", "Короче очереди"),
                plain(
                    "fruit",
                    "Більше овочів і фруктів",
                    "More fruit and vegetables",
                    "Больше овощей и фруктов",
                ),
                plain("hall", "Ремонт зали", "Repairs of the hall", "Ремонт зала"),
                other(),
            ),
            leaning=Leaning(
                weights=(0.46, 0.29, 0.33, 0.38, 0.24, 0.06),
                hard=0.11,
                words=(
                    "Страви без молока для дітей з алергією",
                    "Вода без обмежень",
                    "Довша перерва",
                    "Менше солодкого в буфеті",
                ),
            ),
        ),
        Asked(
            question=whole_number(
                words(
                    "Скільки гривень на день ви готові платити за обід?",
                    "How many hryvnias a day would you pay for lunch?",
                    "Сколько гривен в день вы готовы платить за обед?",
                ),
                0,
                150,
            ),
            leaning=Leaning(
                numbers={0: 6, 30: 4, 40: 10, 50: 27, 60: 24, 70: 12, 80: 11, 100: 5},
                hard=0.14,
                skipped=0.09,
            ),
        ),
        Asked(
            question=in_words(
                words(
                    "Яку страву повернути в меню?",
                    "Which dish should come back?",
                    "Какое блюдо вернуть в меню?",
                )
            ),
            leaning=Leaning(
                skipped=0.58,
                words=(
                    "Вареники з картоплею",
                    "Борщ, але густий",
                    "Сирну запіканку",
                    "Курячий суп з локшиною",
                    "Гречку з котлетою",
                    "Млинці",
                    "Овочеве рагу",
                    "Плов",
                    "Компот замість соку з пакета",
                ),
            ),
        ),
    ),
)
