"""The store beside a plain dictionary: whatever is put and dropped, both answer alike."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.progress.model import Report
from bot.records import Records
from bot.store import TinyStore, open_reader
from tests.store.samples import later, report

UNITS = ["县公安局", "县妇联"]
STEP = st.tuples(
    st.integers(1, 6),
    st.none() | st.tuples(st.sampled_from(UNITS), st.integers(8, 9), st.integers(0, 2), st.integers(0, 100)),
)
WORK = st.tuples(st.lists(STEP, min_size=1, max_size=5), st.booleans())


class Undone(Exception):
    pass


def agree(reader, expected: dict[str, Report]) -> None:
    """Every way of asking gives what a walk over the dictionary gives."""

    def asked(**equals: object) -> dict[str, Report]:
        return {record.key: record for record in reader.find(Report, **equals)}

    assert asked() == expected
    for number in range(1, 7):
        assert reader.get(Report, f"77:{number}:0") == expected.get(f"77:{number}:0")
    for unit in UNITS:
        of_unit = {key: record for key, record in expected.items() if record.unit == unit}
        assert asked(unit=unit) == asked(plan="kelan-2022", unit=unit) == of_unit
        nine = {key: record for key, record in of_unit.items() if record.measure == 9}
        assert asked(plan="kelan-2022", measure=9, unit=unit) == nine
    assert asked(plan="kelan-2022", percent=50) == {k: r for k, r in expected.items() if r.percent == 50}


@settings(max_examples=40)
@given(st.lists(WORK, max_size=8))
def test_the_store_answers_like_a_dictionary_now_held_and_after_opening_again(works) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = TinyStore.open(Path(folder))
        expected: dict[str, Report] = {}
        held = []
        for steps, fails in works:
            trial = dict(expected)

            def work(tx: Records, trial=trial, steps=steps, fails=fails) -> None:
                for number, values in steps:
                    if values is None:
                        tx.drop(Report, f"77:{number}:0")
                        trial.pop(f"77:{number}:0", None)
                    else:
                        unit, measure, months, percent = values
                        new = report(
                            number, unit=unit, measure=measure, percent=percent, at=later(days=31 * months)
                        )
                        tx.put(new)
                        trial[new.key] = new
                    agree(tx, trial)
                if fails:
                    raise Undone

            try:
                store.transact_now(work)
                expected = trial
            except Undone:
                pass
            held.append((store.read, expected))
        for reading, then in held:
            agree(reading, then)
        order = [record.key for record in store.read.find(Report)]
        store.close_now()
        again = open_reader(Path(folder))
        agree(again, expected)
        assert [record.key for record in again.find(Report)] == order
