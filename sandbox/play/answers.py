"""Answers to presses and to Mini Apps: once each, and in time."""

from sandbox.play.call import Call
from sandbox.play.sending import text_content
from sandbox.refusal import QUERY_TOO_OLD, bad_request
from sandbox.telegram.keyboards import read_inline
from sandbox.telegram.objects import check_object
from sandbox.telegram.spans import link_problem, units
from sandbox.telegram.texts import read_message_text
from sandbox.world import QUERY_LIFETIME, Body, Query

ANSWER_LIMIT = 200


def _query(call: Call, queries: dict[str, Query], number: str) -> Query:
    query = queries.get(number)
    late = query is not None and call.world.clock.seconds() - query.at > QUERY_LIFETIME
    if query is None or late or query.bot != call.bot.id or query.answer is not None:
        raise bad_request(QUERY_TOO_OLD)
    return query


def answer_callback_query(call: Call) -> bool:
    query = _query(call, call.world.queries, call.params["callback_query_id"])
    text = call.get("text", "")
    if units(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = call.get("url", "")
    if url and (link_problem(url) or "t.me/" not in url):
        raise bad_request("URL_INVALID")
    answer: Body = {"alert": bool(call.get("show_alert"))}
    if text:
        answer["text"] = text
    if url:
        answer["url"] = url
    query.answer = answer
    room = call.world.rooms[query.room]
    room.answer = {
        "callback_query_id": query.id,
        "person": query.person,
        **answer,
        "seq": room.stamp(),
    }
    query.signal.notify()
    return True


def answer_web_app_query(call: Call) -> Body:
    """The person's own message, sent on their behalf through the bot."""
    query = _query(call, call.world.web_queries, call.params["web_app_query_id"])
    raw = call.params["result"]
    if raw.get("type") != "article":
        raise bad_request("the sandbox plays inline results of type article only")
    result = check_object("InlineQueryResultArticle", raw, complaint="can't parse inline result")
    content = check_object(
        "InputTextMessageContent",
        result["input_message_content"],
        complaint="can't parse input message content",
    )
    text, entities = read_message_text(
        content["message_text"], content.get("parse_mode"), content.get("entities")
    )
    room = call.world.rooms[query.room]
    body: Body = {
        "from": call.world.user(query.person),
        "via_bot": call.bot.user,
        **text_content(text, entities),
    }
    if result.get("reply_markup"):
        keyboard = read_inline(result["reply_markup"], private=room.private)
        if keyboard is not None:
            body["reply_markup"] = keyboard
    message = call.world.write(room, body)
    query.answer = {"message_id": message.body["message_id"]}
    query.signal.notify()
    return {"inline_message_id": f"{query.id}.{message.body['message_id']}"}
