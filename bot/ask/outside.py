"""Themes that people ask an official chat about and that a plan for minors does not answer."""

from functools import cache
from pathlib import Path

from bot.ask.wording import normal


@cache
def themes() -> tuple[str, ...]:
    """One theme a line of ``outside.txt`` beside this module, in everyday words."""
    lines = Path(__file__).with_name("outside.txt").read_text("utf-8").splitlines()
    return tuple(normal(line) for line in lines if line.strip() and not line.startswith("#"))
