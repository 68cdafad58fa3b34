"""What the chat says around the digest: drafts, the first paragraph, issuing."""

from bot.digest.model import Digest
from bot.digest.stored import Issued
from bot.digest.texts import day

DRAFT = "（拟稿，尚未签发）"
NEW_LEAD = "导语已更新，见上。签发前仍可修改。"
CHANGED_SINCE = "刚才又有进展报来，数字已更新，烦请再核对一遍。"
ASK_LEAD = "请发送新的导语（一段文字，30分钟内有效），发送“取消”可放弃。现为："


def issued_line(issued: Issued) -> str:
    """The last line under an issued digest."""
    return (
        f"第{issued.number}期（总第{issued.serial}期）已于{day(issued.at.date())}由{issued.by}签发，"
        f"内容不再更改。校验码 {issued.checksum[:8]}"
    )


def numbered(year: int, number: int, serial: int) -> str:
    """2022年第3期（总第30期）."""
    return f"{year}年第{number}期（总第{serial}期）"


def confirm(digest: Digest, number: str, lead: str, doubts: str) -> str:
    """Asked before the week is issued."""
    silent = digest.silent_units
    named = f"\n逾期尚未收到进展的单位{len(silent)}家，将列出全部名单。" if silent else ""
    early = "\n本周尚未结束，签发后报来的进展列入下一期。" if digest.moment.date() < digest.last else ""
    looked = f"\n{doubts}" if doubts else ""
    return (
        f"签发为{number}？\n导语：{lead}{looked}{named}{early}\n"
        "签发后内容固定，不能再改；之后的变动在下一期以“更正”列出。"
    )
