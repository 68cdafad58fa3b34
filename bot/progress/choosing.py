"""The office chooses how often something is asked; what that changes can be looked at beforehand."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.plan.model import Plan
from bot.progress import choice_texts as texts
from bot.progress.cadence import CadenceRules, asked_between
from bot.progress.calendar import WorkCalendar
from bot.progress.choices import CadenceChoice, Scope
from bot.progress.dues import chased, kinds_of_obligation
from bot.progress.model import Cycle
from bot.records import Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require

_OPEN_END = timedelta(days=92)  # a quarter shows what any cadence asks


class ChoiceRefused(Refused):
    """A choice of cadence that cannot be made."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a choice changes for the obligations that it changes alike.

    ``units`` and ``obligations`` count them; ``before`` and ``after`` are the cycles that ask each of them
    for a report from the choice's first day to its last, or for a quarter where it has none.
    """

    measures: tuple[int, ...]
    units: int
    obligations: int
    before: tuple[Cycle, ...]
    after: tuple[Cycle, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a choice would change from ``first`` to ``last``; ``reports`` before and after, in all."""

    first: date
    last: date
    changes: tuple[Change, ...]
    reports: tuple[int, int]


def choose_cadence(records: Records, plan: Plan, by: Actor, choice: CadenceChoice) -> CadenceChoice:
    """Store a choice; the same key twice is once. Raises NotAllowed and ChoiceRefused."""
    require(by, Permission.NUDGE)
    kept = records.get(CadenceChoice, choice.key)
    if kept is not None:
        return kept
    check_choice(plan, choice)
    records.put(choice)
    return choice


def check_choice(plan: Plan, choice: CadenceChoice) -> None:
    """Raises ChoiceRefused for a choice about nothing, about the past, or that ends before it begins.

    What has been asked stays as it was: a choice begins on the day on which it is made, or later.
    """
    sections = {section.number for section in plan.sections}
    known = {Scope.PLAN: {0}, Scope.SECTION: sections, Scope.MEASURE: set(plan.by_number)}
    if choice.plan != plan.id or choice.number not in known[choice.scope]:
        raise ChoiceRefused(texts.CHOICE_OF_NOTHING)
    if choice.first < choice.at.date():
        raise ChoiceRefused(texts.CHOICE_IN_THE_PAST)
    if choice.last is not None and choice.last < choice.first:
        raise ChoiceRefused(texts.CHOICE_ENDS_FIRST)


def preview(plan: Plan, rules: CadenceRules, calendar: WorkCalendar, choice: CadenceChoice) -> Preview:
    """What a choice would change beside the rules in force; what it leaves alone is left out."""
    last = choice.last or choice.first + _OPEN_END
    chosen = replace(rules, choices=(*rules.choices, choice))
    bound = chased(plan)
    count = Counter((obligation.measure, obligation.named) for obligation in bound)
    alike: dict[tuple[tuple[Cycle, ...], tuple[Cycle, ...]], list[tuple[int, bool]]] = {}
    for kind in kinds_of_obligation(plan):
        before, after = (
            tuple(asked_between(plan, each, calendar, kind, first=choice.first, last=last))
            for each in (rules, chosen)
        )
        if before != after:
            alike.setdefault((before, after), []).append((kind.measure, kind.named))
    changes = tuple(
        Change(
            measures=tuple(sorted({measure for measure, _ in kinds})),
            units=len({o.unit for o in bound if (o.measure, o.named) in kinds}),
            obligations=sum(count[kind] for kind in kinds),
            before=before,
            after=after,
        )
        for (before, after), kinds in alike.items()
    )
    fewer_or_more = (
        sum(change.obligations * len(change.before) for change in changes),
        sum(change.obligations * len(change.after) for change in changes),
    )
    return Preview(choice.first, last, changes, fewer_or_more)


def preview_text(found: Preview, choice: CadenceChoice, plan: Plan) -> str:
    """A preview for the office: what is chosen, and what is asked of how many before and after."""
    lines = [texts.choice_label(choice, plan)]
    if not found.changes:
        return "\n".join([*lines, texts.NOTHING_CHANGES])
    for change in found.changes:
        numbers = "、".join(map(str, change.measures))
        lines.append(
            f"措施{numbers}（{change.units}家单位{change.obligations}项）："
            f"由{texts.cycles_said(change.before)}改为{texts.cycles_said(change.after)}"
        )
    span = f"{found.first.month}月{found.first.day}日至{found.last.month}月{found.last.day}日"
    lines.append(f"{span}应报由{found.reports[0]}项次变为{found.reports[1]}项次。")
    return "\n".join(lines)
