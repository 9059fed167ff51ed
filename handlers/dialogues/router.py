"""Dialogues: a resident's side and the office's."""

from aiogram import Router

from handlers.dialogues.answering import build_answering_router
from handlers.dialogues.office import build_office_router
from handlers.dialogues.resident import build_resident_router


def build_router() -> Router:
    router = Router(name="dialogues")
    router.include_routers(build_resident_router(), build_office_router(), build_answering_router())
    return router
