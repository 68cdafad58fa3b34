from pathlib import Path

import pytest

from bot.ask import Asker
from bot.ask.bank import Bank, load_bank
from bot.plan.loader import load_plan
from bot.plan.model import Plan

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def plan() -> Plan:
    return load_plan(ROOT / "plan_data" / "kelan-2022")


@pytest.fixture(scope="session")
def bank() -> Bank:
    return load_bank(ROOT / "plan_data" / "kelan-2022")


@pytest.fixture(scope="session")
def asker(plan: Plan, bank: Bank) -> Asker:
    asker = Asker(plan, bank)
    asker.prepare()  # as a running bot's is
    return asker
