"""Requests of the demo's year that were official appeals too: one answered, one to be answered."""

from demo.history.requests.model import Deed, Scene, Told

_DAY = 24.0
PAVEMENT = Told(
    key="olena-pavement",
    hours=4 * _DAY,
    who="olena",
    code="road-pavement",
    is_anonymous=False,
    kept_for=("olena",),
    text="Тротуар від нашого двору до зупинки розбитий, діти йдуть проїжджою частиною. Прошу"
    " полагодити його й відповісти, коли це буде зроблено.",
    deeds=(
        Deed(after=21, what="accept", who="oksana"),
        Deed(after=30, what="join", who="neighbour"),
        Deed(
            after=4 * _DAY - 3,
            what="appeal",
            text="Калина Олена Петрівна",
            residence="смт Немішаєве, вул. Шевченка, 4, кв. 17",
        ),
    ),
)
"""Olena's: registered today, Oksana has a month to answer it."""

GARAGES = Told(
    key="garages",
    hours=118 * _DAY,
    who="Яблунева, 2–10",
    code="waste-dump",
    scene=Scene.WASTE,
    is_anonymous=False,
    text="Між гаражами звалище, його підпалюють, дим іде в квартири. Прошу прибрати й письмово"
    " повідомити, хто за це відповідає.",
    deeds=(
        Deed(
            after=1,
            what="appeal",
            text="Явір Микола Степанович",
            residence="смт Немішаєве, вул. Яблунева, 6, кв. 2",
        ),
        Deed(after=19, what="accept", who="oksana"),
        Deed(after=9 * _DAY, what="finish", who="oksana", text="Вивезли дві машини сміття."),
        Deed(after=9.5 * _DAY, what="say-yes", text="Прибрали, дим більше не йде."),
        Deed(
            after=12 * _DAY,
            what="answer-appeal",
            who="oksana",
            text="Звалище між гаражами прибрано. За територію відповідає відділ благоустрою. Місце"
            " внесено до щотижневого об’їзду. Відповідь можна оскаржити.",
        ),
    ),
)
"""Answered in time."""

APPEALED = (GARAGES, PAVEMENT)
