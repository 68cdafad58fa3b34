"""What a draft's card shows: the question it has come to, its answers as buttons, and 收悉 at the end."""

from collections.abc import Sequence

from bot.chat import report_texts as say
from bot.chat.message import TEXT_LIMIT, Button, Message, Rows, columns, headed, length, plain, unit_code
from bot.chat.services import Services
from bot.progress.cadence import cycle_by_id, cycle_label
from bot.progress.drafts import Step
from bot.progress.dues import owed
from bot.progress.model import STATUS_NAMES, Draft, Report, Status

_PERCENTS = (10, 25, 50, 75, 90, 100)
_STATUS_CHOICES = (Status.IN_PROGRESS, Status.DONE, Status.BLOCKED, Status.NOT_STARTED, Status.NIL)
_DATA_BYTES = 64  # what a button holds (Bot API, InlineKeyboardButton)
_LABEL = 20  # characters that fit a button on a phone
_CLIPS = (2000, 600, 200, 60)  # how much of each text a card shows, the first that fits one message


def nothing_new(unit: str, numbers: Sequence[int], *, several: bool) -> Rows:
    """A row with one button that says of all these measures of the unit that nothing is new.

    It opens the card, to be confirmed. No row where one measure is asked, or where the list is too long
    for a button; ``several`` tells units apart.
    """
    data = f"n:{unit_code(unit)}:{','.join(map(str, numbers))}"
    if len(numbers) < 2 or len(data) > _DATA_BYTES:
        return ()
    return ((Button(say.nothing_new(unit if several else ""), data),),)


class ReportPages:
    """Pages of one draft, from the plan and the record."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look things up."""
        self._services = services

    def draft(self, draft: Draft) -> Message:
        """What the draft asks next, with the answers as buttons."""
        buttons = _Buttons(draft)
        head = say.draft_head(draft, self._services.plan) if draft.unit else ""
        match Step(draft.step):
            case Step.UNIT:
                units = ((buttons.make(u, "u", unit_code(u)),) for u in self._units(draft))
                return plain(say.CHOOSE_UNIT, (*units, (buttons.leave,)))
            case Step.MEASURE:
                return self._measures(draft, buttons)
            case Step.STATUS:
                choices = columns((buttons.make(STATUS_NAMES[s], "s", s) for s in _STATUS_CHOICES), 2)
                return headed(f"{head}\n\n{say.CHOOSE_STATUS}", (*choices, (buttons.leave,)))
            case Step.PERCENT:
                choices = columns((buttons.make(f"{p}%", "p", p) for p in _PERCENTS), 3)
                skip = (buttons.make("跳过", "p"), buttons.leave)
                return headed(f"{head}\n\n{say.ASK_PERCENT}", (*choices, skip))
            case Step.TEXT:
                files = say.files(draft.attachments)
                asked = "\n".join([say.ASK_TEXT, say.KEEP_IT_PUBLIC, *([files] if files else [])])
                enough = (buttons.make("不再补充", "t"), buttons.leave)
                return headed(f"{head}\n\n{asked}", (enough,))
            case Step.READY:
                return self._card(draft, buttons)

    def thanks(self, reports: Sequence[Report]) -> Message:
        """After a report was stored; with a way on to what the unit still owes."""
        services, unit = self._services, reports[0].unit
        cycle = cycle_by_id(reports[0].cycle, services.calendar, services.rules)
        label = cycle_label(cycle, services.clock().date())
        left = self.owed_numbers(unit)
        rows: Rows = ((Button("继续汇报", f"r:{unit_code(unit)}:{left[0]}"),),) if left else ()
        return plain(say.thanks(reports, len(left), label), rows)

    def owed_numbers(self, unit: str) -> list[int]:
        """The measures that the open cycles still wait for, of one unit."""
        s = self._services
        found = owed(s.store.read, s.plan, s.rules, s.calendar, s.clock(), units=[unit])
        return [due.obligation.measure for due in found]

    def _card(self, draft: Draft, buttons: "_Buttons") -> Message:
        cards = (say.card(draft, self._services.plan, clip) for clip in _CLIPS)
        card = next((text for text in cards if length(text) <= TEXT_LIMIT), say.card_of_many(draft))
        edits = [buttons.make("改状态", "e", Step.STATUS), buttons.make("改内容", "e", Step.TEXT)]
        several = len(draft.items) > 1  # one answer for all would overwrite what was said of each
        return headed(card, ((buttons.make("确认报送", "ok"),), (*([] if several else edits), buttons.leave)))

    def _units(self, draft: Draft) -> list[str]:
        plan = self._services.plan
        own = self._services.actor(draft.person).own_units
        bound = [{measure.number for measure, _ in plan.owned_by(unit)} for unit in own]
        wanted = {item.measure for item in draft.items}
        return [unit for unit, numbers in zip(own, bound, strict=True) if wanted <= numbers]

    def _measures(self, draft: Draft, buttons: "_Buttons") -> Message:
        plan = self._services.plan
        waiting = self.owed_numbers(draft.unit)
        others = [m.number for m, _ in plan.owned_by(draft.unit) if m.number not in waiting]
        titles = {n: f"第{n}条 {plan.by_number[n].title}"[:_LABEL] for n in (*waiting, *others)}
        marks = {n: "" if n in waiting else say.REPORTED_MARK for n in titles}
        if plan.by_unit[draft.unit].office:
            marks = dict.fromkeys(titles, "")
        rows = [(buttons.make(title + marks[n], "m", n),) for n, title in titles.items()]
        return headed(say.choose_measure(draft, len(waiting)), (*rows, (buttons.leave,)))


class _Buttons:
    """Buttons that name the draft they belong to, so that a later one is safe from them."""

    def __init__(self, draft: Draft) -> None:
        self._update = draft.origin.rpartition(":")[2]
        self.leave = self.make("取消", "no")

    def make(self, label: str, action: str, value: object = "") -> Button:
        return Button(label, f"d:{action}:{self._update}:{value}")
