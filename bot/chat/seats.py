"""Seats in chat: invitations, opening a link and giving a name, the list of members, removing one."""

import logging
import re

from bot.chat import texts
from bot.chat.codes import opened as code_opened
from bot.chat.codes import shown as codes_shown
from bot.chat.handing import hand_over_button, sat_down
from bot.chat.letters import put_down
from bot.chat.menu import set_commands_for
from bot.chat.message import (
    Button,
    Message,
    columns,
    deep_link,
    escape,
    headed,
    paged,
    plain,
    unit_code,
)
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import whom
from bot.plan.model import Unit
from bot.records import Records, StoreFull, StoreReadOnly
from bot.roster import texts as roster_texts
from bot.roster.authority import Permission, require, seats_of
from bot.roster.model import Arrival, Role, Seat
from bot.roster.reach import unreachable
from bot.roster.seats import (
    NameRefused,
    Opening,
    Outcome,
    RosterError,
    Seating,
    end_invite,
    issue_invite,
    members,
    new_code,
    open_hashed,
    remove_seat,
    seat_key,
    seated_in,
    sit_down,
)

log = logging.getLogger(__name__)

_PERSON = re.compile(r"[0-9]{1,16}")


class Seats:
    """Who sits where, and how they got there."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look up and change seats."""
        self._services = services

    async def start(self, turn: Turn) -> None:
        """``/start`` alone greets; where it brought a code (:mod:`bot.chat.codes`), opens the invitation."""
        key = code_opened(turn.update)
        if key is None:
            await self.help(turn)
            return
        services, now = self._services, self._services.clock()
        opening = await services.store.transact(
            lambda records: open_hashed(records, services.plan, key, turn.person, now)
        )
        await turn.say(plain(_opening_text(opening)))

    async def name(self, turn: Turn) -> bool:
        """Take what was typed as the name of someone who has just opened a link; False if nobody waits."""
        services = self._services
        seating = seated_in(services.store.read, services.plan, turn.person, turn.origin)
        if seating is not None:
            return await self._seated(turn, seating)
        if services.store.read.get(Arrival, str(turn.person)) is None:
            return False
        now = services.clock()
        try:
            if services.directory.resolve(turn.text) is not None:
                raise NameRefused(roster_texts.NAME_OWN)
            seating = await services.store.transact(
                lambda records: sat_down(
                    records,
                    services,
                    sit_down(records, services.plan, turn.person, turn.text, now, origin=turn.origin),
                    now,
                    turn.origin,
                )
            )
        except RosterError as refusal:
            await turn.say(plain(str(refusal)))
            return True
        return await self._seated(turn, seating)

    async def _seated(self, turn: Turn, seating: Seating) -> bool:
        services = self._services
        await turn.say(plain(seating.message))
        if seating.given is not None:
            await set_commands_for(turn.bot, services, seating.given.person)
        if seating.outcome is Outcome.SEATED:
            await self.help(turn)
            await set_commands_for(turn.bot, services, turn.person)
        return True

    async def known(self, turn: Turn) -> bool:
        """One's own name, told again by someone who sits already; False for anything else."""
        seats = seats_of(self._services.store.read, self._services.plan, turn.person)
        if not seats or seats[-1].name != turn.text:
            return False
        await turn.say(plain(roster_texts.already_seated(seats[-1].unit, seats[-1].role)))
        return True

    async def help(self, turn: Turn) -> None:
        """What this person can do here."""
        actor = self._services.actor(turn.person)
        await turn.say(plain(texts.help_page(self._services.plan, actor)))

    async def whoami(self, turn: Turn) -> None:
        """The person's seats and their Telegram id."""
        user = turn.update.effective_user
        actor = self._services.actor(turn.person)
        await turn.say(plain(texts.who(self._services.plan, actor, user.full_name if user else "")))

    async def invite(self, turn: Turn) -> None:
        """``/invite 县公安局`` (or ``… 负责人``, or 未保办): a one-time link to pass on."""
        require(self._services.actor(turn.person), Permission.INVITE)
        if not turn.argument:
            await turn.say(plain(texts.INVITE_WHOM, columns(self._unit_buttons("i"), 3)))
            return
        name, head = whom(turn.argument)
        unit = self._services.directory.resolve(name)
        if unit is None:
            await turn.say(plain(roster_texts.unit_unknown(name)))
            return
        await self._invite(turn, unit, Role.HEAD if head else Role.LIAISON)

    async def invite_pressed(self, turn: Turn) -> None:
        """``i:CODE``: a unit chosen from the list."""
        require(self._services.actor(turn.person), Permission.INVITE)
        unit = self._services.unit_by_code(turn.pressed.removeprefix("i:"))
        if unit is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await turn.toast()
        await self._invite(turn, unit, Role.LIAISON)

    async def members(self, turn: Turn) -> None:
        """All units and who sits in them, with a button for each seated unit."""
        page, seated = self._member_list(turn.person)
        await turn.toast()
        for text in page[:-1]:
            await turn.say(Message(text))
        await turn.say(
            Message(page[-1], columns((Button(_short(u), f"u:{unit_code(u)}") for u in seated), 3))
        )

    async def unit_pressed(self, turn: Turn) -> None:
        """``u:CODE``: one unit's people, each with a button to remove them."""
        services = self._services
        require(services.actor(turn.person), Permission.REMOVE)
        unit = services.unit_by_code(turn.pressed.removeprefix("u:"))
        if unit is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await turn.show(self._unit_page(unit))
        await turn.toast()

    async def remove_pressed(self, turn: Turn) -> None:
        """``x?:…`` asks once more, ``x!:…`` removes; both name unit, role and person."""
        services = self._services
        require(services.actor(turn.person), Permission.REMOVE)
        seat, unit = self._seat(turn.pressed)
        if seat is None or unit is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        if turn.pressed.startswith("x?"):
            if seat.removed_at is not None:
                await turn.toast(roster_texts.SEAT_UNKNOWN, alert=True)
                return
            ask = texts.remove_question(seat.name, roster_texts.place(seat.unit, seat.role))
            data = turn.pressed.removeprefix("x?")
            rows = ((Button("确认移除", f"x!{data}"), Button("返回", f"u:{unit_code(unit.name)}")),)
            await turn.show(plain(ask, rows))
            await turn.toast()
            return
        now = services.clock()
        try:
            removed = await services.store.transact(
                lambda records: remove_seat(
                    records, services.plan, seat.key, services.actor(turn.person, records), now
                )
            )
        except RosterError as refusal:
            await turn.refuse(str(refusal))
            return
        await turn.show(plain(texts.removed(removed.name, roster_texts.place(removed.unit, removed.role))))
        await turn.toast()
        await set_commands_for(turn.bot, services, removed.person)

    async def cancel(self, turn: Turn) -> bool:
        """Forget an opened link; False if there was none."""
        key = str(turn.person)
        if self._services.store.read.get(Arrival, key) is None:
            return False
        await self._services.store.transact(lambda records: records.drop(Arrival, key))
        await turn.say(plain(texts.CANCELLED))
        return True

    async def shown(self, turn: Turn) -> None:
        """Codes were shown to a group: whoever reads on could sit down, so their invitations end.

        The office and who hands over are told; the group is not, where the bot keeps to the plan's words.
        """
        services, now = self._services, self._services.clock()

        def work(records: Records) -> None:
            for key in codes_shown(turn.update):
                invite = end_invite(records, key, now)
                if invite is None:
                    continue
                page = plain(texts.invitation_ended(roster_texts.place(invite.unit, invite.role)))
                giving = records.get(Seat, invite.seat) if invite.seat else None
                people = dict.fromkeys([*([giving.person] if giving else []), *services.office_people()])
                put_down(
                    records, services.plan, f"invite-shown:{key}", now, [(person, page) for person in people]
                )

        try:
            await services.store.transact(work)
        except (StoreFull, StoreReadOnly) as error:  # while nothing can be stored, nobody can sit down either
            log.warning("an invitation shown to a group stays open: %s", type(error).__name__)

    async def _invite(self, turn: Turn, unit: Unit, role: Role) -> None:
        services = self._services
        now, code = services.clock(), new_code()
        role = Role.OFFICE if unit.office else role

        def work(records: Records) -> None:
            issue_invite(
                records,
                services.plan,
                unit="" if role is Role.OFFICE else unit.name,
                role=role,
                by=services.actor(turn.person, records),
                now=now,
                code=code,
            )

        await services.store.transact(work)
        link = deep_link(turn.bot.username, code)
        place = roster_texts.place("" if role is Role.OFFICE else unit.name, role)
        await turn.say(Message(texts.invitation(place, escape(link))))

    def _member_list(self, person: int) -> tuple[list[str], list[str]]:
        services = self._services
        require(services.actor(person), Permission.INVITE)
        listed = members(services.store.read, services.plan)
        lost = unreachable(services.store.read)
        lines = [texts.member_line(entry.unit, entry.seats, lost) for entry in listed]
        empty = [e.unit for e in listed if all(seat.role is Role.HEAD for seat in e.seats)]
        silent = {seat.person for entry in listed for seat in entry.seats} & lost
        head = f"<b>{texts.members_head(len(listed), len(empty), len(silent))}</b>"
        return paged([head, *(escape(line) for line in lines)]), [e.unit for e in listed if e.seats]

    def _unit_page(self, unit: Unit) -> Message:
        services = self._services
        seats = next(e.seats for e in members(services.store.read, services.plan) if e.unit == unit.name)
        lost = unreachable(services.store.read)
        lines = [unit.name, *(texts.seat_line(seat, lost) for seat in seats)]
        rows = [
            (
                Button(f"移除 {seat.name}", f"x?{unit_code(unit.name)}:{seat.role}:{seat.person}"),
                *([hand_over_button(seat)] if seat.role in (Role.LIAISON, Role.HEAD) else []),
            )
            for seat in seats
        ]
        return headed("\n".join(lines), (*rows, (Button("再邀请一位", f"i:{unit_code(unit.name)}"),)))

    def _seat(self, data: str) -> tuple[Seat | None, Unit | None]:
        code, _, rest = data[2:].partition(":")
        role, _, person = rest.partition(":")
        unit = self._services.unit_by_code(code)
        if unit is None or role not in set(Role) or not _PERSON.fullmatch(person):
            return None, None
        plan, of_office = self._services.plan, role == Role.OFFICE
        key = seat_key(plan, Role(role), "" if of_office else unit.name, int(person))
        return self._services.store.read.get(Seat, key), unit

    def _unit_buttons(self, action: str) -> list[Button]:
        return [Button(_short(u.name), f"{action}:{unit_code(u.name)}") for u in self._services.plan.units]


def _opening_text(opening: Opening) -> str:
    if opening.outcome is Outcome.WELCOME:
        return f"{opening.message}\n\n{texts.PLATFORM_WARNING}"
    return opening.message


def _short(unit: str) -> str:
    return unit.removeprefix("县").replace("未成年人保护工作委员会办公室", "未保办")
