"""An invitation's code is known wherever it stands, and nothing else is taken for one."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.roster.codes import invites_in
from bot.roster.model import Role
from bot.roster.seats import Outcome, end_invite, is_open, issue_invite, new_code, open_invite, sit_down
from tests.kelan import kelan_plan
from tests.memory import MemoryRecords

PLAN = kelan_plan()
NOW = datetime(2022, 7, 18, 9, 0, tzinfo=SHANGHAI)
RECORDS = MemoryRecords()
CODES = [new_code() for _ in range(40)]
INVITES = [
    issue_invite(RECORDS, PLAN, unit="县公安局", role=Role.LIAISON, by=None, now=NOW, code=code)
    for code in CODES
]
NEIGHBOURS = st.text(st.sampled_from("AQgwZz09-_.=?/ 开通，\n"), max_size=30)


@given(st.sampled_from(range(len(CODES))), NEIGHBOURS | st.text(), NEIGHBOURS | st.text())
def test_a_code_is_found_between_any_neighbours(which: int, before: str, after: str) -> None:
    (found,) = invites_in(RECORDS, before + CODES[which] + after)
    assert found == (INVITES[which], len(before), len(before) + 22)


@given(NEIGHBOURS | st.text() | st.from_regex(r"[A-Za-z0-9_-]{21}[AQgw]", fullmatch=True))
def test_nothing_else_is_one(text: str) -> None:
    assert invites_in(RECORDS, text) == []


def test_a_code_is_known_when_it_opens_nothing_any_more() -> None:
    records, code = MemoryRecords(), new_code()
    issue_invite(records, PLAN, unit="县公安局", role=Role.LIAISON, by=None, now=NOW, code=code)
    open_invite(records, PLAN, code, 11, NOW)
    sit_down(records, PLAN, 11, "张三", NOW)
    (found,) = invites_in(records, f"/start {code}")
    assert not is_open(records, found.invite, NOW)


def test_an_invitation_that_was_ended_seats_nobody_and_is_ended_once() -> None:
    records, code = MemoryRecords(), new_code()
    invite = issue_invite(records, PLAN, unit="县公安局", role=Role.LIAISON, by=None, now=NOW, code=code)
    open_invite(records, PLAN, code, 11, NOW)
    assert end_invite(records, invite.key, NOW) is not None
    assert end_invite(records, invite.key, NOW) is None
    assert end_invite(records, "unknown", NOW) is None
    assert open_invite(records, PLAN, code, 12, NOW).outcome is Outcome.EXPIRED
    assert sit_down(records, PLAN, 11, "张三", NOW).outcome is Outcome.EXPIRED
