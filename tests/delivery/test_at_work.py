from pathlib import Path

from bot.delivery.at_work import AtWork


def test_what_was_at_work_when_the_process_died_is_known_to_the_next_one_once(tmp_path: Path) -> None:
    before = AtWork(tmp_path / "at-work")
    for update_id in (7, 2**40, 9):
        before.begin(update_id)
    before.end(9)
    after = AtWork(tmp_path / "at-work")  # nothing was closed
    assert after.left == {7, 2**40}
    assert not AtWork(tmp_path / "at-work").left


def test_more_at_work_than_there_is_room_for_is_no_fault(tmp_path: Path) -> None:
    page = AtWork(tmp_path / "at-work")
    for update_id in range(1, 2001):
        page.begin(update_id)
    for update_id in range(1, 2001):
        page.end(update_id)
    page.begin(5)
    page.close()
    assert AtWork(tmp_path / "at-work").left == {5}
