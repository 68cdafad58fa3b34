"""The guided report: what is asked next, again and again without harm, and what each slip is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.progress import drafts
from bot.progress.drafts import DraftOpen, NoDraft, StaleStep, Step
from bot.progress.model import Attachment, Draft, DraftItem, Report, Status
from bot.progress.reports import NotBound, ReportError
from bot.refusal import Refused
from bot.roster.authority import Actor, NotAllowed
from tests.kelan import OFFICE
from tests.memory import MemoryRecords
from tests.progress.helpers import PLAN, POLICE, RULES, SCHOOLS, ZHANG, at

NOW = at("2022-07-18T10:00")
BOTH = Actor(11, "张三", units=(POLICE, "县司法局"))
ME = ZHANG.person


def begin(records: MemoryRecords, by: Actor = ZHANG, origin: str = "7:1", **known: Any) -> Draft:
    return drafts.begin(records, PLAN, by, origin, NOW, **known)


def photo(number: int) -> Attachment:
    return Attachment(f"f{number}", f"u{number}", "photo", f"{number}.jpg", 1000)


def test_the_whole_path_from_measure_to_report() -> None:
    records = MemoryRecords()
    assert begin(records).step == Step.MEASURE
    assert drafts.choose_measure(records, PLAN, ME, 11).step == Step.STATUS
    assert drafts.choose_status(records, ME, Status.IN_PROGRESS).step == Step.PERCENT
    assert drafts.set_percent(records, ME, 60).step == Step.TEXT
    assert drafts.attach(records, PLAN, ME, photo(1)).step == Step.TEXT
    done = drafts.set_text(records, ME, " 检查3次 ")
    assert done.step == Step.READY
    assert drafts.ready(done)
    [sent] = drafts.confirm(records, PLAN, RULES, ZHANG, NOW, origin="7:1")
    assert (sent.measure, sent.status, sent.percent, sent.text) == (11, Status.IN_PROGRESS, 60, "检查3次")
    assert sent.attachments == (photo(1),)
    assert drafts.draft_of(records, ME) is None


@pytest.mark.parametrize(
    ("status", "asked"),
    [(Status.DONE, Step.TEXT), (Status.NOT_STARTED, Step.TEXT), (Status.NIL, Step.READY)],
)
def test_a_percent_is_asked_only_where_work_is_under_way_and_nothing_of_nil(
    status: Status, asked: Step
) -> None:
    records = MemoryRecords()
    begin(records, measures=[11])
    assert drafts.choose_status(records, ME, status).step == asked
    with pytest.raises(StaleStep):
        drafts.set_percent(records, ME, 60)


def test_a_reminder_button_begins_at_the_status_for_all_its_measures() -> None:
    records = MemoryRecords()
    draft = begin(records, measures=[5, 8, 8, 11])
    assert draft.step == Step.STATUS
    assert [item.measure for item in draft.items] == [5, 8, 11]
    drafts.choose_status(records, ME, Status.NIL)
    drafts.set_text(records, ME, "")
    sent = drafts.confirm(records, PLAN, RULES, ZHANG, NOW, origin="7:1")
    assert [(r.measure, r.status) for r in sent] == [(n, Status.NIL) for n in (5, 8, 11)]


def test_what_free_text_says_goes_straight_to_the_card() -> None:
    records = MemoryRecords()
    known = [DraftItem(5, Status.DONE), DraftItem(8, Status.IN_PROGRESS, 60, "检查3次")]
    draft = begin(records, items=known)
    assert (draft.step, draft.items) == (Step.READY, tuple(known))
    drafts.revise(records, ME, Step.STATUS, place=1)
    assert drafts.choose_status(records, ME, Status.BLOCKED).step == Step.READY
    drafts.revise(records, ME, Step.TEXT, place=1)
    changed = drafts.set_text(records, ME, "缺经费")
    assert changed.items == (known[0], DraftItem(8, Status.BLOCKED, 60, "缺经费"))
    assert (changed.step, changed.focus) == (Step.READY, None)


def test_someone_of_several_units_is_asked_which_unless_the_measure_says_it() -> None:
    records = MemoryRecords()
    assert begin(records, BOTH).step == Step.UNIT
    with pytest.raises(StaleStep, match="单位"):
        drafts.choose_measure(records, PLAN, ME, 11)
    assert drafts.choose_unit(records, PLAN, BOTH, "县司法局").step == Step.MEASURE
    assert drafts.choose_unit(records, PLAN, BOTH, "县司法局").unit == "县司法局"
    records = MemoryRecords()
    assert begin(records, BOTH, measures=[11]).unit == POLICE
    records = MemoryRecords()
    assert begin(records, BOTH, measures=[8]).step == Step.UNIT
    with pytest.raises(NotAllowed):
        drafts.choose_unit(records, PLAN, BOTH, SCHOOLS)
    assert drafts.choose_unit(records, PLAN, BOTH, POLICE).step == Step.STATUS


def test_a_strangers_and_another_units_measure_are_refused() -> None:
    records = MemoryRecords()
    with pytest.raises(NotAllowed):
        begin(records, Actor(99, ""))
    with pytest.raises(NotAllowed):
        begin(records, unit=SCHOOLS)
    with pytest.raises(NotBound, match="第7条"):
        begin(records, measures=[7])
    begin(records)
    with pytest.raises(NotBound, match="第7条"):
        drafts.choose_measure(records, PLAN, ME, 7)
    with pytest.raises(NotBound, match="第27条"):
        drafts.choose_measure(records, PLAN, ME, 27)


def test_the_office_may_begin_on_behalf_of_a_unit() -> None:
    office = Actor(900, "李四", office=True, units=(OFFICE,))
    assert begin(MemoryRecords(), office, unit=POLICE).unit == POLICE


def test_every_step_done_again_changes_nothing() -> None:
    records = MemoryRecords()
    first = begin(records)
    assert begin(records) == first
    steps = [
        lambda: drafts.choose_measure(records, PLAN, ME, 11),
        lambda: drafts.choose_status(records, ME, Status.BLOCKED),
        lambda: drafts.set_percent(records, ME, 30),
        lambda: drafts.attach(records, PLAN, ME, photo(1)),
        lambda: drafts.set_text(records, ME, "缺经费"),
    ]
    for step in steps:
        assert step() == step()
    card = drafts.draft_of(records, ME)
    for again in steps:
        assert again() == card
    sent = drafts.confirm(records, PLAN, RULES, ZHANG, NOW, origin="7:1")
    assert drafts.confirm(records, PLAN, RULES, ZHANG, NOW, origin="7:1") == sent
    assert len(records.find(Report)) == 1


def test_a_button_of_an_earlier_draft_never_touches_the_present_one() -> None:
    records = MemoryRecords()
    begin(records, measures=[11])
    present = begin(records, origin="7:2", measures=[12])
    for press in (
        lambda: drafts.choose_measure(records, PLAN, ME, 11, origin="7:1"),
        lambda: drafts.choose_status(records, ME, Status.DONE, origin="7:1"),
        lambda: drafts.set_percent(records, ME, 50, origin="7:1"),
        lambda: drafts.revise(records, ME, Step.STATUS, origin="7:1"),
        lambda: drafts.confirm(records, PLAN, RULES, ZHANG, NOW, origin="7:1"),
    ):
        with pytest.raises(StaleStep):
            press()
    assert drafts.cancel(records, ME, origin="7:1") is None
    assert drafts.draft_of(records, ME) == present


def test_answers_before_their_question_are_refused() -> None:
    records = MemoryRecords()
    begin(records)
    with pytest.raises(StaleStep, match="措施"):
        drafts.choose_status(records, ME, Status.DONE)
    with pytest.raises(StaleStep, match="措施"):
        drafts.set_text(records, ME, "检查3次")
    drafts.choose_measure(records, PLAN, ME, 11)
    with pytest.raises(StaleStep, match="状态"):
        drafts.set_text(records, ME, "检查3次")
    with pytest.raises(StaleStep):
        drafts.revise(records, ME, Step.READY)


def test_words_not_sent_yet_are_not_thrown_away_by_a_new_draft() -> None:
    records = MemoryRecords()
    begin(records, measures=[11])
    assert begin(records, origin="7:2", measures=[12]).origin == "7:2"
    drafts.choose_status(records, ME, Status.DONE)
    drafts.set_text(records, ME, "检查3次")
    with pytest.raises(DraftOpen, match="第12条"):
        begin(records, origin="7:3", measures=[11])
    assert drafts.cancel(records, ME) is not None
    assert drafts.cancel(records, ME) is None
    assert begin(records, origin="7:3", measures=[11]).origin == "7:3"


def test_without_a_draft_every_step_says_so_kindly() -> None:
    records = MemoryRecords()
    for step in (
        lambda: drafts.choose_unit(records, PLAN, ZHANG, POLICE),
        lambda: drafts.choose_measure(records, PLAN, ME, 11),
        lambda: drafts.choose_status(records, ME, Status.DONE),
        lambda: drafts.set_percent(records, ME, 1),
        lambda: drafts.skip_percent(records, ME),
        lambda: drafts.set_text(records, ME, "x"),
        lambda: drafts.attach(records, PLAN, ME, photo(1)),
        lambda: drafts.show_on(records, ME, 5),
        lambda: drafts.confirm(records, PLAN, RULES, ZHANG, NOW, origin="7:1"),
    ):
        with pytest.raises(NoDraft, match="汇报"):
            step()


def test_ten_files_and_no_more() -> None:
    records = MemoryRecords()
    begin(records, measures=[11])
    for number in range(10):
        drafts.attach(records, PLAN, ME, photo(number))
    drafts.attach(records, PLAN, ME, photo(3))
    with pytest.raises(ReportError, match="10"):
        drafts.attach(records, PLAN, ME, photo(10))


def test_a_photograph_of_a_judicial_measure_is_refused_whichever_comes_first() -> None:
    records = MemoryRecords()
    begin(records, measures=[20])
    with pytest.raises(ReportError, match="照片"):
        drafts.attach(records, PLAN, ME, photo(1))
    records = MemoryRecords()
    begin(records)
    drafts.attach(records, PLAN, ME, photo(1))
    with pytest.raises(ReportError, match="照片"):
        drafts.choose_measure(records, PLAN, ME, 20)


def test_one_answer_can_be_given_anew_and_the_others_stay() -> None:
    records = MemoryRecords()
    begin(records, measures=[11])
    drafts.choose_status(records, ME, Status.IN_PROGRESS)
    drafts.skip_percent(records, ME)
    drafts.set_text(records, ME, "检查3次")
    drafts.show_on(records, ME, 77)
    assert drafts.revise(records, ME, Step.STATUS).step == Step.STATUS
    changed = drafts.choose_status(records, ME, Status.DONE)
    assert (changed.step, changed.items[0].text, changed.card) == (Step.READY, "检查3次", 77)
    drafts.revise(records, ME, Step.MEASURE)
    assert drafts.choose_measure(records, PLAN, ME, 11).step == Step.READY
    drafts.revise(records, ME, Step.MEASURE)
    assert drafts.choose_measure(records, PLAN, ME, 12).items == (
        DraftItem(12, Status.DONE, None, "检查3次"),
    )


def test_nobody_confirms_for_someone_else() -> None:
    records = MemoryRecords()
    begin(records, measures=[11])
    drafts.choose_status(records, ME, Status.DONE)
    drafts.confirm(records, PLAN, RULES, ZHANG, NOW, origin="7:1")
    other = Actor(12, "王五", units=(POLICE,))
    with pytest.raises(NotAllowed):
        drafts.confirm(records, PLAN, RULES, other, NOW, origin="7:1")


def test_a_seat_removed_while_writing_cannot_send() -> None:
    records = MemoryRecords()
    begin(records, measures=[11])
    drafts.choose_status(records, ME, Status.DONE)
    with pytest.raises(NotAllowed):
        drafts.confirm(records, PLAN, RULES, Actor(ME, ""), NOW, origin="7:1")
    assert not records.find(Report)


moves = st.lists(
    st.one_of(
        st.tuples(st.just("unit"), st.sampled_from([POLICE, "县司法局", SCHOOLS])),
        st.tuples(st.just("measure"), st.sampled_from([8, 11, 20, 7, 99])),
        st.tuples(st.just("status"), st.sampled_from(Status)),
        st.tuples(st.just("percent"), st.integers(-5, 105)),
        st.tuples(st.just("text"), st.text(max_size=5)),
        st.tuples(st.just("attach"), st.integers(0, 12)),
        st.tuples(st.just("revise"), st.sampled_from(Step)),
        st.tuples(st.just("skip"), st.none()),
        st.tuples(st.just("begin"), st.sampled_from(["7:1", "7:2"])),
        st.tuples(st.just("cancel"), st.none()),
    ),
    max_size=25,
)


@given(moves)
def test_whatever_is_pressed_a_card_shown_as_ready_can_be_sent(moves: list[tuple[str, Any]]) -> None:
    records = MemoryRecords()
    acts = {
        "unit": lambda value: drafts.choose_unit(records, PLAN, BOTH, value),
        "measure": lambda value: drafts.choose_measure(records, PLAN, ME, value),
        "status": lambda value: drafts.choose_status(records, ME, value),
        "percent": lambda value: drafts.set_percent(records, ME, value),
        "text": lambda value: drafts.set_text(records, ME, value),
        "attach": lambda value: drafts.attach(records, PLAN, ME, photo(value)),
        "revise": lambda value: drafts.revise(records, ME, value),
        "skip": lambda _: drafts.skip_percent(records, ME),
        "begin": lambda value: begin(records, BOTH, value),
        "cancel": lambda _: drafts.cancel(records, ME),
    }
    begin(records, BOTH)
    for name, value in moves:
        before = drafts.draft_of(records, ME)
        try:
            acts[name](value)
        except Refused as refused:
            assert str(refused)
            assert drafts.draft_of(records, ME) == before
    draft = drafts.draft_of(records, ME)
    if draft is not None and draft.step == Step.READY:
        assert drafts.confirm(records, PLAN, RULES, BOTH, NOW, origin=draft.origin)


def test_a_draft_left_by_a_kill_after_its_report_goes_when_it_is_confirmed_again() -> None:
    records = MemoryRecords()
    kept = begin(records, items=[DraftItem(11, Status.DONE, None, "检查3次")])
    sent = drafts.confirm(records, PLAN, RULES, ZHANG, NOW, origin="7:1")
    records.put(kept)  # as if the second of the two files had not been replaced
    assert drafts.confirm(records, PLAN, RULES, ZHANG, NOW, origin="7:1") == sent
    assert drafts.draft_of(records, ME) is None
    assert len(records.find(Report)) == 1
