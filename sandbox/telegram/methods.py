"""The methods that the sandbox plays: their parameters, types, and which are required."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    returns: str
    parameters: dict[str, Parameter]


# Parameters that travel together. A star marks a required one.
_GROUPS = {
    "@chat": "chat_id*: Integer or String",
    "@place": (
        "business_connection_id: String; @chat; message_thread_id: Integer;"
        " direct_messages_topic_id: Integer;"
        " ephemeral_message_parameters: EphemeralMessageParameters"
    ),
    "@sent": (
        "disable_notification: Boolean; protect_content: Boolean; allow_paid_broadcast: Boolean;"
        " message_effect_id: String; reply_parameters: ReplyParameters"
    ),
    "@markup": (
        "reply_markup: InlineKeyboardMarkup or ReplyKeyboardMarkup or ReplyKeyboardRemove"
        " or ForceReply"
    ),
    "@send": "@place; @sent; @markup; suggested_post_parameters: SuggestedPostParameters",
    "@caption": ("caption: String; parse_mode: String; caption_entities: Array of MessageEntity;"),
    "@edited": (
        "business_connection_id: String; chat_id: Integer or String; message_id: Integer;"
        " inline_message_id: String; reply_markup: InlineKeyboardMarkup"
    ),
    "@scope": "scope: BotCommandScope; language_code: String",
}

_METHODS = {
    "getMe -> User": "",
    "getUpdates -> Array of Update": (
        "offset: Integer; limit: Integer; timeout: Integer; allowed_updates: Array of String"
    ),
    "setWebhook -> True": (
        "url*: String; certificate: InputFile; ip_address: String; max_connections: Integer;"
        " allowed_updates: Array of String; drop_pending_updates: Boolean; secret_token: String"
    ),
    "deleteWebhook -> True": "drop_pending_updates: Boolean",
    "getWebhookInfo -> WebhookInfo": "",
    "sendMessage -> Message": (
        "@send; text*: String; parse_mode: String; entities: Array of MessageEntity;"
        " link_preview_options: LinkPreviewOptions"
    ),
    "sendPhoto -> Message": (
        "@send; @caption; photo*: InputFile or String; show_caption_above_media: Boolean;"
        " has_spoiler: Boolean"
    ),
    "sendDocument -> Message": (
        "@send; @caption; document*: InputFile or String; thumbnail: InputFile or String;"
        " disable_content_type_detection: Boolean"
    ),
    "sendVoice -> Message": "@send; @caption; voice*: InputFile or String; duration: Integer",
    "sendMediaGroup -> Array of Message": (
        "business_connection_id: String; @chat; message_thread_id: Integer;"
        " direct_messages_topic_id: Integer; @sent; media*: Array of InputMediaAudio,"
        " InputMediaDocument, InputMediaLivePhoto, InputMediaPhoto and InputMediaVideo"
    ),
    "sendLocation -> Message": (
        "@send; latitude*: Float; longitude*: Float; horizontal_accuracy: Float;"
        " live_period: Integer; heading: Integer; proximity_alert_radius: Integer"
    ),
    "sendContact -> Message": (
        "@send; phone_number*: String; first_name*: String; last_name: String; vcard: String"
    ),
    "sendPoll -> Message": (
        "business_connection_id: String; @chat; message_thread_id: Integer; @sent; @markup;"
        " question*: String; question_parse_mode: String;"
        " question_entities: Array of MessageEntity; options*: Array of InputPollOption;"
        " is_anonymous: Boolean; type: String; allows_multiple_answers: Boolean;"
        " allows_revoting: Boolean; shuffle_options: Boolean; allow_adding_options: Boolean;"
        " hide_results_until_closes: Boolean; members_only: Boolean;"
        " country_codes: Array of String; correct_option_ids: Array of Integer;"
        " explanation: String; explanation_parse_mode: String;"
        " explanation_entities: Array of MessageEntity; explanation_media: InputPollMedia;"
        " open_period: Integer; close_date: Integer; is_closed: Boolean; description: String;"
        " description_parse_mode: String; description_entities: Array of MessageEntity;"
        " media: InputPollMedia"
    ),
    "stopPoll -> Poll": (
        "business_connection_id: String; @chat; message_id*: Integer;"
        " reply_markup: InlineKeyboardMarkup"
    ),
    "sendChatAction -> True": (
        "business_connection_id: String; @chat; message_thread_id: Integer; action*: String"
    ),
    "forwardMessage -> Message": (
        "@chat; message_thread_id: Integer; direct_messages_topic_id: Integer;"
        " from_chat_id*: Integer or String; video_start_timestamp: Integer;"
        " disable_notification: Boolean; protect_content: Boolean; message_effect_id: String;"
        " suggested_post_parameters: SuggestedPostParameters; message_id*: Integer"
    ),
    "copyMessage -> MessageId": (
        "@chat; message_thread_id: Integer; direct_messages_topic_id: Integer; @sent; @markup;"
        " @caption; from_chat_id*: Integer or String; message_id*: Integer;"
        " video_start_timestamp: Integer; show_caption_above_media: Boolean;"
        " suggested_post_parameters: SuggestedPostParameters"
    ),
    "editMessageText -> Message": (
        "@edited; text: String; parse_mode: String; entities: Array of MessageEntity;"
        " link_preview_options: LinkPreviewOptions; rich_message: InputRichMessage"
    ),
    "editMessageCaption -> Message": "@edited; @caption; show_caption_above_media: Boolean",
    "editMessageMedia -> Message": "@edited; media*: InputMedia",
    "editMessageReplyMarkup -> Message": "@edited",
    "deleteMessage -> True": "@chat; message_id*: Integer",
    "deleteMessages -> True": "@chat; message_ids*: Array of Integer",
    "answerCallbackQuery -> True": (
        "callback_query_id*: String; text: String; show_alert: Boolean; url: String;"
        " cache_time: Integer"
    ),
    "answerWebAppQuery -> SentWebAppMessage": (
        "web_app_query_id*: String; result*: InlineQueryResult"
    ),
    "getFile -> File": "file_id*: String",
    "getChat -> ChatFullInfo": "@chat",
    "getChatMember -> ChatMember": "@chat; user_id*: Integer",
    "getChatMemberCount -> Integer": "@chat",
    "getChatAdministrators -> Array of ChatMember": "@chat; return_bots: Boolean",
    "leaveChat -> True": "@chat",
    "pinChatMessage -> True": (
        "business_connection_id: String; @chat; message_id*: Integer; disable_notification: Boolean"
    ),
    "unpinChatMessage -> True": "business_connection_id: String; @chat; message_id: Integer",
    "unpinAllChatMessages -> True": "@chat",
    "setMyCommands -> True": "@scope; commands*: Array of BotCommand",
    "getMyCommands -> Array of BotCommand": "@scope",
    "deleteMyCommands -> True": "@scope",
    "setMyName -> True": "name: String; language_code: String",
    "getMyName -> BotName": "language_code: String",
    "setMyDescription -> True": "description: String; language_code: String",
    "getMyDescription -> BotDescription": "language_code: String",
    "setMyShortDescription -> True": "short_description: String; language_code: String",
    "getMyShortDescription -> BotShortDescription": "language_code: String",
    "setChatMenuButton -> True": "chat_id: Integer; menu_button: MenuButton",
    "getChatMenuButton -> MenuButton": "chat_id: Integer",
}


def parse_fields(source: str) -> dict[str, Parameter]:
    """Read "name*: Type; @group" into parameters by name."""
    found: dict[str, Parameter] = {}
    for piece in filter(None, (part.strip() for part in source.split(";"))):
        if piece.startswith("@"):
            found |= parse_fields(_GROUPS[piece])
            continue
        name, kind = piece.split(": ", 1)
        required = name.endswith("*")
        name = name.removesuffix("*")
        found[name] = Parameter(name, kind, required)
    return found


def _table() -> dict[str, Method]:
    table = {}
    for heading, fields in _METHODS.items():
        name, returns = heading.split(" -> ")
        table[name] = Method(name, returns, parse_fields(fields))
    return table


METHODS: dict[str, Method] = _table()
# Telegram does not look at the case of a method's name.
BY_LOWER_NAME: dict[str, Method] = {name.lower(): method for name, method in METHODS.items()}

# Known to Telegram, not played: a value other than none or false is refused, never ignored.
NOT_PLAYED = frozenset(
    {
        "business_connection_id", "direct_messages_topic_id", "ephemeral_message_parameters",
        "allow_paid_broadcast", "message_effect_id", "suggested_post_parameters", "live_period",
        "heading", "proximity_alert_radius", "inline_message_id", "rich_message",
        "explanation_media", "country_codes", "members_only",
        "allow_adding_options", "video_start_timestamp",
    }
)  # fmt: skip
