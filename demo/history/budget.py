"""The survey that is open today: what to do in courtyards next, with every kind of question."""

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

BUDGET = PastSurvey(
    author="oksana",
    title=words("Двори: що робимо далі", "Courtyards: what comes next", "Дворы: что делаем дальше"),
    introduction=words(
        "Маємо 900 тисяч гривень на двори. Шість коротких запитань, дві хвилини.",
        "We have 900 thousand hryvnias for courtyards. Six short questions, two minutes.",
        "Есть 900 тысяч гривен на дворы. Шесть коротких вопросов, две минуты.",
    ),
    opened=9,
    closed=-5,
    share=0.34,
    tables_while_open=True,
    asked=(
        Asked(
            question=one_of(
                words(
                    "На що витратити кошти насамперед?",
                    "What should the money go to first?",
                    "На что потратить деньги прежде всего?",
                ),
                plain("light", "Освітлення", "Lighting", "Освещение"),
                plain(
                    "roads", "Проїзди й тротуари", "Driveways and pavements", "Проезды и тротуары"
                ),
                plain("play", "Дитячі майданчики", "Playgrounds", "Детские площадки"),
                plain("green", "Дерева й клумби", "Trees and flower beds", "Деревья и клумбы"),
                other(),
                required=True,
            ),
            leaning=Leaning(
                weights=(0.29, 0.36, 0.18, 0.13, 0.04),
                by_district={1: (0.41, 0.31, 0.13, 0.11, 0.04)},
                skipped=0,
                words=("Зливова каналізація", "Відеокамери", "Навіси над контейнерами"),
            ),
        ),
        Asked(
            question=several_of(
                words(
                    "Чим ви готові допомогти у дворі?",
                    "How would you help in the courtyard?",
                    "Чем вы готовы помочь во дворе?",
                ),
                plain("clean", "Вийти на толоку", "Join a clean-up", "Выйти на субботник"),
                plain("plant", "Садити й поливати", "Plant and water", "Сажать и поливать"),
                plain("paint", "Фарбувати", "Paint", "Красить"),
                plain("money", "Скинутися грошима", "Chip in", "Скинуться деньгами"),
                none_of_these("Поки нічим", "Nothing for now", "Пока ничем"),
            ),
            leaning=Leaning(weights=(0.47, 0.31, 0.26, 0.17, 0.19), mood=0.1),
        ),
        Asked(
            question=scale(
                words(
                    "Наскільки ваш двір змінився за рік?",
                    "How much has your courtyard changed in a year?",
                    "Насколько ваш двор изменился за год?",
                ),
                words("Погіршав", "Worse", "Стал хуже"),
                words("Покращав", "Better", "Стал лучше"),
            ),
            leaning=Leaning(weights=(0.07, 0.15, 0.36, 0.31, 0.11), mood=0.6),
        ),
        Asked(
            question=whole_number(
                words(
                    "Скільки років ви живете у цьому дворі?",
                    "How many years have you lived in this courtyard?",
                    "Сколько лет вы живёте в этом дворе?",
                ),
                0,
                90,
            ),
            leaning=Leaning(
                numbers={
                    0: 3,
                    1: 5,
                    2: 6,
                    3: 6,
                    4: 5,
                    5: 8,
                    7: 5,
                    8: 4,
                    10: 9,
                    12: 6,
                    15: 7,
                    18: 3,
                    20: 7,
                    25: 4,
                    28: 2,
                    30: 5,
                    35: 3,
                    40: 3,
                    45: 1,
                },
            ),
        ),
        Asked(
            question=one_of(
                words(
                    "Як вам зручніше дізнаватися, що зроблено?",
                    "How would you rather hear what was done?",
                    "Как вам удобнее узнавать, что сделано?",
                ),
                plain("chat", "Тут, у чаті", "Here, in the chat", "Здесь, в чате"),
                plain(
                    "board",
                    "Оголошення у дворі",
                    "A notice in the courtyard",
                    "Объявление во дворе",
                ),
                plain("meeting", "Збори мешканців", "A residents’ meeting", "Собрание жителей"),
            ),
            leaning=Leaning(weights=(0.68, 0.2, 0.12)),
        ),
        Asked(
            question=in_words(
                words(
                    "Напишіть про свій двір одним реченням.",
                    "Write one sentence about your courtyard.",
                    "Напишите о своём дворе одним предложением.",
                )
            ),
            leaning=Leaning(
                skipped=0.57,
                words=(
                    "Тихо, зелено, тільки темно.",
                    "Після дощу не пройти.",
                    "Найкращий двір, бо сусіди дружні.",
                    "Забагато машин.",
                    "Діти нарешті мають де гратися.",
                    "Чекаємо на світло вже другий рік.",
                    "Липи пахнуть так, що не хочеться їхати.",
                    "Ліхтар біля третього під’їзду знову не світить.",
                ),
            ),
        ),
    ),
)
