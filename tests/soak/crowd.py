"""Three hundred people in the simulator who ask and report, and know what they were answered and when."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.clock import SHANGHAI
from bot.plan.loader import find_plan, load_plan
from bot.plan.model import Plan
from bot.records import Records
from bot.roster.model import Role, Seat
from bot.settings import bundled
from bot.simulator import Person, Seen, Simulator
from bot.simulator.world import Event
from bot.store import TinyStore

ASKERS, LIAISONS = 240, 60
_FIRST_ID = 5000
REMINDER = "县未保办提醒"  # those who owe reports are reminded meanwhile


def kelan() -> Plan:
    return load_plan(find_plan("kelan-2022", (bundled("plan_data"),)))


def liaisons(plan: Plan, count: int) -> list[tuple[int, str, int]]:
    """``count`` people with a unit each and one of the measures that the unit owes."""
    owed = [(unit.name, measure.number) for unit in plan.units for measure, _ in plan.owned_by(unit.name)]
    step = len(owed) / count
    return [(_FIRST_ID + n, *owed[int(n * step)]) for n in range(count)]


def seat(folder: Path, plan: Plan, people: list[tuple[int, str, int]]) -> None:
    """Give the people their seats before the first start, as if they had been invited long ago."""
    at = datetime(2022, 7, 1, 9, tzinfo=SHANGHAI)
    seats = [
        Seat(
            f"{plan.id}:liaison:{unit}:{person}",
            plan.id,
            unit,
            Role.LIAISON,
            person,
            f"联络员{person}",
            at,
            "1001",
        )
        for person, unit, _ in people
    ]

    def sit(records: Records) -> None:
        for one in seats:
            records.put(one)

    store = TinyStore.open(folder)
    try:
        store.transact_now(sit)
    finally:
        store.close_now()


@dataclass
class Act:
    """Something one person wants of the bot: an answer, or a report taken."""

    person: Person
    words: str  # that show in the answer, and in no other answer to this person for a long time
    answers: list[int] = field(default_factory=list)  # in which run of the bot each new message came
    measure: int = 0
    cards: set[int] = field(default_factory=set)
    finished: bool = False

    def is_meant_by(self, seen: Seen) -> bool:
        if self.measure:
            return self.words in seen.text or seen.message_id in self.cards
        return seen.text.startswith(self.words)


class Crowd:
    """Everyone has one act under way at most; ``rise`` gives a new one to whoever has none.

    ``run`` counts the bot's starts, so that each repeated message can be laid at the kill before it.
    """

    def __init__(self, simulator: Simulator, plan: Plan, seed: int) -> None:
        self._chance = random.Random(seed)
        self._simulator = simulator
        self._measures = len(plan.measures)
        self.people = liaisons(plan, LIAISONS)
        self._owed = {person: measure for person, _, measure in self.people}
        ids = [*self._owed, *range(_FIRST_ID + LIAISONS, _FIRST_ID + LIAISONS + ASKERS)]
        self._persons = [simulator.person(one) for one in ids]
        self.acts: dict[int, list[Act]] = {one: [] for one in ids}
        self.reminders: dict[tuple[int, str], list[int]] = {}
        self.strays: list[str] = []
        self.run = 0
        self._unpressed: list[tuple[Act, Seen]] = []
        simulator.world.listen(self._sees)

    async def rise(self) -> int:
        """Whoever waits for nothing acts; returns how many acts are under way then."""
        self.press_on()
        self._chance.shuffle(self._persons)
        for person in self._persons:
            acts = self.acts[person.id]
            if acts and not acts[-1].finished:
                continue
            if measure := self._owed.get(person.id):
                words = f"已检查{person.id}次又{len(acts)}次"
                acts.append(Act(person, words, measure=measure))
                await person.send(f"第{measure}条 推进中，{words}")
            else:
                number = len(acts) % self._measures + 1
                acts.append(Act(person, f"第{number}条"))
                await person.send(f"第{number}条")
        return sum(not acts[-1].finished for acts in self.acts.values())

    def press_on(self) -> None:
        """Those who hesitated over their card press now."""
        waiting, self._unpressed = self._unpressed, []
        for act, card in waiting:
            self._press(act, card)

    @property
    def waiting(self) -> list[Act]:
        """Acts that are not finished."""
        return [acts[-1] for acts in self.acts.values() if acts and not acts[-1].finished]

    @property
    def reported(self) -> list[Act]:
        """Reports that the bot says it has."""
        return [act for acts in self.acts.values() for act in acts if act.measure and act.finished]

    def repeats(self) -> Counter[tuple[int, int]]:
        """Messages that came once more than wanted, by (run in which they came, chat)."""
        answers = [(act.person.id, act.answers) for acts in self.acts.values() for act in acts]
        reminders = [(chat, runs) for (chat, _), runs in self.reminders.items()]
        return Counter((run, chat) for chat, runs in answers + reminders for run in runs[1:])

    def _sees(self, event: Event) -> None:
        if not event.by_bot or event.message is None or event.kind not in {"message", "edit"}:
            return
        seen = Seen(self._simulator.world, event.message, event.data, event.kind == "edit")
        acts = self.acts.get(event.chat_id, [])
        act = next((one for one in reversed(acts) if one.is_meant_by(seen)), None)
        if act is None and REMINDER in seen.text:
            self.reminders.setdefault((event.chat_id, seen.text), []).append(self.run)
            return
        if act is None:
            self.strays.append(seen.text)
            return
        if event.kind == "message":
            act.answers.append(self.run)
        if not act.measure or "收悉" in seen.text:
            act.finished = True
        elif seen.has_button("确认报送") and seen.message_id not in act.cards:
            act.cards.add(seen.message_id)
            if len(act.cards) == 1:
                self._press_some_time(act, seen)

    def _press_some_time(self, act: Act, card: Seen) -> None:
        if self._chance.random() < 0.5:
            self._press(act, card)
        else:
            self._unpressed.append((act, card))

    def _press(self, act: Act, card: Seen) -> None:
        act.person.press_data(card.button("确认报送")["callback_data"], card)
