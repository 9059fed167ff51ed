"""What a stranger may try as whom; a press on the page sends it."""

from dataclasses import dataclass, replace

from civic.kernel.language import Translated
from demo.cast import IHOR, OKSANA, OLENA, STEPAN, Played
from demo.history.asking import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    who: Played
    text: Translated
    send: str = ""
    """Sent at a press; nothing where the person does something else. `{lamp}`: what the code on a
    lamp of Olena's yard sends.
    """
    link: str = ""
    """A page that a press opens; `{pages}`: where the product's own are."""

    def filled(self, *, lamp: str, pages: str) -> "Suggestion":
        return replace(self, send=self.send.format(lamp=lamp), link=self.link.format(pages=pages))


SUGGESTIONS = (
    Suggestion(
        who=OLENA,
        text=words(
            "Сказати, чи справді полагодили лавку: кнопки в чаті",
            "Say whether the bench is really mended: buttons in the chat",
            "Сказать, починили ли лавку: кнопки в чате",
        ),
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Поскаржитися на темряву: просто написати (можна й фото)",
            "Tell that it is dark: just write so (a photo does as well)",
            "Пожаловаться на темноту: просто написать (можно и фото)",
        ),
        send="У нашому дворі другий вечір не світить ліхтар",
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Навести камеру на QR-код ліхтаря (натисніть тут) і сказати, що він не світить",
            "Point a camera at the QR code of a lamp (press here) and tell that it is out",
            "Навести камеру на QR-код фонаря (нажмите здесь) и сказать, что он не горит",
        ),
        send="/start {lamp}",
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Підтримати ідею сусідів («Ідеї для двору»): їй бракує одного голосу",
            "Support a neighbours’ idea (“Ideas for the yard”): it lacks a single voice",
            "Поддержать идею соседей («Идеи для двора»): ей не хватает одного голоса",
        ),
        send="/courtyard",
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Подати офіційне звернення: на картці «Зробити офіційним»",
            "File an official appeal: “Make it official” on the card",
            "Подать официальное обращение: на карточке «Сделать официальным»",
        ),
        send="/courtyard",
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Побачити сторінку, яку бачать усі: цифри, список, мапа",
            "See the page that everybody sees: figures, a list, a map",
            "Увидеть страницу, которую видят все: цифры, список, карта",
        ),
        link="{pages}/t/nemishaieve",
    ),
    Suggestion(
        who=STEPAN,
        text=words(
            "Відповісти на запитання про сходи: кнопка під ним",
            "Answer the question about the steps: the button below it",
            "Ответить на вопрос о ступеньках: кнопка под ним",
        ),
    ),
    Suggestion(
        who=OKSANA,
        text=words(
            "Розібрати нові звернення: три про один ліхтар об’єднати, дах передати ЖКГ",
            "Clear new requests: join three about one lamp, pass a roof on to Utilities",
            "Разобрать новые обращения: три об одном фонаре объединить, крышу передать ЖКХ",
        ),
        send="/office",
    ),
    Suggestion(
        who=OKSANA,
        text=words(
            "Глянути на фото гойдалки: чи можна його показувати («Звернення», «Переглянути фото»)",
            "Look whether the photo of the swing may be shown (“Requests”, “Look at photos”)",
            "Посмотреть, можно ли показывать фото качелей («Обращения», «Посмотреть фото»)",
        ),
        send="/office",
    ),
    Suggestion(
        who=OKSANA,
        text=words(
            "Відповісти на офіційне звернення Олени: «Відкрити» під документом",
            "Answer Olena’s official appeal: “Open” below the document",
            "Ответить на официальное обращение Олены: «Открыть» под документом",
        ),
    ),
    Suggestion(
        who=IHOR,
        text=words(
            "Розсудити: Оксана каже «зроблено», сусіди кажуть «ні» (звістка в чаті)",
            "Decide: Oksana says it is done, neighbours say it is not (news in the chat)",
            "Рассудить: Оксана говорит «сделано», соседи говорят «нет» (весть в чате)",
        ),
    ),
    Suggestion(
        who=IHOR,
        text=words(
            "Передати підрозділу криницю, за яку ніхто не відповідає",
            "Pass on to an office the well that nobody is responsible for",
            "Передать подразделению колодец, за который никто не отвечает",
        ),
        send="/office",
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Відповісти на відкрите опитування",
            "Answer the open survey",
            "Ответить на открытый опрос",
        ),
        send="/surveys",
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Відповісти на «День двору»: ⋮ біля повідомлення, «Відповісти»",
            "Reply to “Courtyard day”: ⋮ beside the message, “Reply”",
            "Ответить на «День двора»: ⋮ возле сообщения, «Ответить»",
        ),
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Вимкнути тему: 🔕 під оголошенням",
            "Turn a topic off: 🔕 below an announcement",
            "Выключить тему: 🔕 под объявлением",
        ),
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Обмежити, скільки повідомлень на тиждень",
            "Limit how many messages come a week",
            "Ограничить, сколько сообщений в неделю",
        ),
        send="/settings",
    ),
    Suggestion(
        who=OLENA,
        text=words(
            "Побачити, що про мене відомо",
            "See what is kept about me",
            "Узнать, что обо мне известно",
        ),
        send="/privacy",
    ),
    Suggestion(
        who=STEPAN,
        text=words(
            "Обрати двір: за адресою або місцем на мапі",
            "Choose a courtyard: by address or a place on the map",
            "Выбрать двор: по адресу или месту на карте",
        ),
        send="/courtyard",
    ),
    Suggestion(
        who=STEPAN,
        text=words(
            "Вимкнути все одним словом",
            "Turn everything off with one word",
            "Выключить всё одним словом",
        ),
        send="стоп",
    ),
    Suggestion(
        who=STEPAN,
        text=words(
            "Стерти мене: «Приватність», потім «Стерти мене»",
            "Erase me: “Privacy”, then “Erase me”",
            "Стереть меня: «Приватность», затем «Стереть меня»",
        ),
        send="/privacy",
    ),
    Suggestion(
        who=OKSANA,
        text=words(
            "Написати оголошення двору: подивитися, як воно виглядає, і надіслати",
            "Write an announcement to a courtyard: preview it, then send it",
            "Написать объявление двору: посмотреть, как оно выглядит, и отправить",
        ),
        send="/office",
    ),
    Suggestion(
        who=OKSANA,
        text=words(
            "Відповісти мешканці про ліхтар: «Відкрити» у чаті",
            "Answer the resident about the lamp: “Open” in the chat",
            "Ответить жительнице о фонаре: «Открыть» в чате",
        ),
    ),
    Suggestion(
        who=OKSANA,
        text=words(
            "Скласти опитування або взяти останній звіт",
            "Compose a survey or get the latest report",
            "Составить опрос или взять последний отчёт",
        ),
        send="/office",
    ),
    Suggestion(
        who=IHOR,
        text=words(
            "Схвалити «Толоку» або відмовити й пояснити: «Переглянути» у чаті",
            "Approve the clean-up, or refuse and say why: “Look” in the chat",
            "Одобрить толоку или отказать и объяснить: «Посмотреть» в чате",
        ),
    ),
    Suggestion(
        who=IHOR,
        text=words(
            "Поки «Толока» йде: призупинити, продовжити, спинити («Оголошення»)",
            "While the clean-up goes out: pause, resume, stop it (“Announcements”)",
            "Пока толока идёт: приостановить, продолжить, остановить («Объявления»)",
        ),
        send="/office",
    ),
    Suggestion(
        who=IHOR,
        text=words(
            "Запросити посадову особу, змінити розклад звітів, побачити канали й групи",
            "Invite an official, change the schedule of reports, see channels and groups",
            "Пригласить должностное лицо, изменить расписание отчётов, увидеть каналы и группы",
        ),
        send="/office",
    ),
)
