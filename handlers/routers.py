"""Every feature's router, in the order in which they are asked."""

from aiogram import Router

from handlers import menu, reports


def build_routers() -> list[Router]:
    """New ones each time, so that two dispatchers can live in one process."""
    return [menu.build_router(), reports.build_router()]
