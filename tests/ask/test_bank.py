"""The question bank and what is trained on it."""

from collections import Counter
from pathlib import Path

import pytest

from bot.ask import Asker
from bot.ask.bank import Asked, Bank, load_bank, load_phrases
from bot.ask.clauses import all_clauses, clauses_of
from bot.ask.finder import plan_mark
from bot.ask.linear import Linear, best_of_parts
from bot.ask.remembered import Remembered
from bot.ask.svm import Example, train
from bot.ask.train import mark, told_examples, topic_examples
from bot.plan.model import Plan

FOLDER = Path(__file__).parents[2] / "plan_data" / "kelan-2022"


def test_every_measure_has_at_least_forty_questions_for_every_one_of_its_clauses_some(
    plan: Plan, bank: Bank
) -> None:
    for measure in plan.measures:
        own = [asked for asked in bank.asked if asked.measure == measure.number]
        assert len({asked.text for asked in own}) >= 40
        assert {asked.clause for asked in own} == set(range(1, len(clauses_of(measure)) + 1))


def test_every_clause_has_at_least_eight_phrases_of_reports_and_none_twice(plan: Plan) -> None:
    phrases = load_phrases(FOLDER)
    written = Counter((phrase.measure, phrase.clause) for phrase in phrases)
    assert min(written[clause.measure, clause.place] for clause in all_clauses(plan)) >= 8
    assert len({phrase.text for phrase in phrases}) == len(phrases)


def test_the_files_were_trained_on_what_is_there_now(plan: Plan, bank: Bank) -> None:
    again = "run: python -m bot.ask.train plan_data/kelan-2022"
    assert bank.judge is not None
    assert bank.judge.about == f"{plan_mark(plan)} {mark(topic_examples(plan, bank))}", again
    assert bank.told is not None
    assert bank.told.about == f"{plan_mark(plan)} {mark(told_examples(plan, load_phrases(FOLDER)))}", again


def test_a_classifier_made_for_other_words_is_not_used(plan: Plan, bank: Bank) -> None:
    assert bank.judge is not None
    stale = train([Example("校园欺凌", 1), Example("天气", 0)], "another-plan 0")
    question = "娃近视谁管"
    assert Asker(plan, Bank(judge=stale)).ask(question) == Asker(plan).ask(question)


def test_training_tells_texts_apart_and_survives_the_disk(tmp_path: Path) -> None:
    texts = ("网吧上网", "营养午餐", "法律援助")
    examples = [Example(text, label) for label, text in enumerate(texts)] * 3
    made = train(examples, "about")
    made.save(tmp_path / "m")
    read = Linear.load(tmp_path / "m")
    assert read == made
    scores = read.scores(["餐", "午餐"])
    assert max(scores, key=lambda label: scores[label]) == 1
    assert read.scores(["没", "见"]).keys() == {0, 1, 2}
    train(examples, "about").save(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "m").read_bytes()


def test_training_may_ask_of_one_label_and_leave_out_what_is_rare() -> None:
    examples = [Example("网吧", 1), Example("网吧上网", 1), Example("午餐", 0), Example("营养午餐", 0)]
    made = train(examples, "about", read=list, seen_in=2, only=1)
    assert made.parts == ((1, 1),)
    assert "营" not in made.row
    assert made.scores("网吧")[1] > 0 > made.scores("午餐")[1]


def test_the_surest_of_a_labels_parts_speaks_for_it() -> None:
    texts = [("网吧上网", 1, 1), ("营养午餐", 1, 2), ("法律援助", 2, 1)]
    made = train([Example(text, label, part=part) for text, label, part in texts] * 3, "about")
    parts = made.of_parts(["午", "餐", "午餐"])
    assert max(parts, key=lambda part: parts[part]) == (1, 2)
    assert made.scores(["午", "餐", "午餐"]) == {1: parts[1, 2], 2: parts[2, 1]}


@pytest.mark.parametrize("damage", [b"", b"no zlib", b"x" * 40])
def test_a_damaged_file_is_named(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "m").write_bytes(damage)
    with pytest.raises(ValueError, match="m"):
        Linear.load(tmp_path / "m")


def test_a_plan_without_a_bank_has_an_empty_one(tmp_path: Path) -> None:
    assert load_bank(tmp_path) == Bank()


@pytest.mark.parametrize("line", ["没有条款的问题", "@ 8 缺句号", "@ x.1 不是数"])
def test_a_line_of_the_bank_that_belongs_to_no_clause_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "a.txt").write_text(f"# 说明\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"a\.txt:2"):
        load_bank(tmp_path)


def test_whom_to_call_first_is_told_for_every_clause_of_several_units(plan: Plan, bank: Bank) -> None:
    for measure in plan.measures:
        for place in range(1, len(clauses_of(measure)) + 1):
            first = bank.first_call.get((measure.number, place), ())
            assert set(first) <= set(measure.units), (measure.number, place)
            assert first or len(measure.units) == 1, (measure.number, place)


def test_a_line_that_names_nobody_to_call_is_named(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "first_call.txt").write_text("8.1 县公安局\n8.2\n", "utf-8")
    with pytest.raises(ValueError, match=r"first_call\.txt:2"):
        load_bank(tmp_path)


def test_what_is_remembered_comes_from_the_nearest_question_of_each_clause() -> None:
    bank = Bank((Asked(3, 1, "考核打分"), Asked(3, 2, "青年规划"), Asked(8, 1, "打架打分")), ("考核驾照",))
    near = Remembered(bank).nearest("考核打分")
    assert max(near, key=lambda clause: near[clause]) == (3, 1)
    assert set(best_of_parts(near)) == {3, 8, 0}
    assert best_of_parts(near)[3] == near[3, 1]
