"""Conversations over the wire from dialogues/*.txt, with the state checked after every turn."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from telegram import Update

from bot.delivery.application import JournalApplication
from bot.progress.cadence import cycle_span
from bot.progress.drafts import draft_of
from bot.progress.ledger import Ledger
from bot.progress.model import Period, Report, ReportState
from bot.records import Records
from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import Town

FOLDER = Path(__file__).parent / "dialogues"
USUAL_TIME, DEFAULT_UNIT = "2022-07-18 09:30", "县公安局"
MOST = 12  # conversations in one town
_LONG, _EVERY = (
    100,
    3,
)  # of a file of so many conversations every third is held in `make test`, all in `make soak`
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n%%EOF\n"
STANDING = {ReportState.SUBMITTED, ReportState.ACCEPTED}


@dataclass
class Dialogue:
    title: str
    units: list[str] = field(default_factory=list)
    at: str = USUAL_TIME
    lines: list[str] = field(default_factory=list)


def dialogues(theme: str = "*", *, rest: bool = False) -> list[Dialogue]:
    """Those of the files of a theme that `make test` holds; with ``rest``, those that it leaves out."""
    return [
        dialogue
        for found in map(read, sorted(FOLDER.glob(f"{theme}.txt")))
        for place, dialogue in enumerate(found)
        if (len(found) >= _LONG and place % _EVERY > 0) == rest
    ]


def read(path: Path) -> list[Dialogue]:
    found: list[Dialogue] = []
    for line in path.read_text().splitlines():
        if line.startswith("## "):
            found.append(Dialogue(f"{path.stem}: {line[3:]}"))
        elif line.startswith("unit: "):
            found[-1].units.append(line[6:])
        elif line.startswith("at: "):
            found[-1].at = line[4:]
        elif line.strip():
            found[-1].lines.append(line)
    return found


def rounds(found: list[Dialogue]) -> list[list[Dialogue]]:
    """The conversations by the town they share: those of one moment, and none that moves the clock."""
    rows: dict[str, list[list[Dialogue]]] = {}
    for dialogue in found:
        moves = any(line.startswith(("wait", "look")) for line in dialogue.lines)
        row = rows.setdefault(dialogue.title if moves else dialogue.at, [[]])
        if len(row[-1]) == MOST:
            row.append([])
        row[-1].append(dialogue)
    return [together for row in rows.values() for together in row]


class Talk:
    """One conversation as it goes on."""

    def __init__(self, town: Town, person: Person, units: list[str]) -> None:
        self.town, self.person, self.units = town, person, units
        self.typed: list[Seen] = []
        self.said: list[str] = []

    async def act(self, line: str) -> None:
        self.said = []
        if line.startswith(">> "):
            self.typed.append(await self.person.reply(self.person.last, line[3:]))
        elif line.startswith("> "):
            self.typed.append(await self.person.send(line[2:]))
        elif found := re.fullmatch(r"\[(.+)\]", line):
            label = found[1]
            on = next(seen for seen in reversed(self.person.messages()) if seen.has_button(label))
            answer = await self.person.press(label, on)
            self.said.append(answer.text)
        elif found := re.fullmatch(r"edit (\d+): (.+)", line):
            await self.person.edit(self.typed[int(found[1]) - 1], found[2])
        elif line.startswith("photo: "):
            await self.person.send_photo(PNG, line[7:])
        elif found := re.fullmatch(r"file (\S+): (.+)", line):
            await self.person.send_document(found[1], PDF, found[2])
        elif found := re.fullmatch(r"wait: (\d+)h", line):
            self.town.clock.pass_by(hours=int(found[1]))
            return
        elif line == "look":
            await self.town.house.look()
        else:
            raise AssertionError(f"no such act: {line}")
        await self.hear()

    async def hear(self) -> None:
        """Listen until the bot has nothing more to say."""
        await self.town.idle()
        with suppress(TimeoutError):
            while True:
                self.said.append((await self.person.next_reply(0)).text)

    def check(self, line: str) -> None:
        words = line[2:]
        draft = draft_of(self.town.store.read, self.person.id)
        if words == "none":
            assert draft is None, draft
        elif words.startswith("says "):
            assert any(words[5:] in said for said in self.said), self.said
        elif words.startswith("asks none"):
            assert draft is not None and (draft.step, draft.held) == ("ready", ""), draft
        elif found := re.fullmatch(r"asks (\w+)(?: (.+))?", words):
            assert draft is not None, "no draft"
            assert (found[1], draft.step) == (found[1], found[1]) or (found[1] == "whose" and draft.held), (
                draft
            )
            if found[2]:
                asked = draft.items if draft.focus is None else [draft.items[draft.focus]]
                assert [of_item(item) for item in asked] == found[2].split(","), draft
        elif words.startswith("draft "):
            assert draft is not None and not draft.held, "no draft"
            assert draft.step == "ready", draft
            told = {of_item(i): (i.status, i.percent, i.text) for i in draft.items}
            agree(words[6:], told)
        elif words == "sent" or words.startswith("sent "):
            agree(words[5:], {self.of_report(r): (r.status, r.percent, r.text) for r in self.standing()})
        else:
            raise AssertionError(f"no such state: {line}")

    def standing(self) -> list[Report]:
        """The newest version that counts of each obligation, in this cycle and in those before."""
        ledger = Ledger(self.town.store.read, self.town.house.services.plan, units=self.units)
        standing = (r for r in ledger.versions() if ledger.state_of(r) in STANDING)
        newest = {(r.unit, self.of_report(r)): r for r in standing}
        return list(newest.values())

    def of_report(self, report: Report) -> str:
        late = cycle_span(report.cycle)[2] < self.town.clock().date()
        return f"{'<' if late else ''}{report.measure}"


def of_item(item: object) -> str:
    return f"{'<' if item.period is Period.PREVIOUS else ''}{item.measure}"  # type: ignore[attr-defined]


def agree(expected: str, told: dict[str, tuple[object, int | None, str]]) -> None:
    wanted = [part.strip().split(":", 3) for part in expected.split("|") if part.strip()]
    assert {part[0] for part in wanted} == set(told), (expected, told)
    for measure, *rest in wanted:
        if not rest:
            continue
        status, *more = rest
        assert told[measure][0] == status, (expected, told)
        if more and more[0]:
            assert told[measure][1] == int(more[0]), (expected, told)
        if len(more) > 1:
            assert told[measure][2] == more[1], (expected, told)


@pytest.mark.parametrize("together", rounds(dialogues()), ids=lambda together: together[0].title)
async def test_the_state_is_right_after_every_turn(town: Town, together: list[Dialogue]) -> None:
    await hold_all(town, together)


@pytest.mark.soak
@pytest.mark.parametrize("together", rounds(dialogues(rest=True)), ids=lambda together: together[0].title)
async def test_it_is_right_in_all_the_others_too(town: Town, together: list[Dialogue]) -> None:
    await hold_all(town, together)


@pytest.mark.parametrize("together", rounds(dialogues("put_right")), ids=lambda together: together[0].title)
async def test_it_is_right_also_where_every_update_is_handled_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch, together: list[Dialogue]
) -> None:
    """As after a kill between the work and its mark."""
    once = JournalApplication._try_once

    async def twice(self: JournalApplication, update: Update) -> Exception | None:
        return await once(self, update) or await once(self, update)

    monkeypatch.setattr(JournalApplication, "_try_once", twice)
    await hold_all(town, together)


async def hold_all(town: Town, together: list[Dialogue]) -> None:
    """Seat everybody, then hear one conversation after the other; what is wrong is told at the end."""
    wrong = []
    talks = [await sit(town, dialogue, 2001 + place) for place, dialogue in enumerate(together)]
    for talk, dialogue in zip(talks, together, strict=True):
        try:
            await hold(talk, dialogue)
        except Exception as error:  # noqa: BLE001 - the others are heard too
            wrong.append(f"{dialogue.title}: {error!r}")
    assert not wrong, "\n".join(wrong)


async def sit(town: Town, dialogue: Dialogue, id_: int) -> Talk:
    """Seat who speaks in a conversation."""
    units = dialogue.units or [DEFAULT_UNIT]
    person = await town.seat(id_, "陈海军", units[0])
    for unit in units[1:]:
        code = (await town.office.ask(f"邀请 {unit}")).text.rsplit("start=", 1)[1].strip()
        await person.start(code)
        await person.next_reply()
        await person.send("陈海军")
        await person.next_reply()
    await town.idle()
    return Talk(town, person, units)


def forget(records: Records) -> None:
    """Leave nothing of the conversations before in the record."""
    for report in records.find(Report):
        records.drop(Report, report.key)


async def hold(talk: Talk, dialogue: Dialogue) -> None:
    """Hold a conversation, and check what it says of every turn."""
    talk.town.clock.move_to(dialogue.at)
    await talk.town.store.transact(forget)
    for line in dialogue.lines:
        if line.startswith("= ") or line == "=":
            talk.check(line)
        else:
            await talk.act(line)


def test_there_are_enough_of_them() -> None:
    assert len(dialogues()) >= 25
