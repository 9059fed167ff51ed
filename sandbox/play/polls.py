"""Polls: asked, answered by people, counted, stopped by the bot or by the clock."""

import secrets
from typing import Any

from sandbox.play.call import Call
from sandbox.play.sending import deliver
from sandbox.refusal import ControlRefused, bad_request
from sandbox.telegram.keyboards import read_inline, read_markup
from sandbox.telegram.objects import check_object
from sandbox.telegram.texts import read_text
from sandbox.world import Body, Message, Person, Poll, Room, World

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
OPTIONS = range(2, 13)


def _formatted(call: Call, name: str, limit: int) -> Body:
    text, entities = read_text(
        call.get(name, ""),
        call.get(f"{name}_parse_mode"),
        call.get(f"{name}_entities"),
        limit=limit,
        too_long=f"poll {name} length must not exceed {limit}",
    )
    if not text:
        return {}
    return {name: text, **({f"{name}_entities": entities} if entities else {})}


def _option(raw: Any) -> Body:
    if isinstance(raw, str):
        raw = {"text": raw}
    given = check_object("InputPollOption", raw, complaint="can't parse InputPollOption")
    if "media" in given:
        raise bad_request("the sandbox does not play media of poll options")
    text, entities = read_text(
        given["text"],
        given.get("text_parse_mode"),
        given.get("text_entities"),
        limit=OPTION_LIMIT,
        too_long=f"poll options length must not exceed {OPTION_LIMIT}",
    )
    if not text:
        raise bad_request("poll options must be non-empty")
    marked = {"text_entities": entities} if entities else {}
    return {"persistent_id": secrets.token_urlsafe(6), "text": text, **marked, "voter_count": 0}


def _correct(call: Call, count: int) -> Body:
    quiz = call.get("type", "regular") == "quiz"
    ids = call.get("correct_option_ids")
    if call.get("type", "regular") not in {"regular", "quiz"}:
        raise bad_request("unsupported poll type specified")
    if not quiz:
        return {}
    if not ids:
        raise bad_request("quizzes must have a correct option")
    if any(not 0 <= number < count for number in ids):
        raise bad_request("invalid correct option identifier specified")
    return {"correct_option_ids": ids, **_formatted(call, "explanation", 200)}


def _closing(call: Call) -> tuple[Body, float | None]:
    period, date = call.get("open_period"), call.get("close_date")
    if period and date:
        raise bad_request("open_period and close_date can't be used together")
    now = call.world.clock.seconds()
    if period:
        if not 5 <= period <= 2_628_000:
            raise bad_request("invalid open_period specified")
        return {"open_period": period, "close_date": int(now + period)}, now + period
    if date:
        if not 5 <= date - now <= 2_628_000:
            raise bad_request("invalid close_date specified")
        return {"close_date": date}, float(date)
    return {}, None


def send_poll(call: Call) -> Body:
    room = call.room()
    markup = read_markup(call.get("reply_markup"), private=room.private)
    if call.get("media"):
        raise bad_request("the sandbox does not play media of polls")
    question = _formatted(call, "question", QUESTION_LIMIT)
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(call.params["options"]) not in OPTIONS:
        few = len(call.params["options"]) < OPTIONS.start
        raise bad_request(
            "poll must have at least 2 option" if few else "poll can't have more than 12 options"
        )
    options = [_option(raw) for raw in call.params["options"]]
    timing, closes_at = _closing(call)
    poll: Body = {
        "id": str(secrets.randbits(62)),
        **question,
        "options": options,
        "total_voter_count": 0,
        "is_closed": bool(call.get("is_closed")),
        "is_anonymous": call.get("is_anonymous", True),
        "type": call.get("type", "regular"),
        "allows_multiple_answers": bool(call.get("allows_multiple_answers")),
        "allows_revoting": call.get("allows_revoting", call.get("type") != "quiz"),
        "members_only": False,
        **_correct(call, len(options)),
        **timing,
        **_formatted(call, "description", 1024),
    }
    message = deliver(call, room, {"poll": poll}, markup)
    kept = Poll(poll["id"], call.bot.id, room.key, message.body["message_id"], closes_at=closes_at)
    call.world.polls[poll["id"]] = kept
    call.world.touch("poll", poll["id"])
    return message.body


def _changed(world: World, poll: Poll, **changes: Any) -> Body:
    """Count the votes again and tell the bot whose poll it is."""
    room = world.rooms[poll.room]
    message = room.messages[poll.message]
    body = message.body["poll"]
    counted = [
        {**option, "voter_count": sum(place in votes for votes in poll.votes.values())}
        for place, option in enumerate(body["options"])
    ]
    body = {
        **body,
        "options": counted,
        "total_voter_count": sum(bool(votes) for votes in poll.votes.values()),
        **changes,
    }
    message.body = {**message.body, "poll": body}
    world.note(room, message)
    world.touch("poll", poll.id)
    return dict(body)


def stop_poll(call: Call) -> Body:
    room = call.room()
    message = call.message(room, call.params["message_id"], "message with poll to stop")
    poll = call.world.polls.get(message.body.get("poll", {}).get("id", ""))
    if poll is None:
        raise bad_request("message is not a poll")
    if poll.bot != call.bot.id or poll.message != message.body["message_id"]:
        raise bad_request("poll can't be stopped")
    if message.body["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    poll.closes_at = None
    body = _changed(call.world, poll, is_closed=True)
    changed: Message = room.messages[poll.message]
    changed.body.pop("reply_markup", None)
    if call.get("reply_markup"):
        keyboard = read_inline(call.params["reply_markup"], private=room.private)
        if keyboard is not None:
            changed.body["reply_markup"] = keyboard
    call.bot.queue.push("poll", body)
    return body


def vote(world: World, room: Room, person: Person, number: int, options: list[int]) -> None:
    """A person's vote, or its withdrawal when no option is named."""
    message = room.alive(number)
    body = message.body.get("poll") if message is not None else None
    poll = world.polls.get(body["id"]) if body else None
    if body is None or poll is None:
        raise ControlRefused(404, "there is no poll in that message")
    close_due_polls(world)
    body = world.rooms[poll.room].messages[poll.message].body["poll"]
    if body["is_closed"]:
        raise ControlRefused(409, "the poll is closed")
    if any(not 0 <= place < len(body["options"]) for place in options):
        raise ControlRefused(400, "the poll has no such option")
    if len(options) > 1 and not body["allows_multiple_answers"]:
        raise ControlRefused(400, "the poll takes one answer")
    if poll.votes.get(person.id) and not body["allows_revoting"]:
        raise ControlRefused(409, "the poll takes no second answer")
    poll.votes[person.id] = sorted(set(options))
    changed = _changed(world, poll)
    queue = world.bots[poll.bot].queue
    if not body["is_anonymous"]:
        queue.push(
            "poll_answer",
            {
                "poll_id": poll.id,
                "user": person.user,
                "option_ids": poll.votes[person.id],
                "option_persistent_ids": [
                    body["options"][place]["persistent_id"] for place in poll.votes[person.id]
                ],
            },
            str(person.id),
        )
    shown = {name: part for name, part in changed.items() if name != "correct_option_ids"}
    queue.push("poll", shown)


def close_due_polls(world: World) -> None:
    """Close what the clock has passed; called by the second and whenever it matters."""
    now = world.clock.seconds()
    for poll in world.polls.values():
        if poll.closes_at is not None and poll.closes_at <= now:
            poll.closes_at = None
            body = _changed(world, poll, is_closed=True)
            world.bots[poll.bot].queue.push("poll", body)
