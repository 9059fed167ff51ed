"""A name for the new square; some answered on paper, in the library."""

from demo.history.asking import (
    Asked,
    Leaning,
    PastSurvey,
    one_of,
    other,
    plain,
    scale,
    several_of,
    words,
)

SQUARE = PastSurvey(
    author="oksana",
    title=words("Ім’я для скверу", "A name for the square", "Имя для сквера"),
    introduction=words(
        "Новий сквер за бібліотекою ще без назви. Оберіть з тих, що запропонували мешканці.",
        "The new square behind the library has no name yet. Choose from what residents proposed.",
        "Новый сквер за библиотекой ещё без названия. Выберите из предложенного жителями.",
    ),
    opened=139,
    closed=118,
    share=0.6,
    on_paper=27,
    asked=(
        Asked(
            question=one_of(
                words(
                    "Як назвати сквер?",
                    "What should the square be called?",
                    "Как назвать сквер?",
                ),
                plain("lime", "Липовий", "Lime Square", "Липовый"),
                plain("founders", "Сквер Садівників", "Gardeners’ Square", "Сквер Садоводов"),
                plain("nightingale", "Солов’їний", "Nightingale Square", "Соловьиный"),
                plain("reading", "Читальний", "Reading Square", "Читальный"),
                other(),
                required=True,
            ),
            leaning=Leaning(
                weights=(0.33, 0.24, 0.22, 0.14, 0.07),
                by_district={1: (0.25, 0.37, 0.19, 0.12, 0.07)},
                hard=0.06,
                skipped=0,
                words=(
                    "Затишний",
                    "Сквер Тиші",
                    "Бібліотечний",
                    "Бузковий",
                    "Сквер Сусідів",
                    "Вечірній",
                ),
            ),
        ),
        Asked(
            question=several_of(
                words(
                    "Що має бути у сквері?",
                    "What should be in the square?",
                    "Что должно быть в сквере?",
                ),
                plain("benches", "Лавки в тіні", "Benches in the shade", "Лавочки в тени"),
                plain("fountain", "Питний фонтанчик", "A drinking fountain", "Питьевой фонтанчик"),
                plain("stage", "Невелика сцена", "A small stage", "Небольшая сцена"),
                plain("chess", "Столи для шахів", "Chess tables", "Столы для шахмат"),
                plain("books", "Шафа для книжок", "A book exchange", "Шкаф для книг"),
            ),
            leaning=Leaning(weights=(0.66, 0.41, 0.23, 0.27, 0.35), hard=0.02),
        ),
        Asked(
            question=scale(
                words(
                    "Чи радо ви бували б там?",
                    "Would you gladly spend time there?",
                    "С удовольствием бы вы там бывали?",
                ),
                words("Навряд", "Hardly", "Вряд ли"),
                words("Залюбки", "Gladly", "С радостью"),
            ),
            leaning=Leaning(weights=(0.04, 0.09, 0.23, 0.36, 0.28), mood=0.4),
        ),
    ),
)
