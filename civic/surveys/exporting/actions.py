"""Asking for the answers: what was promised to residents decides what comes."""

from datetime import datetime

from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import SurveyId
from civic.kernel.language import Language
from civic.kernel.refusal import Refusal
from civic.surveys.actions import Officer
from civic.surveys.exporting.ports import AnswerFiles
from civic.surveys.model import Survey, SurveyState, WhoWillSee
from civic.surveys.ports import Surveys


async def want_answers(
    survey: SurveyId,
    officer: Officer,
    *,
    language: Language,
    surveys: Surveys,
    answer_files: AnswerFiles,
    audit: AuditLog,
    now: datetime,
) -> Survey:
    """The file is made by the tick and comes as a message."""
    found = await surveys.survey(officer.community, survey)
    check_may_be_read(found, now=now)
    await answer_files.want(officer.community, survey, officer.account, language=language, now=now)
    entry = AuditEntry(
        community=officer.community,
        actor=officer.account,
        verb="survey.answers-asked-for",
        subject=f"survey:{survey}",
        details={"promise": found.questionnaire.who_will_see.value},
    )
    await audit.note(entry, now=now)
    return found


def check_may_be_read(survey: Survey, *, now: datetime) -> None:
    """Where only totals were promised, words come without anything else, and after the close."""
    standing = survey.state_at(now)
    if standing in {SurveyState.DRAFT, SurveyState.SCHEDULED, SurveyState.WITHDRAWN}:
        raise Refusal(f"survey-is-{standing.value}")
    is_totals = survey.questionnaire.who_will_see is WhoWillSee.TOTALS
    if is_totals and standing is not SurveyState.CLOSED:
        raise Refusal("survey-words-after-close")
