"""What the page says of itself."""

FOREIGN = "此接口仅供本机演示页面使用。"
GONE = "这条消息已不在会话中。"
NO_ANSWER = "机器人暂未响应这个按钮。"
NO_CLOCK = "本次演示没有可调的时钟。"
NOTHING_AHEAD = "近期没有待发的提醒。"
FAILED = "未能完成，请稍后再试。"
KNOWN = {GONE, NO_CLOCK, NOTHING_AHEAD}

_REFUSED = {
    "IMAGE_PROCESS_FAILED": "这不是可用的图片，请改用文件发送。",
    "PHOTO_INVALID_DIMENSIONS": "图片过大或过于细长，请改用文件发送。",
    "too big": "文件过大，无法发送。",
    "non-empty": "文件是空的，无法发送。",
}


def refused(description: str) -> str:
    """A refusal of a person's own act, in one plain sentence."""
    return next((said for mark, said in _REFUSED.items() if mark in description), FAILED)
