"""What a draft's card shows: the question it has come to, and its answers as buttons."""

from collections.abc import Iterator, Sequence

from bot.chat import report_texts as say
from bot.chat.message import TEXT_LIMIT, Button, Message, Rows, columns, headed, length, plain, unit_code
from bot.chat.reading import Reading
from bot.chat.services import Services
from bot.progress.items import PERCENT_ASKED, item_name
from bot.progress.ledger import Ledger
from bot.progress.model import STATUS_NAMES, Draft, DraftItem, Obligation, Period
from bot.progress.steps import STATUS_CHOICES, Step
from bot.progress.unplaced import is_unplaced

_PERCENTS = (10, 25, 50, 75, 90, 100)
_DATA_BYTES = 64  # what a button holds (Bot API, InlineKeyboardButton)
_LABEL = 20  # characters that fit a button on a phone
_CLIPS = (2000, 600, 200, 60)  # how much of each text a card shows, the first that fits one message
_MOST_DOUBTS = 3  # items whose doubts a card asks about at once


def nothing_new(unit: str, numbers: Sequence[int], *, several: bool) -> Rows:
    """A row with one button that says of all these measures of the unit that nothing is new.

    It reports them at once. No row where one measure is asked, or where the list is too long for a
    button; ``several`` tells units apart.
    """
    data = f"n:{unit_code(unit)}:{','.join(map(str, numbers))}"
    if len(numbers) < 2 or len(data) > _DATA_BYTES:
        return ()
    return ((Button(say.nothing_new(unit if several else ""), data),),)


