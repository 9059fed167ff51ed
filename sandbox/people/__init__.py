"""What people do in their chats, and what they see there."""
