"""移交 and 代理 in chat: a liaison passes a seat on, or lets a colleague keep it for some days."""

from datetime import date, datetime, timedelta

from bot.chat import handing_texts as say
from bot.chat import texts
from bot.chat.letters import put_down
from bot.chat.message import Button, Message, deep_link, escape, plain, unit_code
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress.dates import find_day
from bot.progress.handover import move_draft
from bot.records import Records
from bot.roster import handing
from bot.roster.authority import seats_of
from bot.roster.model import Invite, Role, Seat
from bot.roster.seats import Outcome, Seating, holders, new_code, seat_key

_PARTS = {"h": 3, "s": 5, "e": 3}  # what a button names: unit, role, person, and the days
_SPANS = (3, 7, 14)  # days offered as buttons, from today on


class Handing:
    """Links for colleagues. Who may is decided in the room of seats, when the link is made."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look up and to put down."""
        self._services = services

    async def hand_over(self, turn: Turn) -> None:
        """``/handover``, 移交: ask which of one's own seats, and say what it means."""
        seats = [seat for seat in self._own(turn.person) if seat.role in (Role.LIAISON, Role.HEAD)]
        if not seats:
            await turn.say(plain(say.NO_SEAT))
            return
        rows = tuple((Button(say.hand_over_label(seat), _data("h", seat)),) for seat in seats)
        await turn.say(plain(say.HAND_OVER, rows))

    async def stand_in(self, turn: Turn) -> None:
        """``/standin``, 代理 7月20日至7月31日: a link for those days; without days, some to choose from."""
        seats = [seat for seat in self._own(turn.person) if seat.role is Role.LIAISON]
        if not seats:
            await turn.say(plain(say.NO_LIAISON))
            return
        today = self._services.clock().date()
        days = self._days(turn.argument, today) if turn.argument else None
        if turn.argument and days is None:
            await turn.say(plain(say.WHICH_DAYS))
            return
        spans = [days] if days else [(today, today + timedelta(days=n - 1)) for n in _SPANS]
        several = len(seats) > 1
        rows = [
            (Button(say.span_label(seat, first, last, several=several), _data("s", seat, first, last)),)
            for seat in seats
            for first, last in spans
        ]
        standing_in = [one for seat in seats for one in self._stand_ins(seat.unit)]
        rows += [(Button(say.end_label(one), _data("e", one)),) for one in standing_in]
        await turn.say(plain(say.STAND_IN if days else f"{say.STAND_IN}\n{say.WHICH_DAYS}", tuple(rows)))

    async def pressed(self, turn: Turn) -> None:
        """``k:h:UNIT:ROLE:PERSON`` hand over; ``k:s:…:FIRST:LAST`` stand in; ``k:e:…`` end a stand-in."""
        services = self._services
        _, what, *parts = turn.pressed.split(":")
        key = self._key(parts[:3])
        days = _span(parts[3:])
        if key is None or len(parts) != _PARTS.get(what) or (what == "s" and days is None):
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        if what == "e":
            await self._end(turn, key)
            return
        now, code = services.clock(), new_code()

        def work(records: Records) -> Invite:
            by, plan = services.actor(turn.person, records), services.plan
            if days is None:
                return handing.offer_handover(records, plan, key, by, now, code=code)
            return handing.offer_stand_in(records, plan, key, by, now, days=days, code=code)

        invite = await services.store.transact(work)
        await turn.toast()
        await turn.say(Message(say.link(invite, escape(deep_link(turn.bot.username, code)))))

    async def clear_ended(self) -> None:
        """Take stand-ins whose days are over off the roster and thank them. Raises StoreError."""
        services, now = self._services, self._services.clock()
        if not handing.ended_stand_ins(services.store.read, services.plan, now):
            return

        def work(records: Records) -> None:
            for seat in handing.clear_ended(records, services.plan, now):
                page = plain(say.term_over(seat))
                key = f"stand-in-over:{seat.key}:{seat.last_day}"
                put_down(records, services.plan, key, now, [(seat.person, page)])

        await services.store.transact(work)

    async def _end(self, turn: Turn, key: str) -> None:
        services, now = self._services, self._services.clock()

        def work(records: Records) -> Seat:
            before = records.get(Seat, key)
            by = services.actor(turn.person, records)
            seat = handing.end_stand_in(records, services.plan, key, by, now)
            if before is not None and before.removed_at is None and seat.person != turn.person:
                page = plain(say.term_over(seat))
                put_down(records, services.plan, f"stand-in-over:{turn.origin}", now, [(seat.person, page)])
            return seat

        ended = await services.store.transact(work)
        await turn.toast()
        await turn.show(plain(say.ended(ended)))

    def _own(self, person: int) -> list[Seat]:
        return seats_of(self._services.store.read, self._services.plan, person)

    def _stand_ins(self, unit: str) -> list[Seat]:
        return handing.stand_ins(self._services.store.read, self._services.plan, unit)

    def _key(self, parts: list[str]) -> str | None:
        """The key of the seat that a button names; None for anything that no button of ours holds."""
        if len(parts) != 3 or parts[1] not in set(Role) or not (parts[2].isascii() and parts[2].isdigit()):
            return None
        unit = self._services.unit_by_code(parts[0])
        return seat_key(self._services.plan, Role(parts[1]), unit.name, int(parts[2][:16])) if unit else None

    def _days(self, text: str, today: date) -> tuple[date, date] | None:
        """The span that was typed: two days, or one to which it lasts from today."""
        calendar = self._services.calendar
        first = find_day(text, today, calendar)
        if first is None:
            return None
        second = find_day(text[first.end :], first.day, calendar)
        return (first.day, second.day) if second else (today, first.day)


def sat_down(records: Records, services: Services, seating: Seating, now: datetime, origin: str) -> Seating:
    """What goes with a seat that changed hands, in the same transaction: the draft, and who is told."""
    seat, plan = seating.seat, services.plan
    if seat is None or seating.outcome is not Outcome.SEATED:
        return seating
    if seating.given is not None:
        moved = move_draft(records, plan, seating.given, seat.person)
        letters = [(seating.given.person, plain(say.given(seat)))]
        if moved is not None:
            letters.append((seat.person, plain(say.DRAFT_MOVED)))
        told = plain(say.told_of_handover(seating.given, seat))
        letters += [(person, told) for person in services.office_people() if person != seat.person]
        put_down(records, plan, f"handed-over:{origin}", now, letters)
    elif seat.role is Role.STAND_IN:
        concerned = [own.person for own in holders(records, plan, seat.unit)]
        people = dict.fromkeys([*concerned, *services.office_people()])
        page = plain(say.told_of_stand_in(seat))
        put_down(records, plan, f"standing-in:{origin}", now, [(person, page) for person in people])
    return seating


def hand_over_button(seat: Seat) -> Button:
    """For the office's page of a unit: a link that hands somebody's seat over."""
    return Button(f"移交 {seat.name}", _data("h", seat))


def _data(what: str, seat: Seat, *days: date) -> str:
    """At most 64 bytes: k:s:abcdefgh:liaison:1234567890123456:220720:220731."""
    named = ["k", what, unit_code(seat.unit), seat.role.value, str(seat.person)]
    return ":".join([*named, *(f"{day:%y%m%d}" for day in days)])


def _span(parts: list[str]) -> tuple[date, date] | None:
    try:
        first, last = (datetime.strptime(part, "%y%m%d").date() for part in parts)  # noqa: DTZ007 - a day
    except ValueError:
        return None
    return first, last
