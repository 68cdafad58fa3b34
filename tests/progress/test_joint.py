"""联合报送: a co-owner's own tap counts for them, nothing else does."""

import pytest

from bot.progress.acts import Joint
from bot.progress.dues import owed
from bot.progress.joint import Answered, JointError, answer, ask, asked_about, co_owners, open_requests
from bot.progress.ledger import Ledger
from bot.progress.model import Report, ReportState, Status, Verdict
from bot.progress.reports import withdraw
from bot.roster.authority import Actor, NotAllowed
from bot.roster.model import Role, Seat
from tests.kelan import OFFICE
from tests.memory import MemoryRecords
from tests.progress.helpers import (
    BOSS,
    CALENDAR,
    PLAN,
    POLICE,
    RULES,
    SCHOOLS,
    WANG,
    ZHANG,
    at,
    report,
    review,
)

NOW = at("2022-07-20T10:00")


def world() -> tuple[MemoryRecords, Report]:
    """Police have reported measure 11; the schools have a liaison, 县委网信办 has none."""
    records = MemoryRecords()
    for person in (ZHANG, WANG):
        key = f"{PLAN.id}:liaison:{person.units[0]}:{person.person}"
        records.put(
            Seat(key, PLAN.id, person.units[0], Role.LIAISON, person.person, person.name, NOW, BOSS.name)
        )
    return records, report(records, "2022-07-20T09:00", 11, Status.DONE, text="检查网吧3家")


def name(records: MemoryRecords, sent: Report, *units: str, by: Actor = ZHANG) -> list[Joint]:
    return ask(records, PLAN, by=by, report=sent.key, units=units, now=NOW)


def reply(
    records: MemoryRecords, joint: Joint, *, agreed: bool = True, by: Actor = WANG, act: str = "8:1"
) -> Answered:
    return answer(records, PLAN, RULES, by=by, key=joint.key, agreed=agreed, now=NOW, act=act)


def owes(records: MemoryRecords) -> bool:
    found = owed(records, PLAN, RULES, CALENDAR, NOW, units=[SCHOOLS])
    return 11 in {due.obligation.measure for due in found}


def test_the_co_owners_are_the_measures_other_units_without_the_office() -> None:
    assert co_owners(PLAN, 11, POLICE) == ["县教育科技局", "县委网信办"]
    assert len(co_owners(PLAN, 1, POLICE)) == 30
    assert OFFICE not in co_owners(PLAN, 1, POLICE)


def test_being_named_clears_nobody_and_confirming_counts_for_the_one_who_tapped() -> None:
    records, sent = world()
    [joint] = name(records, sent, SCHOOLS)
    assert owes(records)
    assert open_requests(records, PLAN, [SCHOOLS]) == [joint]
    done = reply(records, joint)
    assert done.report is not None
    own = done.report
    assert (own.unit, own.author, own.status, own.text) == (SCHOOLS, "王五", Status.DONE, "检查网吧3家")
    assert (own.key, own.joint, own.cycle) == ("8:1:0", sent.key, "2022-07")
    assert not owes(records)
    assert open_requests(records, PLAN, [SCHOOLS]) == []
    assert Ledger(records, PLAN).state_of(own) is ReportState.SUBMITTED


def test_small_counts_of_childrens_cases_are_not_copied_into_another_units_report() -> None:
    records, _ = world()
    sent = report(records, "2022-07-20T09:30", 21, text="办理涉未案件3件，回访20人")
    [joint] = name(records, sent, SCHOOLS)
    own = reply(records, joint).report
    assert own is not None
    assert own.text == "办理涉未案件少于5件，回访20人"


def test_a_co_owner_may_refuse_and_stays_due() -> None:
    records, sent = world()
    [joint] = name(records, sent, SCHOOLS)
    assert reply(records, joint, agreed=False).report is None
    assert owes(records)
    assert [one.agreed for one in asked_about(records, sent.key)] == [False]
    with pytest.raises(JointError):
        reply(records, joint, act="8:2")


def test_asking_and_answering_twice_are_once() -> None:
    records, sent = world()
    [joint] = name(records, sent, SCHOOLS)
    assert name(records, sent, SCHOOLS) == []
    first = reply(records, joint)
    for act in ("8:1", "8:2"):
        again = reply(records, joint, act=act)
        assert (again.fresh, again.report) == (False, first.report)
    with pytest.raises(JointError):
        reply(records, joint, agreed=False)
    assert len(records.find(Report, unit=SCHOOLS)) == 1


def test_who_does_not_share_the_measure_or_has_nobody_cannot_be_named() -> None:
    records, sent = world()
    for units, told in [
        (("县民政局",), "县民政局"),
        ((POLICE,), "本单位"),
        ((SCHOOLS, "县委网信办"), "县委网信办"),
    ]:
        with pytest.raises(JointError, match=told):
            name(records, sent, *units)
    assert not records.find(Joint)


def test_a_report_replaced_withdrawn_or_returned_meanwhile_is_not_confirmed() -> None:
    for undo in ("replaced", "withdrawn", "returned"):
        records, sent = world()
        [joint] = name(records, sent, SCHOOLS)
        if undo == "replaced":
            report(records, "2022-07-20T11:00", 11)
        elif undo == "withdrawn":
            withdraw(records, PLAN, by=ZHANG, report_key=sent.key, now=NOW, key="w")
        else:
            review(records, sent, Verdict.RETURNED, "2022-07-20T11:00")
        assert open_requests(records, PLAN, [SCHOOLS]) == []
        with pytest.raises(JointError, match="更新"):
            reply(records, joint)
        with pytest.raises(JointError):
            name(records, sent, SCHOOLS)
        assert owes(records)


@pytest.mark.parametrize("by", [Actor(99, ""), ZHANG, BOSS])
def test_only_the_co_owners_own_people_answer(by: Actor) -> None:
    records, sent = world()
    [joint] = name(records, sent, SCHOOLS)
    for agreed in (True, False):
        with pytest.raises(NotAllowed):
            reply(records, joint, by=by, agreed=agreed)
    with pytest.raises(NotAllowed):
        name(records, sent, SCHOOLS, by=WANG)


def test_a_confirmation_is_itself_no_ground_for_another() -> None:
    records, sent = world()
    [joint] = name(records, sent, SCHOOLS)
    own = reply(records, joint).report
    assert own is not None
    with pytest.raises(JointError):
        ask(records, PLAN, by=WANG, report=own.key, units=[POLICE], now=NOW)
