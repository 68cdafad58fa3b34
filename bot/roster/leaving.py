"""Who has left for good: their Telegram id is forgotten everywhere, their name stays as 经办人."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.records import Reader, Records
from bot.roster.model import Arrival, Seat, WrongCode
from bot.roster.seats import INVITE_LIFE, WRONG_CODES_SPAN


def leavers(reader: Reader, now: datetime, kept: timedelta, spared: Collection[int]) -> set[int]:
    """The ids of those who lost their last seat longer than ``kept`` ago; never one of ``spared``."""
    left: dict[int, bool] = {}
    for seat in reader.find(Seat):
        gone = seat.removed_at is not None and now - seat.removed_at >= kept
        left[seat.person] = left.get(seat.person, True) and gone
    return {person for person, gone in left.items() if gone and person} - set(spared)


def forget_seats(records: Records, people: Collection[int]) -> None:
    """Take these ids out of the seats that people had; who sat where, and when, stays."""
    for seat in records.find(Seat):
        if seat.person in people:
            records.drop(Seat, seat.key)
            stem = f"{seat.plan}:{seat.role}:{seat.unit}:left-{seat.bound_at:%Y%m%d%H%M%S}"
            number = sum(other.key.startswith(stem) for other in records.find(Seat))
            records.put(replace(seat, key=f"{stem}-{number}", person=0))


def forget_arrivals(records: Records, now: datetime) -> None:
    """Drop links opened and never answered, and wrong codes, when they no longer mean anything."""
    for arrival in records.find(Arrival):
        if now - arrival.opened_at > INVITE_LIFE:
            records.drop(Arrival, arrival.key)
    for wrong in records.find(WrongCode):
        if now - wrong.at > WRONG_CODES_SPAN:
            records.drop(WrongCode, wrong.key)
