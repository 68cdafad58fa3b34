"""What a reminder looks like in chat: its text, and a button for everything that may be done about it."""

from collections.abc import Iterable
from datetime import datetime

from bot.chat.message import Button, Message, Rows, columns, plain, unit_code
from bot.chat.report_pages import nothing_new
from bot.chat.services import Services
from bot.outgoing import Letter
from bot.plan.model import Plan
from bot.reminders.later import Choice
from bot.reminders.model import Line, Reminder
from bot.reminders.stages import Audience
from bot.reminders.texts import ASK_WHEN

_SHOWN = 24  # buttons for single measures in one reminder; more would not fit a phone
_NOTHING_NEW = "本期无新进展"


def reminder_page(reminder: Reminder, told_at: datetime, services: Services) -> Message:
    """The reminder with a button for each report that it asks of the reader's own units.

    ``told_at`` is when its marks were stored, by which its buttons find them again.
    """
    stamp, rows = int(told_at.timestamp()), report_rows(reminder.lines, services.plan)
    first = Button("稍后提醒", f"rl:{stamp}") if rows else Button("催办", "nu:a:")  # the office's list
    last = [first, Button("为何收到", f"ry:{stamp}")]
    return plain(reminder.text, (*rows, tuple(last)))


def report_rows(lines: Iterable[Line], plan: Plan) -> Rows:
    """A button for each report that the lines ask of the reader's own units in this plan."""
    asked: dict[str, list[int]] = {}
    for line in lines:
        if line.stage.audience is Audience.LIAISON and line.plan == plan.id:
            asked.setdefault(line.unit, []).extend(line.measures)
    several = len(asked) > 1
    buttons = [
        Button(f"{unit.removeprefix('县') if several else ''}报第{number}条", f"r:{unit_code(unit)}:{number}")
        for unit, numbers in asked.items()
        for number in sorted(set(numbers))
    ]
    at_once = [row for unit, numbers in asked.items() for row in _nil(unit, sorted(set(numbers)), several)]
    return (*columns(buttons[:_SHOWN], 2 if several else 3), *at_once)


def later_page(found: list[Choice], stamp: int) -> Message:
    """Asks when the reminder of that stamp is to come again."""
    return plain(ASK_WHEN, tuple((Button(one.label, f"rl:{stamp}:{one.name}"),) for one in found))


def letter(person: int, page: Message) -> Letter:
    """The page as it goes into the store and the outbox."""
    return Letter(person, page.html, page_rows(page))


def page_rows(page: Message) -> tuple[tuple[tuple[str, str], ...], ...]:
    """A page's buttons as plain data."""
    return tuple(tuple((button.label, button.data) for button in row) for row in page.rows)


def _nil(unit: str, numbers: list[int], several: bool) -> Rows:
    if len(numbers) == 1 and not several:
        return ((Button(_NOTHING_NEW, f"n:{unit_code(unit)}:{numbers[0]}"),),)
    return nothing_new(unit, numbers, several=several)
