"""What finds the answers in one plan, each part built when first needed: a second in all."""

from functools import cached_property
from itertools import chain

from bot.ask.answers import PlanAnswers
from bot.ask.bank import Bank
from bot.ask.emergency import told
from bot.ask.finder import Finder
from bot.ask.framing import Framing, frames
from bot.ask.likely import UnitRanker
from bot.ask.pinyin import Reader
from bot.ask.remembered import OUTSIDE
from bot.ask.synonyms import groups
from bot.plan.model import Plan
from bot.plan.numerals import chinese_numeral

_OF_THE_PLAN = 2  # how often the plan's own words count beside those of people who ask
_EVERYDAY = -1  # the label of words that belong to no one measure


class Workings:
    """The parts that questions of one plan need; pure, and shared by all askers of that plan."""

    def __init__(self, plan: Plan, bank: Bank) -> None:
        """Build nothing yet."""
        self._plan = plan
        self._bank = bank
        self.ready = False
        """Whether the parts are built, so that a question takes no more than its own time."""

    @cached_property
    def finder(self) -> Finder:
        """Ranks the measures for a topic."""
        return Finder(self._plan, self._bank)

    @cached_property
    def answers(self) -> PlanAnswers:
        """Puts answers together."""
        return PlanAnswers(self._plan, self.finder, UnitRanker(self._plan, self._bank.first_call))

    @cached_property
    def framing(self) -> Framing:
        """Tells empty words by what the plan and those who ask about anything speak of."""
        plan, bank = self._plan, self._bank
        own = [(m.number, text) for m in plan.measures for text in (m.title, m.text)]
        everyday = [(_EVERYDAY, word) for _, words in groups() for word in words]
        asked = [(asked.measure, asked.text) for asked in bank.asked]
        return Framing(plan.title, [*own, *everyday], [*asked, *((OUTSIDE, text) for text in bank.outside)])

    @cached_property
    def reader(self) -> Reader:
        """Reads pinyin by the words of the plan and of those who ask about it."""
        plan, bank = self._plan, self._bank
        return Reader(
            chain(
                (text for m in plan.measures for text in (m.title, m.text) * _OF_THE_PLAN),
                (text for unit in plan.units for text in (unit.name, *unit.aliases)),
                (asked.text for asked in bank.asked),
                bank.outside,
                (word for _, everyday in groups() for word in everyday),
                told("urgent.txt"),
                frames(),
                (f"第{chinese_numeral(m.number)}条" for m in plan.measures),
                (f"第{chinese_numeral(s.number)}部分" for s in plan.sections),
            )
        )
