"""Which function plays which method; one that is missing here fails at start."""

from collections.abc import Callable
from typing import Any

from sandbox.play import answers, chats, editing, fetching, media, polls, profile, sending
from sandbox.play.call import Call

Player = Callable[[Call], Any]

# getUpdates waits, so it is played by fetching.Pollers.
PLAYERS: dict[str, Player] = {
    "getMe": chats.get_me,
    "setWebhook": fetching.set_webhook,
    "deleteWebhook": fetching.delete_webhook,
    "getWebhookInfo": fetching.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "sendVoice": media.send_voice,
    "sendMediaGroup": media.send_media_group,
    "sendLocation": sending.send_location,
    "sendContact": sending.send_contact,
    "sendPoll": polls.send_poll,
    "stopPoll": polls.stop_poll,
    "sendChatAction": sending.send_chat_action,
    "forwardMessage": sending.forward_message,
    "copyMessage": media.copy_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": answers.answer_callback_query,
    "answerWebAppQuery": answers.answer_web_app_query,
    "getFile": media.get_file,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatAdministrators": chats.get_chat_administrators,
    "leaveChat": chats.leave_chat,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "unpinAllChatMessages": editing.unpin_all_chat_messages,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
}
