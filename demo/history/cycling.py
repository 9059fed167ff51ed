"""A draft that waits on an official's desk."""

from demo.history.asking import one_of, other, plain, scale, several_of, words

TITLE = words("Велодоріжка до станції", "A cycle path to the station", "Велодорожка до станции")
INTRODUCTION = words(
    "Перш ніж замовляти проєкт, хочемо знати, хто їздитиме й звідки.",
    "Before we order a design we want to know who would ride, and from where.",
    "Прежде чем заказывать проект, хотим знать, кто будет ездить и откуда.",
)
QUESTIONS = (
    one_of(
        words("Чи їздите ви велосипедом?", "Do you ride a bicycle?", "Ездите ли вы на велосипеде?"),
        plain("daily", "Майже щодня", "Almost every day", "Почти каждый день"),
        plain("sometimes", "Іноді", "Sometimes", "Иногда"),
        plain(
            "would",
            "Їздив би, якби було де",
            "I would, if there were a path",
            "Ездил бы, если бы было где",
        ),
        plain("no", "Ні", "No", "Нет"),
        required=True,
    ),
    several_of(
        words(
            "Куди вам потрібна доріжка?",
            "Where do you need a path to?",
            "Куда вам нужна дорожка?",
        ),
        plain("station", "До станції", "To the station", "К станции"),
        plain("school", "До школи", "To the school", "К школе"),
        plain("market", "До ринку", "To the market", "К рынку"),
        other(),
    ),
    scale(
        words(
            "Наскільки безпечно їхати зараз?",
            "How safe is cycling now?",
            "Насколько безопасно ехать сейчас?",
        ),
        words("Небезпечно", "Unsafe", "Опасно"),
        words("Безпечно", "Safe", "Безопасно"),
    ),
)
