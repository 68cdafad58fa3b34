"""What this room says to people, in one place."""

import html
from collections.abc import Iterable

_TAKEN = "可报送照片（JPG、PNG）、PDF、Word、Excel、PPT（docx、xlsx、pptx）和录音、短视频（MP4）"

UNKNOWN = f"这种类型的文件不接收。{_TAKEN}。"
EMPTY = "文件是空的，请检查后重新发送。"
DAMAGED = "文件不完整或内容与类型不符，无法打开。请检查后重新发送。"
OLD_OFFICE = "旧版（doc、xls、ppt、wps）或加密的文件不接收。请另存为 docx、xlsx、pptx 或 PDF 后发送。"
OTHER_PICTURE = "这种图片格式不接收。请转为 JPG 或 PNG，或直接以照片方式发送。"
PHONE_PICTURE = "这种手机图片格式（HEIC）不接收。请直接以照片方式发送，手机会自动转换。"
PHONE_FILM = "这种视频格式不接收。请直接以视频方式发送，或转为 MP4。"
ARCHIVE = "压缩包不接收。请解压后逐个发送。"
MACROS = "带宏的文件不接收。请另存为不带宏的 docx、xlsx 或 pptx 后发送。"
EMBEDDED = "文件中嵌有其他文件或程序，不接收。请另存为 PDF 后发送。"
LOCKED = "文件有密码保护，不接收。请取消密码后重新发送。"
TOO_LARGE_INSIDE = "文件展开后过大，不接收。请精简后发送。"
TOO_MANY_PIXELS = "图片过大，不接收。请压缩后发送，或直接以照片方式发送。"
HIDDEN_TRACKS = "视频中带有位置等附加数据，不接收。请直接以视频方式重新发送，手机会自动转换。"

LOST = "文件未能从 Telegram 取回，烦请重新发送。"
ERASED_BEFORE = "这个文件此前已依法删除，不再接收。"
REPORT_STANDS = "已报送的汇报不受影响；如需补充佐证，烦请随下一次汇报发送。"
NO_ROOM = "附件已收到，但系统存储暂时已满，未能保存。管理员已收到通知，恢复后会自动补存，暂不需要重新发送。"
NO_ROOM_ALERT = "磁盘空间不足，附件暂不能保存，每分钟会再试：请清理磁盘。"


def not_taken(name: str, reason: str) -> str:
    """A file was not kept; HTML."""
    return f"附件“{html.escape(name, quote=False)}”未能收下：{html.escape(reason, quote=False)}"


def no_pictures(measures: Iterable[int]) -> str:
    """Judicial measures take no pictures, whatever they are called."""
    return f"第{'、'.join(map(str, measures))}条涉及司法保护，不接收照片和视频，请以文字报送总体情况。"
