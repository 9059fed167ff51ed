"""What a bot says about itself: name, descriptions, commands by scope, the menu button."""

import json
import re
from typing import Any

from sandbox.play.call import Call
from sandbox.refusal import bad_request
from sandbox.telegram.keyboards import check_web_app
from sandbox.telegram.objects import check_object
from sandbox.telegram.spans import units
from sandbox.world import Body, Bot

_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
_LANGUAGE = re.compile(r"^(?:[a-z]{2})?$")
_SCOPES = {
    "default": "BotCommandScopeDefault",
    "all_private_chats": "BotCommandScopeAllPrivateChats",
    "all_group_chats": "BotCommandScopeAllGroupChats",
    "all_chat_administrators": "BotCommandScopeAllChatAdministrators",
    "chat": "BotCommandScopeChat",
    "chat_administrators": "BotCommandScopeChatAdministrators",
    "chat_member": "BotCommandScopeChatMember",
}
_BUTTONS = {
    "commands": "MenuButtonCommands",
    "default": "MenuButtonDefault",
    "web_app": "MenuButtonWebApp",
}


def _language(call: Call) -> str:
    language = str(call.get("language_code", ""))
    if not _LANGUAGE.match(language):
        raise bad_request("invalid language code specified")
    return language


def scope_key(scope: Body, language: str) -> str:
    return json.dumps(scope, sort_keys=True) + language


def _scope(call: Call) -> str:
    raw = call.get("scope") or {"type": "default"}
    kind = _SCOPES.get(raw.get("type", ""))
    if kind is None:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    scope = check_object(kind, raw, complaint="can't parse BotCommandScope")
    if "chat_id" in scope:
        chat = scope["chat_id"]
        digits = isinstance(chat, str) and chat.lstrip("-").isdigit()
        room = call.find_room(int(chat) if digits else chat, write=False)
        scope["chat_id"] = room.key[1]
    return scope_key(scope, _language(call))


def _command(raw: Any) -> Body:
    command = check_object("BotCommand", raw, complaint="can't parse BotCommand")
    command["command"] = command["command"].removeprefix("/")
    if not _COMMAND.match(command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= units(command["description"].strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return command


def set_my_commands(call: Call) -> bool:
    key = _scope(call)
    commands = [_command(raw) for raw in call.params["commands"]]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if len({command["command"] for command in commands}) < len(commands):
        raise bad_request("BOT_COMMANDS_DUPLICATE")
    call.bot.commands[key] = commands
    _changed(call)
    return True


def get_my_commands(call: Call) -> list[Body]:
    return call.bot.commands.get(_scope(call), [])


def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop(_scope(call), None)
    _changed(call)
    return True


def commands_for(bot: Bot, chat: int, who: int, language: str) -> list[Body]:
    """The commands that a person sees in a chat: the nearest scope wins, then the language."""
    if chat > 0:
        scopes: list[Body] = [{"type": "chat", "chat_id": chat}, {"type": "all_private_chats"}]
    else:
        scopes = [
            {"type": "chat_member", "chat_id": chat, "user_id": who},
            {"type": "chat", "chat_id": chat},
            {"type": "all_group_chats"},
        ]
    for scope in [*scopes, {"type": "default"}]:
        for spoken in (language, ""):
            found = bot.commands.get(scope_key(scope, spoken))
            if found:
                return found
    return []


def _changed(call: Call) -> None:
    call.world.touch("bot", str(call.bot.id))
    for room in call.world.rooms.values():
        if room.key[0] == call.bot.id:
            room.stamp()


def _set_text(call: Call, texts: dict[str, str], name: str, limit: int) -> bool:
    language, text = _language(call), str(call.get(name, "")).strip()
    if units(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    _changed(call)
    return True


def set_my_name(call: Call) -> bool:
    _set_text(call, call.bot.names, "name", 64)
    if not _language(call) and call.get("name"):
        call.bot.user = {**call.bot.user, "first_name": call.params["name"].strip()}
    return True


def get_my_name(call: Call) -> Body:
    name = call.bot.names.get(_language(call)) or call.bot.user["first_name"]
    return {"name": name}


def set_my_description(call: Call) -> bool:
    return _set_text(call, call.bot.descriptions, "description", 512)


def get_my_description(call: Call) -> Body:
    return {"description": _told(call.bot.descriptions, _language(call))}


def set_my_short_description(call: Call) -> bool:
    return _set_text(call, call.bot.short_descriptions, "short_description", 120)


def get_my_short_description(call: Call) -> Body:
    return {"short_description": _told(call.bot.short_descriptions, _language(call))}


def _told(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("", "")


def description_for(bot: Bot, language: str) -> str:
    return _told(bot.descriptions, language)


def set_chat_menu_button(call: Call) -> bool:
    raw = call.get("menu_button") or {"type": "default"}
    kind = _BUTTONS.get(raw.get("type", ""))
    if kind is None:
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    button = check_object(kind, raw, complaint="can't parse menu button")
    if kind == "MenuButtonWebApp":
        check_web_app(button["web_app"], "menu button Web App")
    chat = _menu_chat(call)
    if chat and button["type"] == "default":
        call.bot.menu_buttons.pop(chat, None)
    else:
        call.bot.menu_buttons[chat] = button
    _changed(call)
    return True


def _menu_chat(call: Call) -> int:
    if not call.get("chat_id"):
        return 0
    room = call.find_room(call.params["chat_id"], write=False)
    if not room.private:
        raise bad_request("chat must be private")
    return room.key[1]


def menu_button_for(bot: Bot, chat: int) -> Body:
    return bot.menu_buttons.get(chat) or bot.menu_buttons.get(0) or {"type": "default"}


def get_chat_menu_button(call: Call) -> Body:
    return menu_button_for(call.bot, _menu_chat(call))
