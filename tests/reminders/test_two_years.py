"""The five sentences of the issue, over two simulated years (2025 and 2026, every make-up day in them)."""

from pathlib import Path

import pytest

from tests.reminders.simulation import Simulation


async def live(folder: Path, seed: int) -> Simulation:
    """Two years; fails with everything that did not hold."""
    simulation = Simulation(folder, seed)
    await simulation.run()
    assert not simulation.judge.faults, f"seed {seed}: " + "\n".join(simulation.judge.faults[:10])
    return simulation


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [2, 4])
async def test_over_two_years_of_misfortune_everybody_is_told_once_and_rightly(
    tmp_path: Path, seed: int
) -> None:
    simulation = await live(tmp_path, seed)
    assert simulation.judge.seen["remind"] > 40
    assert simulation.judge.seen["list"] > 5
    assert simulation.judge.seen["killed while sending"] + simulation.judge.seen["killed in a look"] > 3


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(100, 140))
async def test_many_counties_live_through_two_years(tmp_path: Path, seed: int) -> None:
    await live(tmp_path, seed)
