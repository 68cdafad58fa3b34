"""Children's cases: what of a judicial measure's report others than its own unit may see."""

from dataclasses import replace

from bot.patterns import late
from bot.plan.model import Plan
from bot.progress.model import Report
from bot.progress.reports import judicial_measures
from bot.progress.texts import FEW

_FEW = late(
    r"(?<![\d.第一二三四五六七八九十百千两])[1-4一二两三四](?=\s*(?:余|多)?\s*(?:起|件|人|名|例|案|宗|户|个|对|位|份|次)(?!月|季|年|方面|项))"
)


def for_others(plan: Plan, report: Report) -> Report:
    """A report as others than its unit read it: of judicial measures, counts under 5 as 少于5.

    So small a count can point to a child (DESIGN.md, decision 7).
    """
    if report.measure not in judicial_measures(plan):
        return report
    return replace(report, text=_FEW.sub(FEW, report.text))
