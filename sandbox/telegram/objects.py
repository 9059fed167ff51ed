"""The objects that bots send inside parameters: their fields, checked as strictly as methods."""

from typing import Any

from sandbox.refusal import bad_request
from sandbox.telegram.methods import Parameter, parse_fields

_OBJECTS = {
    "InlineKeyboardMarkup": (
        "inline_keyboard*: Array of Array of InlineKeyboardButton; force_reply: Boolean"
    ),
    "InlineKeyboardButton": (
        "text*: String; icon_custom_emoji_id: String; style: String; url: String;"
        " callback_data: String; web_app: WebAppInfo; login_url: LoginUrl;"
        " switch_inline_query: String; switch_inline_query_current_chat: String;"
        " switch_inline_query_chosen_chat: SwitchInlineQueryChosenChat; copy_text: CopyTextButton;"
        " callback_game: CallbackGame; pay: Boolean; disabled: DisabledButton"
    ),
    "ReplyKeyboardMarkup": (
        "keyboard*: Array of Array of KeyboardButton; is_persistent: Boolean;"
        " resize_keyboard: Boolean; one_time_keyboard: Boolean; input_field_placeholder: String;"
        " selective: Boolean; force_reply: Boolean"
    ),
    "KeyboardButton": (
        "text*: String; icon_custom_emoji_id: String; style: String;"
        " request_users: KeyboardButtonRequestUsers; request_chat: KeyboardButtonRequestChat;"
        " request_managed_bot: KeyboardButtonRequestManagedBot; request_contact: Boolean;"
        " request_location: Boolean; request_poll: KeyboardButtonPollType; web_app: WebAppInfo"
    ),
    "ReplyKeyboardRemove": "remove_keyboard*: True; selective: Boolean",
    "ForceReply": "force_reply*: True; input_field_placeholder: String; selective: Boolean",
    "WebAppInfo": "url*: String",
    "LoginUrl": (
        "url*: String; forward_text: String; bot_username: String; request_write_access: Boolean"
    ),
    "CopyTextButton": "text*: String",
    "SwitchInlineQueryChosenChat": (
        "query: String; allow_user_chats: Boolean; allow_bot_chats: Boolean;"
        " allow_group_chats: Boolean; allow_channel_chats: Boolean"
    ),
    "MessageEntity": (
        "type*: String; offset*: Integer; length*: Integer; url: String; user: User;"
        " language: String; custom_emoji_id: String; unix_time: Integer; date_time_format: String"
    ),
    "LinkPreviewOptions": (
        "is_disabled: Boolean; url: String; prefer_small_media: Boolean;"
        " prefer_large_media: Boolean; show_above_text: Boolean"
    ),
    "ReplyParameters": (
        "message_id: Integer; chat_id: Integer or String; ephemeral_message_id: Integer;"
        " allow_sending_without_reply: Boolean; quote: String; quote_parse_mode: String;"
        " quote_entities: Array of MessageEntity; quote_position: Integer;"
        " checklist_task_id: Integer; poll_option_id: String"
    ),
    "InputMediaPhoto": (
        "type*: String; media*: String; @caption; show_caption_above_media: Boolean;"
        " has_spoiler: Boolean"
    ),
    "InputMediaDocument": (
        "type*: String; media*: String; thumbnail: String; @caption;"
        " disable_content_type_detection: Boolean"
    ),
    "InputPollOption": (
        "text*: String; text_parse_mode: String; text_entities: Array of MessageEntity;"
        " media: InputPollOptionMedia"
    ),
    "BotCommand": "command*: String; description*: String; is_ephemeral: Boolean",
    "BotCommandScopeDefault": "type*: String",
    "BotCommandScopeAllPrivateChats": "type*: String",
    "BotCommandScopeAllGroupChats": "type*: String",
    "BotCommandScopeAllChatAdministrators": "type*: String",
    "BotCommandScopeChat": "type*: String; chat_id*: Integer or String",
    "BotCommandScopeChatAdministrators": "type*: String; chat_id*: Integer or String",
    "BotCommandScopeChatMember": ("type*: String; chat_id*: Integer or String; user_id*: Integer"),
    "MenuButtonCommands": "type*: String",
    "MenuButtonDefault": "type*: String",
    "MenuButtonWebApp": "type*: String; text*: String; web_app*: WebAppInfo",
    "InlineQueryResultArticle": (
        "type*: String; id*: String; title*: String; input_message_content*: InputMessageContent;"
        " reply_markup: InlineKeyboardMarkup; url: String; description: String;"
        " thumbnail_url: String; thumbnail_width: Integer; thumbnail_height: Integer"
    ),
    "InputTextMessageContent": (
        "message_text*: String; parse_mode: String; entities: Array of MessageEntity;"
        " link_preview_options: LinkPreviewOptions"
    ),
}

OBJECTS: dict[str, dict[str, Parameter]] = {
    name: parse_fields(fields) for name, fields in _OBJECTS.items()
}
# A field to which Telegram's own servers give a type beyond the machine-readable one is left
# to its reader; these are the plain ones.
_PLAIN: dict[str, type | tuple[type, ...]] = {
    "String": str,
    "Integer": int,
    "Boolean": bool,
    "Integer or String": (int, str),
}


def check_object(kind: str, value: Any, *, complaint: str) -> dict[str, Any]:
    """Return the object without its nulls; a foreign, missing or mistyped field is refused."""
    if not isinstance(value, dict):
        raise bad_request(f"{complaint}: {kind} must be an Object")
    fields = OBJECTS[kind]
    for name, content in value.items():
        if name not in fields:
            raise bad_request(f'{complaint}: {kind} has no field "{name}"')
        expected = _PLAIN.get(fields[name].type)
        wrong = expected is not None and (
            not isinstance(content, expected)
            or (isinstance(content, bool) and expected is not bool)
        )
        if content is not None and wrong:
            raise bad_request(f'{complaint}: Field "{name}" must be of type {fields[name].type}')
    for name, field in fields.items():
        if field.required and value.get(name) is None:
            raise bad_request(f'{complaint}: Can\'t find field "{name}"')
    return {name: content for name, content in value.items() if content is not None}
