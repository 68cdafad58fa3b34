"""Units by the names people use: one name resolved, or every mention in a running text found."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.plan.lines import squeeze
from bot.plan.model import Plan, Unit
from bot.plan.naming import derive_place

_EVERYDAY = frozenset(
    """教育 科技 体育 卫生 文化 旅游 财政 交通 农业 农业农村 应急 医保 烟草 烟草专卖 统计 司法 政法 宣传 人大
    人大代表 工会 法庭 少年法庭 检察 法律援助 关心下一代 商会 少先队 委员会办公室 市场监管 低保办 福利院
    儿童福利院 公路段 局子""".split()  # noqa: SIM905  # a list of Chinese words reads better so
)
"""Names that are everyday words too: 教育 means its bureau only where something says so (归教育管)."""

_LOOKALIKES: dict[str, tuple[str, str]] = {
    "公安": ("办", "部厅排全置装"),
    "民政": ("人农居惠公国全渔市村", "府策治权党务"),
    "网信": ("联", "息用号任"),
    "人社": ("", "会区团交"),
    "住建": ("", "设造筑议"),
    "文旅": ("", "客行"),
    "工信": ("员职", "息用任念仰访"),
    "市监": ("城都超股集上", "控测视护督狱理"),
    "质监": ("素品水", "测控督护"),
    "药监": ("", "测控护"),
    "工商": ("", "业户银界注登"),
    "发改": ("开", "造进善革变良"),
    "共青团": ("", "员中"),
    "未检": ("", "查测出验"),
    "团委": ("校院系社班级学企", ""),
    "教委": ("宗", ""),
    "经委": ("已曾", ""),
}
"""Short names and the characters before or after them that make another word: 人民政府, 互联网信息."""

_HIGHER = "".join(
    f"(?<!{word})"
    for word in "省 市 州 盟 人民 最高 高级 中级 自治区 全国 国家 上级 中央 企业 基层".split()  # noqa: SIM905
)
_DOES = (
    r"管(?![制理控教护道线])|负责|牵头|配合|承担|部门|系统|机关|单位|这边|那边|口(?![一-龥])"
    r"|有哪|有什么|有多少|要做|该做|应做|的(?:任务|职责|措施|责任)"
)
_END = r"[，,。；;、？?！!\s]|$"


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit named in a text, at code points ``start`` to ``end``."""

    start: int
    end: int
    unit: Unit


class UnitDirectory:
    """The units of a plan, found by printed name, full name or alias, with or without the county.

    Full-width and half-width letters are one. 工商联 and 工商局 are told apart because the longest name
    counts; an organ of the city or above (市公安局, 最高人民法院) is no mention of the county's own.
    """

    def __init__(self, plan: Plan) -> None:
        place = derive_place(plan.issuer, plan.title)
        self._prefix = re.compile(_county_prefix(place))
        self._names: dict[str, Unit] = {}
        for unit in plan.units:
            for name in (unit.name, unit.full_name):
                self._names[_fold(name)] = unit
        for unit in plan.units:
            for name in (unit.name, unit.full_name, *unit.aliases):
                self._names.setdefault(_fold(name), unit)
                self._names.setdefault(self._bare(_fold(name)), unit)
        self._pattern = self._compile(place)

    def names(self) -> Mapping[str, Unit]:
        """Every name that is known, width and case levelled, and whose it is."""
        return self._names

    def resolve(self, text: str) -> Unit | None:
        """The unit that the whole text names, spaces and county prefix (岢岚县, 岢岚, 县) aside, or None."""
        name = _fold(squeeze(text)).strip("“”\"'《》【】[]()：:，,。、；;?!")
        return self._names.get(name) or self._names.get(self._bare(name))

    def find(self, text: str) -> list[Mention]:
        """Every mention in running text, longest names first, none overlapping, in reading order."""
        return [
            Mention(match.start(), match.end(), unit)
            for match in self._pattern.finditer(_fold(text))
            if (unit := self.resolve(match.group())) is not None
        ]

    def _bare(self, name: str) -> str:
        """The name without 中共 and county: 岢岚县公安局, 岢岚公安局 and 县公安局 are all 公安局."""
        match = self._prefix.match(name)
        rest = name[match.end() :] if match else name
        return rest if len(rest) > 1 else name

    def _compile(self, place: str) -> re.Pattern[str]:
        names = sorted((name for name in self._names if len(name) > 1), key=len, reverse=True)
        plain = "|".join(_guarded(name) for name in names if name not in _EVERYDAY)
        everyday = "|".join(re.escape(name) for name in names if name in _EVERYDAY)
        prefix = _county_prefix(place)
        higher = _HIGHER.replace(f"(?<!{place[-1:]})", "")
        patterns = [rf"(?:{prefix}|{higher})(?:{plain})"] if plain else []
        if everyday:
            listed = rf"[和与跟及、](?={prefix}?(?:{plain or everyday}))"
            patterns.append(
                rf"(?:(?<![^，,。；;、？?！!：:\s由归找问让请叫和与跟及给])(?:{everyday})(?={_DOES}|{listed})"
                rf"|(?<=[由归找问让请叫])(?:{everyday})(?={_END}|吗|还是|一起|共同))"
            )
        return re.compile("|".join(patterns) or r"(?!)")


def _county_prefix(place: str) -> str:
    """Regex for what may stand before a county unit's own name."""
    level = place[-1:] or "[县市区旗]"
    own = rf"(?:我们?|咱们?|本|全)?{level}(?!场)"
    stem = rf"|{re.escape(place[:-1])}{level}?" if len(place) > 2 else ""
    return rf"(?:中共)?(?:{re.escape(place)}{stem}|{own})" if place else rf"(?:中共)?(?:{own})"


def _guarded(name: str) -> str:
    before, after = _LOOKALIKES.get(name, ("", ""))
    if name.endswith("委"):
        after += "托派屈任"  # 设计委托 is no 计委
    guard = rf"(?<![{before}])" if before else ""
    return guard + re.escape(name) + (rf"(?![{after}])" if after else "")


def _fold(text: str) -> str:
    """Width and case levelled, one character for one, so that places in the text stay what they are."""
    if unicodedata.is_normalized("NFKC", text):
        return text.lower()
    return "".join(
        folded if len(folded := unicodedata.normalize("NFKC", char)) == 1 else char for char in text
    ).lower()
