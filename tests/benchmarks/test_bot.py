"""The whole bot at work: questions and reports mixed, against an echo by stock PTB; and its event loop."""

from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.bots import TOKEN
from tests.benchmarks.child import child
from tests.benchmarks.figures import columns, heading, line, median, note
from tests.benchmarks.town import PEOPLE, REPORTING
from tests.soak.crowd import kelan, liaisons, seat

_ROUNDS = 3
_SECONDS = 6.0
_CALM = 60.0  # acts a second: five times what stock PTB can do at all
_LATENCY = "0.08"


def ours(folder: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Our bot as fast as it goes, and at a calmer pace: what people saw, and the lag of its loop."""
    plan = kelan()
    seat(folder / "data", plan, liaisons(plan, REPORTING))
    config = folder / "weibao.toml"
    config.write_text("[limits]\nmessages_per_second = 100000.0\nchat_per_second = 100000.0\n")
    with child("tests.benchmarks.town", _LATENCY, "reporting") as town:
        environ = {
            "WEIBAO_BASE_URL": town.hear()["url"],
            "WEIBAO_TOKEN": TOKEN,
            "WEIBAO_DATA_DIR": str(folder / "data"),
            "WEIBAO_CONFIG": str(config),
            "WEIBAO_OFFICE_IDS": "1001",
        }
        with child("tests.benchmarks.real_bot", environ=environ) as bot:
            bot.hear()
            bot.ask()
            full = town.ask(seconds=_SECONDS, rate=0)
            full_lag = bot.ask()
            town.ask(seconds=1, rate=_CALM)
            bot.ask()
            calm = town.ask(seconds=_SECONDS, rate=_CALM)
            return full, full_lag, calm, bot.ask()


def stock(folder: Path) -> dict[str, Any]:
    """Stock PTB echoing to the same town."""
    with child("tests.benchmarks.town", _LATENCY) as town:
        url = town.hear()["url"]
        with child("tests.benchmarks.bots", "stock", url, str(folder)):
            return dict(town.ask(seconds=_SECONDS, rate=0))


@pytest.mark.timeout(600)
def test_our_real_bot_does_ten_times_what_stock_ptb_can_echo(tmp_path: Path) -> None:
    runs, echoes = [], []
    for round_ in range(_ROUNDS):
        (tmp_path / str(round_)).mkdir()
        echoes.append(stock(tmp_path))
        runs.append(ours(tmp_path / str(round_)))
    full, full_lag, calm, calm_lag = zip(*runs, strict=True)

    def over(scenes: Any, name: str) -> float:
        return median([scene[name] for scene in scenes])

    heading(
        f"Our whole bot, {PEOPLE} people of whom {REPORTING} report, at 80 ms "
        f"(strict simulator, {_ROUNDS} interleaved rounds)"
    )
    columns()
    ratio = line("answers : stock PTB's sequential echo", over(full, "rate"), over(echoes, "rate"), "/s")
    line("people's wait, median", over(full, "p50"), over(echoes, "p50"), "s", less_is_better=True)
    note(f"the simulator was busy {max(run['busy'] for run in full):.0%} of a core at most")
    for name, scenes, lags in (
        ("at full load", full, full_lag),
        (f"at {_CALM:.0f} acts a second", calm, calm_lag),
    ):
        note(
            f"{name}: {over(scenes, 'rate'):.0f} answers/s, wait p50 {over(scenes, 'p50') * 1000:.0f} ms, "
            f"p95 {over(scenes, 'p95') * 1000:.0f} ms; loop lag p50 {over(lags, 'p50') * 1000:.1f} ms, "
            f"p99 {over(lags, 'p99') * 1000:.1f} ms, max {max(lag['max'] for lag in lags) * 1000:.0f} ms"
        )
        for run in scenes:
            assert not run["refused"]
    assert ratio >= 10
