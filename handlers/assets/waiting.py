"""What the inventory's screens wait for: a file, a number, a location, a name."""

from aiogram.fsm.state import State, StatesGroup


class AssetForm(StatesGroup):
    inventory = State()
    kind_name = State()
