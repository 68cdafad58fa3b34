"""What this room says to people, in one place."""

import re
from collections import Counter
from collections.abc import Iterable

from bot.patterns import late
from bot.privacy.model import Found, Kind

KIND_NAMES = {
    Kind.NAME: "姓名",
    Kind.ID_NUMBER: "身份证号",
    Kind.STUDENT_NUMBER: "学籍号",
    Kind.DOCUMENT_NUMBER: "证件号",
    Kind.PASSPORT: "护照号",
    Kind.BANK_CARD: "银行卡号",
    Kind.PHONE: "电话",
    Kind.QQ: "QQ号",
    Kind.WECHAT: "微信号",
    Kind.EMAIL: "邮箱",
    Kind.PLATE: "车牌号",
    Kind.BIRTH_DATE: "出生日期",
    Kind.SCHOOL_CLASS: "班级",
    Kind.ADDRESS: "住址",
}
MASKS = {kind: f"［{name}已隐去］" for kind, name in KIND_NAMES.items()}
MASK = late("［(" + "|".join(map(re.escape, KIND_NAMES.values())) + ")已隐去］")
"""One mask as it stands in a text; its group is the kind's name."""

NOT_JSON = '每行应为一个 JSON 对象：{"text": …}。'
PICTURE_REMINDER = (
    "温馨提示：照片中儿童的面部，以及纸张、屏幕、锦旗、名册上的姓名和证件号码，同样属于个人信息。"
    "请确认画面中没有可以识别出未成年人的内容，必要时遮挡后重新发送。"
)


def explain(found: Iterable[Found]) -> str:
    """Tell the sender kindly what was masked and why; empty when nothing was."""
    counts = Counter(each.type for each in found)
    if not counts:
        return ""
    listed = "、".join(f"{KIND_NAMES[kind]}{counts[kind]}处" for kind in Kind if counts[kind])
    return (
        f"您的消息中有个人信息，已在保存前隐去：{listed}。"
        "《中华人民共和国未成年人保护法》第四条、第七十二条要求保护未成年人的隐私权和个人信息，"
        "涉及案件的，第一百零三条规定不得披露可能识别出其身份的信息；"
        "《中华人民共和国个人信息保护法》第三十一条对不满十四周岁未成年人的个人信息另有专门要求。"
        "今后汇报只写人数和工作情况即可，感谢您的配合。"
    )
