"""The year in its order: what closed, and what is open today."""

from demo.history.asking import PastSurvey
from demo.history.budget import BUDGET
from demo.history.bus import BUS
from demo.history.canteen import CANTEEN
from demo.history.courtyards import COURTYARDS
from demo.history.park import PARK
from demo.history.sports import SPORTS
from demo.history.square import SQUARE
from demo.history.waste import WASTE

CLOSED: tuple[PastSurvey, ...] = (COURTYARDS, BUS, CANTEEN, WASTE, SQUARE, SPORTS, PARK)
OPEN = BUDGET
