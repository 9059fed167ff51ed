"""All that surveys do in the chat, as one router."""

from aiogram import Router

from handlers.surveys.answer import build_answer_router
from handlers.surveys.arrive import build_arrive_router
from handlers.surveys.audience import build_audience_router
from handlers.surveys.correct import build_correct_router
from handlers.surveys.drafts import build_drafts_router
from handlers.surveys.launch import build_launch_router
from handlers.surveys.mute import build_mute_router
from handlers.surveys.questions import build_questions_router
from handlers.surveys.steer import build_steer_router
from handlers.surveys.withdraw import build_withdraw_router


def build_router() -> Router:
    router = Router(name="surveys")
    router.include_routers(
        build_answer_router(),
        build_arrive_router(),
        build_drafts_router(),
        build_questions_router(),
        build_audience_router(),
        build_launch_router(),
        build_mute_router(),
        build_steer_router(),
        build_correct_router(),
        build_withdraw_router(),
    )
    return router
