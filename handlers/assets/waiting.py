"""What the inventory's screens wait for: a file, a number, a location, a name, a photo."""

from aiogram.fsm.state import State, StatesGroup


class AssetForm(StatesGroup):
    inventory = State()
    kind_name = State()
    photo = State()
