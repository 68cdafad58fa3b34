import json
from pathlib import Path

from bot.ask import Asker
from bot.ask.bank import load_bank
from bot.ask.emergency import JUDGES
from bot.ask.linear import Linear
from bot.ask.train import mark
from bot.plan.loader import load_plan
from bot.progress.train import PLAN, dangers
from tests.progress.test_messages import MESSAGES

CHATS = Path(__file__).parents[1] / "e2e" / "dialogues"


def test_the_classifiers_of_danger_were_trained_on_what_is_there_now() -> None:
    again = "run python -m bot.progress.train tests/progress/messages"
    assert [Linear.load(judge.path).about for judge in JUDGES] == [mark(dangers(MESSAGES))] * len(JUDGES), (
        again
    )


def test_who_reports_work_is_not_told_to_call_the_police() -> None:
    asker = Asker(load_plan(PLAN), load_bank(PLAN))
    told = [
        json.loads(line)["text"]
        for path in MESSAGES.glob("*.jsonl")
        for line in path.read_text().splitlines()
    ]
    alarmed = [text for text in told if asker.emergency(text)]
    assert len(alarmed) <= 0.002 * len(told), alarmed
    # what is said in conversations was not trained on
    said = {
        line.removeprefix("> ")
        for path in CHATS.glob("*.txt")
        for line in path.read_text().splitlines()
        if line.startswith("> ")
    }
    alarmed = [text for text in said if asker.emergency(text)]
    assert len(alarmed) <= 0.01 * len(said), alarmed