class ReportPages:
    """Pages of one draft, from the plan and the record."""

    def __init__(self, services: Services, reading: Reading) -> None:
        """Keep what is needed to look things up."""
        self._services = services
        self._reading = reading

    def draft(self, draft: Draft) -> Message:
        """What the draft asks next, with the answers as buttons."""
        buttons = _Buttons(draft)
        if draft.held:
            return self._held(draft, buttons)
        head = say.draft_head(draft, self._services.plan) if draft.unit else ""
        match Step(draft.step):
            case Step.UNIT:
                units = ((buttons.make(u, "u", unit_code(u)),) for u in self.units(draft))
                return plain(say.choose_unit(draft), (*units, (buttons.leave,)))
            case Step.MEASURE:
                return self._measures(draft, buttons)
            case Step.STATUS:
                choices = [buttons.make(STATUS_NAMES[s], "s", s) for s in STATUS_CHOICES]
                if self._said_before(draft):
                    choices.append(buttons.make("同上期", "same"))
                return headed(f"{head}\n\n{say.CHOOSE_STATUS}", (*columns(choices, 2), (buttons.leave,)))
            case Step.PERCENT:
                percents = columns((buttons.make(f"{p}%", "p", p) for p in _PERCENTS), 3)
                skip = (buttons.make("跳过", "p"), buttons.leave)
                return headed(f"{head}\n\n{say.ASK_PERCENT}", (*percents, skip))
            case Step.TEXT:
                files = say.files(draft.attachments)
                asked = "\n".join([say.ask_text(draft), say.KEEP_IT_PUBLIC, *([files] if files else [])])
                enough = (buttons.make("不再补充", "t"), buttons.leave)
                return headed(f"{head}\n\n{asked}", (enough,))
            case Step.READY:
                return self._card(draft, buttons)

    def changes(self, draft: Draft, place: int | None) -> Message:
        """What may be changed on a card (修改): which item, then what of it."""
        buttons, plan = _Buttons(draft), self._services.plan
        back = buttons.make("返回", "b")
        if place is None and len(draft.items) > 1:
            titles = ((f"第{i.measure}条 {plan.by_number[i.measure].title}"[:_LABEL], i) for i in draft.items)
            rows = ((buttons.make(title, "c", item_name(item)),) for title, item in titles)
            return plain(say.CHANGE_WHICH, (*rows, (back,)))
        item = draft.items[place or 0]
        at = item_name(item)
        what = [buttons.make("改状态", "e", f"{at}.{Step.STATUS}")]
        if item.status in PERCENT_ASKED:
            what.append(buttons.make("改比例", "e", f"{at}.{Step.PERCENT}"))
        what.append(buttons.make("改内容", "e", f"{at}.{Step.TEXT}"))
        what.append(buttons.make("换一条措施", "e", f"{at}.{Step.MEASURE}"))
        late = item.period is Period.PREVIOUS
        what.append(buttons.make("改为本期" if late else "改为上一期（补报）", "pc" if late else "pp", at))
        if len(draft.items) > 1:
            what.append(buttons.make("去掉这一条", "x", at))
        return headed(say.change_what(item, plan), (*columns(what, 2), (back,)))

    def listed(self, draft: Draft) -> tuple[int, ...]:
        """The measures that the draft's page lists to choose from; none where it asks something else.

        Those waited for come first, and of them what the plan gives the unit by name.
        """
        if draft.step == Step.READY and len(draft.items) == 1:
            return draft.listed  # 不是第一个，是第二个
        if draft.step != Step.MEASURE or draft.held:
            return ()
        if draft.listed:
            return draft.listed
        waiting, owned = self._waiting(draft), self._services.plan.owned_by(draft.unit)
        others = [measure.number for measure, _ in owned if measure.number not in waiting]
        named = {measure.number for measure, by_name in owned if by_name}
        return (*sorted(waiting, key=lambda number: number not in named), *others)

    def units(self, draft: Draft) -> list[str]:
        """The person's units that all the draft's measures bind."""
        plan = self._services.plan
        own = self._services.actor(draft.person).own_units
        bound = [{measure.number for measure, _ in plan.owned_by(unit)} for unit in own]
        wanted = {item.measure for item in draft.items}
        return [unit for unit, numbers in zip(own, bound, strict=True) if wanted <= numbers]

    def _card(self, draft: Draft, buttons: "_Buttons") -> Message:
        plan = self._services.plan
        doubts = list(self._doubts(draft, buttons))
        asked = [question for question, _ in doubts]
        cards = (say.card(draft, plan, clip, asked) for clip in _CLIPS)
        card = next((text for text in cards if length(text) <= TEXT_LIMIT), say.card_of_many(draft, asked))
        rows = [row for _, rows in doubts for row in rows]
        confirm = (buttons.make("确认报送", "ok"),)
        return headed(card, (*rows, confirm, (buttons.make("修改", "c"), buttons.leave)))

    def _doubts(self, draft: Draft, buttons: "_Buttons") -> Iterator[tuple[str, Rows]]:
        """What the card asks besides, each with its answers."""
        plan, several = self._services.plan, len(draft.items) > 1
        unsure = [(item_name(item), item) for item in draft.items if item.rivals or item.maybe_part]
        for place, item in unsure[:_MOST_DOUBTS]:
            about = f"第{item.measure}条" if several else ""
            if item.rivals:
                choices = (
                    (buttons.make(f"第{n}条 {plan.by_number[n].title}"[:_LABEL], "v", f"{place}.{n}"),)
                    for n in (item.measure, *item.rivals)
                )
                yield say.doubt_measure(item), tuple(choices)
            if item.maybe_part:
                whole = buttons.make(f"{about}整条完成", "w", place)
                yield say.doubt_part(item), ((whole, buttons.make(f"{about}只完成一项", "h", place)),)
        if late := [item.measure for item in draft.items if item.maybe_previous]:
            row = (buttons.make("报上一期（补报）", "y"), buttons.make("报本期", "z"))
            yield say.doubt_period(late), (row,)

    def _measures(self, draft: Draft, buttons: "_Buttons") -> Message:
        plan = self._services.plan
        waiting, listed = self._waiting(draft), self.listed(draft)
        titles = {n: f"第{n}条 {plan.by_number[n].title}"[:_LABEL] for n in listed}
        marks = {n: "" if n in waiting else say.REPORTED_MARK for n in titles}
        if is_unplaced(draft) or plan.by_unit[draft.unit].office or draft.period is Period.PREVIOUS:
            marks = dict.fromkeys(titles, "")
        rows = [(buttons.make(title + marks[n], "m", n),) for n, title in titles.items()]
        if draft.listed and draft.words and len(draft.listed) > 1:
            rows.append((buttons.make(say.ALL_OF_THEM, "mm"),))
        asked = say.which_is_meant(draft) if is_unplaced(draft) else say.choose_measure(draft, len(waiting))
        return headed(asked, (*rows, (buttons.leave,)))

    def _held(self, draft: Draft, buttons: "_Buttons") -> Message:
        rows = ((buttons.make("接着填那份", "j"),), (buttons.make("另报一份", "g"),), (buttons.leave,))
        return plain(say.whose_words(draft), rows)

    def _waiting(self, draft: Draft) -> list[int]:
        late = draft.period is Period.PREVIOUS
        return self._reading.missed_numbers(draft.unit) if late else self._reading.owed_numbers(draft.unit)

    def _said_before(self, draft: Draft) -> bool:
        ledger = Ledger(self._services.store.read, self._services.plan, units=[draft.unit])
        return bool(draft.items) and all(_said(ledger, draft.unit, item) for item in draft.items)


def _said(ledger: Ledger, unit: str, item: DraftItem) -> bool:
    return ledger.latest(Obligation(item.measure, unit)) is not None


class _Buttons:
    """Buttons that name the draft they belong to, so that a later one is safe from them."""

    def __init__(self, draft: Draft) -> None:
        self._update = draft.origin.rpartition(":")[2]
        self.leave = self.make("取消", "no")

    def make(self, label: str, action: str, value: object = "") -> Button:
        return Button(label, f"d:{action}:{self._update}:{value}")
