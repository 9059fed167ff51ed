"""Rows of ideas as models, and the other way round."""

from typing import Any

from sqlalchemy import RowMapping

from civic.ideas.model import Idea, IdeaStatus, PhotoLook
from civic.kernel.json_value import JsonObject
from civic.places.model import Point


def values_of(idea: Idea) -> dict[str, Any]:
    return {
        "author_id": idea.author,
        "account_id": idea.account,
        "courtyard_id": idea.courtyard,
        "text": idea.text,
        "where_in_it": idea.where,
        "latitude": idea.point.latitude if idea.point else None,
        "longitude": idea.point.longitude if idea.point else None,
        "photo_id": idea.photo,
        "photo_look": idea.photo_look.value,
        "status": idea.status.value,
        "supporters": idea.supporters,
        "changed_at": idea.changed_at,
        "published_at": idea.published_at,
        "expires_at": idea.expires_at,
        "told_at": idea.told_at,
        "news_id": idea.news,
        "answer": idea.answer,
        "answered_by": idea.answered_by,
        "reason": idea.reason,
        "request_id": idea.request,
    }


def idea_from(row: RowMapping) -> Idea:
    point = None
    if row["latitude"] is not None:
        point = Point(latitude=row["latitude"], longitude=row["longitude"])
    return Idea(
        id=row["id"],
        community=row["community_id"],
        number=row["number"],
        author=row["author_id"],
        account=row["account_id"],
        courtyard=row["courtyard_id"],
        text=row["text"],
        where=row["where_in_it"],
        point=point,
        photo=row["photo_id"],
        photo_look=PhotoLook(row["photo_look"]),
        status=IdeaStatus(row["status"]),
        supporters=row["supporters"],
        changed_at=row["changed_at"],
        published_at=row["published_at"],
        expires_at=row["expires_at"],
        told_at=row["told_at"],
        news=row["news_id"],
        answer=row["answer"],
        answered_by=row["answered_by"],
        reason=row["reason"],
        request=row["request_id"],
    )


def told_of(idea: Idea) -> JsonObject:
    return {
        "number": idea.number,
        "status": idea.status.value,
        "text": idea.text,
        "where": idea.where,
        "latitude": idea.point.latitude if idea.point else None,
        "longitude": idea.point.longitude if idea.point else None,
        "has_photo": idea.photo is not None,
        "supporters": idea.supporters,
        "published_at": idea.published_at.isoformat() if idea.published_at else None,
    }
