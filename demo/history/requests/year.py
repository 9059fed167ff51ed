"""All that was asked for in the demo's year."""

from demo.history.requests.houses import HOUSES
from demo.history.requests.model import Sort
from demo.history.requests.streets import STREETS
from demo.history.requests.yards import YARDS

SORTS: tuple[Sort, ...] = (*STREETS, *YARDS, *HOUSES)
ENDINGS = (
    "", "", "", "", " Дякую.", " Сусіди підтвердять.", " Пишу вдруге.", " Зробіть, будь ласка.",
    " Коли чекати?", " Буду вдячна.",
)  # fmt: skip
"""What some add."""
ANSWERS = ("Дякую!", "Зроблено, перевірили.", "Швидко. Дякую!", "", "", "")
NOT_YET = ("Не зроблено: так само, як було.", "Полагодили сусіднє, а не це.")
PROMISED = ("Бригада їде за графіком.", "Матеріал замовлено.", "")
LATE = "Перепрошуємо за затримку: чекали на матеріал."
ELSEWHERE = "Це не наше."
