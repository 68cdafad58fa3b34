"""What the first typed words of a run wait for: patterns, which are compiled at their first use.

It takes half a second and more, and is done beside the event loop, which has to send and receive.
"""

from bot.collector import spare_the_collector
from bot.plan.model import Plan
from bot.privacy import redact
from bot.progress.answers import assents, leaves, waits, wrong
from bot.progress.dictated import flatten
from bot.progress.mentions import find_mentions
from bot.progress.values import only_value, value_in
from bot.progress.wishes import measures_wished, wants_to_report
from bot.progress.wording import read

_LIKE_ANY = "第{number}条已完成80%，检查3次，其余的下周再报，就这样吧"


def read_once(plan: Plan) -> None:
    """Read a sentence as any that is typed is read, and keep nothing of it."""
    words = _LIKE_ANY.format(number=plan.measures[0].number)
    flat = flatten(words)
    redact(words)
    find_mentions(flat, {measure.number for measure in plan.measures})
    read(flat)
    for look in (assents, leaves, waits, wrong, only_value, value_in, measures_wished, wants_to_report):
        look(words)
    spare_the_collector()
