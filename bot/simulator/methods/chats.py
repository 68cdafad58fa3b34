"""What the bot may know of chats and their members."""

from bot.simulator.context import Context
from bot.simulator.errors import bad_request
from bot.simulator.methods.target import known
from bot.simulator.params import Params
from bot.simulator.world import Json

_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)


def get_chat(context: Context, params: Params) -> Json:
    """A ChatFullInfo."""
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return known(context, params).json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def get_chat_member(context: Context, params: Params) -> Json:
    """A ChatMember."""
    chat = known(context, params)
    user = context.world.users.get(params.integer("user_id"))
    if user is None:
        raise bad_request("user not found")
    inside = user.id in chat.members or (chat.private and user.id in {chat.id, context.world.bot.id})
    status = "member" if inside else "left"
    if user.id in chat.admins:
        return {"user": user.json(), "status": "administrator"} | dict.fromkeys(_RIGHTS, True)
    return {"user": user.json(), "status": status}
