"""Patterns that are compiled late are compiled here, so that a mistake in one shows."""

import importlib
import pkgutil

import pytest

import bot
from bot.patterns import late


def test_every_pattern_of_every_room_can_be_used() -> None:
    kind = type(late("x"))
    used = 0
    for found in pkgutil.walk_packages(bot.__path__, "bot."):
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, kind):
                value.search("")  # type: ignore[attr-defined]
                used += 1
    assert used > 100


def test_a_late_pattern_does_what_a_pattern_does() -> None:
    pattern = late("(?P<a>第)(\\d+)")
    assert pattern.pattern == "(?P<a>第)(\\d+)"
    match = pattern.search("措施第12条")
    assert match is not None and match["a"] == "第" and pattern.sub("x", "第1第2") == "xx"
    with pytest.raises(AttributeError):
        _ = pattern.nonsense  # type: ignore[attr-defined]
